"""Roles are asked for, agreed to, refused, revoked and run out, on both databases."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock
from chassis.values import PersonName
from identity.app.accounts.bootstrap import bootstrap_admin
from identity.app.accounts.restarts import restart_account
from identity.app.accounts.states import disable_account
from identity.app.roles.changes import (
    approve_role,
    let_time_take_effect,
    refuse_role,
    request_role,
    revoke_role,
)
from identity.domain.restarts import IdentityDocument
from identity.domain.role_grants import GrantOrigin, RequestState, RoleRequest, WantedRole
from identity.domain.roles import Role
from identity.store.accounts import change_account
from identity.store.role_grants import held_by, list_grants
from identity.store.role_requests import find_request

from .role_factories import Office, day

WHY = "Vertritt Frau Amtmann im Winter"


@pytest.fixture
def office(database: Database, clock: DrivenClock) -> Office:
    return Office(database, clock)


def ask(office: Office, person_id: UUID, role: Role, **more: str) -> RoleRequest:
    last_day = day(more["until"]) if "until" in more else None
    wanted = WantedRole(person_id, role, WHY, last_day)
    return office.run(request_role, wanted, office.first)


def roles(office: Office, person_id: UUID) -> set[Role]:
    return set(office.account(person_id).roles)


def test_a_role_that_is_not_privileged_takes_effect_at_once(office: Office) -> None:
    person = office.staff("ameier")
    session = office.signed_in(person).session
    version = office.account(person).version
    request = ask(office, person, Role.EXAMINER, until="2027-03-31")
    assert (request.state, request.decided_by) == (RequestState.GRANTED, None)
    assert roles(office, person) == {Role.EXAMINER}
    assert office.account(person).version == version + 1
    assert not office.is_open(session.session_id)
    [grant] = office.run(held_by, person)
    assert (grant.granted_by, grant.approved_by, grant.reason) == (office.first, None, WHY)
    assert (grant.origin, grant.expires_on) == (GrantOrigin.REQUEST, day("2027-03-31"))


def test_a_privileged_role_waits_for_a_second_administrator(office: Office) -> None:
    person = office.staff("pamt")
    session = office.signed_in(person).session
    request = ask(office, person, Role.EXAMINATIONS_OFFICE)
    assert request.state is RequestState.OPEN
    assert roles(office, person) == set()
    assert office.is_open(session.session_id)
    office.run(approve_role, request.role_request_id, office.second)
    assert roles(office, person) == {Role.EXAMINATIONS_OFFICE}
    assert not office.is_open(session.session_id)
    [grant] = office.run(held_by, person)
    assert (grant.granted_by, grant.approved_by) == (office.first, office.second)


def test_whose_initial_code_others_know_gets_no_privileged_role(office: Office) -> None:
    waiting = office.staff("pamt", active=False)
    with pytest.raises(Failure, match="ACCOUNT_NOT_ACTIVATED_YET"):
        ask(office, waiting, Role.EXAMINATIONS_OFFICE)
    assert ask(office, waiting, Role.EXAMINER).state is RequestState.GRANTED
    person = office.staff("pbrandt")
    request = ask(office, person, Role.EXAMINATIONS_OFFICE)
    office.run(restart_account, person, IdentityDocument.PASSPORT, office.first)
    with pytest.raises(Failure, match="ACCOUNT_NOT_ACTIVATED_YET"):
        office.run(approve_role, request.role_request_id, office.second)


def test_everybody_concerned_is_told_by_mail(office: Office) -> None:
    person = office.staff("pamt")
    request = ask(office, person, Role.EXAMINATIONS_OFFICE)
    office.run(approve_role, request.role_request_id, office.second)
    everybody = ["first@leuphana.example", "pamt@leuphana.example", "second@leuphana.example"]
    for kind in ("role_requested", "role_granted"):
        sent = office.mails(kind)
        assert [address for address, _ in sent] == everybody
        assert all(WHY in body and "Kim First (first)" in body for _, body in sent)
    assert "Kim Second (second)" in office.mails("role_granted")[0][1]


def test_whoever_asked_does_not_agree(office: Office) -> None:
    person = office.staff("pamt")
    request = ask(office, person, Role.EXAMINATIONS_OFFICE)
    with pytest.raises(Failure, match="SECOND_ADMINISTRATOR_NEEDED"):
        office.run(approve_role, request.role_request_id, office.first)
    assert roles(office, person) == set()


def test_nobody_asks_or_agrees_for_himself(office: Office) -> None:
    with pytest.raises(Failure, match="OWN_ROLE"):
        ask(office, office.first, Role.STUDENT_SERVICES)
    request = ask(office, office.second, Role.STUDENT_SERVICES)
    with pytest.raises(Failure, match="OWN_ROLE"):
        office.run(approve_role, request.role_request_id, office.second)
    with pytest.raises(Failure, match="OWN_ROLE"):
        office.run(revoke_role, office.first, Role.SYSTEM_ADMINISTRATOR, office.first, WHY)


def test_a_refused_request_changes_nothing_and_is_not_decided_again(office: Office) -> None:
    person = office.staff("pamt")
    request = ask(office, person, Role.EXAMINATIONS_OFFICE)
    refused = office.run(refuse_role, request.role_request_id, office.second, "Nicht nötig")
    assert refused.state is RequestState.REFUSED
    assert "Nicht nötig" in office.mails("role_refused")[0][1]
    with pytest.raises(Failure, match="ROLE_REQUEST_DECIDED"):
        office.run(approve_role, request.role_request_id, office.second)
    assert roles(office, person) == set()
    ask(office, person, Role.EXAMINATIONS_OFFICE)


def test_the_same_is_not_asked_for_twice(office: Office) -> None:
    person = office.staff("pamt")
    ask(office, person, Role.EXAMINATIONS_OFFICE)
    with pytest.raises(Failure, match="ROLE_REQUEST_OPEN"):
        ask(office, person, Role.EXAMINATIONS_OFFICE)


def test_the_request_of_somebody_who_is_no_administrator_any_more_takes_no_effect(
    office: Office,
) -> None:
    person, third = office.staff("pamt"), office.staff("third", Role.SYSTEM_ADMINISTRATOR)
    request = ask(office, person, Role.EXAMINATIONS_OFFICE)
    office.run(revoke_role, office.first, Role.SYSTEM_ADMINISTRATOR, third, WHY)
    with pytest.raises(Failure, match="ROLE_REQUEST_LAPSED"):
        office.run(approve_role, request.role_request_id, office.second)


def test_roles_of_students_are_neither_given_nor_taken(office: Office) -> None:
    student = office.student()
    with pytest.raises(Failure, match="ROLE_NOT_GRANTABLE"):
        ask(office, office.staff("ameier"), Role.STUDENT)
    with pytest.raises(Failure, match="ROLE_NOT_GRANTABLE"):
        office.run(revoke_role, student, Role.STUDENT, office.first, WHY)


def test_a_revoked_role_is_gone_at_once_with_the_sessions(office: Office) -> None:
    person = office.staff("ameier", Role.EXAMINER, Role.PROGRAMME_ADVISER)
    session = office.signed_in(person).session
    only_asked = office.run(
        revoke_role, person, Role.EXAMINER, office.first, WHY, validate_only=True
    )
    assert only_asked.ended_at is None
    assert roles(office, person) == {Role.EXAMINER, Role.PROGRAMME_ADVISER}
    ended = office.run(revoke_role, person, Role.EXAMINER, office.first, WHY)
    assert (ended.ended_by, ended.end_reason) == (office.first, WHY)
    assert roles(office, person) == {Role.PROGRAMME_ADVISER}
    assert not office.is_open(session.session_id)
    assert WHY in office.mails("role_revoked")[0][1]
    with pytest.raises(Failure, match="ROLE_NOT_HELD"):
        office.run(revoke_role, person, Role.EXAMINER, office.first, WHY)


def test_the_last_active_administrator_stays(office: Office) -> None:
    office.run(revoke_role, office.second, Role.SYSTEM_ADMINISTRATOR, office.first, WHY)
    waiting = office.staff("third", Role.SYSTEM_ADMINISTRATOR, active=False)
    with pytest.raises(Failure, match="LAST_ADMINISTRATOR"):
        office.run(revoke_role, office.first, Role.SYSTEM_ADMINISTRATOR, waiting, WHY)


def test_the_last_active_administrator_is_not_disabled_either(office: Office) -> None:
    office.run(disable_account, office.second, "Ausgeschieden")
    with pytest.raises(Failure, match="LAST_ADMINISTRATOR"):
        office.run(disable_account, office.first, "Ausgeschieden")


def test_a_role_ends_after_its_last_day(office: Office) -> None:
    person = office.staff("ameier")
    ask(office, person, Role.EXAMINER, until="2026-11-03")
    office.clock.set(office.clock.now().replace(day=3, hour=22, minute=59))
    session = office.signed_in(person).session
    assert office.run(let_time_take_effect) == 0
    office.clock.advance(timedelta(minutes=1))
    assert office.run(let_time_take_effect) == 1
    assert roles(office, person) == set()
    assert not office.is_open(session.session_id)
    assert "niemandem: Die Frist ist vorüber" in office.mails("role_revoked")[0][1]
    assert office.run(let_time_take_effect) == 0


def test_a_role_is_made_longer_by_asking_again(office: Office) -> None:
    person = office.staff("ameier")
    ask(office, person, Role.EXAMINER, until="2026-11-03")
    ask(office, person, Role.EXAMINER, until="2027-01-31")
    office.clock.advance(timedelta(days=10))
    office.run(let_time_take_effect)
    [grant] = office.run(held_by, person)
    assert grant.expires_on == day("2027-01-31")


def test_the_last_administrator_is_not_lost_to_time(office: Office) -> None:
    third = office.staff("third")
    request = ask(office, third, Role.SYSTEM_ADMINISTRATOR, until="2026-11-03")
    office.run(approve_role, request.role_request_id, office.second)
    for one in (office.first, office.second):
        office.run(revoke_role, one, Role.SYSTEM_ADMINISTRATOR, third, WHY)
    office.clock.advance(timedelta(days=10))
    assert office.run(let_time_take_effect) == 0
    assert roles(office, third) == {Role.SYSTEM_ADMINISTRATOR}


def test_a_request_that_nobody_decides_lapses(office: Office) -> None:
    person = office.staff("pamt")
    request = ask(office, person, Role.EXAMINATIONS_OFFICE)
    office.clock.advance(timedelta(days=14))
    assert office.run(let_time_take_effect) == 1
    found = office.run(find_request, request.role_request_id)
    assert found is not None
    assert found.state is RequestState.LAPSED
    with pytest.raises(Failure, match="ROLE_REQUEST_LAPSED"):
        office.run(approve_role, request.role_request_id, office.second)


def test_a_disabled_account_gets_no_role(office: Office) -> None:
    person = office.staff("pamt")
    request = ask(office, person, Role.EXAMINATIONS_OFFICE)
    office.run(disable_account, person, "Ausgeschieden")
    with pytest.raises(Failure, match="ACCOUNT_DISABLED"):
        office.run(approve_role, request.role_request_id, office.second)


def test_roles_that_come_and_go_in_other_ways_are_listed_too(office: Office) -> None:
    """Whatever changes an account's roles: the list of grants says the same."""
    person = office.staff("ameier", Role.EXAMINER)
    [grant] = office.run(held_by, person)
    assert (grant.role, grant.origin, grant.granted_by) == (
        Role.EXAMINER,
        GrantOrigin.ACCOUNT,
        None,
    )
    account = office.account(person)
    office.run(change_account, replace(account, roles=frozenset({Role.LIBRARY_DESK})))
    listed = office.run(
        list_grants, person_id=person, role=None, include_ended=True, after=None, limit=10
    )
    assert {(each.role, each.ended_at is None) for each in listed} == {
        (Role.EXAMINER, False),
        (Role.LIBRARY_DESK, True),
    }


def test_the_command_makes_two_administrators_and_no_third(
    database: Database, clock: DrivenClock
) -> None:
    def make(user_name: str, emergency: str = "") -> str:
        name = PersonName("Kim", "Sommer")
        issued = database.write_now(bootstrap_admin, user_name, name, "leuphana.example", emergency)
        return issued.code

    first = make("one")
    assert make("one") != first
    make("two")
    with pytest.raises(Failure, match="ADMINISTRATORS_THERE"):
        make("three")
    assert make("two")
    assert make("three", emergency="Beide sind nicht mehr erreichbar")
    listed = database.write_now(
        list_grants, person_id=None, role=None, include_ended=False, after=None, limit=10
    )
    assert {each.origin for each in listed} == {GrantOrigin.COMMAND}
    assert "Beide sind nicht mehr erreichbar" in {each.reason for each in listed}


def test_administrators_are_told_of_an_emergency(office: Office) -> None:
    office.run(bootstrap_admin, "third", PersonName("Kim", "Sommer"), "leuphana.example", "Notfall")
    told = [address for address, _ in office.mails("emergency_administrator")]
    assert told == ["first@leuphana.example", "second@leuphana.example"]
