"""Applications for exemption, hardship and pre-selection, from the draft to their effect."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.testing import within
from google.protobuf.message import Message
from matrikel.records.v1 import events_pb2
from records.app import semester_states
from records.app.applications import checks, holding
from records.app.enrolling import PersonEnrolled
from records.app.grounds import grounds_of
from records.app.long_term_fees import charge_long_term_fees
from records.app.person_accounts import account_of
from records.app.preselection import rights_of
from records.domain.applications.contents import Content, FeeExemption, Preselection
from records.domain.applications.contents import FeeExemptionGround as ExemptionGround
from records.domain.credit_facts import Ground
from records.domain.preselection import PreselectionGround
from records.domain.semester_plan import DecisionKind
from records.store import prior_studies

from .application_factories import approved, begun, clerk, student, submitted
from .credit_factories import S, prior_of

Enrol = Callable[..., PersonEnrolled]
Told = Callable[[], list[Message]]

NEXT = S("2027S")
CHILD = FeeExemption(NEXT, ExemptionGround.CHILD_CARE, child_birth_date=date(2020, 5, 17))
PROOFS_OF_CHILD = ("birth_certificate", "registration_certificate")


@pytest.fixture
def long_term(loaded: Database, enrol: Enrol) -> PersonEnrolled:
    """A student of a Master's programme whose credit ends with the current semester."""
    done = enrol(programme_code="DATA-MSC", first_semester=S("2025S"))
    study = prior_of(done.person.person_id, 6)
    within(loaded, prior_studies.insert_prior_studies, [study])
    within(loaded, charge_long_term_fees, NEXT, [done.person.person_id])
    return done


def due(database: Database, person_id: UUID) -> list[int]:
    account = within(database, account_of, person_id)
    return [each.due for each in account.charges_of("long-term", NEXT)]


def obstacles(database: Database, person_id: UUID, content: Content) -> list[str]:
    application_id = begun(database, student(person_id), content)
    application = within(database, holding.application_with_id, application_id)
    checked = within(database, checks.check, application)
    for notice in checked.notices:
        assert notice.de != notice.en
    return [each.reason for each in checked.obstacles]


def test_an_approved_exemption_enters_the_ground_and_cancels_the_fee(
    loaded: Database, long_term: PersonEnrolled
) -> None:
    """002, "Tuition fees for long-term students (section 13 NHG)": "If you are of the view that an
    exceptional case applies to you, please send the necessary proof with the application for
    exemption/waiver to the Student Services"."""
    person_id = long_term.person.person_id
    assert due(loaded, person_id) == [50_000]
    application_id = submitted(loaded, student(person_id), CHILD, proofs=PROOFS_OF_CHILD)
    approved(loaded, clerk(), application_id)
    (ground,) = within(loaded, grounds_of, person_id)
    assert (ground.ground, ground.application_id) == (Ground.CHILD_CARE, application_id)
    assert ground.entered_by == "sservice"
    assert due(loaded, person_id) == [0]


def test_an_approved_hardship_waives_a_part_of_the_fee(
    loaded: Database, long_term: PersonEnrolled
) -> None:
    """002, "Due dates and equity (section 14 NHG)": "waived completely or partially"."""
    person_id = long_term.person.person_id
    content = FeeExemption(NEXT, ExemptionGround.HARDSHIP_HEALTH, 20_000, "lange krank")
    proofs = ("health_authority_certificate",)
    approved(loaded, clerk(), submitted(loaded, student(person_id), content, proofs=proofs))
    assert due(loaded, person_id) == [30_000]


def test_a_hardship_that_names_no_amount_waives_the_whole_fee(
    loaded: Database, long_term: PersonEnrolled
) -> None:
    """002, "Due dates and equity (section 14 NHG)": "waived completely or partially"."""
    person_id = long_term.person.person_id
    content = FeeExemption(NEXT, ExemptionGround.HARDSHIP_CRIME, explanation="Überfall")
    application_id = submitted(loaded, student(person_id), content, proofs=("crime_proof",))
    approved(loaded, clerk(), application_id)
    assert due(loaded, person_id) == [0]


def test_all_that_is_missing_is_named_before_the_application_is_sent(
    loaded: Database, long_term: PersonEnrolled
) -> None:
    """002, "Exceptions from the use of study credit (section 12 par. 3 NHG)": "birth certificate
    and current registration certificate serve as proof"."""
    person_id = long_term.person.person_id
    content = FeeExemption(NEXT, ExemptionGround.CHILD_CARE, 100)
    assert obstacles(loaded, person_id, content) == [
        "PROOF_MISSING",
        "PROOF_MISSING",
        "CHILD_BIRTH_DATE_MISSING",
        "WAIVER_WITHOUT_HARDSHIP",
    ]


def test_a_representatives_semester_saves_credit_but_not_the_fee(
    loaded: Database, long_term: PersonEnrolled
) -> None:
    """002, "Exceptions from the use of study credit (section 12 par. 3 NHG)": "active as an elected
    representative"; section 13 does not name it."""
    person_id = long_term.person.person_id
    content = FeeExemption(S("2026W"), ExemptionGround.REPRESENTATIVE)
    application_id = submitted(loaded, student(person_id), content, proofs=("body_confirmation",))
    approved(loaded, clerk(), application_id)
    # The current semester uses no credit, so that there is one left for the next.
    assert due(loaded, person_id) == [0]


def test_leave_that_is_approved_later_cancels_the_fee_and_withdrawn_charges_it_again(
    loaded: Database, long_term: PersonEnrolled
) -> None:
    """002, "Tuition fees for long-term students (section 13 NHG)": "is on leave of absence"."""
    person_id, enrolment_id = long_term.person.person_id, long_term.enrolment.enrolment_id
    within(loaded, semester_states.decide_semester, enrolment_id, NEXT, DecisionKind.LEAVE)
    assert due(loaded, person_id) == [0]
    within(loaded, semester_states.withdraw_decision, enrolment_id, NEXT, DecisionKind.LEAVE)
    assert due(loaded, person_id) == [0, 50_000]


def test_an_approved_preselection_is_told_to_lotteries(
    loaded: Database, enrol: Enrol, told: Told
) -> None:
    """002, "Right of pre-selection": "students with children"."""
    person_id = enrol().person.person_id
    content = Preselection(NEXT, PreselectionGround.CHILD_CARE, child_birth_date=date(2020, 5, 17))
    told()
    application_id = submitted(loaded, student(person_id), content, proofs=PROOFS_OF_CHILD)
    approved(loaded, clerk(), application_id)
    (event,) = told()
    assert isinstance(event, events_pb2.PreselectionRightChanged)
    assert (event.semester.code, event.holds) == ("2027S", True)
    (right,) = within(loaded, rights_of, person_id)
    assert right.changed_by == "sservice"


def test_preselection_is_refused_with_every_reason(loaded: Database, enrol: Enrol) -> None:
    """002, "Right of pre-selection": the associated deadlines are those of the equal opportunities
    office."""
    person_id = enrol().person.person_id
    part_time = Preselection(S("2026W"), PreselectionGround.PART_TIME)
    assert obstacles(loaded, person_id, part_time) == [
        "PRESELECTION_DEADLINE_PASSED",
        "NOT_PART_TIME",
    ]
