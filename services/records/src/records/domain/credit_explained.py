"""Study credit explained: what makes it up, and what each semester did to it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from chassis.values import LocalizedText, Semester

from records.domain.credit_facts import Ground
from records.domain.enrolment import SemesterStatus
from records.domain.rules import RecordsRules


@dataclass(frozen=True, slots=True)
class CreditRules:
    """The university's rules as far as credit needs them."""

    extra_semesters: int
    # Fees are charged from this semester on.
    begins: Semester
    most_as_representative: int
    most_as_officer: int
    semesters_per_extension: int
    # Whether doctoral studies use up credit and cost the fee.
    doctoral: bool
    # The fee of a semester.
    fee_cents: int

    @classmethod
    def of(cls, rules: RecordsRules, fee_cents: int) -> "CreditRules":
        """The part of the university's rules, with the fee from its list of fees."""
        credit = rules.study_credit
        return cls(
            extra_semesters=credit.extra_semesters,
            begins=Semester.parse(credit.begins),
            most_as_representative=credit.most_as_representative,
            most_as_officer=credit.most_as_officer,
            semesters_per_extension=rules.part_time.semesters_per_extension,
            doctoral=rules.doctoral.study_credit,
            fee_cents=fee_cents,
        )


class GrantReason(StrEnum):
    """Why credit was granted."""

    UNDERGRADUATE = "undergraduate"
    DEGREE_ELSEWHERE = "degree_elsewhere"
    ADDITIONAL = "additional"
    CONSECUTIVE_MASTER = "consecutive_master"
    PART_TIME = "part_time"


@dataclass(frozen=True, slots=True)
class CreditGrant:
    """A part of the credit."""

    semesters: int
    reason: GrantReason
    # None for what holds from the beginning.
    from_semester: Semester | None = None
    # None for the additional semesters.
    programme_name: LocalizedText | None = None


class UseReason(StrEnum):
    """Why a semester counts against the credit, or why not."""

    STUDIED = "studied"
    STUDIED_ELSEWHERE = "studied_elsewhere"
    REPRESENTATIVE_LIMIT = "representative_limit"
    OFFICER_LIMIT = "officer_limit"
    ON_LEAVE = "on_leave"
    CHILD_CARE = "child_care"
    RELATIVE_CARE = "relative_care"
    REPRESENTATIVE = "representative"
    EQUAL_OPPORTUNITY_OFFICER = "equal_opportunity_officer"
    DOCTORAL = "doctoral"


CONSUMING = frozenset(
    {
        UseReason.STUDIED,
        UseReason.STUDIED_ELSEWHERE,
        UseReason.REPRESENTATIVE_LIMIT,
        UseReason.OFFICER_LIMIT,
    }
)


class FeeState(StrEnum):
    """Whether the long-term fee is due for a semester."""

    NOT_DUE = "not_due"
    DUE = "due"
    EXEMPT = "exempt"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class SemesterFee:
    """The long-term fee of one semester and what it rests on."""

    state: FeeState
    # What is to be paid.
    cents: int = 0
    waived_cents: int = 0
    # Why it is not charged, or waived.
    grounds: tuple[Ground, ...] = ()
    on_leave: bool = False
    # The credit was used up before fees began.
    before_begin: bool = False
    # What had been granted and used when the semester began, in semesters.
    granted: int = 0
    used: int = 0


NOT_DUE = SemesterFee(FeeState.NOT_DUE)


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One semester and what it did to the credit."""

    # None where only the number of semesters elsewhere is known.
    semester: Semester | None
    # Programmes here, or university and programme elsewhere.
    programmes: tuple[LocalizedText, ...]
    statuses: tuple[SemesterStatus, ...]
    reason: UseReason
    # After the semester; never below 0.
    credit_left: int
    fee: SemesterFee
    planned: bool = False

    @property
    def consumed(self) -> bool:
        """Whether the semester counts against the credit."""
        return self.reason in CONSUMING

    def leaving(self, credit: int) -> "CreditLine":
        """The line with the credit that is left after it."""
        return replace(self, credit_left=credit)


@dataclass(frozen=True, slots=True)
class StudyCredit:
    """The study credit of a person in a semester, explained."""

    applies: bool
    granted: int
    consumed: int
    not_consumed: int
    left: int
    grants: tuple[CreditGrant, ...]
    # In order of time, undated ones first; those that are planned at the end.
    lines: tuple[CreditLine, ...]
    # From which semester on the fee would be due if nothing changes; None for never.
    fee_from: Semester | None
    # A consecutive Master's programme without the degree that it follows on from.
    first_degree_unknown: bool = False
