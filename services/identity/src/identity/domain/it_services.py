"""The university's IT services."""

from dataclasses import dataclass
from enum import StrEnum

from chassis.values import LocalizedText


class AccountKind(StrEnum):
    """The account that opens an IT service."""

    NONE = "none"
    UNIVERSITY = "university"
    UNIVERSITY_OWN_PASSWORD = "university_own_password"
    LIBRARY = "library"
    OF_SERVICE = "of_service"


@dataclass(frozen=True, slots=True)
class ItService:
    """One row of the directory. `planned_account` is None where nothing is going to change."""

    code: str
    name: LocalizedText
    purpose: LocalizedText
    account: AccountKind
    planned_account: AccountKind | None
    url: str
    support: str
    instructions_on_intranet_only: bool
    schools: tuple[str, ...]
