"""What the university decided about accounts and their end (accounts.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chassis.values import LocalizedText

from identity.domain.affiliation_names import Affiliation
from identity.domain.enrolments import EndReason

# The vocabulary of eduPersonAffiliation (eduPerson 202208, section 2.2.1).
EDUPERSON_VALUES = frozenset(
    {
        "faculty",
        "student",
        "staff",
        "alum",
        "member",
        "affiliate",
        "employee",
        "library-walk-in",
    }
)

_NO_SENDER = LocalizedText(de="", en="")
_ACCOUNT_NAME = LocalizedText(de="Universitäts-Account", en="university account")


class Kept(StrEnum):
    """What can stay open after the last enrolment."""

    PORTAL = "portal"
    MAILBOX = "mailbox"


@dataclass(frozen=True, slots=True)
class WindDownStage:
    """A stage of the wind-down: until so many months after the last enrolment this stays open."""

    code: str
    name: LocalizedText
    until_months: int
    keeps: frozenset[Kept]


@dataclass(frozen=True, slots=True)
class WindDownRules:
    """The stages in order of time. The end of each is announced so many days before."""

    stages: tuple[WindDownStage, ...] = ()
    announced_days_before: int = 30


@dataclass(frozen=True, slots=True)
class AffiliationRules:
    """How affiliations end, and what other systems are told of them."""

    grace_days: Mapping[Affiliation, int] = field(
        default_factory=lambda: dict.fromkeys(Affiliation, 0)
    )
    alum_end_reasons: frozenset[EndReason] = frozenset()
    eduperson: Mapping[Affiliation, tuple[str, ...]] = field(
        default_factory=lambda: dict.fromkeys(Affiliation, ())
    )
    assurance_of_all: tuple[str, ...] = ()
    assurance: Mapping[Affiliation, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LetterRules:
    """What the university calls itself and its account in letters with initial codes."""

    sender: LocalizedText = _NO_SENDER
    place: str = ""
    account_name: LocalizedText = _ACCOUNT_NAME


@dataclass(frozen=True, slots=True)
class AccountRules:
    """The decisions about accounts. `scope` and `home_organization` are domains.

    Without stages no account is closed by time: a service whose profile is not loaded yet must not
    take anybody's account away.
    """

    scope: str = ""
    home_organization: str = ""
    affiliations: AffiliationRules = field(default_factory=AffiliationRules)
    wind_down: WindDownRules = field(default_factory=WindDownRules)
    letter: LetterRules = field(default_factory=LetterRules)
