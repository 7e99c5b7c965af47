"""What becomes of an account."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from chassis.values import PersonName
from identity.domain.accounts import (
    Account,
    AccountState,
    is_staff_user_name,
    known_form,
    student_user_name,
)
from identity.domain.roles import Role, is_staff

ACCOUNT = Account(
    person_id=UUID(int=1),
    user_name="lg100001",
    mailbox="lg100001@stud.leuphana.example",
    name=PersonName("Ayşe", "Öztürk"),
    roles=frozenset({Role.STUDENT}),
    state=AccountState.ASSIGNED,
    created_at=datetime(2026, 10, 1, tzinfo=UTC),
    version=1,
    person_version=3,
)


def test_a_newer_name_is_taken_over_and_counts_as_a_change() -> None:
    renamed = ACCOUNT.renamed(PersonName("Ayşe", "Yılmaz"), 4)
    assert (renamed.name.family_name, renamed.version, renamed.person_version) == ("Yılmaz", 2, 4)


def test_an_older_name_is_not_taken_over() -> None:
    assert ACCOUNT.renamed(PersonName("Ayşe", "Früher"), 3) == ACCOUNT


def test_another_fact_of_the_person_is_no_change_of_the_account() -> None:
    same = ACCOUNT.renamed(ACCOUNT.name, 9)
    assert (same.version, same.person_version) == (1, 9)


def test_a_role_is_added_once() -> None:
    both = ACCOUNT.with_roles([Role.DOCTORAL_STUDENT])
    assert both.roles == {Role.STUDENT, Role.DOCTORAL_STUDENT}
    assert both.version == 2
    assert both.with_roles([Role.STUDENT]) is both


def test_student_user_names_are_lg_and_six_digits() -> None:
    assert student_user_name(100_001) == "lg100001"


@pytest.mark.parametrize("name", ["ameier", "sysadmin", "lgruber", "b2"])
def test_staff_user_names_are_small_letters_and_digits(name: str) -> None:
    assert is_staff_user_name(name)


@pytest.mark.parametrize("name", ["lg100001", "A.Meier", "", "1a", "ä", "x" * 40])
def test_other_names_do_not_suit_staff(name: str) -> None:
    assert not is_staff_user_name(name)


def test_case_and_blanks_around_a_user_name_do_not_matter() -> None:
    assert known_form(" LG100001 ") == "lg100001"


def test_students_are_no_staff_unless_they_hold_another_role() -> None:
    assert not is_staff({Role.STUDENT, Role.DOCTORAL_STUDENT})
    assert is_staff({Role.STUDENT, Role.EXAMINER})
