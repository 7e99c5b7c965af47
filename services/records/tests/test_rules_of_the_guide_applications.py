"""The rules of guide 002 on applications that are about one thing each.

Each test quotes its paragraph of 002, "Organise your Masters".
"""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from chassis.values import LocalizedText, PersonName
from records.domain.applications import (
    card_replacement,
    error_report,
    focus_change,
    personal_details,
    second_degree,
)
from records.domain.applications.card_replacement import CardFacts
from records.domain.applications.contents import CardReplacement
from records.domain.applications.kinds import Office
from records.domain.applications.second_degree import SecondDegreeFacts
from records.domain.catalogue import (
    Degree,
    EnrolmentKind,
    Programme,
    RegulationsVersion,
)
from records.domain.enrolment import Enrolment
from records.domain.obstacles import Obstacle
from records.domain.student_cards import CardDelivery, CardLoss

from services.records.tests.application_factories import (
    FOCUS,
    LOST,
    REPORT,
    SECOND,
    STOLEN,
)


def same(text: str) -> LocalizedText:
    return LocalizedText(de=text, en=text)


PROGRAMME = Programme(
    code="KUWI-BA",
    name=same("Kulturwissenschaften"),
    kind=EnrolmentKind.STUDENT,
    degree=Degree("BA", "B.A.", same("Bachelor of Arts")),
    school_code="college",
    faculty_name=same("Kulturwissenschaften"),
    standard_duration_semesters=6,
    majors=(same("Antike"), same("Moderne")),
    minors=(same("Philosophie"), same("BWL")),
    regulations_versions=(RegulationsVersion("KUWI-BA-2024", same("2024")),),
    focus_change_possible=True,
)
ENROLMENT = Enrolment(
    enrolment_id=uuid4(),
    person_id=uuid4(),
    programme=PROGRAMME,
    regulations_version=PROGRAMME.regulations_versions[0],
    major="Antike",
    minor="Philosophie",
    first_enrolment_date=date(2025, 10, 1),
    end_date=None,
    semesters=(),
    version=1,
)
OTHER = replace(PROGRAMME, code="DATA-MSC", name=same("Datenkunde"), majors=(), minors=())
FACTS = SecondDegreeFacts(
    first_programme_code="KUWI-BA",
    second_programme=OTHER,
    version_known=True,
    enrolled_in={"KUWI-BA"},
    accepted_for=(),
    without_adviser=(),
    semester_published=True,
    today=date(2026, 11, 2),
    first_enrolment_pending=False,
)
CARD = CardFacts(has_card=True, is_enrolled=True, has_letter_address=True)


def codes(found: tuple[Obstacle, ...]) -> list[str]:
    for one in found:
        assert one.explanation.de
        assert one.explanation.en
        assert bool(one.remedy.de) == bool(one.remedy.en)
        assert "{" not in one.explanation.de + one.explanation.en
    return [one.reason for one in found]


class TestChangeOfMainFocusOrMinor:
    """002, "Change of main focus or minor": "you can change the main focus or your minor during
    the programme in justified cases"."""

    def test_in_the_programme_it_can_be_changed_in_justified_cases(self) -> None:
        """ "you can change the main focus or your minor […] in justified cases" """
        assert codes(focus_change.obstacles_to_focus_change(FOCUS, ENROLMENT)) == []
        minor = replace(FOCUS, new_major="", new_minor="BWL")
        assert codes(focus_change.obstacles_to_focus_change(minor, ENROLMENT)) == []
        unjustified = replace(FOCUS, justification="")
        found = focus_change.obstacles_to_focus_change(unjustified, ENROLMENT)
        assert codes(found) == ["JUSTIFICATION_MISSING"]

    def test_other_programmes_do_not_allow_it(self) -> None:
        """ "In the Culture, Arts and Media degree programme" """
        closed = replace(ENROLMENT, programme=replace(PROGRAMME, focus_change_possible=False))
        found = focus_change.obstacles_to_focus_change(FOCUS, closed)
        assert codes(found) == ["FOCUS_CHANGE_NOT_POSSIBLE"]

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"new_major": ""}, ["FOCUS_NOT_CHOSEN"]),
            ({"new_major": "Mittelalter"}, ["FOCUS_UNKNOWN"]),
            ({"new_major": "Antike"}, ["FOCUS_UNCHANGED"]),
            (
                {"new_major": "Antike", "new_minor": "Jura", "justification": ""},
                ["FOCUS_UNCHANGED", "FOCUS_UNKNOWN", "JUSTIFICATION_MISSING"],
            ),
        ],
    )
    def test_the_new_one_is_of_the_catalogue_and_another_one(
        self, changes: dict[str, Any], expected: list[str]
    ) -> None:
        """ "you can change the main focus or your minor" """
        content = replace(FOCUS, **changes)
        assert codes(focus_change.obstacles_to_focus_change(content, ENROLMENT)) == expected


class TestReplacingTheStudentCard:
    """002, "Replacing the student ID card"."""

    def test_after_theft_the_report_to_the_police_is_needed_and_nothing_else(self) -> None:
        """ "In the event of theft […] a copy of the report to the police is to be submitted" """
        [proof] = card_replacement.proofs_of(STOLEN)
        assert (proof.proof, proof.required) == ("police_report", True)
        assert codes(card_replacement.obstacles_to_replacing(STOLEN, CARD)) == []

    @pytest.mark.parametrize("loss", [CardLoss.LOST, CardLoss.DAMAGED])
    def test_in_all_other_cases_reasons_must_be_submitted(self, loss: CardLoss) -> None:
        """ "in all other cases, reasons must be submitted" """
        content = replace(LOST, loss=loss)
        assert card_replacement.proofs_of(content) == ()
        assert codes(card_replacement.obstacles_to_replacing(content, CARD)) == []
        without = replace(content, explanation="")
        found = card_replacement.obstacles_to_replacing(without, CARD)
        assert codes(found) == ["CARD_REASONS_MISSING"]

    def test_only_after_theft_it_is_issued_in_person(self) -> None:
        """002, "Provision of the new semester ticket/ student card": "In the case of theft, the
        new […] student card can be issued immediately in person. In all other cases, it is sent by
        post to the indicated address"
        """
        in_person = replace(LOST, delivery=CardDelivery.IN_PERSON)
        found = card_replacement.obstacles_to_replacing(in_person, CARD)
        assert codes(found) == ["DELIVERY_BY_POST"]

    def test_the_post_needs_an_address(self) -> None:
        """ "it is sent by post to the indicated address" """
        nowhere = replace(CARD, has_letter_address=False)
        anywhere = replace(LOST, address=None)
        assert codes(card_replacement.obstacles_to_replacing(LOST, nowhere)) == []
        found = card_replacement.obstacles_to_replacing(anywhere, nowhere)
        assert codes(found) == ["NO_ADDRESS"]

    def test_there_has_to_be_a_card_and_an_enrolment(self) -> None:
        """ "Replacing the student ID card" """
        none = CardFacts(has_card=False, is_enrolled=False, has_letter_address=True)
        content = CardReplacement(CardLoss.LOST, "", CardDelivery.POST)
        assert codes(card_replacement.obstacles_to_replacing(content, none)) == [
            "NOT_ENROLLED",
            "NO_CARD_TO_REPLACE",
            "CARD_REASONS_MISSING",
        ]


class TestChangingPersonalDetails:
    """002, "Changing your personal details"."""

    PRESENT = PersonName("Ayşe", "Öztürk")
    TODAY = date(2026, 11, 2)

    def test_a_name_change_needs_the_name_change_document(self) -> None:
        """ "in the case of a name change, we require the application and the name-change
        document"
        """
        assert personal_details.NAME_CHANGE_DOCUMENT.required
        assert not personal_details.REGISTRATION_CERTIFICATE.required

    def test_the_name_is_another_one_that_is_borne_by_now(self) -> None:
        """ "Students are obligated to communicate changes […] without delay" """
        new = PersonName("Ayşe", "Yılmaz")
        check = partial(
            personal_details.obstacles_to_name_change,
            birth_date=date(2004, 5, 17),
            today=self.TODAY,
        )
        assert codes(check(new, self.PRESENT, self.TODAY)) == []
        assert codes(check(new, self.PRESENT, date(2004, 5, 17))) == []
        assert codes(check(new, self.PRESENT, date(2004, 5, 16))) == ["NAME_DAY_BEFORE_BIRTH"]
        unchanged = check(self.PRESENT, self.PRESENT, date(2026, 11, 3))
        assert codes(unchanged) == ["NAME_UNCHANGED", "NAME_DAY_TO_COME"]


class TestTwoDegrees:
    """002, "Procedure for applying to study for two degrees"."""

    def test_both_advisers_decide_before_student_services(self) -> None:
        """ "4. Present the application […] to the first degree programme advisor. […] 5.
        Subsequently, […] to the advisor of the degree programme you want to study additionally. […]
        6. You should submit […] the application signed by both programme advisors to Student
        Services."
        """
        first, second, third = second_degree.steps_of("KUWI-BA", "DATA-MSC")
        assert (first.office, first.programme_code) == (Office.ADVISER, "KUWI-BA")
        assert (second.office, second.programme_code) == (Office.ADVISER, "DATA-MSC")
        assert third.office is Office.STUDENT_SERVICES

    def test_the_performance_record_is_needed(self) -> None:
        """ "3. Print out a performance record for yourself" """
        assert second_degree.TRANSCRIPT.required

    def test_the_complement_has_to_be_explained(self) -> None:
        """ "The advisor reviews whether the desired second degree represents a sensible complement
        of the degree started first"
        """
        assert codes(second_degree.obstacles_to_second_degree(SECOND, FACTS)) == []
        content = replace(SECOND, justification="")
        found = second_degree.obstacles_to_second_degree(content, FACTS)
        assert codes(found) == ["JUSTIFICATION_MISSING"]

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"second_programme": None}, "PROGRAMME_UNKNOWN"),
            ({"second_programme": PROGRAMME}, "SECOND_DEGREE_SAME_PROGRAMME"),
            ({"enrolled_in": {"KUWI-BA", "DATA-MSC"}}, "ALREADY_ENROLLED"),
            ({"accepted_for": {"DATA-MSC"}}, "ALREADY_ACCEPTED"),
            ({"version_known": False}, "REGULATIONS_VERSION_UNKNOWN"),
            ({"semester_published": False}, "SEMESTER_NOT_PUBLISHED"),
            ({"today": date(2027, 10, 1)}, "FIRST_SEMESTER_OVER"),
            ({"without_adviser": [same("Datenkunde")]}, "NO_ADVISER_NAMED"),
            ({"first_enrolment_pending": True}, "FIRST_ENROLMENT_PENDING"),
        ],
    )
    def test_the_second_degree_is_another_one_that_can_be_begun(
        self, changes: dict[str, Any], expected: str
    ) -> None:
        """ "the degree programme you want to study additionally" """
        facts = replace(FACTS, **changes)
        assert codes(second_degree.obstacles_to_second_degree(SECOND, facts)) == [expected]

    def test_major_and_minor_are_of_the_catalogue(self) -> None:
        """ "the degree programme you want to study additionally" """
        content = replace(SECOND, major="Antike", minor="Jura")
        found = second_degree.obstacles_to_second_degree(content, FACTS)
        assert codes(found) == ["MAJOR_UNKNOWN", "MINOR_UNKNOWN"]


def test_a_report_says_which_one_is_wrong_and_what() -> None:
    assert codes(error_report.obstacles_to_report(REPORT)) == []
    empty = replace(REPORT, reference="", text="")
    found = error_report.obstacles_to_report(empty)
    assert codes(found) == ["REFERENCE_MISSING", "REPORT_TEXT_MISSING"]
