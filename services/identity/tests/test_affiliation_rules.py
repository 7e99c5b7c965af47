"""What somebody is to the university, and how other systems are told of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from identity.domain.accounts import Employment
from identity.domain.affiliations import (
    Affiliation,
    Affiliations,
    affiliations_on,
    assurance,
    eduperson,
    scoped,
)
from identity.domain.enrolments import EndReason, EnrolmentKind, HeardEnrolment
from identity.domain.esi import european_student_identifier, student_code

from services.identity.tests.accounts_factories import RULES, an_enrolment

END = date(2027, 3, 31)
DAY = timedelta(days=1)
OWN = RULES.affiliations
WITH_GRACE = replace(OWN, grace_days={**OWN.grace_days, Affiliation.STUDENT: 30})


def on(
    day: date,
    *enrolments: HeardEnrolment,
    employment: Employment | None = None,
    uses_library: bool = False,
    rules: object = OWN,
) -> Affiliations:
    assert isinstance(rules, type(OWN))
    return affiliations_on(day, enrolments, employment, uses_library, rules)


def test_a_student_is_a_student_of_the_school_and_programme() -> None:
    found = on(END, an_enrolment(school="graduate-school"))
    assert found.held == {Affiliation.STUDENT}
    assert found.schools == {"graduate-school"}
    assert found.programmes == {"b-cultural-studies"}
    assert found.ends == {}


def test_who_studies_and_does_a_doctorate_is_both() -> None:
    both = on(END, an_enrolment(), an_enrolment(kind=EnrolmentKind.DOCTORAL, school=""))
    assert both.held == {Affiliation.STUDENT, Affiliation.DOCTORAL_STUDENT}


def test_an_affiliation_goes_on_for_its_days_of_grace_and_names_its_last_day() -> None:
    enrolment = an_enrolment(end=END)
    in_grace = on(END + DAY, enrolment, rules=WITH_GRACE)
    assert Affiliation.STUDENT in in_grace.held
    assert in_grace.ends[Affiliation.STUDENT] == END + timedelta(days=30)
    assert in_grace.ended[Affiliation.STUDENT] == END
    assert in_grace.schools == {"college"}
    over = on(END + timedelta(days=31), enrolment, rules=WITH_GRACE)
    assert Affiliation.STUDENT not in over.held
    assert over.schools == frozenset()


def test_an_open_enrolment_hides_the_end_of_another_one() -> None:
    assert on(END, an_enrolment(end=END), an_enrolment()).ends == {}


def test_after_the_last_enrolment_somebody_is_an_alum() -> None:
    assert Affiliation.ALUM not in on(END, an_enrolment(end=END)).held
    assert Affiliation.ALUM in on(END + DAY, an_enrolment(end=END)).held
    assert Affiliation.ALUM not in on(END + DAY, an_enrolment(end=END), an_enrolment()).held


def test_the_university_decides_which_ends_make_an_alum() -> None:
    graduates = replace(OWN, alum_end_reasons=frozenset({EndReason.COMPLETION}))
    left = an_enrolment(end=END, reason=EndReason.NOT_REREGISTERED)
    assert Affiliation.ALUM not in on(END + DAY, left, rules=graduates).held
    assert Affiliation.ALUM in on(END + DAY, left).held


def test_a_library_user_is_who_belongs_to_the_university_in_no_other_way() -> None:
    assert on(END, uses_library=True).held == {Affiliation.LIBRARY_USER}
    assert on(END, an_enrolment(), uses_library=True).held == {Affiliation.STUDENT}
    former = on(END + DAY, an_enrolment(end=END), uses_library=True)
    assert former.held == {Affiliation.LIBRARY_USER, Affiliation.ALUM}


@pytest.mark.parametrize(
    ("found", "values"),
    [
        (on(END, an_enrolment()), ("member", "student")),
        (on(END, an_enrolment(kind=EnrolmentKind.DOCTORAL)), ("member", "student")),
        (on(END, employment=Employment()), ("employee", "member")),
        (
            on(END, an_enrolment(), employment=Employment()),
            ("employee", "member", "student"),
        ),
        (on(END + DAY, an_enrolment(end=END)), ("alum",)),
        (on(END, uses_library=True), ("library-walk-in",)),
        (on(END), ("affiliate",)),
    ],
)
def test_other_systems_are_told_the_values_of_eduperson(
    found: Affiliations, values: tuple[str, ...]
) -> None:
    assert eduperson(found, OWN) == values
    assert scoped(values, RULES.scope) == tuple(f"{each}@leuphana.example" for each in values)


def test_without_a_domain_no_scoped_value_is_told() -> None:
    assert scoped(("student",), "") == ()


def test_who_showed_a_document_is_known_with_medium_assurance() -> None:
    medium = "https://refeds.org/assurance/IAP/medium"
    assert medium in assurance(on(END, an_enrolment()), OWN)
    assert medium not in assurance(on(END, uses_library=True), OWN)
    assert "https://refeds.org/assurance" in assurance(on(END), OWN)


def test_the_european_student_identifier_has_the_form_of_its_specification() -> None:
    code = student_code(bytes(range(16)))
    assert code == "000102030405060708090a0b0c0d0e0f"
    assert (
        european_student_identifier("leuphana.example", code)
        == f"urn:schac:personalUniqueCode:int:esi:leuphana.example:{code}"
    )
