"""How progress and averages are explained, in German and English."""

from decimal import Decimal
from fractions import Fraction

import pytest
from chassis.values import LocalizedText
from exams.domain.averages import average, grade_in_full, in_full
from exams.domain.planning import PlanProblem, plan_grades
from exams.domain.progress import study_progress
from exams.domain.rules import Cutting, ExaminationRules, GradePolicy, Weighting
from exams.texts.averages import explain_line, explain_policy
from exams.texts.progress import PLAN_PROBLEMS, answer_to, explain_missing

from services.exams.tests.progress_factories import (
    exam,
    failed,
    graded,
    module,
    passed,
    plan,
    record,
)

SECTIONS = {"averages": "RPO § 19", "completion": "RPO § 21"}


def rules(**policy: object) -> ExaminationRules:
    return ExaminationRules(sections=SECTIONS, grades=GradePolicy(**policy))  # type: ignore[arg-type]


def lines(of: ExaminationRules, *modules: object) -> list[LocalizedText]:
    found = average(modules, of.grades)  # type: ignore[arg-type]
    return [explain_line(line, of) for line in found.lines]


def test_a_line_says_what_a_module_counts_with_and_by_which_section() -> None:
    [line] = lines(rules(), graded("A", "1.7", cp="7.5"))
    assert line == LocalizedText(
        "zählt mit seinen 7,5 CP (RPO § 19)", "counts with its 7.5 CP (RPO § 19)"
    )


def test_a_line_says_how_the_modules_grade_came_about() -> None:
    [line] = lines(rules(), graded("A", "1.7", "2.0"))
    assert line.de == (
        "zählt mit seinen 5 CP; Modulnote aus 1,7 und 2,0, nach der ersten Nachkommastelle "
        "abgeschnitten, nicht gerundet (RPO § 19)"
    )
    assert line.en == (
        "counts with its 5 CP; module grade from 1.7 and 2.0, cut after the first decimal, not "
        "rounded (RPO § 19)"
    )


def test_planned_and_recognised_grades_are_marked() -> None:
    planned, recognised = lines(
        rules(), graded("A", "1.0", planned=True), graded("B", "1.0", recognised=True)
    )
    assert planned.en == "counts with its 5 CP; planned (RPO § 19)"
    assert recognised.de == "zählt mit seinen 5 CP; anerkannt (RPO § 19)"


def test_every_treatment_has_its_sentence() -> None:
    policy = rules(
        excluded_areas=("X",), dropped_worst_credits_tenths=150, thesis_weight=Decimal(30)
    )
    said = lines(
        policy,
        graded("A", "1.0", cp="10"),
        graded("B", "3.0", cp="10"),
        graded("C", "4.0", cp="10"),
        graded("D", "1.0", area_code="X"),
        graded("E"),
        graded("F", "1.0", complete=False),
        graded("G", "1.0", is_surplus=True),
        graded("H", "1.0", cp="0"),
        graded("T", "1.0", cp="15", is_thesis=True),
    )
    assert [one.en.removesuffix(" (RPO § 19)") for one in said] == [
        "counts with its 10 CP",
        "counts with the weight 5 only: 5 CP are among the worst ones, which are left out",
        "does not count: is among the worst ones with 10 CP, which are left out",
        "does not count: the area does not enter the final grade",
        "does not count: passed without a grade",
        "does not count yet: the module is not complete",
        "does not count: other modules fill the area already",
        "does not count: the module has no weight",
        "counts as the thesis with the weight 30",
    ]
    assert all(one.de != one.en for one in said)


def test_a_thesis_with_a_share_and_weights_of_modules_are_told() -> None:
    policy = rules(weighting=Weighting.MODULE_WEIGHT, thesis_share=Decimal("0.25"))
    module_, thesis = lines(policy, graded("A", "1.0"), graded("T", "2.0", is_thesis=True))
    assert module_.en == "counts with the weight 1 (RPO § 19)"
    assert thesis.de == "zählt als Abschlussarbeit zu 25 % der Gesamtnote (RPO § 19)"


@pytest.mark.parametrize(
    ("policy", "german", "english"),
    [
        (
            {},
            "gewichtet nach CP, nach der ersten Nachkommastelle abgeschnitten, nicht gerundet",
            "weighted by credits, cut after the first decimal, not rounded",
        ),
        (
            {"cutting": Cutting.ROUND, "decimals": 2, "weighting": Weighting.MODULE_WEIGHT},
            "gewichtet nach Modulgewichten, an der zweiten Nachkommastelle gerundet",
            "weighted by module weights, rounded to the second decimal",
        ),
        (
            {"cutting": Cutting.EXACT},
            "gewichtet nach CP, nicht gerundet",
            "weighted by credits, not rounded",
        ),
    ],
)
def test_the_policy_is_told(policy: dict[str, object], german: str, english: str) -> None:
    told = explain_policy(rules(**policy))
    assert told == LocalizedText(f"{german} (RPO § 19)", f"{english} (RPO § 19)")


def test_without_a_section_none_is_invented() -> None:
    assert explain_policy(ExaminationRules()).en.endswith("not rounded")


def test_what_is_missing_is_said_in_one_sentence_each() -> None:
    studies = plan(
        module("A", exam("1"), exam("2", "2.5")),
        module("F", exam("3")),
        module("N", cp="5"),
        module("E", exam("4"), area="ELECTIVE", compulsory=False),
        total="40",
        areas={"ELECTIVE": "10"},
        sections=SECTIONS,
    )
    found = study_progress(studies, record(passed("1"), *[failed("3")] * 3, passed("4")))
    said = [explain_missing(one, studies.rules) for one in found.missing]
    assert [one.de for one in said] == [
        "Das Modul A Module A (7,5 CP) ist offen: 2 Exam 2. (RPO § 21)",
        "Die Prüfung 3 Exam 3 im Modul F ist endgültig nicht bestanden; ohne sie kann das Studium "
        "nicht abgeschlossen werden. Wenden Sie sich an die Studienberatung. (RPO § 21)",
        "Das Modul N Module N (5 CP) ist offen: es hat keine Prüfung und wird anerkannt. "
        "(RPO § 21)",
        "Im Bereich Area ELECTIVE fehlen 5 CP aus Wahlmodulen (5 von 10 CP in abgeschlossenen "
        "Modulen). (RPO § 21)",
        "Insgesamt fehlen noch 12,5 CP (5 von 40 CP in abgeschlossenen Modulen). (RPO § 21)",
    ]
    assert said[4].en == "In all, 12.5 CP are missing (5 of 40 CP in complete modules). (RPO § 21)"
    assert "student counselling" in said[1].en


def test_a_version_without_modules_says_who_knows() -> None:
    [missing] = study_progress(plan(), record()).missing
    assert "Prüfungsamt" in explain_missing(missing, ExaminationRules()).de


THREE = plan(module("A", exam("1", "10")), module("B", exam("2", "10")))


@pytest.mark.parametrize(
    ("done", "target", "german"),
    [
        ({}, None, "Es gibt noch keine Note, die in den Durchschnitt einfließt."),
        ({"1": "1.3"}, None, "Mit den geplanten Noten ergibt sich der Durchschnitt 1,3."),
        (
            {"1": "1.3"},
            "1.5",
            "Für 1,5 brauchen Sie in allem, was noch offen ist und benotet wird (1 Prüfung, "
            "10 CP), im Durchschnitt 1,89 oder besser.",
        ),
        (
            {"1": "1.0"},
            "2.5",
            "2,5 erreichen Sie mit jeder Note, mit der Sie bestehen, was noch offen ist und "
            "benotet wird (1 Prüfung, 10 CP).",
        ),
        (
            {},
            "1.0",
            "Für 1,0 brauchen Sie in allem, was noch offen ist und benotet wird (2 Prüfungen, "
            "20 CP), im Durchschnitt 1,09 oder besser.",
        ),
        (
            {"1": "4.0"},
            "1.5",
            "1,5 ist nicht mehr erreichbar: Auch mit 1,0 in allem, was noch offen ist und "
            "benotet wird (1 Prüfung, 10 CP), ergibt sich 2,5.",
        ),
        (
            {"1": "2.0", "2": "2.0"},
            "2.0",
            "2,0 ist erreicht: Keine benotete Prüfung ist mehr offen, der Durchschnitt ist 2,0.",
        ),
        (
            {"1": "2.0", "2": "2.3"},
            "2.0",
            "2,0 ist nicht mehr erreichbar: Keine benotete Prüfung ist mehr offen, der "
            "Durchschnitt ist 2,1.",
        ),
    ],
)
def test_the_answer_says_what_the_target_needs(
    done: dict[str, str], target: str | None, german: str
) -> None:
    results = record(*(passed(number, grade) for number, grade in done.items()))
    found = plan_grades(THREE, results, [], Decimal(target) if target else None)
    said = answer_to(found)
    assert said.de == german
    assert said.en
    assert said.en != said.de


def test_studies_that_cannot_be_completed_are_said_to_be_so() -> None:
    found = plan_grades(THREE, record(*[failed("1")] * 3), [], Decimal("2.0"))
    assert answer_to(found).en == "2.0 is out of reach: a compulsory exam is finally failed."


def test_every_problem_of_a_plan_has_its_sentences() -> None:
    assert set(PLAN_PROBLEMS) == set(PlanProblem)


@pytest.mark.parametrize(
    ("number", "text"),
    [("18.25", "18.25"), ("10", "10"), ("11/6", "11/6"), ("0", "0"), ("1/8", "0.125")],
)
def test_numbers_are_written_in_full(number: str, text: str) -> None:
    assert in_full(Fraction(number)) == text


def test_grades_have_a_decimal() -> None:
    assert [grade_in_full(Fraction(one)) for one in ("2", "1.85", "11/6")] == [
        "2.0",
        "1.85",
        "11/6",
    ]
