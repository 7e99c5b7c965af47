"""What an approved semester abroad does: contribution, rights, notification, counting."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from chassis.database import Database, Transaction
from chassis.documents import load_document
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from google.protobuf.message import Message
from matrikel.records.v1.events_pb2 import Enrolled
from pypdf import PdfReader
from records.app.addresses import set_home_address
from records.app.applications.semester_abroad import NOTIFICATION
from records.app.registered_abroad import cancel_semester_abroad, record_recognition
from records.app.semester_states import decide_semester
from records.domain.applications.contents import SemesterAbroad
from records.domain.applications.files import AttachedDocument
from records.domain.semester_jobs import JobKind
from records.domain.semester_plan import DecisionKind
from records.store.application_documents import documents_of
from records.store.refunds import load_refunds_of

from services.records.tests.application_factories import (
    approved,
    clerk,
    international,
)
from services.records.tests.enrol_factories import CONTRIBUTION, OPENS, University
from services.records.tests.persons_factories import HOME
from services.records.tests.semester_factories import S, Student, someone

SUMMER = SemesterAbroad(S("2027S"), "Universidad de Sevilla", "ES", recognised_work_planned=True)
PROOF = "study_abroad_confirmation"


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


def goes_abroad(one: Student) -> tuple[AttachedDocument, ...]:
    """Both steps; returns the notification in both languages."""
    application_id = one.submits(SUMMER, PROOF)
    approved(one.at.database, international(), application_id)
    assert one.decisions() == ()
    approved(one.at.database, clerk(), application_id, step=2)
    attached = within(one.at.database, documents_of, application_id)
    stored = (each for each in attached if each.proof == NOTIFICATION)
    return tuple(sorted(stored, key=lambda each: each.file_name))


def text_of(database: Database, attached: AttachedDocument) -> str:
    """What a stored PDF says, on its one page."""

    def read(tx: Transaction) -> bytes:
        return load_document(tx, attached.document_id).content

    pdf = PdfReader(BytesIO(within(database, read)))
    assert len(pdf.pages) == 1
    assert pdf.root_object["/MarkInfo"] == {"/Marked": True}
    return " ".join(pdf.pages[0].extract_text().split())


def test_the_international_center_decides_and_student_services_register_it(
    here: University,
) -> None:
    """002, "Semester abroad": "received by the International Center"; "a written notification from
    the Student Services about the registration"."""
    one = someone(here)
    goes_abroad(one)
    assert [each.kind for each in one.decisions()] == [DecisionKind.ABROAD]


def test_there_is_nothing_to_pay(here: University) -> None:
    """002, "Semester abroad": "Students in their semester abroad are completely exempt from the
    semester contributions"."""
    one = someone(here)
    goes_abroad(one)
    here.on(OPENS).runs(JobKind.OPEN)
    assert one.contribution("2027S") is None
    assert one.spends("2027S") == "abroad"
    assert one.enrolment.semesters[-1].programme_semester == 4


def test_what_was_paid_comes_back(here: University) -> None:
    """002, "Semester abroad": "completely exempt from the semester contributions"."""
    one = someone(here)
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(one.person_id, CONTRIBUTION, date(2027, 1, 20))
    here.on(date(2027, 5, 5))
    goes_abroad(one)
    assert one.spends("2027S") == "abroad"
    assert one.contribution("2027S") == (0, 0)
    found = within(here.database, load_refunds_of, one.person_id)
    assert [each.cents for each in found] == [CONTRIBUTION]
    assert found[0].application_id == one.decisions()[0].application_id


def test_the_written_notification_is_stored_once_in_both_languages(here: University) -> None:
    """002, "Semester abroad": "You will receive a written notification from the Student Services
    about the registration as a semester abroad"."""
    one = someone(here)
    here.do(set_home_address, one.person_id, HOME, date(2026, 11, 1), "sservice")
    stored = goes_abroad(one)
    assert [each.file_name for each in stored] == [
        "Bescheid-Auslandssemester-2027S.pdf",
        "Notification-semester-abroad-2027S.pdf",
    ]
    german, english = (text_of(here.database, each) for each in stored)
    for text in (german, english):
        assert "Ayşe Öztürka Am Sande 1 21335 Lüneburg" in text
        assert "Universidad de Sevilla, Spa" in text
    assert "Das Sommersemester 2027 ist als Auslandssemester eingetragen" in german
    assert "vom Semesterbeitrag vollständig befreit" in german
    assert "the summer semester 2027 is registered as a semester abroad" in english
    [mail] = here.mails("semester_abroad_registered")
    assert "with your application" in mail


def test_work_that_was_not_recognised_makes_it_no_programme_semester(
    here: University, told: Callable[[], list[Message]]
) -> None:
    """002, "Semester abroad": "A semester abroad is classed as a semester of the programme if
    recognisable work is completed abroad"."""
    one = someone(here)
    goes_abroad(one)
    here.on(OPENS).runs(JobKind.OPEN)
    told()
    summer = S("2027S")
    shown = within(
        here.database,
        record_recognition,
        one.enrolment_id,
        summer,
        recognised=False,
        validate_only=True,
    )
    assert [each.programme_semester for each in shown.semesters] == [1, 2, 3, 3]
    assert one.enrolment.semesters[-1].programme_semester == 4
    assert told() == []
    for recognised, expected in ((False, 3), (True, 4), (True, 4)):
        within(here.database, record_recognition, one.enrolment_id, summer, recognised=recognised)
        assert one.enrolment.semesters[-1].programme_semester == expected
        assert one.enrolment.semesters[-1].university_semester == 4
    assert len([each for each in told() if isinstance(each, Enrolled)]) == 2


def test_nothing_is_recognised_from_a_semester_that_is_none_abroad(here: University) -> None:
    one = someone(here)
    with pytest.raises(Failure) as refused:
        within(here.database, record_recognition, one.enrolment_id, S("2026W"), recognised=True)
    assert refused.value.reason == "NOT_ABROAD"


def test_leave_and_a_semester_abroad_never_stand_side_by_side(here: University) -> None:
    one = someone(here)
    goes_abroad(one)
    with pytest.raises(Failure) as refused:
        here.do(decide_semester, one.enrolment_id, S("2027S"), DecisionKind.LEAVE)
    assert refused.value.reason == "SEMESTER_DECIDED_OTHERWISE"
    with pytest.raises(Failure) as unknown:
        here.do(decide_semester, one.enrolment_id, S("2040S"), DecisionKind.LEAVE)
    assert unknown.value.reason == "SEMESTER_UNKNOWN"
    assert [each.kind for each in one.decisions()] == [DecisionKind.ABROAD]


def test_one_that_does_not_take_place_is_cancelled_and_paid_for(here: University) -> None:
    """002, "Semester abroad": "Students in their semester abroad are completely exempt", and only
    they are."""
    one = someone(here)
    goes_abroad(one)
    here.on(OPENS).runs(JobKind.OPEN)
    summer, reason = S("2027S"), "Die Gasthochschule hat abgesagt."
    asked = (one.enrolment_id, summer, reason)
    _, due = within(here.database, cancel_semester_abroad, *asked, validate_only=True)
    assert due == CONTRIBUTION
    assert one.spends("2027S") == "abroad"
    here.do(cancel_semester_abroad, *asked, validate_only=False)
    assert one.decisions() == ()
    assert one.contribution("2027S") == (CONTRIBUTION, CONTRIBUTION)
    assert here.state(one.person_id) == "called"
    [text] = here.mails("semester_abroad_cancelled")
    assert reason in text
    for code, expected in (("2027S", "NOT_ABROAD"), ("2026S", "NOT_ABROAD")):
        with pytest.raises(Failure) as refused:
            here.do(cancel_semester_abroad, one.enrolment_id, S(code), reason, validate_only=False)
        assert refused.value.reason == expected


def test_a_semester_abroad_that_is_over_stays(here: University) -> None:
    one = someone(here)
    goes_abroad(one)
    here.on(date(2027, 10, 1))
    with pytest.raises(Failure) as refused:
        here.do(
            cancel_semester_abroad, one.enrolment_id, S("2027S"), "Zu spät.", validate_only=False
        )
    assert refused.value.reason == "SEMESTER_OVER"
