"""The areas of one's own account, which the pages about it have in a column beside them."""

from dataclasses import dataclass

from google.protobuf.descriptor import MethodDescriptor
from matrikel.identity.v1 import (
    account_pb2,
    consent_pb2,
    own_data_pb2,
    password_pb2,
    second_factor_pb2,
    session_pb2,
    support_pb2,
)

from portal import service_functions as services
from portal.access import method_of, opens
from portal.services import SignedIn


@dataclass(frozen=True, slots=True)
class AccountArea:
    """One area: its name in the texts, its path, and the method behind it.

    `own` areas are for those to whom the contract opens the method for what is their own.
    """

    name: str
    path: str
    method: MethodDescriptor
    own: bool = False


OVERVIEW = AccountArea(
    "overview",
    "account",
    method_of(account_pb2.DESCRIPTOR, "AccountService", "GetAccountOverview"),
    own=True,
)
_AREAS = (
    OVERVIEW,
    AccountArea(
        "security",
        "account/security",
        method_of(second_factor_pb2.DESCRIPTOR, "SecondFactorService", "GetAccountSecurity"),
    ),
    AccountArea(
        "password",
        "account/password",
        method_of(password_pb2.DESCRIPTOR, "PasswordService", "ChangePassword"),
    ),
    AccountArea(
        "sessions",
        "account/sessions",
        method_of(session_pb2.DESCRIPTOR, "SessionService", "ListSessions"),
    ),
    AccountArea("services", "it-services", services.ACTIVATE, own=True),
    AccountArea(
        "service_passwords", "account/service-passwords", services.LIST_PASSWORDS, own=True
    ),
    AccountArea("library", "library", services.GET_LIBRARY_ACCOUNT, own=True),
    AccountArea(
        "connections",
        "account/connections",
        method_of(consent_pb2.DESCRIPTOR, "ConsentService", "ListConsents"),
    ),
    AccountArea(
        "support",
        "account/support-accesses",
        method_of(support_pb2.DESCRIPTOR, "SupportAccessService", "ListSupportAccesses"),
        own=True,
    ),
    AccountArea(
        "data",
        "account/data",
        method_of(own_data_pb2.DESCRIPTOR, "OwnDataService", "DownloadOwnData"),
    ),
)


def areas_for(signed_in: SignedIn | None) -> list[AccountArea]:
    """The areas that the account's roles open; none without a sign-in."""
    if signed_in is None:
        return []
    return [area for area in _AREAS if opens(area.method, signed_in, area.own)]


def area_of(path: str) -> str:
    """The name of the area that a page is in; empty for pages outside the account.

    `path` is below the language: "account/security/totp".
    """
    if path == OVERVIEW.path:
        return OVERVIEW.name
    inside = (area for area in _AREAS if area is not OVERVIEW and _is_below(path, area.path))
    return next((area.name for area in inside), "")


def _is_below(path: str, area: str) -> bool:
    return path == area or path.startswith(f"{area}/")
