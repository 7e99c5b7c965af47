"""Grounds and studies elsewhere as Student Services enter them, with what follows."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from records.app.enrolling import PersonEnrolled
from records.app.grounds import enter_ground, grounds_of, take_back_ground
from records.app.long_term_fees import charge_long_term_fees
from records.app.payments import book_payment
from records.app.person_accounts import account_of
from records.app.prior_studies import (
    PriorStudyEntry,
    enter_prior_study,
    prior_studies_of,
    remove_prior_study,
)
from records.app.study_credit import credit_of, history_of
from records.domain.credit_facts import Ground, SemesterGround
from records.domain.enrolment import SemesterStatus
from records.domain.grounds import GroundAsked
from records.domain.refunds import RefundReason
from records.store.refunds import load_refunds_of

from .application_factories import sent_mails
from .credit_factories import S, semesters

Enrol = Callable[..., PersonEnrolled]

NEXT = S("2027S")


def elsewhere(number: int = 0, **changes: object) -> PriorStudyEntry:
    entry: dict[str, object] = {
        "university_name": "Universität Hamburg",
        "programme_name": "Geschichte",
        "known_semesters": frozenset(),
        "semesters": number,
        "completed_degree": False,
        "standard_duration_semesters": 0,
        "reason": "Bescheinigung gesehen",
    }
    return PriorStudyEntry(**{**entry, **changes})  # type: ignore[arg-type]  # as given


def enter(database: Database, person_id: UUID, entry: PriorStudyEntry) -> UUID:
    study = within(database, enter_prior_study, person_id, entry, by="clerk")
    return study.prior_study_id


def prove(database: Database, person_id: UUID, asked: GroundAsked) -> SemesterGround:
    entered = within(database, enter_ground, person_id, asked, reason="gesehen", by="clerk")
    assert isinstance(entered, SemesterGround)
    return entered


def due(database: Database, person_id: UUID) -> list[int]:
    account = within(database, account_of, person_id)
    return [each.due for each in account.charges_of("long-term", NEXT)]


def test_a_ground_that_is_entered_cancels_the_fee_and_taken_back_charges_it_again(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    enter(loaded, person_id, elsewhere(11))
    within(loaded, charge_long_term_fees, NEXT, [person_id])
    asked = GroundAsked(NEXT, Ground.CHILD_CARE, child_birth_date=date(2020, 5, 17))
    ground = prove(loaded, person_id, asked)
    assert due(loaded, person_id) == [0]
    ended = within(
        loaded,
        take_back_ground,
        person_id,
        ground.semester_ground_id,
        reason="the child lives elsewhere",
        by="another",
    )
    assert (ended.ended_by, ended.end_reason) == ("another", "the child lives elsewhere")
    assert due(loaded, person_id) == [0, 50_000]
    assert within(loaded, grounds_of, person_id) == (ended,)


def test_a_hardship_that_is_taken_back_leaves_the_whole_fee_due(
    loaded: Database, enrol: Enrol
) -> None:
    """The Master's programme lasts four semesters, which end with the current one."""
    done = enrol(programme_code="DATA-MSC", first_semester=S("2025S"))
    person_id = done.person.person_id
    enter(loaded, person_id, elsewhere(6))
    within(loaded, charge_long_term_fees, NEXT, [person_id])
    asked = GroundAsked(NEXT, Ground.HARDSHIP_HEALTH, waived_cents=20_000)
    ground = prove(loaded, person_id, asked)
    assert due(loaded, person_id) == [30_000]
    take = {"reason": "the certificate was withdrawn", "by": "clerk"}
    within(loaded, take_back_ground, person_id, ground.semester_ground_id, **take)
    assert due(loaded, person_id) == [0, 50_000]


def test_a_hardship_that_is_claimed_too_early_is_refused_and_nothing_changes(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol(first_semester=S("2025S")).person.person_id
    enter(loaded, person_id, elsewhere(8))
    asked = GroundAsked(NEXT, Ground.HARDSHIP_HEALTH, waived_cents=20_000)
    refused = within(loaded, enter_ground, person_id, asked, reason="gesehen", by="clerk")
    assert isinstance(refused, tuple)
    assert [each.reason for each in refused] == ["STANDARD_DURATION_NOT_ENDED"]
    assert within(loaded, grounds_of, person_id) == ()


def test_what_was_paid_for_a_fee_that_is_cancelled_goes_back(
    loaded: Database, enrol: Enrol, clock: DrivenClock
) -> None:
    person_id = enrol().person.person_id
    enter(loaded, person_id, elsewhere(11))
    within(loaded, charge_long_term_fees, NEXT, [person_id])
    clock.advance(timedelta(minutes=1))
    within(loaded, book_payment, person_id, 50_000, date(2026, 11, 2))
    clock.advance(timedelta(minutes=1))
    prove(loaded, person_id, GroundAsked(NEXT, Ground.RELATIVE_CARE))
    (refund,) = within(loaded, load_refunds_of, person_id)
    assert (refund.cents, refund.reason) == (50_000, RefundReason.FEE_WAIVED)


def test_the_student_is_told_what_is_to_be_paid_now(
    loaded: Database, enrol: Enrol, clock: DrivenClock
) -> None:
    done = enrol(programme_code="DATA-MSC", first_semester=S("2025S"))
    person_id = done.person.person_id
    enter(loaded, person_id, elsewhere(6))
    within(loaded, charge_long_term_fees, NEXT, [person_id])
    assert mails_about_fees(loaded) == []
    prove(loaded, person_id, GroundAsked(NEXT, Ground.HARDSHIP_HEALTH, waived_cents=20_000))
    clock.advance(timedelta(minutes=1))
    prove(loaded, person_id, GroundAsked(NEXT, Ground.RELATIVE_CARE))
    waived, cancelled = mails_about_fees(loaded)
    assert "€300.00" in waived
    assert "waived completely or partly (NHG section 14)" in waived
    assert "15 February 2027" in waived
    assert "you need not pay" in cancelled


def mails_about_fees(database: Database) -> list[str]:
    return [text for kind, text in sent_mails(database) if kind == "long_term_fee_changed"]


def test_a_ground_that_nobody_entered_cannot_be_taken_back(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    ground = prove(loaded, person_id, GroundAsked(NEXT, Ground.RELATIVE_CARE))
    other = enrol("Mai", "Trần").person.person_id
    for owner, ground_id, reason in (
        (person_id, uuid4(), "GROUND_UNKNOWN"),
        (other, ground.semester_ground_id, "GROUND_UNKNOWN"),
    ):
        with pytest.raises(Failure) as refusal:
            within(loaded, take_back_ground, owner, ground_id, reason="a mistake", by="clerk")
        assert refusal.value.reason == reason
    take = {"reason": "a mistake", "by": "clerk"}
    within(loaded, take_back_ground, person_id, ground.semester_ground_id, **take)
    with pytest.raises(Failure) as refusal:
        within(loaded, take_back_ground, person_id, ground.semester_ground_id, **take)
    assert refusal.value.reason == "GROUND_TAKEN_BACK"


def test_a_ground_that_was_taken_back_can_be_entered_again(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    asked = GroundAsked(NEXT, Ground.RELATIVE_CARE)
    first = prove(loaded, person_id, asked)
    take = {"reason": "a mistake", "by": "clerk"}
    within(loaded, take_back_ground, person_id, first.semester_ground_id, **take)
    prove(loaded, person_id, asked)
    assert len(within(loaded, grounds_of, person_id)) == 2


def test_a_semester_outside_the_calendar_has_no_ground(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    asked = GroundAsked(S("2031W"), Ground.RELATIVE_CARE)
    refused = within(loaded, enter_ground, person_id, asked, reason="gesehen", by="clerk")
    assert isinstance(refused, tuple)
    assert [each.reason for each in refused] == ["SEMESTER_NOT_PUBLISHED"]


def test_studies_elsewhere_are_entered_and_removed_and_the_fee_follows(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    study_id = enter(
        loaded, person_id, elsewhere(known_semesters=frozenset(semesters("2019W", 11)))
    )
    (kept,) = within(loaded, prior_studies_of, person_id)
    assert (kept.semesters, kept.entered_by) == (11, "clerk")
    assert within(loaded, credit_of, person_id).credit.left == 0
    within(loaded, charge_long_term_fees, NEXT, [person_id])
    within(loaded, remove_prior_study, person_id, study_id, reason="another person", by="clerk")
    assert within(loaded, prior_studies_of, person_id) == ()
    assert within(loaded, credit_of, person_id).credit.left == 11
    assert due(loaded, person_id) == [0]
    with pytest.raises(Failure) as refusal:
        within(loaded, remove_prior_study, person_id, study_id, reason="twice", by="clerk")
    assert refusal.value.reason == "PRIOR_STUDY_UNKNOWN"


def test_everything_that_is_wrong_with_studies_elsewhere_is_named(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    entry = elsewhere(
        1,
        university_name=" ",
        known_semesters=frozenset({S("2026W"), S("2027S")}),
        completed_degree=True,
    )
    with pytest.raises(Failure) as refusal:
        enter(loaded, person_id, entry)
    assert refusal.value.reason == "PRIOR_STUDY_INVALID"
    assert [(each.path, each.reason) for each in refusal.value.fields] == [
        ("university_name", "UNIVERSITY_NAME_MISSING"),
        ("semesters", "SEMESTERS_FEWER_THAN_KNOWN"),
        ("known_semesters", "SEMESTER_IN_FUTURE"),
        ("standard_duration_semesters", "STANDARD_DURATION_MISSING"),
    ]
    assert within(loaded, prior_studies_of, person_id) == ()


def test_a_degree_elsewhere_is_the_ground_of_a_masters_credit(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol(programme_code="DATA-MSC").person.person_id
    assert within(loaded, credit_of, person_id).credit.first_degree_unknown
    degree = elsewhere(7, completed_degree=True, standard_duration_semesters=6)
    enter(loaded, person_id, degree)
    credit = within(loaded, credit_of, person_id).credit
    assert (credit.granted, credit.consumed, credit.left) == (16, 8, 8)
    assert not credit.first_degree_unknown


def test_the_history_shows_every_semester_of_all_programmes(loaded: Database, enrol: Enrol) -> None:
    first = enrol(first_semester=S("2025W"))
    number = first.person.matriculation_number
    enrol(person=number, programme_code="DATA-MSC", first_semester=S("2026W"))
    found = within(loaded, history_of, first.person.person_id)
    shown = [
        (
            each.semester.code,
            each.enrolment.programme.code,
            each.counted.recorded.status,
            each.counted.programme_semester,
            each.counted.university_semester,
        )
        for each in found.history.lines
    ]
    assert shown == [
        ("2025W", "HIST-BA", SemesterStatus.ENROLLED, 1, 1),
        ("2026S", "HIST-BA", SemesterStatus.REREGISTERED, 2, 2),
        ("2026W", "HIST-BA", SemesterStatus.REREGISTERED, 3, 3),
        ("2026W", "DATA-MSC", SemesterStatus.ENROLLED, 1, 3),
    ]


def test_somebody_unknown_has_no_credit_and_no_history(loaded: Database) -> None:
    for asked in (credit_of, history_of, grounds_of, prior_studies_of):
        with pytest.raises(Failure) as refusal:
            within(loaded, asked, uuid4())
        assert refusal.value.reason == "PERSON_UNKNOWN"
