"""002, "Semester abroad", paragraph by paragraph."""

from dataclasses import replace
from datetime import date

import pytest
from records.domain.applications.contents import SemesterAbroad
from records.domain.applications.semester_abroad import (
    AbroadFacts,
    notices_of_semester_abroad,
    obstacles_to_semester_abroad,
)
from records.domain.enrolment import RecordedSemester, SemesterStatus, count_semesters
from records.domain.semester_plan import DecisionKind, to_record

from services.records.tests.study_factories import (
    ABROAD_RULES,
    abroad_facts,
    decision,
    enrolment,
    reasons,
    semester,
)

SUMMER = SemesterAbroad(semester("2027S"), "Universidad de Sevilla", "ES", True)


def against(content: SemesterAbroad, facts: AbroadFacts | None = None) -> list[str]:
    return reasons(obstacles_to_semester_abroad(content, facts or abroad_facts(), ABROAD_RULES))


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 11, 2), []),
        (date(2027, 5, 12), []),
        (date(2027, 5, 13), ["ABROAD_DEADLINE_PASSED"]),
    ],
)
def test_it_is_received_by_one_month_after_the_start_of_lectures(
    received: date, expected: list[str]
) -> None:
    """002, "Semester abroad": "The application for the following semester must be received by the
    International Center by one month after the start of lectures at the latest"."""
    assert against(SUMMER, abroad_facts(received=received)) == expected


def test_leave_and_a_semester_abroad_shut_each_other_out() -> None:
    """002, "Semester abroad": "Students maintain all their rights and obligations", which those on
    leave do not."""
    for kind, reason in (
        (DecisionKind.LEAVE, "ABROAD_WHILE_ON_LEAVE"),
        (DecisionKind.ABROAD, "ABROAD_ALREADY"),
    ):
        assert against(SUMMER, abroad_facts(decisions=[decision("2027S", kind)])) == [reason]


def test_it_lies_within_the_enrolment_and_the_calendar_and_abroad() -> None:
    """002, "Semester abroad"."""
    ending = abroad_facts(enrolment(end_date=date(2027, 3, 31)))
    assert against(replace(SUMMER, country="DE"), ending) == [
        "HOST_NOT_ABROAD",
        "ABROAD_AFTER_END",
    ]
    later = abroad_facts(enrolment("2027W", "2027W"))
    assert against(SUMMER, later) == ["ABROAD_BEFORE_ENROLMENT"]
    far = replace(SUMMER, semester=semester("2040S"))
    assert against(far) == ["SEMESTER_NOT_PUBLISHED"]


def test_the_exemption_from_the_contributions_is_said() -> None:
    """002, "Semester abroad": "Students in their semester abroad are completely exempt from the
    semester contributions"."""
    told = " ".join(each.en for each in notices_of_semester_abroad(ABROAD_RULES))
    assert "no semester contribution is due" in told
    assert "all rights and obligations are maintained" in told


def test_it_is_a_semester_of_the_programme_if_work_was_recognised() -> None:
    """002, "Semester abroad": "A semester abroad is classed as a semester of the programme if
    recognisable work is completed abroad"."""
    for recognised, expected in ((True, [1, 2, 3]), (False, [1, 1, 2])):
        recorded = (
            RecordedSemester(semester("2026S"), SemesterStatus.ENROLLED),
            RecordedSemester(semester("2026W"), SemesterStatus.ABROAD, abroad_counts=recognised),
            RecordedSemester(semester("2027S"), SemesterStatus.REREGISTERED),
        )
        counted = count_semesters(recorded, [each.semester for each in recorded])
        assert [each.programme_semester for each in counted] == expected
        assert [each.university_semester for each in counted] == [1, 2, 3]


@pytest.mark.parametrize("counts", [True, False])
def test_whether_it_counts_until_it_is_known_is_the_universitys_rule(*, counts: bool) -> None:
    """002, "Semester abroad": "if recognisable work is completed abroad"."""
    plan = (decision("2027S", DecisionKind.ABROAD),)
    recorded = to_record(plan, semester("2027S"), abroad_counts=counts)
    assert recorded.status is SemesterStatus.ABROAD
    assert recorded.counts_for_programme is counts
    assert to_record(plan, semester("2027W"), abroad_counts=counts).counts_for_programme
