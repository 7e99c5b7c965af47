"""How somebody has studied: every semester with its numbers, and how enrolments ended."""

from collections.abc import Iterable
from dataclasses import dataclass

from chassis.values import Semester

from records.domain.enrolment import CountedSemester, Enrolment, SemesterStatus
from records.domain.standard_duration import individual_standard_duration, part_time_semesters


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One semester of one enrolment."""

    enrolment: Enrolment
    counted: CountedSemester
    # Whether the enrolment ends in this semester.
    ends: bool

    @property
    def semester(self) -> Semester:
        """The semester."""
        return self.counted.recorded.semester


@dataclass(frozen=True, slots=True)
class StudyPeriod:
    """One enrolment in numbers of semesters."""

    enrolment: Enrolment
    # The person's own, with part-time study.
    individual_standard_duration: int
    programme_semesters: int
    leave_semesters: int
    abroad_semesters: int
    part_time_semesters: int


@dataclass(frozen=True, slots=True)
class StudyHistory:
    """All semesters of a person at this university."""

    # In order of time.
    lines: tuple[HistoryLine, ...]
    periods: tuple[StudyPeriod, ...]


def study_history(enrolments: Iterable[Enrolment], semesters_per_extension: int) -> StudyHistory:
    """The history of a person's enrolments, the oldest first."""
    in_order = sorted(
        enrolments,
        key=lambda each: (each.first_enrolment_date, each.programme.code, each.enrolment_id),
    )
    lines = [
        HistoryLine(enrolment, counted, ends=counted is _last_of(enrolment))
        for enrolment in in_order
        for counted in enrolment.semesters
    ]
    return StudyHistory(
        # Sorting keeps the order of enrolments within a semester.
        lines=tuple(sorted(lines, key=lambda each: each.semester)),
        periods=tuple(_period(each, semesters_per_extension) for each in in_order),
    )


def _last_of(enrolment: Enrolment) -> CountedSemester | None:
    """The recorded semester in which the enrolment ends.

    De-registered before the semester begins, the last recorded one is the last.
    """
    if enrolment.end_date is None:
        return None
    last = Semester.of(enrolment.end_date)
    until = [each for each in enrolment.semesters if each.recorded.semester <= last]
    return max(until, key=lambda each: each.recorded.semester, default=None)


def _period(enrolment: Enrolment, semesters_per_extension: int) -> StudyPeriod:
    recorded = [each.recorded for each in enrolment.semesters]
    statuses = [each.status for each in recorded]
    return StudyPeriod(
        enrolment=enrolment,
        individual_standard_duration=individual_standard_duration(
            enrolment.programme.standard_duration_semesters, recorded, semesters_per_extension
        ),
        programme_semesters=sum(1 for each in recorded if each.counts_for_programme),
        leave_semesters=statuses.count(SemesterStatus.ON_LEAVE),
        abroad_semesters=statuses.count(SemesterStatus.ABROAD),
        part_time_semesters=len(part_time_semesters(recorded)),
    )
