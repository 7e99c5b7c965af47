"""Who sees which applications: inboxes, counts, and how somebody stands to one of them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.database import Database
from chassis.testing import DrivenClock, within
from records.app.applications import drafts, reading, review
from records.app.applications.standing import Standing, is_seen, standing_to_application
from records.app.enrolling import PersonEnrolled
from records.app.persons import remember_account
from records.domain.applications.contents import SemesterAbroad
from records.domain.applications.files import Caller, InboxFilter
from records.domain.applications.kinds import ApplicationKind
from records.domain.applications.workflow import ApplicationState

from services.records.tests.application_factories import (
    FOCUS,
    MOVE,
    REPORT,
    SECOND,
    S,
    adviser,
    approved,
    begun,
    clerk,
    international,
    student,
    submitted,
)

Enrol = Callable[..., PersonEnrolled]
ABROAD = SemesterAbroad(S("2027S"), "Boğaziçi Üniversitesi", "TR", True)


@pytest.fixture
def enrolled(enrol: Enrol) -> PersonEnrolled:
    return enrol(major="Antike")


@pytest.fixture
def ayse(enrolled: PersonEnrolled) -> Caller:
    return student(enrolled.person.person_id)


def inbox(database: Database, caller: Caller, size: int = 25, **narrowed: Any) -> list[UUID]:
    page = within(
        database, reading.inbox, caller, InboxFilter(**narrowed), after=None, page_size=size
    )
    return [each.application.application_id for each in page.applications]


def sees(database: Database, caller: Caller, application_id: UUID) -> bool:
    return within(database, is_seen, caller, application_id)


def test_an_application_waits_for_one_office_after_the_other(
    loaded: Database, ayse: Caller, enrolled: PersonEnrolled
) -> None:
    first, second, office = adviser("HIST-BA"), adviser("DATA-MSC", "tadvise"), clerk()
    one = submitted(loaded, ayse, SECOND, enrolled.enrolment.enrolment_id, proofs=("transcript",))
    assert inbox(loaded, first) == [one]
    assert inbox(loaded, second) == inbox(loaded, office) == []
    approved(loaded, first, one)
    assert inbox(loaded, first) == []
    assert inbox(loaded, second) == [one]
    approved(loaded, second, one, step=2)
    assert inbox(loaded, office) == [one]
    approved(loaded, office, one, step=3)
    assert inbox(loaded, office) == []
    decided = inbox(loaded, first, state=ApplicationState.APPROVED)
    assert decided == inbox(loaded, office, state=ApplicationState.APPROVED) == [one]


def test_an_adviser_sees_nothing_of_other_programmes(
    loaded: Database, ayse: Caller, enrolled: PersonEnrolled
) -> None:
    enrolment_id = enrolled.enrolment.enrolment_id
    two_degrees = submitted(loaded, ayse, SECOND, enrolment_id, proofs=("transcript",))
    focus = submitted(loaded, ayse, FOCUS, enrolment_id)
    own, later, stranger = adviser("HIST-BA"), adviser("DATA-MSC"), adviser("PROM")
    assert sees(loaded, own, two_degrees)
    # The second adviser reads it once it has come to that step.
    assert not sees(loaded, later, two_degrees)
    approved(loaded, own, two_degrees)
    assert sees(loaded, later, two_degrees)
    assert sees(loaded, own, two_degrees)
    assert not sees(loaded, stranger, two_degrees)
    # Decided at Student Services alone.
    assert not sees(loaded, own, focus)
    for one in (stranger, adviser("")):
        assert inbox(loaded, one) == []
        assert within(loaded, reading.waiting_counts, one) == []


def test_a_draft_is_the_students_alone(loaded: Database, ayse: Caller) -> None:
    draft = begun(loaded, ayse, MOVE)
    assert sees(loaded, ayse, draft)
    assert not sees(loaded, clerk(), draft)
    within(loaded, review.withdraw_application, ayse, draft)
    assert not sees(loaded, clerk(), draft)
    day = date(2026, 11, 2)
    paper = within(loaded, drafts.file_application, clerk(), ayse.person_id, None, MOVE, day)
    assert sees(loaded, clerk(), paper.application_id)
    assert not sees(loaded, clerk(), uuid4())


def test_an_application_is_assigned_to_the_advisers_that_it_has_come_to(
    loaded: Database, ayse: Caller, enrolled: PersonEnrolled
) -> None:
    enrolment_id = enrolled.enrolment.enrolment_id
    one = submitted(loaded, ayse, SECOND, enrolment_id, proofs=("transcript",))
    first, second, nobody = uuid4(), uuid4(), uuid4()
    within(loaded, remember_account, first, "padvise", "paul@example.org")
    within(loaded, remember_account, second, "tadvise", "tina@example.org")

    def standing(person_id: UUID) -> Standing | None:
        return within(loaded, standing_to_application, person_id, one)

    assert standing(ayse.person_id) is Standing.OWN
    assert standing(first) is Standing.ASSIGNED
    assert standing(second) is standing(nobody) is Standing.NEITHER
    approved(loaded, adviser("HIST-BA"), one)
    assert standing(second) is Standing.ASSIGNED
    assert within(loaded, standing_to_application, first, uuid4()) is None


def test_the_own_application_is_in_no_inbox(loaded: Database, ayse: Caller) -> None:
    submitted(loaded, ayse, REPORT)
    both = clerk(ayse.person_id)
    assert inbox(loaded, both) == []
    assert within(loaded, reading.waiting_counts, both) == []


def test_the_international_center_sees_semesters_abroad(
    loaded: Database, ayse: Caller, enrolled: PersonEnrolled
) -> None:
    enrolment_id = enrolled.enrolment.enrolment_id
    one = submitted(loaded, ayse, ABROAD, enrolment_id, proofs=("study_abroad_confirmation",))
    other = submitted(loaded, ayse, MOVE)
    assert inbox(loaded, international()) == [one]
    assert sees(loaded, international(), one)
    assert not sees(loaded, international(), other)


def test_an_inbox_is_narrowed_and_comes_in_pages(
    loaded: Database, enrol: Enrol, clock: DrivenClock
) -> None:
    office = clerk()
    moves, focus = [], []
    for name in ("Anna", "Berta", "Clara"):
        done = enrol(name, "Beispiel", major="Antike")
        person = student(done.person.person_id)
        moves.append(submitted(loaded, person, MOVE))
        clock.advance(timedelta(days=1))
        focus.append(submitted(loaded, person, FOCUS, done.enrolment.enrolment_id))
        clock.advance(timedelta(days=1))
    everything = [each for pair in zip(moves, focus, strict=True) for each in pair]
    assert inbox(loaded, office) == everything
    assert inbox(loaded, office, kind=ApplicationKind.FOCUS_CHANGE) == focus
    assert inbox(loaded, office, programme_code="HIST-BA") == focus
    assert inbox(loaded, office, semester=S("2027S")) == []
    within(loaded, review.ask_question, office, moves[0], "Seit wann?")
    assert inbox(loaded, office, state=ApplicationState.QUESTION) == moves[:1]
    assert inbox(loaded, office) == everything

    page = within(loaded, reading.inbox, office, InboxFilter(), after=None, page_size=4)
    assert page.has_next
    last = page.applications[-1].application
    assert last.submit_time is not None
    place = (last.submit_time, last.application_id)
    rest = within(loaded, reading.inbox, office, InboxFilter(), after=place, page_size=4)
    assert [each.application.application_id for each in rest.applications] == everything[4:]
    assert not rest.has_next

    counts = within(loaded, reading.waiting_counts, office)
    assert [(each.kind, each.waiting, each.asked) for each in counts] == [
        (ApplicationKind.ADDRESS_CHANGE, 3, 1),
        (ApplicationKind.FOCUS_CHANGE, 3, 0),
    ]
    first = page.applications[0].application
    assert counts[0].oldest_submit_time == first.submit_time


def test_a_person_finds_the_own_applications_the_newest_first(
    loaded: Database, ayse: Caller, clock: DrivenClock
) -> None:
    made = []
    for content in (REPORT, MOVE, REPORT):
        made.append(submitted(loaded, ayse, content))
        clock.advance(timedelta(minutes=1))
    draft = begun(loaded, ayse, REPORT)

    def listed(caller: Caller, after: UUID | None, size: int) -> tuple[list[UUID], bool]:
        page = within(
            loaded,
            reading.applications_of_person,
            ayse.person_id,
            caller,
            after=after,
            page_size=size,
        )
        return [each.application.application_id for each in page.applications], page.has_next

    assert listed(ayse, None, 2) == ([draft, made[2]], True)
    assert listed(ayse, made[2], 2) == ([made[1], made[0]], False)
    assert listed(clerk(), None, 9) == ([made[2], made[1], made[0]], False)
