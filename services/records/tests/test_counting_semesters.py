"""Which semesters an enrolment shows, and how they are counted."""

from chassis.values import Semester
from hypothesis import given
from hypothesis import strategies as st
from records.domain.enrolment import (
    RecordedSemester,
    SemesterStatus,
    count_semesters,
    semesters_to_record,
)

S = Semester.parse


def recorded(*codes: str) -> list[RecordedSemester]:
    return [RecordedSemester(S(code), SemesterStatus.REREGISTERED) for code in codes]


def test_enrolling_records_the_first_semester_and_each_up_to_the_current_one() -> None:
    semesters = semesters_to_record(S("2025W"), current=S("2026W"))
    assert [(each.semester.code, each.status) for each in semesters] == [
        ("2025W", SemesterStatus.ENROLLED),
        ("2026S", SemesterStatus.REREGISTERED),
        ("2026W", SemesterStatus.REREGISTERED),
    ]


def test_enrolling_for_a_semester_to_come_records_that_one_only() -> None:
    semesters = semesters_to_record(S("2027S"), current=S("2026W"))
    assert [each.semester.code for each in semesters] == ["2027S"]


def test_a_semester_in_two_programmes_counts_once_at_the_university() -> None:
    first = recorded("2025W", "2026S", "2026W")
    second = recorded("2026S", "2026W")
    everything = [each.semester for each in (*first, *second)]
    numbers = [
        (each.programme_semester, each.university_semester)
        for each in count_semesters(second, everything)
    ]
    assert numbers == [(1, 2), (2, 3)]


def test_a_semester_on_leave_counts_at_the_university_only() -> None:
    semesters = recorded("2025W", "2026W")
    semesters.insert(1, RecordedSemester(S("2026S"), SemesterStatus.ON_LEAVE))
    numbers = [
        (each.programme_semester, each.university_semester)
        for each in count_semesters(semesters, [each.semester for each in semesters])
    ]
    assert numbers == [(1, 1), (1, 2), (2, 3)]


semesters_of_time = st.integers(2020, 2030).flatmap(
    lambda year: st.sampled_from([S(f"{year}S"), S(f"{year}W")])
)


@given(
    st.lists(semesters_of_time, unique=True, min_size=1),
    st.lists(semesters_of_time),
    st.sampled_from(SemesterStatus),
)
def test_counts_never_fall_and_the_programme_never_leads(
    own: list[Semester], others: list[Semester], status: SemesterStatus
) -> None:
    semesters = [RecordedSemester(each, status) for each in own]
    counted = count_semesters(semesters, [*own, *others])
    assert [each.recorded.semester for each in counted] == sorted(own)
    assert all(each.programme_semester <= each.university_semester for each in counted)
    university = [each.university_semester for each in counted]
    assert university == sorted(set(university))
    assert university[-1] <= len({*own, *others})
