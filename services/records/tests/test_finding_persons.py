"""Finding persons by number and by name."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import within
from records.app.enrolling import PersonEnrolled
from records.app.persons import PersonSearch, person_with_id, search_persons
from records.domain.person import Person

Enrol = Callable[..., PersonEnrolled]


@pytest.fixture
def people(enrol: Enrol) -> dict[str, PersonEnrolled]:
    names = [
        ("Zoë", "Muller"),
        ("Anna", "Müller"),
        ("Jan", "Müller-Lüdenscheidt"),
        ("Ida", "Mulleritz"),
        ("Łucja", "Łukasiewicz"),
        ("Minh", "Đặng"),
        ("Maria", "von Weiß"),
        ("Sean", "O’Connor"),
    ]
    return {f"{given} {family}": enrol(given, family) for given, family in names}


def found(database: Database, **search: str) -> list[str]:
    page = within(database, search_persons, PersonSearch(**search), None, 100)
    assert not page.has_next
    return [person.name.full for person in page.persons]


@pytest.mark.parametrize("prefix", ["mull", "MÜLL", "Mu\u0308ll", " mull "])
def test_case_and_marks_do_not_matter(
    loaded: Database, people: dict[str, PersonEnrolled], prefix: str
) -> None:
    assert found(loaded, family_name_prefix=prefix) == [
        "Anna Müller",
        "Zoë Muller",
        "Jan Müller-Lüdenscheidt",
        "Ida Mulleritz",
    ]


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("lukas", "Łucja Łukasiewicz"),
        ("DANG", "Minh Đặng"),
        ("von weiss", "Maria von Weiß"),
        ("o'c", "Sean O’Connor"),
        ("müller, a", "Anna Müller"),
    ],
)
def test_letters_are_found_by_their_basic_letters(
    loaded: Database, people: dict[str, PersonEnrolled], prefix: str, name: str
) -> None:
    assert found(loaded, family_name_prefix=prefix) == [name]


@pytest.mark.parametrize("prefix", ["%", "_", "weiß", "zzz"])
def test_a_prefix_means_the_beginning_and_nothing_else(
    loaded: Database, people: dict[str, PersonEnrolled], prefix: str
) -> None:
    assert found(loaded, family_name_prefix=prefix) == []


def test_a_number_finds_its_person(loaded: Database, people: dict[str, PersonEnrolled]) -> None:
    number = people["Minh Đặng"].person.matriculation_number
    assert found(loaded, matriculation_number=number) == ["Minh Đặng"]
    assert found(loaded, matriculation_number=number, family_name_prefix="m") == []
    assert found(loaded, matriculation_number="9999999") == []


def test_pages_show_everybody_once_in_the_order_of_names(
    loaded: Database, people: dict[str, PersonEnrolled], enrol: Enrol
) -> None:
    # Namesakes are told apart by their ids.
    for _ in range(4):
        enrol("Anna", "Müller")
    everybody = within(loaded, search_persons, PersonSearch(), None, 100).persons
    assert len(everybody) == 12
    for size in (1, 3, 12):
        seen: list[Person] = []
        after = None
        while True:
            page = within(loaded, search_persons, PersonSearch(), after, size)
            assert len(page.persons) <= size
            seen += page.persons
            if not page.has_next:
                break
            after = page.persons[-1].person_id
        assert seen == list(everybody)


def test_a_page_behind_nobody_is_refused(loaded: Database) -> None:
    with pytest.raises(Failure) as refused:
        within(loaded, search_persons, PersonSearch(), uuid4(), 10)
    assert refused.value.reason == "PAGE_TOKEN_INVALID"


def test_an_unknown_person_is_refused(loaded: Database) -> None:
    with pytest.raises(Failure) as refused:
        within(loaded, person_with_id, UUID(int=0))
    assert refused.value.reason == "PERSON_UNKNOWN"
