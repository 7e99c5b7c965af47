"""Applications as students and offices use them: from the draft to the decision."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from chassis.database import Database
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock, within
from records.app.applications import documents, drafts, reading, review
from records.app.applications.checks import Refused, check
from records.app.applications.holding import application_with_id
from records.app.enrolling import PersonEnrolled
from records.domain.applications.files import MOST_DOCUMENTS, MOST_DRAFTS, Caller
from records.domain.applications.workflow import ApplicationState, EventKind

from services.records.tests.application_factories import (
    FOCUS,
    MOVE,
    NAME,
    PDF,
    REPORT,
    SECOND,
    adviser,
    approved,
    begun,
    clerk,
    decide,
    international,
    mail_of,
    reasons,
    sent_mails,
    student,
    submitted,
    with_document,
)

Enrol = Callable[..., PersonEnrolled]


@pytest.fixture
def enrolled(enrol: Enrol) -> PersonEnrolled:
    return enrol(major="Antike")


@pytest.fixture
def ayse(enrolled: PersonEnrolled) -> Caller:
    return student(enrolled.person.person_id)


def refusal(database: Database, use_case: Callable[..., object], *args: object) -> Failure:
    with pytest.raises(Failure) as failure:
        within(database, use_case, *args)
    assert failure.value.message.de
    assert failure.value.message.en
    return failure.value


def test_an_application_from_draft_to_approval_is_noted_and_told(
    loaded: Database, ayse: Caller, clock: DrivenClock
) -> None:
    application_id = begun(loaded, ayse, NAME)
    document_id = with_document(loaded, ayse, application_id, "name_change_document")
    clock.advance(timedelta(hours=1))
    within(loaded, review.submit_application, ayse, application_id)
    clock.advance(timedelta(days=1))
    office = clerk()
    within(loaded, review.ask_question, office, application_id, "Ist das die ganze Urkunde?")
    extra = with_document(loaded, ayse, application_id, "other")
    clock.advance(timedelta(days=1))
    within(loaded, review.answer_question, ayse, application_id, "Die zweite Seite ist dabei.")
    clock.advance(timedelta(days=1))
    done = approved(loaded, office, application_id)

    assert done.state is ApplicationState.APPROVED
    assert done.receive_date == date(2026, 11, 2)
    file = within(loaded, reading.file_of, application_id, ayse)
    assert [(one.kind, one.actor) for one in file.events] == [
        (EventKind.CREATED, "lg100001"),
        (EventKind.DOCUMENT_ADDED, "lg100001"),
        (EventKind.SUBMITTED, "lg100001"),
        (EventKind.ASKED, "sservice"),
        (EventKind.DOCUMENT_ADDED, "lg100001"),
        (EventKind.ANSWERED, "lg100001"),
        (EventKind.APPROVED, "sservice"),
        (EventKind.EFFECT, "sservice"),
    ]
    assert [one.document_id for one in file.documents] == [document_id, extra]
    assert file.subject.name.family_name == "Yılmaz"
    told = [kind for kind, _ in sent_mails(loaded) if kind.startswith("application_")]
    assert told == [
        "application_received",
        "application_asked",
        "application_answered",
        "application_approved",
    ]


def test_a_refused_submission_names_everything_and_changes_nothing(
    loaded: Database, ayse: Caller
) -> None:
    nothing_changed = NAME.__class__(NAME.name.__class__("Ayşe", "Öztürk"), date(2026, 12, 1))
    application_id = begun(loaded, ayse, nothing_changed)
    before = within(loaded, application_with_id, application_id)
    checked = within(loaded, check, before)
    outcome = within(loaded, review.submit_application, ayse, application_id)
    assert isinstance(outcome, Refused)
    assert reasons(outcome) == ["PROOF_MISSING", "NAME_UNCHANGED", "NAME_DAY_TO_COME"]
    assert outcome.obstacles == checked.obstacles
    assert within(loaded, application_with_id, application_id) == before
    assert sent_mails(loaded) == []


def test_a_second_application_for_the_same_has_to_wait(loaded: Database, ayse: Caller) -> None:
    submitted(loaded, ayse, MOVE)
    second = begun(loaded, ayse, MOVE)
    outcome = within(loaded, review.submit_application, ayse, second)
    assert reasons(outcome) == ["APPLICATION_OPEN_ALREADY"]
    # Errors are reported as often as there are some.
    submitted(loaded, ayse, REPORT)
    submitted(loaded, ayse, REPORT)


def test_what_stands_against_it_by_the_last_approval_refuses_the_approval(
    loaded: Database, ayse: Caller, enrolled: PersonEnrolled
) -> None:
    enrolment_id = enrolled.enrolment.enrolment_id
    first = submitted(loaded, ayse, MOVE)
    application_id = submitted(loaded, ayse, FOCUS, enrolment_id)
    office = clerk()
    approved(loaded, office, application_id)
    again = submitted(loaded, ayse, FOCUS.__class__("Antike", "", "Doch zurück."), enrolment_id)
    approved(loaded, office, again)
    # An office has entered the same address meanwhile.
    second = within(
        loaded, drafts.file_application, office, ayse.person_id, None, MOVE, date(2026, 11, 2)
    )
    outcome = within(loaded, review.submit_application, office, second.application_id)
    assert reasons(outcome) == ["APPLICATION_OPEN_ALREADY"]
    approved(loaded, office, first)
    outcome = within(loaded, review.submit_application, office, second.application_id)
    assert reasons(outcome) == ["ADDRESS_UNCHANGED"]


def test_nobody_decides_twice_and_nothing_follows_an_end(loaded: Database, ayse: Caller) -> None:
    application_id = submitted(loaded, ayse, MOVE)
    office = clerk()
    approved(loaded, office, application_id)
    for use_case, args in (
        (review.withdraw_application, (ayse, application_id)),
        (review.ask_question, (office, application_id, "?")),
    ):
        assert refusal(loaded, use_case, *args).reason == "APPLICATION_DECIDED"
    with pytest.raises(Failure) as failure:
        decide(loaded, office, application_id)
    assert failure.value.reason == "APPLICATION_DECIDED"


def test_a_rejection_is_told_with_its_reason(loaded: Database, ayse: Caller) -> None:
    application_id = submitted(loaded, ayse, MOVE)
    decide(loaded, clerk(), application_id, approve=False, reason="Die Straße gibt es nicht.")
    text = mail_of(loaded, "application_rejected")
    assert text.count("Die Straße gibt es nicht.") == 2
    assert "Am Sande" not in text


def test_a_report_is_answered_and_has_no_effect(loaded: Database, ayse: Caller) -> None:
    application_id = submitted(loaded, ayse, REPORT)
    with pytest.raises(Failure) as failure:
        decide(loaded, clerk(), application_id, reason="")
    assert failure.value.reason == "REASON_MISSING"
    assert [each.path for each in failure.value.fields] == ["reason"]
    done = decide(loaded, clerk(), application_id, reason="Die Note ist nachgetragen.")
    assert not isinstance(done, Refused)
    assert done.effect_time is None
    assert done.decision_reason == "Die Note ist nachgetragen."
    # What is said about results is read in the portal.
    text = mail_of(loaded, "application_approved")
    assert "nachgetragen" not in text
    assert "steht im Portal" in text
    assert "is in the portal" in text


def test_an_outdated_page_decides_nothing(loaded: Database, ayse: Caller) -> None:
    application_id = submitted(loaded, ayse, MOVE)
    seen = str(within(loaded, application_with_id, application_id).version)
    within(loaded, review.ask_question, clerk(), application_id, "Seit wann?", seen)
    failure = refusal(loaded, review.ask_question, clerk(), application_id, "Und wo?", seen)
    assert (failure.code, failure.reason) == (Code.ABORTED, "APPLICATION_CHANGED")


def test_a_draft_is_changed_but_keeps_its_kind(loaded: Database, ayse: Caller) -> None:
    application_id = begun(loaded, ayse, REPORT)
    other = REPORT.__class__(REPORT.subject, "2020202", "Auch hier.")
    changed = within(loaded, drafts.update_application, ayse, application_id, other, "1")
    assert (changed.content, changed.version) == (other, 2)
    failure = refusal(loaded, drafts.update_application, ayse, application_id, MOVE, "")
    assert failure.reason == "KIND_CHANGED"
    within(loaded, review.submit_application, ayse, application_id)
    failure = refusal(loaded, drafts.update_application, ayse, application_id, REPORT, "")
    assert failure.reason == "APPLICATION_NOT_A_DRAFT"


def test_of_a_discarded_draft_no_document_stays(loaded: Database, ayse: Caller) -> None:
    application_id = begun(loaded, ayse, NAME)
    document_id = with_document(loaded, ayse, application_id, "name_change_document")
    within(loaded, review.withdraw_application, ayse, application_id)
    failure = refusal(loaded, reading.document_of, application_id, document_id)
    assert failure.reason == "DOCUMENT_UNKNOWN"
    assert sent_mails(loaded) == []


def test_validating_only_changes_nothing(loaded: Database, ayse: Caller) -> None:
    application_id = begun(loaded, ayse, MOVE)
    draft = within(loaded, application_with_id, application_id)
    within(loaded, review.submit_application, ayse, application_id, validate_only=True)
    within(loaded, review.withdraw_application, ayse, application_id, validate_only=True)
    assert within(loaded, application_with_id, application_id) == draft
    within(loaded, review.submit_application, ayse, application_id)
    waiting = within(loaded, application_with_id, application_id)
    shown = within(
        loaded,
        review.decide_application,
        clerk(),
        application_id,
        step=1,
        approve=True,
        reason="",
        validate_only=True,
    )
    assert not isinstance(shown, Refused)
    assert shown.state is ApplicationState.APPROVED
    assert within(loaded, application_with_id, application_id) == waiting


@pytest.mark.parametrize("content", [b"<html>%PDF-1.7</html>", b"MZ\x90\x00", b"GIF89a" * 9])
def test_what_is_no_pdf_png_or_jpeg_is_not_taken(
    loaded: Database, ayse: Caller, content: bytes
) -> None:
    application_id = begun(loaded, ayse, NAME)
    with pytest.raises(Failure) as failure:
        within(
            loaded,
            documents.add_document,
            ayse,
            application_id,
            proof="name_change_document",
            file_name="urkunde.pdf",
            content=content,
        )
    assert failure.value.reason == "DOCUMENT_TYPE_UNKNOWN"


def test_documents_have_a_place_and_a_number(loaded: Database, ayse: Caller) -> None:
    application_id = begun(loaded, ayse, NAME)
    with pytest.raises(Failure) as failure:
        with_document(loaded, ayse, application_id, "police_report")
    assert failure.value.reason == "PROOF_UNKNOWN"
    assert "name_change_document" in failure.value.message.en
    for _ in range(MOST_DOCUMENTS):
        with_document(loaded, ayse, application_id, "other")
    with pytest.raises(Failure) as failure:
        with_document(loaded, ayse, application_id, "other")
    assert failure.value.reason == "TOO_MANY_DOCUMENTS"


def test_what_was_submitted_stays_and_what_came_after_can_be_taken_off(
    loaded: Database, ayse: Caller, clock: DrivenClock
) -> None:
    application_id = begun(loaded, ayse, NAME)
    wrong = with_document(loaded, ayse, application_id, "name_change_document")
    within(loaded, documents.remove_document, ayse, application_id, wrong)
    first = with_document(loaded, ayse, application_id, "name_change_document")
    clock.advance(timedelta(minutes=5))
    within(loaded, review.submit_application, ayse, application_id)
    failure = refusal(loaded, documents.remove_document, ayse, application_id, first)
    assert failure.reason == "APPLICATION_CLOSED_FOR_DOCUMENTS"
    clock.advance(timedelta(minutes=5))
    within(loaded, review.ask_question, clerk(), application_id, "Bitte besser lesbar.")
    failure = refusal(loaded, documents.remove_document, ayse, application_id, first)
    assert failure.reason == "DOCUMENT_WAS_SUBMITTED"
    later = with_document(loaded, ayse, application_id, "name_change_document")
    within(loaded, documents.remove_document, ayse, application_id, later)
    failure = refusal(loaded, documents.remove_document, ayse, application_id, uuid4())
    assert failure.reason == "DOCUMENT_UNKNOWN"
    assert within(loaded, reading.document_of, application_id, first).content == PDF


def test_what_is_about_a_programme_names_the_own_enrolment(
    loaded: Database, ayse: Caller, enrol: Enrol
) -> None:
    other = enrol("Berta", "Beispiel").enrolment.enrolment_id
    failure = refusal(loaded, drafts.create_application, ayse, None, FOCUS)
    assert failure.reason == "ENROLMENT_MISSING"
    failure = refusal(loaded, drafts.create_application, ayse, other, FOCUS)
    assert failure.reason == "ENROLMENT_UNKNOWN"


def test_drafts_have_an_end(loaded: Database, ayse: Caller) -> None:
    for _ in range(MOST_DRAFTS):
        begun(loaded, ayse, REPORT)
    failure = refusal(loaded, drafts.create_application, ayse, None, REPORT)
    assert failure.reason == "TOO_MANY_DRAFTS"


def test_blanks_are_neither_a_question_nor_an_answer(loaded: Database, ayse: Caller) -> None:
    application_id = submitted(loaded, ayse, REPORT)
    failure = refusal(loaded, review.ask_question, clerk(), application_id, "")
    assert (failure.reason, failure.fields[0].path) == ("TEXT_MISSING", "question")
    within(loaded, review.ask_question, clerk(), application_id, "Welche?")
    failure = refusal(loaded, review.ask_question, clerk(), application_id, "Welche?")
    assert failure.reason == "QUESTION_OPEN_ALREADY"
    failure = refusal(loaded, review.answer_question, ayse, application_id, "")
    assert (failure.reason, failure.fields[0].path) == ("TEXT_MISSING", "answer")


def test_the_student_alone_changes_what_the_student_began(loaded: Database, ayse: Caller) -> None:
    application_id = submitted(loaded, ayse, REPORT)
    failure = refusal(loaded, review.withdraw_application, clerk(), application_id)
    assert (failure.code, failure.reason) == (
        Code.PERMISSION_DENIED,
        "APPLICATION_OF_THE_STUDENT",
    )


def test_nobody_decides_on_the_own_application_whatever_the_role(
    loaded: Database, ayse: Caller
) -> None:
    application_id = submitted(loaded, ayse, REPORT)
    both = clerk(ayse.person_id)
    with pytest.raises(Failure) as failure:
        decide(loaded, both, application_id)
    assert failure.value.reason == "OWN_APPLICATION"
    failure_ = refusal(
        loaded, drafts.file_application, both, ayse.person_id, None, REPORT, date(2026, 11, 2)
    )
    assert failure_.reason == "OWN_APPLICATION"


class TestPaper:
    """What arrives on paper is filed by an office, with the day of its receipt."""

    def test_the_day_of_receipt_counts(self, loaded: Database, ayse: Caller) -> None:
        office = clerk()
        day = date(2026, 10, 20)
        filed = within(loaded, drafts.file_application, office, ayse.person_id, None, MOVE, day)
        outcome = within(loaded, review.submit_application, office, filed.application_id)
        assert not isinstance(outcome, Refused)
        assert (outcome.received_on, outcome.filed_by) == (day, "sservice")
        text = mail_of(loaded, "application_received")
        assert "20.10.2026" in text
        assert "20 October 2026" in text
        withdrawn = within(loaded, review.withdraw_application, office, filed.application_id)
        assert withdrawn.state is ApplicationState.WITHDRAWN
        assert mail_of(loaded, "application_withdrawn")

    @pytest.mark.parametrize("day", [date(2026, 11, 3), date(2025, 10, 31)])
    def test_it_did_not_arrive_tomorrow_or_years_ago(
        self, loaded: Database, ayse: Caller, day: date
    ) -> None:
        failure = refusal(loaded, drafts.file_application, clerk(), ayse.person_id, None, MOVE, day)
        assert failure.reason == "RECEIVE_DATE_WRONG"

    def test_the_international_center_files_semesters_abroad_only(
        self, loaded: Database, ayse: Caller
    ) -> None:
        day = date(2026, 11, 2)
        failure = refusal(
            loaded, drafts.file_application, international(), ayse.person_id, None, MOVE, day
        )
        assert failure.reason == "KIND_OF_ANOTHER_OFFICE"

    def test_it_is_filed_for_somebody_who_is_known(self, loaded: Database) -> None:
        day = date(2026, 11, 2)
        for content in (MOVE, SECOND):
            failure = refusal(loaded, drafts.file_application, clerk(), uuid4(), None, content, day)
            assert failure.reason == "PERSON_UNKNOWN"


def test_an_application_that_there_is_not_is_unknown(loaded: Database) -> None:
    unknown = UUID(int=1)
    failure = refusal(loaded, reading.file_of, unknown, adviser("HIST-BA"))
    assert failure.reason == "APPLICATION_UNKNOWN"
    failure = refusal(loaded, review.submit_application, clerk(), unknown)
    assert failure.reason == "APPLICATION_UNKNOWN"
