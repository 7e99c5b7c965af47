"""The individual standard duration of somebody's studies."""

from collections.abc import Iterable

from chassis.values import Semester

from records.domain.enrolment import RecordedSemester, SemesterStatus


def part_time_semesters(semesters: Iterable[RecordedSemester]) -> tuple[Semester, ...]:
    """The semesters studied part-time, in order of time; on leave nobody studies at all."""
    return tuple(
        sorted(
            {
                each.semester
                for each in semesters
                if each.part_time and each.status is not SemesterStatus.ON_LEAVE
            }
        )
    )


def extensions(
    semesters: Iterable[RecordedSemester], semesters_per_extension: int
) -> tuple[Semester, ...]:
    """The semesters of one programme with which its standard duration grew by one, in order.

    It grows with each second semester of part-time study, or whatever number the university's
    rules name (guide 002, "Semester contribution and fees").
    """
    return part_time_semesters(semesters)[semesters_per_extension - 1 :: semesters_per_extension]


def individual_standard_duration(
    standard_duration: int, semesters: Iterable[RecordedSemester], semesters_per_extension: int
) -> int:
    """The person's own standard duration of a programme, in semesters."""
    return standard_duration + len(extensions(semesters, semesters_per_extension))
