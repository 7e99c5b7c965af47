"""Applications, their contents and those who act on them, for tests."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.testing import within
from chassis.values import PersonName, Semester
from records.app.applications import documents, drafts, review
from records.app.applications.checks import Refused
from records.domain.addresses import MailingAddress
from records.domain.applications import contents
from records.domain.applications.contents import Content
from records.domain.applications.files import Caller
from records.domain.applications.kinds import Office, Step
from records.domain.applications.workflow import (
    Application,
    ApplicationState,
    Decider,
)
from records.domain.preselection import PreselectionGround
from records.domain.rules import LeaveGround, PartTimeReason
from records.domain.student_cards import CardDelivery, CardLoss
from sqlalchemy import select

S = Semester.parse
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"
ADDRESS = MailingAddress("", "Am Sande 1", "21335", "Lüneburg", "DE")

REPORT = contents.ErrorReport(contents.ErrorSubject.RESULT, "1010101", "Es fehlt meine Note.")
FOCUS = contents.FocusChange("Moderne", "", "Mein Schwerpunkt hat sich verlagert.")
SECOND = contents.SecondDegree("DATA-MSC", "", S("2027S"), "", "", "Es ergänzt die Geschichte.")
NAME = contents.NameChange(PersonName("Ayşe", "Yılmaz"), date(2026, 10, 30))
MOVE = contents.AddressChange(ADDRESS, date(2026, 11, 1))
STOLEN = contents.CardReplacement(CardLoss.STOLEN, "", CardDelivery.IN_PERSON)
LOST = contents.CardReplacement(
    CardLoss.LOST, "Im Bus liegen gelassen.", CardDelivery.POST, ADDRESS
)

ONE_OF_EACH: tuple[Content, ...] = (
    contents.Leave((S("2027S"), S("2027W")), LeaveGround.ABROAD, "Ein Jahr in Ankara"),
    contents.LeaveWithdrawal(S("2027S"), "Es klappt doch."),
    contents.PartTime(True, S("2027W"), PartTimeReason.JOB, "halbe Stelle", "Prof. Rat", True),
    contents.PartTime(False, S("2027W"), None),
    contents.SemesterAbroad(S("2027S"), "Boğaziçi Üniversitesi", "TR", True),
    contents.Deregistration(contents.DeregistrationWhen.END_OF_SEMESTER),
    contents.Deregistration(
        contents.DeregistrationWhen.ON_DATE,
        date(2026, 12, 1),
        True,
        True,
        "DE89370400440532013000",
        "Ayşe Öztürk",
    ),
    FOCUS,
    SECOND,
    MOVE,
    NAME,
    contents.FeeExemption(S("2027S"), contents.FeeExemptionGround.HARDSHIP_HEALTH, 25_000, "krank"),
    STOLEN,
    LOST,
    REPORT,
    contents.Preselection(S("2027S"), PreselectionGround.CHILD_CARE, "ein Kind"),
)


def application(content: Content = REPORT, **changes: Any) -> Application:
    """A draft that no database knows."""
    facts: dict[str, Any] = {
        "application_id": uuid4(),
        "person_id": uuid4(),
        "enrolment_id": None,
        "content": content,
        "state": ApplicationState.DRAFT,
        "create_time": NOW,
        "version": 1,
    }
    return Application(**{**facts, **changes})


def decider(
    *offices: Office, user_name: str = "sservice", advises: tuple[str, ...] = ()
) -> Decider:
    """Somebody with offices, and programmes to advise."""
    return Decider(user_name, frozenset(offices), frozenset(advises))


def student(person_id: UUID) -> Caller:
    """A student who acts for herself."""
    return Caller(person_id, decider(user_name="lg100001"))


def clerk(person_id: UUID | None = None) -> Caller:
    """A clerk of Student Services."""
    at = decider(Office.STUDENT_SERVICES, Office.INFO_PORTAL)
    return Caller(person_id or uuid4(), at)


def international() -> Caller:
    """Somebody of the International Center."""
    return Caller(uuid4(), decider(Office.INTERNATIONAL_CENTER, user_name="iweg"))


def adviser(programme: str, user_name: str = "padvise") -> Caller:
    """An adviser of a programme."""
    return Caller(uuid4(), decider(user_name=user_name, advises=(programme,)))


STEPS = (Step(Office.ADVISER, "HIST-BA"), Step(Office.STUDENT_SERVICES))


def begun(
    database: Database, caller: Caller, content: Content, enrolment_id: UUID | None = None
) -> UUID:
    """A stored draft."""
    created = within(database, drafts.create_application, caller, enrolment_id, content)
    return created.application_id


def with_document(database: Database, caller: Caller, application_id: UUID, proof: str) -> UUID:
    """Adds a small PDF and returns its id."""
    added = within(
        database,
        documents.add_document,
        caller,
        application_id,
        proof=proof,
        file_name="nachweis.pdf",
        content=PDF,
    )
    return added.document_id


def submitted(
    database: Database,
    caller: Caller,
    content: Content,
    enrolment_id: UUID | None = None,
    proofs: tuple[str, ...] = (),
) -> UUID:
    """A stored application that waits for its first decision."""
    application_id = begun(database, caller, content, enrolment_id)
    for proof in proofs:
        with_document(database, caller, application_id, proof)
    outcome = within(database, review.submit_application, caller, application_id)
    assert isinstance(outcome, Application), [one.reason for one in outcome.obstacles]
    return application_id


def decide(
    database: Database,
    caller: Caller,
    application_id: UUID,
    *,
    step: int = 1,
    approve: bool = True,
    reason: str = "Geprüft.",
) -> Application | Refused:
    """Decides a step."""
    return within(
        database,
        review.decide_application,
        caller,
        application_id,
        step=step,
        approve=approve,
        reason=reason,
    )


def approved(
    database: Database, caller: Caller, application_id: UUID, step: int = 1
) -> Application:
    """Approves a step that nothing stands against."""
    outcome = decide(database, caller, application_id, step=step)
    assert isinstance(outcome, Application), [one.reason for one in outcome.obstacles]
    return outcome


def reasons(outcome: Application | Refused) -> list[str]:
    """The codes of what stands against it."""
    assert isinstance(outcome, Refused), outcome
    return [one.reason for one in outcome.obstacles]


def sent_mails(database: Database) -> list[tuple[str, str]]:
    """Kind and text of every queued mail, by time."""

    def read(tx: Transaction) -> list[tuple[str, str]]:
        rows = tx.execute(select(mails).order_by(mails.c.create_time))
        return [(row.kind, row.body) for row in rows]

    return within(database, read)


def mail_of(database: Database, kind: str) -> str:
    """The text of the one mail of a kind."""
    [text] = [body for one, body in sent_mails(database) if one == kind]
    return text
