"""Deciding at once: one decision counts and effects are applied once, because of the lock."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.testing.databases import fresh_database
from chassis.values import Semester
from records.app import student_cards
from records.app.applications import review
from records.app.applications.checks import Refused
from records.app.enrolling import EnrolmentOrder, PersonEnrolled, enrol_person
from records.app.person_accounts import account_of
from records.app.profile_loading import load_profile
from records.domain.applications.workflow import Application, ApplicationState
from records.domain.person import PersonFacts
from records.domain.profile import Profile
from records.main import service
from records.store import contact
from records.store import student_cards as cards

from services.records.tests.application_factories import (
    LOST,
    MOVE,
    begun,
    clerk,
    student,
    submitted,
)

Enrol = Callable[..., PersonEnrolled]


def decision(application_id: UUID, *, approve: bool) -> Callable[[Transaction], Any]:
    def run(tx: Transaction) -> Application | Refused:
        return review.decide_application(
            tx, clerk(), application_id, step=1, approve=approve, reason="Geprüft."
        )

    return run


async def together(database: Database, use_cases: list[Callable[[Transaction], Any]]) -> list[Any]:
    return await asyncio.gather(
        *(database.write(each) for each in use_cases), return_exceptions=True
    )


async def test_clerks_at_once_approve_once(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    within(loaded, student_cards.extend_cards, [person_id], Semester.parse("2026W"))
    application_id = submitted(loaded, student(person_id), LOST)
    outcomes = await together(loaded, [decision(application_id, approve=True)] * 6)
    done = [each for each in outcomes if isinstance(each, Application)]
    failures = {each.reason for each in outcomes if isinstance(each, Failure)}
    assert (len(done), failures) == (1, {"APPLICATION_DECIDED"})
    assert len(within(loaded, cards.cards_of, person_id)) == 2
    assert len(within(loaded, account_of, person_id).charges) == 1


async def test_approving_and_withdrawing_at_once_leave_one_of_both(
    loaded: Database, enrol: Enrol
) -> None:
    person = student(enrol().person.person_id)
    application_id = submitted(loaded, person, MOVE)

    def withdraw(tx: Transaction) -> Application:
        return review.withdraw_application(tx, person, application_id)

    outcomes = await together(loaded, [decision(application_id, approve=True), withdraw])
    [done] = [each for each in outcomes if isinstance(each, Application)]
    [failure] = [each for each in outcomes if isinstance(each, Failure)]
    assert failure.reason == "APPLICATION_DECIDED"
    entered = within(loaded, contact.addresses_of, person.person_id)
    assert len(entered) == (done.state is ApplicationState.APPROVED)


async def test_two_drafts_for_the_same_sent_at_once_become_one_application(
    loaded: Database, enrol: Enrol
) -> None:
    person = student(enrol().person.person_id)
    both = [begun(loaded, person, MOVE) for _ in range(2)]

    def submission(draft: UUID) -> Callable[[Transaction], Any]:
        return lambda tx: review.submit_application(tx, person, draft)

    outcomes = await together(loaded, [submission(each) for each in both])
    assert {type(each) for each in outcomes} == {Application, Refused}


@pytest.fixture
def on_postgres(
    tmp_path: Path, clock: DrivenClock, postgres: str, profile: Profile
) -> Iterator[Database]:
    database = fresh_database(service, tmp_path, clock, postgres)
    within(database, load_profile, profile)
    yield database
    database.close()


async def test_without_the_lock_both_would_decide(
    on_postgres: Database, facts: PersonFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: where nobody locks, both read a waiting application and apply its effect."""
    order = EnrolmentOrder(facts, "HIST-BA", "", Semester.parse("2026W"))
    person_id = within(on_postgres, enrol_person, order, 3_100_001).person.person_id
    application_id = submitted(on_postgres, student(person_id), MOVE)
    both_are_there = threading.Barrier(2, timeout=10)
    load = review.hold_application

    def meet_instead_of_locking(tx: Transaction, *args: Any) -> Application:
        found = load(tx, *args)
        both_are_there.wait()
        return found

    monkeypatch.setattr(Transaction, "lock", lambda *_: None)
    monkeypatch.setattr(review, "hold_application", meet_instead_of_locking)
    outcomes = await together(on_postgres, [decision(application_id, approve=True)] * 2)
    assert all(isinstance(each, Application) for each in outcomes)
    entered = within(on_postgres, contact.addresses_of, person_id)
    assert [each.valid_from for each in entered] == [date(2026, 11, 1)] * 2
