"""What an approval changes, kind by kind, and what happens when an application is sent."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.testing import within
from chassis.values import LocalizedText, Semester
from google.protobuf.message import Message
from records.app import student_cards
from records.app.addresses import address_on
from records.app.applications import drafts, review
from records.app.applications.checks import Refused, check
from records.app.applications.handlers import HANDLERS
from records.app.applications.holding import application_with_id
from records.app.enrolling import PersonEnrolled
from records.app.enrolments import enrolments_of_person
from records.app.names import former_names_of
from records.app.person_accounts import account_of
from records.app.persons import person_with_id
from records.domain.applicants import ApplicantState
from records.domain.applications.contents import FocusChange
from records.domain.applications.files import Caller
from records.domain.applications.kinds import ApplicationKind
from records.domain.student_cards import CardDelivery, CardLoss, CardState
from records.store import applicants
from records.store import student_cards as cards

from services.records.tests.application_factories import (
    ADDRESS,
    FOCUS,
    LOST,
    MOVE,
    NAME,
    SECOND,
    STOLEN,
    adviser,
    approved,
    begun,
    clerk,
    decide,
    mail_of,
    reasons,
    student,
    submitted,
)

Enrol = Callable[..., PersonEnrolled]
Told = Callable[[], list[Message]]


@pytest.fixture
def enrolled(enrol: Enrol) -> PersonEnrolled:
    return enrol(major="Antike", minor="Philosophie")


@pytest.fixture
def ayse(enrolled: PersonEnrolled) -> Caller:
    return student(enrolled.person.person_id)


@pytest.fixture
def with_card(loaded: Database, ayse: Caller) -> Database:
    semester = Semester.parse("2026W")
    within(loaded, student_cards.extend_cards, [ayse.person_id], semester)
    return loaded


def test_every_kind_has_somebody_who_handles_it() -> None:
    assert set(HANDLERS) == set(ApplicationKind)


def test_the_home_address_changes_with_the_approval(loaded: Database, ayse: Caller) -> None:
    application_id = submitted(loaded, ayse, MOVE)
    assert within(loaded, address_on, ayse.person_id, date(2026, 11, 2)) is None
    approved(loaded, clerk(), application_id)
    found = within(loaded, address_on, ayse.person_id, date(2026, 11, 2))
    assert found is not None
    assert (found.address, found.entered_by) == (ADDRESS, "sservice")
    assert found.valid_from == date(2026, 11, 1)


def test_a_wrong_address_is_named_field_by_field(loaded: Database, ayse: Caller) -> None:
    wrong = MOVE.__class__(ADDRESS.__class__("", "??", "2133", "Lüneburg", "DE"), date(2030, 1, 1))
    application_id = begun(loaded, ayse, wrong)
    outcome = within(loaded, review.submit_application, ayse, application_id)
    assert isinstance(outcome, Refused)
    assert {one.field for one in outcome.obstacles} == {
        "address.street_address",
        "address.postal_code",
        "valid_from_date",
    }


def test_the_name_changes_with_its_document_and_is_told(
    loaded: Database, ayse: Caller, told: Told
) -> None:
    application_id = submitted(loaded, ayse, NAME, proofs=("name_change_document",))
    told()
    approved(loaded, clerk(), application_id)
    assert within(loaded, person_with_id, ayse.person_id).name.family_name == "Yılmaz"
    [former] = within(loaded, former_names_of, ayse.person_id)
    assert (former.name.family_name, former.until) == ("Öztürk", date(2026, 10, 30))
    assert "PersonChanged" in [type(each).__name__ for each in told()]


def test_the_main_focus_changes_and_is_told_and_the_minor_stays(
    loaded: Database, ayse: Caller, enrolled: PersonEnrolled, told: Told
) -> None:
    application_id = submitted(loaded, ayse, FOCUS, enrolled.enrolment.enrolment_id)
    notices = within(loaded, _notices, application_id)
    assert any("Sara Service" in each.de and "Sara Service" in each.en for each in notices)
    told()
    approved(loaded, clerk(), application_id)
    [found] = within(loaded, enrolments_of_person, ayse.person_id)
    assert (found.major, found.minor) == ("Moderne", "Philosophie")
    assert [type(each).__name__ for each in told()] == ["Enrolled"]


def test_a_programme_that_does_not_allow_it_refuses_a_change(
    loaded: Database, enrol: Enrol
) -> None:
    done = enrol("Berta", "Beispiel", programme_code="DATA-MSC")
    berta = student(done.person.person_id)
    wanted = FocusChange("Moderne", "", "")
    application_id = begun(loaded, berta, wanted, done.enrolment.enrolment_id)
    outcome = within(loaded, review.submit_application, berta, application_id)
    assert reasons(outcome) == [
        "FOCUS_CHANGE_NOT_POSSIBLE",
        "FOCUS_UNKNOWN",
        "JUSTIFICATION_MISSING",
    ]


def test_a_stolen_card_is_blocked_when_the_application_is_sent_and_replaced_when_approved(
    with_card: Database, ayse: Caller
) -> None:
    """002, "Replacing the student ID card": "€5.00 […] become due" when it is submitted."""
    draft = begun(with_card, ayse, STOLEN)
    assert reasons(within(with_card, review.submit_application, ayse, draft)) == ["PROOF_MISSING"]
    [card] = within(with_card, cards.cards_of, ayse.person_id)
    assert card.state is CardState.ACTIVE
    notices = within(with_card, _notices, draft)
    assert any("5,00" in each.de and "5.00" in each.en for each in notices)

    application_id = submitted(with_card, ayse, STOLEN, proofs=("police_report",))
    [card] = within(with_card, cards.cards_of, ayse.person_id)
    assert (card.state, card.block_reason) == (CardState.BLOCKED, CardLoss.STOLEN)
    [charge] = within(with_card, account_of, ayse.person_id).charges
    assert (charge.due, charge.charge.fee_code) == (500, "card")
    assert charge.charge.due_date == date(2026, 11, 2)

    approved(with_card, clerk(), application_id)
    new = max(within(with_card, cards.cards_of, ayse.person_id), key=lambda one: one.card_number)
    assert (new.state, new.delivery) == (CardState.ACTIVE, CardDelivery.IN_PERSON)
    assert new.replaces_card_id == card.student_card_id
    assert within(with_card, account_of, ayse.person_id).open == 500


@pytest.mark.parametrize("rejected", [False, True])
def test_without_a_new_card_nothing_is_due_for_one(
    with_card: Database, ayse: Caller, *, rejected: bool
) -> None:
    application_id = submitted(with_card, ayse, STOLEN, proofs=("police_report",))
    assert within(with_card, account_of, ayse.person_id).open == 500
    if rejected:
        decide(with_card, clerk(), application_id, approve=False, reason="Die Anzeige fehlt.")
    else:
        within(with_card, review.withdraw_application, ayse, application_id)
    assert within(with_card, account_of, ayse.person_id).open == 0


def test_a_lost_card_is_sent_to_the_address_that_was_given(
    with_card: Database, ayse: Caller
) -> None:
    application_id = submitted(with_card, ayse, LOST)
    approved(with_card, clerk(), application_id)
    new = max(within(with_card, cards.cards_of, ayse.person_id), key=lambda one: one.card_number)
    assert (new.delivery, new.send_to) == (CardDelivery.POST, ADDRESS)


def test_a_card_that_was_never_issued_is_not_replaced(loaded: Database, ayse: Caller) -> None:
    application_id = begun(loaded, ayse, LOST.__class__(CardLoss.LOST, "", CardDelivery.POST))
    outcome = within(loaded, review.submit_application, ayse, application_id)
    assert reasons(outcome) == ["NO_CARD_TO_REPLACE", "CARD_REASONS_MISSING", "NO_ADDRESS"]


def test_two_degrees_take_three_decisions_and_end_in_an_acceptance(
    loaded: Database, ayse: Caller, enrolled: PersonEnrolled
) -> None:
    """002, "Procedure for applying to study for two degrees": points 4 to 6."""
    application_id = submitted(
        loaded, ayse, SECOND, enrolled.enrolment.enrolment_id, proofs=("transcript",)
    )
    first, second, office = adviser("HIST-BA"), adviser("DATA-MSC", "tadvise"), clerk()
    approved(loaded, first, application_id)
    assert "Datenkunde" in mail_of(loaded, "application_step_approved")
    approved(loaded, second, application_id, step=2)
    assert within(loaded, applicants.load_applicants_of, ayse.person_id) == ()
    done = approved(loaded, office, application_id, step=3)
    assert [each.decided_by for each in done.steps] == ["padvise", "tadvise", "sservice"]
    [accepted] = within(loaded, applicants.load_applicants_of, ayse.person_id)
    assert (accepted.programme_code, accepted.state) == ("DATA-MSC", ApplicantState.ACCEPTED)
    assert accepted.first_semester == Semester.parse("2027S")
    charged = within(loaded, account_of, ayse.person_id).charges
    assert [each.charge.semester for each in charged] == [Semester.parse("2027S")]


def test_the_first_adviser_can_end_it(
    loaded: Database, ayse: Caller, enrolled: PersonEnrolled
) -> None:
    """002, "Procedure for applying to study for two degrees": "accepts or rejects"."""
    enrolment_id = enrolled.enrolment.enrolment_id
    application_id = submitted(loaded, ayse, SECOND, enrolment_id, proofs=("transcript",))
    decide(loaded, adviser("HIST-BA"), application_id, approve=False, reason="Noten")
    assert within(loaded, applicants.load_applicants_of, ayse.person_id) == ()
    assert within(loaded, application_with_id, application_id).decision_reason == "Noten"
    # Why grades were not good enough travels in no mail.
    text = mail_of(loaded, "application_rejected")
    assert "Noten" not in text
    assert "steht im Portal" in text


def test_a_person_who_is_enrolled_in_both_already_is_told_so(
    loaded: Database, ayse: Caller, enrolled: PersonEnrolled, enrol: Enrol
) -> None:
    enrol(person=enrolled.person.matriculation_number, programme_code="DATA-MSC")
    application_id = begun(loaded, ayse, SECOND, enrolled.enrolment.enrolment_id)
    outcome = within(loaded, review.submit_application, ayse, application_id)
    assert reasons(outcome) == ["PROOF_MISSING", "ALREADY_ENROLLED"]
    paper = within(
        loaded,
        drafts.file_application,
        clerk(),
        ayse.person_id,
        enrolled.enrolment.enrolment_id,
        SECOND.__class__("HIST-BA", "", SECOND.first_semester, "", "", "Noch einmal"),
        date(2026, 11, 2),
    )
    outcome = within(loaded, review.submit_application, clerk(), paper.application_id)
    assert reasons(outcome) == ["PROOF_MISSING", "SECOND_DEGREE_SAME_PROGRAMME"]


def _notices(tx: Transaction, application_id: UUID) -> tuple[LocalizedText, ...]:
    return check(tx, application_with_id(tx, application_id)).notices
