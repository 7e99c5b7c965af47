"""No field of the rules is forgotten: by files, by the database, by words, by the list of changes.

The samples below have another value than the default in every field; a new field fails the first
test until a sample gives it one, and then every test whose subject does not know it.
"""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, get_args

import pytest
from chassis.values import LocalizedText
from exams.api.regulation_packing import pack_version_in_words
from exams.app.regulations import RegulationsInWords
from exams.domain import obstacles
from exams.domain.examinations import ExamForm
from exams.domain.regulation_changes import changes_between
from exams.domain.regulations import (
    AreaContent,
    ExamContent,
    ModuleContent,
    ModuleExam,
    RegulationsContent,
    RegulationsVersion,
)
from exams.domain.rule_texts import rules_in_words
from exams.domain.rules import (
    AreaRule,
    ClashPolicy,
    CompletionRule,
    Cutting,
    ExaminationRules,
    ExamRules,
    FreeAttemptRule,
    GradeImprovementRule,
    GradePolicy,
    OralSupplementaryRule,
    PartTimeReading,
    PartTimeRule,
    RepeatRegistrationRule,
    SickNoteRule,
    Surplus,
    ThesisGrading,
    ThesisRule,
    Weighting,
)
from exams.domain.tables import Effect, TableFormat
from exams.profile.rules_entries import SectionsEntry
from exams.profile.uploads import read_regulations
from exams.profile.workbook import regulations_xlsx
from exams.profile.writing import regulations_yaml
from exams.store.rules import (
    exam_rules_as_json,
    exam_rules_from_json,
    rules_as_json,
    rules_from_json,
)

Path = tuple[str, ...]

RULES = ExaminationRules(
    sections={"registration": "RPO § 1", "attempts": "RPO § 2"},
    attempts=2,
    clash=ClashPolicy.REFUSE,
    part_time=PartTimeRule(credits_tenths=200, reading=PartTimeReading.TARGET),
    free_attempt=FreeAttemptRule(until_programme_semester=4),
    grade_improvement=GradeImprovementRule(
        times=2, free_attempts_only=True, until_programme_semester=5
    ),
    repeat_registration=RepeatRegistrationRule(after_withdrawal=True, after_excused_absence=False),
    sick_note=SickNoteRule(days=7, working_days=False),
    oral_supplementary=OralSupplementaryRule(best_grade=Decimal("3.7")),
    thesis=ThesisRule(
        minimum_credits_tenths=25,
        working_weeks=12,
        extension_weeks=4,
        attempts=3,
        grading=ThesisGrading.MEAN_ROUNDED,
        both_must_pass=True,
    ),
    grades=GradePolicy(
        decimals=2,
        cutting=Cutting.ROUND,
        module_cutting=Cutting.ROUND,
        module_decimals=3,
        weighting=Weighting.MODULE_WEIGHT,
        dropped_worst_credits_tenths=50,
        excluded_areas=("LS",),
        thesis_weight=Decimal("1.5"),
        surplus=Surplus.BEST,
    ),
    completion=CompletionRule(total_credits_tenths=100, areas=(AreaRule("LS", 50),)),
)
# A thesis has a weight or a share, never both.
WITH_SHARE = replace(
    RULES, grades=replace(RULES.grades, thesis_weight=None, thesis_share=Decimal("0.25"))
)
SAMPLES = (RULES, WITH_SHARE)
EXAM_RULES = ExamRules(
    credits_tenths=75,
    attempts=4,
    minimum_credits_tenths=25,
    prerequisites=(("2002", "M-02"), ("2003",)),
    graded=False,
    weight=Decimal("2.5"),
    repeatable=False,
)


def version(rules: ExaminationRules = RULES, exam: ExamRules = EXAM_RULES) -> RegulationsContent:
    """A version with the rules, and an exam of its first module with the rules of the exam."""

    def module(code: str, *exams: tuple[str, ExamForm, ExamRules]) -> ModuleContent:
        return ModuleContent(
            code,
            text(code),
            "LS",
            sum(one.credits_tenths for _, _, one in exams),
            1,
            tuple(
                ModuleExam(ExamContent(number, text(number), form, 90), one)
                for number, form, one in exams
            ),
        )

    plain = ExamRules(25)
    return RegulationsContent(
        code="X-BA-2027",
        programme_code="X-BA",
        name=text("PO 2027"),
        document_url="",
        areas=(AreaContent("LS", text("Leuphana Semester"), 50),),
        modules=(
            module(
                "M-01",
                ("2001", ExamForm.WRITTEN, exam),
                ("2004", ExamForm.ORAL, plain),
                ("2005", ExamForm.ORAL, plain),
            ),
            module("M-02", ("2002", ExamForm.WRITTEN, plain)),
            module("M-03", ("2003", ExamForm.THESIS, plain)),
        ),
        rules=rules,
    )


def text(german: str) -> LocalizedText:
    return LocalizedText(de=german, en=f"{german} (en)")


def values(rules: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Every field of the rules and of the rules in it: path, value, default (MISSING for none)."""
    for one in fields(rules):
        value = getattr(rules, one.name)
        factory = one.default_factory
        yield (*path, one.name), value, one.default if factory is MISSING else factory()
        if is_dataclass(value):
            yield from values(value, (*path, one.name))


def changed(rules: Any, path: Path, value: Any) -> Any:
    """The rules with one value changed."""
    name, rest = path[0], path[1:]
    return replace(rules, **{name: changed(getattr(rules, name), rest, value) if rest else value})


def usual(value: Any, default: Any) -> Any:
    """What a field says without the sample: its default, or another number."""
    return value + 5 if default is MISSING else default


def test_the_samples_give_every_field_another_value_than_its_default() -> None:
    told = {path for one in SAMPLES for path, value, default in values(one) if value != default}
    assert {path for one in SAMPLES for path, _, _ in values(one)} - told == set()
    assert [path for path, value, default in values(EXAM_RULES) if value == default] == []


@pytest.mark.parametrize("rules", SAMPLES)
@pytest.mark.parametrize(
    ("write", "table_format"),
    [(regulations_yaml, TableFormat.YAML), (regulations_xlsx, TableFormat.XLSX)],
)
def test_a_file_brings_every_field_back(
    rules: ExaminationRules, write: Any, table_format: TableFormat
) -> None:
    """domain.md "Exams" 6: "each data in the regulations version"."""
    whole = version(rules)
    assert read_regulations(write(whole), table_format).version == whole


@pytest.mark.parametrize("rules", SAMPLES)
def test_the_database_brings_every_field_back(rules: ExaminationRules) -> None:
    assert rules_from_json(rules_as_json(rules)) == rules
    assert exam_rules_from_json(exam_rules_as_json(EXAM_RULES)) == EXAM_RULES


@pytest.mark.parametrize("rules", SAMPLES)
def test_every_field_of_a_version_is_told_in_words_in_both_languages(
    rules: ExaminationRules,
) -> None:
    words = rules_in_words(version(rules))
    for path, value, default in values(rules):
        if value == default:
            continue
        others = rules_in_words(version(changed(rules, path, usual(value, default))))
        said, said_otherwise = (
            [{(one.rule, one.section, getattr(one.text, language)) for one in each}
             for language in ("de", "en")]
            for each in (words, others)
        )  # fmt: skip
        assert said[0] != said_otherwise[0], path
        assert said[1] != said_otherwise[1], path


def shown(exam: ExamRules) -> bytes:
    """Everything that people are told about a version with the exam."""
    content = version(exam=exam)
    about = RegulationsVersion(
        content.code, content.programme_code, content.name, "", "", None, False, 3, 5
    )
    told = pack_version_in_words(RegulationsInWords(about, content, rules_in_words(content)))
    # Follows from the exams' credits, so that it says nothing about them.
    told.modules[0].ClearField("credits_tenths")
    return told.SerializeToString(deterministic=True)


def test_every_field_of_an_exam_is_told() -> None:
    graded = replace(EXAM_RULES, graded=True, repeatable=True)
    for path, value, default in values(EXAM_RULES):
        # An exam that is not repeated has no attempts to tell, one without grades no weight.
        sample = graded if path[0] in ("attempts", "weight") else EXAM_RULES
        assert shown(sample) != shown(changed(sample, path, usual(value, default))), path


def test_every_field_is_told_when_a_new_file_changes_it() -> None:
    whole = version()
    for path, value, default in values(RULES):
        if value != default:
            after = version(changed(RULES, path, usual(value, default)))
            assert effects(whole, after) == ["version X-BA-2027"], path
    for path, value, default in values(EXAM_RULES):
        after = version(exam=changed(EXAM_RULES, path, usual(value, default)))
        assert "exam 2001" in effects(whole, after), path


def effects(before: RegulationsContent, after: RegulationsContent) -> list[str]:
    return [
        one.subject.en.replace("regulations ", "")
        for one in changes_between(before, after)
        if one.effect is not Effect.UNCHANGED
    ]


def test_every_obstacle_has_a_section_that_files_can_name() -> None:
    rules = {one.rule for one in get_args(obstacles.Obstacle)}
    assert rules - set(SectionsEntry.model_fields) == set()
