"""Support access: who looks at whose pages, for how long, and who learns of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock
from identity.app.accounts.states import disable_account
from identity.app.roles.changes import request_role
from identity.app.roles.support_access import (
    StaffSession,
    Started,
    current_support_access,
    list_accesses,
    start_support_access,
)
from identity.app.sign_in.session_starting import Origin
from identity.app.sign_in.sessions import end_sessions_of, session_of_id, sign_out
from identity.domain.role_grants import WantedRole
from identity.domain.roles import Role
from identity.domain.sessions import SessionKind
from identity.domain.support_access import SupportAccess
from identity.store.accounts import change_account

from .role_factories import Office

WHY = "Sieht die Anmeldung zur Klausur nicht"
MOST = timedelta(minutes=15)


@pytest.fixture
def office(database: Database, clock: DrivenClock) -> Office:
    return Office(database, clock)


class Desk:
    """A clerk who is signed in."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.clerk = office.staff("sservice", Role.STUDENT_SERVICES)
        self.session = office.signed_in(self.clerk).session

    def look(self, person_id: UUID, **more: Any) -> Started:
        staff = StaffSession(self.clerk, self.session.session_id, "gateway", Origin("192.0.2.7"))
        return self.office.run(
            start_support_access,
            person_id,
            WHY,
            replace(staff, **more),
            self.office.rules,
            MOST,
        )

    def accesses(self, person_id: UUID) -> list[SupportAccess]:
        found, _ = self.office.run(list_accesses, person_id, None, 10)
        return list(found)


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


def test_an_access_is_a_session_of_the_student_that_names_who_looks(desk: Desk) -> None:
    student = desk.office.student()
    session = desk.look(student).signed_in.session
    assert (session.person_id, session.support_by) == (student, desk.clerk)
    assert (session.kind, session.parent_session_id) == (
        SessionKind.SUPPORT,
        desk.session.session_id,
    )
    assert session.expires_at == desk.office.clock.now() + MOST


def test_the_student_is_told_at_once_and_finds_it_listed(desk: Desk) -> None:
    student = desk.office.student()
    desk.look(student)
    [(address, body)] = desk.office.mails("support_access")
    assert address == desk.office.account(student).mailbox
    assert "Kim Sservice" in body
    assert WHY in body
    [access] = desk.accesses(student)
    assert (access.staff_id, access.reason, access.ended_at) == (desk.clerk, WHY, None)


def test_it_ends_after_a_quarter_of_an_hour(desk: Desk) -> None:
    student = desk.office.student()
    access = desk.look(student).access
    desk.office.clock.advance(MOST)
    with pytest.raises(Failure, match="SESSION_ENDED"):
        desk.office.run(session_of_id, access.session_id, desk.office.rules)
    assert access.ended_by(desk.office.clock.now()) == access.expires_at


def test_it_does_not_outlast_the_session_it_was_started_from(desk: Desk) -> None:
    student = desk.office.student()
    access = desk.look(student).access
    desk.office.run(end_sessions_of, desk.clerk)
    assert not desk.office.is_open(access.session_id)
    assert desk.accesses(student)[0].ended_at == desk.office.clock.now()


def test_it_is_not_longer_than_what_is_left_of_that_session(desk: Desk) -> None:
    student = desk.office.student()
    desk.office.clock.set(desk.session.expires_at - timedelta(minutes=4))
    assert desk.look(student).signed_in.expires_at == desk.session.expires_at


def test_leaving_it_gives_the_former_session_back_under_a_new_token(desk: Desk) -> None:
    student = desk.office.student()
    access = desk.look(student).access
    resumed = desk.office.run(sign_out, student, access.session_id)
    assert resumed is not None
    assert resumed.expires_at == desk.session.expires_at
    assert desk.office.is_open(desk.session.session_id)
    assert desk.accesses(student)[0].ended_at == desk.office.clock.now()


def test_one_clerk_looks_at_one_student_at_a_time(desk: Desk) -> None:
    first, second = desk.office.student(), desk.office.student()
    former = desk.look(first).access
    desk.look(second)
    assert not desk.office.is_open(former.session_id)


def test_accounts_with_roles_of_staff_are_not_looked_at(desk: Desk) -> None:
    colleague = desk.office.staff("colleague", Role.EXAMINER)
    tutor = desk.office.student()
    account = desk.office.account(tutor)
    tutors = account.roles | {Role.LIBRARY_DESK}
    desk.office.run(change_account, replace(account, roles=tutors))
    for one in (colleague, tutor, desk.clerk, desk.office.staff("without")):
        with pytest.raises(Failure, match="SUPPORT_FOR_STUDENTS_ONLY"):
            desk.look(one)


def test_an_access_ends_when_the_student_becomes_staff(desk: Desk) -> None:
    student = desk.office.student()
    access = desk.look(student).access
    wanted = WantedRole(student, Role.EXAMINER, "Prüft im Wintersemester")
    desk.office.run(request_role, wanted, desk.office.first)
    assert not desk.office.is_open(access.session_id)


def test_only_active_accounts_are_looked_at(desk: Desk) -> None:
    student = desk.office.student()
    desk.office.run(disable_account, student, "Missbrauch")
    with pytest.raises(Failure, match="ACCOUNT_NOT_ACTIVE"):
        desk.look(student)


def test_it_starts_from_ones_own_session_only(desk: Desk) -> None:
    student, other = desk.office.student(), desk.office.student()
    access = desk.look(student).access
    strangers = desk.office.signed_in(other).session.session_id
    for session_id in (access.session_id, strangers, UUID(int=7)):
        with pytest.raises(Failure, match="SUPPORT_NOT_FROM_HERE"):
            desk.look(other, session_id=session_id)


def test_a_session_knows_whether_it_is_an_access(desk: Desk) -> None:
    student = desk.office.student()
    access = desk.look(student).access
    assert desk.office.run(current_support_access, access.session_id) == access
    assert desk.office.run(current_support_access, desk.session.session_id) is None
