"""What stands against registering a client, each with the field that it is about."""

import ipaddress
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from identity.domain.oidc.clients import Authentication, GrantType, Registration, host_of
from identity.domain.oidc.scopes import KNOWN_CLAIMS, OPENID, PERSON_SCOPES, SYSTEM_SCOPES

SERVICE_PASSWORDS = "service_passwords"

# RSA keys below 2048 bits are not to be used any more (NIST SP 800-131A revision 2, table 2).
_SMALLEST_MODULUS = 2048 // 8
_MAIL_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Unsuitable(StrEnum):
    """Why a field of a registration cannot be taken."""

    TEXT_MISSING = "TEXT_MISSING"
    URI_NOT_ABSOLUTE = "URI_NOT_ABSOLUTE"
    URI_NOT_HTTPS = "URI_NOT_HTTPS"
    URI_WITH_FRAGMENT = "URI_WITH_FRAGMENT"
    URI_WITH_WILDCARD = "URI_WITH_WILDCARD"
    URI_WITH_CREDENTIALS = "URI_WITH_CREDENTIALS"
    URI_OF_THIS_MACHINE = "URI_OF_THIS_MACHINE"
    CONTACT_NOT_AN_ADDRESS = "CONTACT_NOT_AN_ADDRESS"
    GRANT_MISSING = "GRANT_MISSING"
    REDIRECT_URI_MISSING = "REDIRECT_URI_MISSING"
    NOT_FOR_THIS_GRANT = "NOT_FOR_THIS_GRANT"
    OPENID_MISSING = "OPENID_MISSING"
    SCOPE_UNKNOWN = "SCOPE_UNKNOWN"
    SCOPE_OF_SYSTEMS = "SCOPE_OF_SYSTEMS"
    CLAIM_UNKNOWN = "CLAIM_UNKNOWN"
    AUDIENCE_MISSING = "AUDIENCE_MISSING"
    IT_SERVICE_MISSING = "IT_SERVICE_MISSING"
    IT_SERVICE_UNKNOWN = "IT_SERVICE_UNKNOWN"
    KEY_SET_MISSING = "KEY_SET_MISSING"
    KEY_SET_UNUSABLE = "KEY_SET_UNUSABLE"
    KEY_SET_WITH_PRIVATE_KEY = "KEY_SET_WITH_PRIVATE_KEY"
    KEEPS_NO_SECRET = "KEEPS_NO_SECRET"
    REFRESH_WITHOUT_CODE = "REFRESH_WITHOUT_CODE"
    SECTOR_AMBIGUOUS = "SECTOR_AMBIGUOUS"
    SECTOR_NOT_A_HOST = "SECTOR_NOT_A_HOST"
    PRIVACY_URI_MISSING = "PRIVACY_URI_MISSING"
    NOT_FOR_THIRD_PARTIES = "NOT_FOR_THIRD_PARTIES"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with the field as the contract names it."""

    path: str
    why: Unsuitable


def problems_of(
    registration: Registration, it_services: frozenset[str], *, calls_loopback: bool
) -> tuple[Problem, ...]:
    """Everything that stands against the registration; `it_services` are the codes there are.

    `calls_loopback` tells whether this service may call addresses of its own machine, as in a
    demonstration; else a client could let it call what listens there for nobody else.
    """
    return (
        *_of_texts(registration),
        *_of_addresses(registration),
        *_of_back_channel(registration, calls_loopback),
        *_of_grants(registration),
        *_of_scopes(registration),
        *_of_system(registration, it_services),
        *_of_keys(registration),
        *_of_sector(registration),
    )


def _of_texts(one: Registration) -> Iterator[Problem]:
    for field, text in (("name", one.name), ("description", one.description)):
        for language, value in (("de", text.de), ("en", text.en)):
            if not value.strip():
                yield Problem(f"{field}.{language}", Unsuitable.TEXT_MISSING)
    if not _MAIL_ADDRESS.fullmatch(one.contact):
        yield Problem("contact", Unsuitable.CONTACT_NOT_AN_ADDRESS)
    if one.third_party and not one.privacy_uri:
        yield Problem("privacy_uri", Unsuitable.PRIVACY_URI_MISSING)


def _of_addresses(one: Registration) -> Iterator[Problem]:
    for field, uris in (
        ("redirect_uris", one.redirect_uris),
        ("post_logout_redirect_uris", one.post_logout_redirect_uris),
    ):
        for place, uri in enumerate(uris):
            if why := objection_to(uri):
                yield Problem(f"{field}[{place}]", why)
    for field, uri in (
        ("back_channel_logout_uri", one.back_channel_logout_uri),
        ("privacy_uri", one.privacy_uri),
    ):
        if uri and (why := objection_to(uri)):
            yield Problem(field, why)


def _of_back_channel(one: Registration, calls_loopback: bool) -> Iterator[Problem]:
    uri = one.back_channel_logout_uri
    if uri and not may_be_called(uri, calls_loopback=calls_loopback):
        yield Problem("back_channel_logout_uri", Unsuitable.URI_OF_THIS_MACHINE)


def may_be_called(uri: str, *, calls_loopback: bool) -> bool:
    """Whether this service may call the address: elsewhere, or here where that is fine."""
    return calls_loopback or not is_loopback(host_of(uri))


def objection_to(uri: str) -> Unsuitable | None:
    """What is wrong with an address that a client is reached at; None for a suitable one.

    RFC 6749 section 3.1.2: absolute, without a fragment. RFC 9700 section 4.1.3: compared
    character by character, so that a wildcard means nothing. Plain http is for loopback addresses
    (RFC 8252 section 7.3).
    """
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return Unsuitable.URI_NOT_ABSOLUTE
    if not host or any(not "!" <= letter <= "~" or letter in '"<>\\^`{|}' for letter in uri):
        return Unsuitable.URI_NOT_ABSOLUTE
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        return Unsuitable.URI_NOT_HTTPS
    if "#" in uri:
        return Unsuitable.URI_WITH_FRAGMENT
    if "*" in uri:
        return Unsuitable.URI_WITH_WILDCARD
    if parts.username is not None or parts.password is not None:
        return Unsuitable.URI_WITH_CREDENTIALS
    return None


def is_loopback(host: str) -> bool:
    """Whether the host is this machine and can be nothing else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _of_grants(one: Registration) -> Iterator[Problem]:
    if not one.grants:
        yield Problem("grants", Unsuitable.GRANT_MISSING)
    signs_people_in = GrantType.AUTHORIZATION_CODE in one.grants
    if signs_people_in and not one.redirect_uris:
        yield Problem("redirect_uris", Unsuitable.REDIRECT_URI_MISSING)
    if not signs_people_in and one.redirect_uris:
        yield Problem("redirect_uris", Unsuitable.NOT_FOR_THIS_GRANT)
    if GrantType.REFRESH_TOKEN in one.grants and not signs_people_in:
        yield Problem("grants", Unsuitable.REFRESH_WITHOUT_CODE)
    if one.authentication is Authentication.NONE:
        if one.grants & {GrantType.CLIENT_CREDENTIALS, GrantType.TOKEN_EXCHANGE}:
            yield Problem("authentication", Unsuitable.KEEPS_NO_SECRET)
        if one.pkce_optional:
            yield Problem("pkce_optional", Unsuitable.KEEPS_NO_SECRET)
    if one.third_party and GrantType.TOKEN_EXCHANGE in one.grants:
        yield Problem("grants", Unsuitable.NOT_FOR_THIRD_PARTIES)


def _of_scopes(one: Registration) -> Iterator[Problem]:
    if GrantType.AUTHORIZATION_CODE in one.grants and OPENID not in one.scopes:
        yield Problem("scopes", Unsuitable.OPENID_MISSING)
    if one.scopes - PERSON_SCOPES - SYSTEM_SCOPES:
        yield Problem("scopes", Unsuitable.SCOPE_UNKNOWN)
    if one.scopes & SYSTEM_SCOPES and GrantType.CLIENT_CREDENTIALS not in one.grants:
        yield Problem("scopes", Unsuitable.SCOPE_OF_SYSTEMS)
    if one.claims - KNOWN_CLAIMS:
        yield Problem("claims", Unsuitable.CLAIM_UNKNOWN)


def _of_system(one: Registration, it_services: frozenset[str]) -> Iterator[Problem]:
    calls_interfaces = one.grants & {GrantType.CLIENT_CREDENTIALS, GrantType.TOKEN_EXCHANGE}
    if calls_interfaces and not one.audiences:
        yield Problem("audiences", Unsuitable.AUDIENCE_MISSING)
    if one.audiences and not calls_interfaces:
        yield Problem("audiences", Unsuitable.NOT_FOR_THIS_GRANT)
    if SERVICE_PASSWORDS in one.scopes and not one.it_service_codes:
        yield Problem("it_service_codes", Unsuitable.IT_SERVICE_MISSING)
    if one.it_service_codes - it_services:
        yield Problem("it_service_codes", Unsuitable.IT_SERVICE_UNKNOWN)


def _of_keys(one: Registration) -> Iterator[Problem]:
    if one.authentication is not Authentication.PRIVATE_KEY_JWT:
        if one.key_set_json:
            yield Problem("key_set_json", Unsuitable.NOT_FOR_THIS_GRANT)
        return
    if not one.key_set_json:
        yield Problem("key_set_json", Unsuitable.KEY_SET_MISSING)
        return
    try:
        document = json.loads(one.key_set_json)
        keys = document["keys"]
        if not keys or not all(_is_signing_key(key) for key in keys):
            raise ValueError("a key of another kind")
        if any({"d", "k", "p", "q"} & key.keys() for key in keys):
            yield Problem("key_set_json", Unsuitable.KEY_SET_WITH_PRIVATE_KEY)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        yield Problem("key_set_json", Unsuitable.KEY_SET_UNUSABLE)


def _is_signing_key(key: dict[str, str]) -> bool:
    """Whether a JSON Web Key verifies ES256 or RS256."""
    if key.get("use", "sig") != "sig":
        return False
    if key.get("kty") == "EC":
        return key.get("crv") == "P-256" and bool(key["x"] and key["y"])
    # Base64 spells three bytes with four characters.
    return key.get("kty") == "RSA" and len(key["n"]) * 3 // 4 >= _SMALLEST_MODULUS


def _of_sector(one: Registration) -> Iterator[Problem]:
    if one.sector:
        if one.sector != host_of(f"https://{one.sector}/"):
            yield Problem("sector", Unsuitable.SECTOR_NOT_A_HOST)
        return
    hosts = {host_of(uri) for uri in one.redirect_uris}
    # OpenID Connect Core 1.0 section 8.1: several hosts need a sector identifier.
    if len(hosts) > 1 and not one.public_subject:
        yield Problem("sector", Unsuitable.SECTOR_AMBIGUOUS)
