"""Jobs without drawing: students that a test names, and an issuing desk that a test stops."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from uuid import UUID

import pikepdf
from certificates.app.issuing import SealedCertificate, enter_claims
from certificates.app.jobs import job_with_id, list_entries, start_job
from certificates.domain.certificate import CertificateOrder, CertificateType
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.jobs import (
    CertificateJob,
    JobEntry,
    JobOrder,
    JobStudent,
    StudentPage,
)
from certificates.flows.gathering import Asker
from certificates.flows.jobs import CertificateJobs
from certificates.keys import Keyring
from chassis.database import Database
from chassis.testing import within
from chassis.values import PersonName, Semester
from matrikel_verify.number import DRAWS, VerificationNumber

from .log_samples import LOG
from .samples import document_of, facts_of

KIND = CertificateType.ENROLMENT
ORDER = JobOrder(KIND, DocumentLanguage.DE, Semester.parse("2026W"))


def student(number: int, family_name: str = "") -> JobStudent:
    """A student with one enrolment."""
    return JobStudent(
        person_id=UUID(int=number),
        enrolment_id=UUID(int=1_000_000 + number),
        matriculation_number=str(3_000_000 + number),
        name=PersonName("Ayşe", family_name or f"Öztürk{number}"),
    )


@dataclass
class Roll:
    """Lists students as records does; the token is the place behind the page."""

    students: Sequence[JobStudent]
    page_size: int = 4
    # What is raised instead of the page behind that many students.
    trouble: dict[int, Exception] = field(default_factory=dict)
    asked: list[tuple[str, str, str, str]] = field(default_factory=list)

    async def enrolled_students(
        self,
        semester: Semester,
        school_code: str,
        programme_code: str,
        page_token: str,
        page_size: int,
    ) -> StudentPage:
        self.asked.append((semester.code, school_code, programme_code, page_token))
        start = int(page_token or 0)
        if start in self.trouble:
            raise self.trouble[start]
        end = start + min(self.page_size, page_size)
        token = str(end) if end < len(self.students) else ""
        return StudentPage(tuple(self.students[start:end]), token, len(self.students))


class Desk:
    """Seals certificates in no time; `before` may refuse, wait or fail."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.orders: list[CertificateOrder] = []
        self.askers: set[str | None] = set()
        self.before: Callable[[CertificateOrder], Exception | None] = lambda _: None
        # Whoever waits for a certificate waits for this.
        self.open = asyncio.Event()
        self.open.set()
        self.at_once = self.most_at_once = 0

    async def prepare(self, order: CertificateOrder, asker: Asker) -> SealedCertificate:
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            await asyncio.sleep(0)
            await self.open.wait()
            if trouble := self.before(order):
                raise trouble
            self.orders.append(order)
            self.askers.add(asker.access_token)
            return await self._sealed(order)
        finally:
            self.at_once -= 1

    async def _sealed(self, order: CertificateOrder) -> SealedCertificate:
        number = VerificationNumber.of_draw(secrets.randbelow(DRAWS))
        document = replace(document_of(KIND), number=number)
        entered = await self._database.write(enter_claims, LOG, document, KIND, b"s" * 16)
        return SealedCertificate(order, facts_of(KIND), document, entered, small_pdf(number.digits))


def small_pdf(text: str) -> bytes:
    """A page with a field and an attachment, as a sealed file has."""
    content = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[0]
        page.obj["/StructParents"] = 0
        widget = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=pikepdf.Array([0, 0, 0, 0])
        )
        field_ = pdf.make_indirect(widget)
        page.obj["/Annots"] = pikepdf.Array([field_])
        pdf.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([field_]))
        pdf.attachments["evidence.json"] = text.encode()
        pdf.docinfo["/Title"] = text
        pdf.save(content)
    return content.getvalue()


@dataclass
class JobScene:
    """A database, a roll of students, a desk, and who runs jobs between them."""

    database: Database
    roll: Roll
    desk: Desk
    keyring: Keyring

    def runner(self, desk: Desk | None = None, parallel: int = 2) -> CertificateJobs:
        """Another process that runs jobs."""
        chosen = desk or self.desk
        return CertificateJobs(
            self.database, self.roll, chosen, self.keyring, parallel=parallel, days=180
        )

    def start(self, order: JobOrder = ORDER) -> UUID:
        """Orders a job; returns its id."""
        return within(self.database, start_job, order, "lschulz").job_id

    def job(self, job_id: UUID) -> CertificateJob:
        """How the job stands."""
        return within(self.database, job_with_id, job_id)

    def entries(self, job_id: UUID) -> list[JobEntry]:
        """Everybody of the job."""
        return within(self.database, list_entries, job_id, None, 0, 1000)
