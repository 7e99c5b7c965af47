"""Certificates of a whole semester as one job: for whom, how far it is, and what became of each."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, PersonName, Semester

from certificates.domain.certificate import CertificateOrder, CertificateType
from certificates.domain.document_language import DocumentLanguage

# Certificates in one file for the printer: what a print room takes at once.
PRINTED_TOGETHER = 500
# Letters that Unicode does not take apart into a plain one and a mark.
_SPELLED = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
        "ẞ": "SS",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ł": "l",
        "Ł": "L",
        "ı": "i",
        "æ": "ae",
        "Æ": "Ae",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
    }
)
_LONGEST_NAME = 40


class JobState(StrEnum):
    """Whether a job still runs."""

    COLLECTING = "collecting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({JobState.COLLECTING, JobState.RUNNING})


class JobOutcome(StrEnum):
    """What became of one student of a job."""

    WAITING = "waiting"
    ISSUED = "issued"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class JobOrder:
    """Whom a job is about: everybody enrolled in the semester, narrowed by what is named."""

    type: CertificateType
    language: DocumentLanguage
    semester: Semester
    # Empty for every school, and for every programme.
    school_code: str = ""
    programme_code: str = ""
    with_address: bool = False


@dataclass(frozen=True, slots=True)
class CertificateJob:
    """A job and how far it is."""

    job_id: UUID
    order: JobOrder
    state: JobState
    # Where records goes on listing; None where everybody is collected.
    collect_token: str | None
    total: int
    issued: int
    refused: int
    ordered_by: str
    order_time: datetime
    end_time: datetime | None

    @property
    def print_parts(self) -> int:
        """How many files for the printer there are; none before anything was issued."""
        return -(-self.total // PRINTED_TOGETHER) if self.issued else 0


@dataclass(frozen=True, slots=True)
class JobStudent:
    """Somebody who is enrolled in the semester."""

    person_id: UUID
    enrolment_id: UUID
    matriculation_number: str
    name: PersonName


@dataclass(frozen=True, slots=True)
class StudentPage:
    """A page of those who are enrolled in the semester."""

    students: tuple[JobStudent, ...]
    # Empty on the last page.
    next_token: str
    # On all pages.
    total: int


@dataclass(frozen=True, slots=True)
class JobEntry:
    """One student of a job, and what became of them."""

    # Counted from 1.
    position: int
    student: JobStudent
    outcome: JobOutcome
    certificate_id: UUID | None = None
    refusal_reason: str = ""
    refusal_message: LocalizedText | None = None


def certificate_order(job: CertificateJob, student: JobStudent) -> CertificateOrder:
    """The order of one student's certificate."""
    return CertificateOrder(
        person_id=student.person_id,
        enrolment_id=student.enrolment_id,
        type=job.order.type,
        language=job.order.language,
        semester=job.order.semester,
        with_address=job.order.with_address,
        issued_by=job.ordered_by,
    )


def positions_of_part(part: int) -> range:
    """The places of a file for the printer, counted from 1.

    A place belongs to a part for ever: printing part 1 early leaves nobody out of the others.
    """
    return range((part - 1) * PRINTED_TOGETHER + 1, part * PRINTED_TOGETHER + 1)


def file_name_in_archive(entry: JobEntry) -> str:
    """ "00042-3012345-Oeztuerk.pdf": sorts as the job does, and is a name on every system."""
    number = _plain(entry.student.matriculation_number)
    family_name = _plain(entry.student.name.family_name)
    parts = [f"{entry.position:05}", number, family_name]
    return "-".join(one for one in parts if one) + ".pdf"


def _plain(text: str) -> str:
    """Letters and digits of ASCII only: no path, no hidden file, nothing a system may refuse."""
    decomposed = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFC", text).translate(_SPELLED)
    )
    kept = (one for one in decomposed if one.isascii() and one.isalnum())
    return "".join(kept)[:_LONGEST_NAME]
