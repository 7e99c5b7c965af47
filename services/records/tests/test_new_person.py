"""The facts that are asked of a new person."""

from dataclasses import replace
from datetime import date

import pytest
from chassis.values import PersonName
from records.domain.person import FactFault, PersonFacts, age_on, fact_problems, tidied_facts
from records.texts.refusals import FACT_TEXTS, facts_refused

TODAY = date(2026, 11, 20)
FACTS = PersonFacts(PersonName("Ayşe", "Öztürk"), date(2004, 5, 17), "İzmir", "TR")


def faults(facts: PersonFacts) -> dict[str, FactFault]:
    return {each.field: each.fault for each in fact_problems(tidied_facts(facts), TODAY)}


def test_good_facts_have_no_problem() -> None:
    assert faults(FACTS) == {}


def test_every_problem_is_named_at_once() -> None:
    facts = PersonFacts(PersonName("李", "2", "Ж", "?"), date(2030, 1, 1), "東京", "JP")
    assert faults(facts) == {
        "name.given_names": FactFault.NAME_LETTER_NOT_ALLOWED,
        "name.family_name": FactFault.NAME_LETTER_NOT_ALLOWED,
        "name.birth_name": FactFault.NAME_LETTER_NOT_ALLOWED,
        "name.title": FactFault.NAME_LETTER_NOT_ALLOWED,
        "birth_place": FactFault.PLACE_LETTER_NOT_ALLOWED,
        "birth_date": FactFault.BIRTH_DATE_NOT_PAST,
    }


@pytest.mark.parametrize(
    ("birth_date", "fault"),
    [
        (None, FactFault.BIRTH_DATE_IMPOSSIBLE),
        (TODAY, FactFault.BIRTH_DATE_NOT_PAST),
        (date(2014, 11, 21), FactFault.BIRTH_DATE_IMPLAUSIBLE),
        (date(1915, 11, 20), FactFault.BIRTH_DATE_IMPLAUSIBLE),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused(birth_date: date | None, fault: FactFault) -> None:
    assert faults(replace(FACTS, birth_date=birth_date)) == {"birth_date": fault}


@pytest.mark.parametrize("birth_date", [date(2014, 11, 20), date(1915, 11, 21)])
def test_the_youngest_and_the_oldest_age_are_accepted(birth_date: date) -> None:
    assert faults(replace(FACTS, birth_date=birth_date)) == {}


def test_a_birthday_on_29_february_is_reached_on_1_march() -> None:
    assert age_on(date(2025, 2, 28), date(2004, 2, 29)) == 20
    assert age_on(date(2025, 3, 1), date(2004, 2, 29)) == 21


def test_each_fault_has_a_sentence_in_both_languages() -> None:
    assert set(FACT_TEXTS) == set(FactFault)
    assert all(text.de != text.en for text in FACT_TEXTS.values())


def test_the_refusal_names_field_and_character() -> None:
    facts = replace(FACTS, name=PersonName("Дмитрий", "{name}"))
    failure = facts_refused(fact_problems(facts, TODAY))
    assert [field.path for field in failure.fields] == [
        "new_person.name.given_names",
        "new_person.name.family_name",
    ]
    assert "Д (U+0414)" in failure.fields[0].message.de
    assert "{ (U+007B)" in failure.fields[1].message.en
