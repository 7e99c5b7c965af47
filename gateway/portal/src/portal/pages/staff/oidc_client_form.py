"""The form for a system that uses the university account."""

import re
from collections.abc import Mapping
from typing import TypeAlias

from chassis.contracts import scopes_of_systems
from grpc.aio import AioRpcError
from matrikel.identity.v1 import oidc_client_pb2 as pb
from matrikel.identity.v1.directory_pb2 import ListItServicesRequest
from matrikel.type.v1.localized_text_pb2 import LocalizedText
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, text_of
from portal.visit import Visit

Typed: TypeAlias = dict[str, str | list[str]]

# Everything that can be ticked at once, and the texts.
MOST_FIELDS = 120

AUTHENTICATIONS = {
    "secret_basic": pb.CLIENT_AUTHENTICATION_SECRET_BASIC,
    "secret_post": pb.CLIENT_AUTHENTICATION_SECRET_POST,
    "private_key_jwt": pb.CLIENT_AUTHENTICATION_PRIVATE_KEY_JWT,
    "none": pb.CLIENT_AUTHENTICATION_NONE,
}
GRANTS = {
    "authorization_code": pb.CLIENT_GRANT_AUTHORIZATION_CODE,
    "refresh_token": pb.CLIENT_GRANT_REFRESH_TOKEN,
    "client_credentials": pb.CLIENT_GRANT_CLIENT_CREDENTIALS,
    "token_exchange": pb.CLIENT_GRANT_TOKEN_EXCHANGE,
}
PERSON_SCOPES = ("openid", "profile", "email", "eduperson", "esi", "offline_access")
# What the methods open to systems ask for; and to look at tokens of other clients (RFC 7662).
SYSTEM_SCOPES = (*sorted(scopes_of_systems()), "introspect")
CLAIMS = (
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "email",
    "email_verified",
    "eduperson_principal_name",
    "eduperson_affiliation",
    "eduperson_scoped_affiliation",
    "eduperson_assurance",
    "schac_home_organization",
    "schac_personal_unique_code",
)
AUDIENCES = ("gateway", "identity", "records", "exams", "certificates")

_TEXTS = (
    "name_de",
    "name_en",
    "description_de",
    "description_en",
    "contact",
    "privacy_uri",
    "authentication",
    "back_channel_logout_uri",
    "redirect_uris",
    "post_logout_redirect_uris",
    "key_set_json",
    "sector",
    "version",
)
_LISTS = ("grants", "scopes", "claims", "audiences", "it_service_codes")
_TICKS = ("third_party", "pkce_optional", "public_subject")
_FIELDS = frozenset({*_TEXTS, *_LISTS, *_TICKS})


def typed_in(form: FormData) -> Typed:
    """What was sent, as the form shows it again."""
    typed: Typed = {name: text_of(form, name) for name in (*_TEXTS, *_TICKS)}
    lists = {
        name: [value for value in form.getlist(name) if isinstance(value, str)] for name in _LISTS
    }
    return typed | lists


def typed_of(one: pb.ClientRegistration) -> Typed:
    """What is registered, as the form shows it."""
    return {
        "name_de": one.name.de,
        "name_en": one.name.en,
        "description_de": one.description.de,
        "description_en": one.description.en,
        "contact": one.contact,
        "privacy_uri": one.privacy_uri,
        "authentication": _name(AUTHENTICATIONS, one.authentication),
        "back_channel_logout_uri": one.back_channel_logout_uri,
        "redirect_uris": "\n".join(one.redirect_uris),
        "post_logout_redirect_uris": "\n".join(one.post_logout_redirect_uris),
        "key_set_json": one.key_set_json,
        "sector": one.sector,
        "version": "",
        "grants": [_name(GRANTS, grant) for grant in one.grants],
        "scopes": list(one.scopes),
        "claims": list(one.claims),
        "audiences": list(one.audiences),
        "it_service_codes": list(one.it_service_codes),
        "third_party": "yes" if one.third_party else "",
        "pkce_optional": "yes" if one.pkce_optional else "",
        "public_subject": "yes" if one.public_subject else "",
    }


def registration_of(typed: Typed) -> pb.ClientRegistration:
    """The registration that was typed; what cannot be read is left out, and so refused."""
    said = {name: str(typed[name]) for name in (*_TEXTS, *_TICKS)}
    return pb.ClientRegistration(
        name=LocalizedText(de=said["name_de"], en=said["name_en"]),
        description=LocalizedText(de=said["description_de"], en=said["description_en"]),
        contact=said["contact"],
        privacy_uri=said["privacy_uri"],
        authentication=AUTHENTICATIONS.get(
            said["authentication"], pb.CLIENT_AUTHENTICATION_UNSPECIFIED
        ),
        grants=[GRANTS[one] for one in typed["grants"] if one in GRANTS],
        redirect_uris=_lines(said["redirect_uris"]),
        post_logout_redirect_uris=_lines(said["post_logout_redirect_uris"]),
        back_channel_logout_uri=said["back_channel_logout_uri"],
        scopes=typed["scopes"],
        claims=typed["claims"],
        audiences=typed["audiences"],
        it_service_codes=typed["it_service_codes"],
        key_set_json=said["key_set_json"],
        third_party=bool(said["third_party"]),
        pkce_optional=bool(said["pkce_optional"]),
        public_subject=bool(said["public_subject"]),
        sector=said["sector"],
    )


async def show_form(
    visit: Visit,
    typed: Mapping[str, object],
    action: str,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    """The form, filled in."""
    directory = await visit.services.directory.ListItServices(ListItServicesRequest())
    return visit.render(
        "oidc_clients/form.html",
        status=status,
        problems=problems or Problems(),
        typed=typed,
        action=action,
        authentications=AUTHENTICATIONS,
        grants=GRANTS,
        person_scopes=PERSON_SCOPES,
        system_scopes=SYSTEM_SCOPES,
        claims=CLAIMS,
        audiences=AUDIENCES,
        it_services=directory.it_services,
    )


def problems_of_registration(visit: Visit, error: AioRpcError) -> tuple[Problems, int]:
    """What identity said against a registration, at its fields or on top, and the HTTP status.

    Raises the error again where the form cannot help.
    """
    fault = fault_of(error, visit.language)
    if fault.kind not in (Kind.INVALID, Kind.REFUSED):
        raise error
    at_fields: dict[str, tuple[str, ...]] = {}
    general: tuple[str, ...] = ()
    for path, sentences in fault.fields.items():
        name = re.sub(r"\[\d+\]", "", path.removeprefix("registration.")).replace(".", "_")
        if name in _FIELDS:
            known = at_fields.get(name, ())
            at_fields[name] = (*known, *(one for one in sentences if one not in known))
        else:
            general = (*general, *sentences)
    if not at_fields and not general:
        general = (visit.sentence(fault),)
    return Problems(general, at_fields), fault.kind.value


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _name(names: Mapping[str, int], number: int) -> str:
    return next((name for name, one in names.items() if one == number), "")
