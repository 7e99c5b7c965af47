"""Scopes and claims: what clients can ask for (OpenID Connect Core 1.0 sections 5.1 and 5.4)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

OPENID = "openid"
OFFLINE_ACCESS = "offline_access"
INTROSPECT = "introspect"

# Which claims a scope asks for. `address` and `phone` are not offered: the account does not know
# them, they are facts of the person in records.
CLAIMS_OF_SCOPE: dict[str, tuple[str, ...]] = {
    OPENID: (),
    "profile": ("name", "given_name", "family_name", "preferred_username"),
    "email": ("email", "email_verified"),
    # The attributes of the identity federations (REFEDS "OIDCre", eduPerson 202208, SCHAC 1.6).
    "eduperson": (
        "eduperson_principal_name",
        "eduperson_affiliation",
        "eduperson_scoped_affiliation",
        "eduperson_assurance",
        "schac_home_organization",
    ),
    # The European Student Identifier, under the name that the federations give it.
    "esi": ("schac_personal_unique_code",),
    OFFLINE_ACCESS: (),
}

PERSON_SCOPES = frozenset(CLAIMS_OF_SCOPE)
KNOWN_CLAIMS = frozenset(claim for claims in CLAIMS_OF_SCOPE.values() for claim in claims)

# For a system that acts for itself: what the methods open to systems ask for in the contracts (a
# test compares them), and to look at the tokens that other clients present to it (RFC 7662).
SYSTEM_SCOPES = frozenset({"scim", "service_passwords", "library", "accounts:read", INTROSPECT})

# RFC 6749 section 3.3.
_SCOPE_TOKEN = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")


def scopes_in(scope: str) -> tuple[str, ...]:
    """The scopes of a `scope` parameter, each once, in order."""
    return tuple(dict.fromkeys(scope.split()))


def is_well_formed(scope: str) -> bool:
    """Whether each scope is of the characters that RFC 6749 section 3.3 allows."""
    return all(_SCOPE_TOKEN.fullmatch(one) for one in scope.split(" ") if one)


def granted_scopes(asked_for: Iterable[str], registered: Iterable[str]) -> tuple[str, ...]:
    """What of it the client gets of people; the rest is passed over.

    OpenID Connect Core 1.0 section 3.1.2.1: "Scope values used that are not understood by an
    implementation SHOULD be ignored."
    """
    allowed = PERSON_SCOPES.intersection(registered)
    return tuple(scope for scope in asked_for if scope in allowed)


@dataclass(frozen=True, slots=True)
class ClaimsAskedFor:
    """Claims that a client asks for one by one (OpenID Connect Core 1.0 section 5.5)."""

    userinfo: frozenset[str] = frozenset()
    id_token: frozenset[str] = frozenset()
    # `acr` of the ID token: the values that would do, and whether one of them must be reached.
    acr_values: tuple[str, ...] = ()
    acr_essential: bool = False
    # `sub` of the ID token: the person who has to be meant.
    subject: str = field(default="", repr=False)


def released_claims(
    scopes: Iterable[str], asked_for: Iterable[str], allowed: Iterable[str]
) -> frozenset[str]:
    """The claims that a client gets: asked for by a scope or by name, and on its allow-list."""
    wanted = {claim for scope in scopes for claim in CLAIMS_OF_SCOPE.get(scope, ())}
    return frozenset(wanted.union(asked_for) & KNOWN_CLAIMS & frozenset(allowed))
