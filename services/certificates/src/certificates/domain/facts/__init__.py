"""What records and exams say at the moment of issue: everything that a certificate rests on."""

from dataclasses import dataclass

from chassis.values import Semester

from certificates.domain.facts.contact import (
    AddressFacts,
    AddressKind,
    ContactData,
    ContactEntry,
    ContactEntryKind,
)
from certificates.domain.facts.exams import (
    DistributionFacts,
    ExamForm,
    GradeCount,
    RegistrationFacts,
    RegistrationStatus,
    ResultFacts,
    StatusFacts,
)
from certificates.domain.facts.money import ChargeFacts, ChargePart, ReceiptFacts
from certificates.domain.facts.person import CardFacts, CardState, PersonFacts, SexEntry
from certificates.domain.facts.progress import (
    AreaFacts,
    AverageFacts,
    AverageLine,
    ModuleFacts,
    ModuleState,
    ProgressFacts,
)
from certificates.domain.facts.studies import (
    EndReason,
    EnrolmentFacts,
    EnrolmentKind,
    HistoryFacts,
    HistoryLine,
    PriorStudy,
    SemesterFacts,
    SemesterStatus,
    StudyCreditFacts,
    StudyPeriod,
)
from certificates.domain.facts.university import ContactFacts, UniversityFacts

__all__ = [
    "AddressFacts",
    "AddressKind",
    "AreaFacts",
    "AverageFacts",
    "AverageLine",
    "CardFacts",
    "CardState",
    "ChargeFacts",
    "ChargePart",
    "ContactData",
    "ContactEntry",
    "ContactEntryKind",
    "ContactFacts",
    "DistributionFacts",
    "EndReason",
    "EnrolmentFacts",
    "EnrolmentKind",
    "ExamForm",
    "ExamsFacts",
    "Facts",
    "GradeCount",
    "HistoryFacts",
    "HistoryLine",
    "ModuleFacts",
    "ModuleState",
    "PersonFacts",
    "PriorStudy",
    "ProgressFacts",
    "ReceiptFacts",
    "RecordsFacts",
    "RegistrationFacts",
    "RegistrationStatus",
    "ResultFacts",
    "SemesterFacts",
    "SemesterStatus",
    "SexEntry",
    "StatusFacts",
    "StudyCreditFacts",
    "StudyPeriod",
    "UniversityFacts",
]


@dataclass(frozen=True, slots=True)
class RecordsFacts:
    """What every certificate needs of records.

    `enrolment` is the one that the certificate is about; for types that are about all enrolments
    of a student it is the one that records lists first, which is a current one where there is one.
    """

    person: PersonFacts
    enrolment: EnrolmentFacts
    university: UniversityFacts


@dataclass(frozen=True, slots=True)
class ExamsFacts:
    """What a transcript needs of exams."""

    results: tuple[ResultFacts, ...]
    # None where exams does not know the enrolment, such as a doctoral one without exams.
    progress: ProgressFacts | None
    statuses: tuple[StatusFacts, ...]
    # Of the sittings whose distribution may be shown.
    distributions: tuple[DistributionFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one certificate says; what its type does not need is absent."""

    records: RecordsFacts
    # The semester that the certificate is about; None for types that are about no semester.
    semester: SemesterFacts | None = None
    # All enrolments, current ones first; for types that are about all of them.
    enrolments: tuple[EnrolmentFacts, ...] = ()
    registrations: tuple[RegistrationFacts, ...] = ()
    exams: ExamsFacts | None = None
    history: HistoryFacts | None = None
    receipt: ReceiptFacts | None = None
    contact: ContactData | None = None
    cards: tuple[CardFacts, ...] = ()
    credit: StudyCreditFacts | None = None
    # The lines of the envelope, for a letter; empty where none is wanted.
    recipient: tuple[str, ...] = ()

    @property
    def half_year(self) -> Semester | None:
        """The semester that the certificate is about.

        A receipt may be about one that the student is not enrolled in yet.
        """
        if self.semester is not None:
            return self.semester.semester
        return self.receipt.semester if self.receipt is not None else None
