"""Enrolments and the counting of semesters.

Which semesters an enrolment shows: those that were recorded for it, and no other. Enrolling records
the first semester and each one up to the current one, since a person who is entered today with an
earlier first semester has studied since. A semester that begins later is recorded by
re-registration, never by the mere passing of time: who has not re-registered is not shown as a
student of the new semester.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, Semester

from records.domain.catalogue import EnrolmentKind, Programme, RegulationsVersion


class SemesterStatus(StrEnum):
    """How a semester of an enrolment is spent."""

    ENROLLED = "enrolled"
    REREGISTERED = "reregistered"
    ON_LEAVE = "on_leave"
    # A semester abroad.
    ABROAD = "abroad"


class EndReason(StrEnum):
    """What set the end of an enrolment."""

    # The last examination.
    COMPLETION = "completion"
    # The student's application for de-registration.
    APPLICATION = "application"
    NOT_REREGISTERED = "not_reregistered"
    # Student Services, for a reason of their own.
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class RecordedSemester:
    """A semester as it is recorded for an enrolment, not yet counted."""

    semester: Semester
    status: SemesterStatus
    part_time: bool = False
    # Whether it counts as a semester of the programme where it is spent abroad.
    abroad_counts: bool = True

    @property
    def counts_for_programme(self) -> bool:
        """Whether it is a semester of the programme (Fachsemester)."""
        if self.status is SemesterStatus.ABROAD:
            return self.abroad_counts
        return self.status is not SemesterStatus.ON_LEAVE


@dataclass(frozen=True, slots=True)
class CountedSemester:
    """A recorded semester with its numbers.

    `programme_semester` (Fachsemester) counts neither semesters on leave nor those abroad without
    recognised work; `university_semester`
    (Hochschulsemester) counts each semester in which the person is enrolled, in whatever
    programme, once.
    """

    recorded: RecordedSemester
    programme_semester: int
    university_semester: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A person in a degree programme under one version of its regulations."""

    enrolment_id: UUID
    person_id: UUID
    programme: Programme
    regulations_version: RegulationsVersion
    major: str
    minor: str
    first_enrolment_date: date
    # None while the end is not known.
    end_date: date | None
    semesters: tuple[CountedSemester, ...]
    version: int
    # What set the end; None without an end.
    end_reason: EndReason | None = None
    # The day of the last examination, once the studies are complete.
    completion_date: date | None = None

    @property
    def kind(self) -> EnrolmentKind:
        """Which rules the enrolment follows."""
        return self.programme.kind

    def is_current(self, today: date) -> bool:
        """Whether the enrolment has not ended before the day."""
        return self.end_date is None or self.end_date >= today

    def with_completion(self, last_exam_date: date | None) -> "Enrolment":
        """The enrolment as it ends once the studies are complete; None where they are not.

        It ends with the semester of the last examination, whenever the result was released
        (guide 002, "De-registration"), and never before the first semester, as recognised results
        may be older. An end that was set otherwise, such as by an application, stays.
        """
        noted = replace(self, completion_date=last_exam_date)
        if self.end_date is not None and self.end_reason is not EndReason.COMPLETION:
            return noted
        if last_exam_date is None:
            return replace(noted, end_date=None, end_reason=None)
        semester = Semester.of(max(last_exam_date, self.first_enrolment_date))
        return replace(noted, end_date=semester.last_date, end_reason=EndReason.COMPLETION)

    @property
    def major_name(self) -> LocalizedText | None:
        """The major in both languages; None where none was chosen."""
        return self._named(self.major, self.programme.major_named(self.major))

    @property
    def minor_name(self) -> LocalizedText | None:
        """The minor in both languages; None where none was chosen."""
        return self._named(self.minor, self.programme.minor_named(self.minor))

    @staticmethod
    def _named(german: str, offered: LocalizedText | None) -> LocalizedText | None:
        """A choice that the catalogue no longer has keeps its German name."""
        if not german:
            return None
        return offered or LocalizedText(de=german, en=german)

    def recorded_in(self, semester: Semester) -> RecordedSemester | None:
        """What is recorded for the semester; None where nothing is."""
        recorded = (each.recorded for each in self.semesters)
        return next((each for each in recorded if each.semester == semester), None)

    def with_semesters_counted(self, all_semesters: Iterable[Semester]) -> "Enrolment":
        """The enrolment counted anew among all semesters of the person."""
        recorded = [each.recorded for each in self.semesters]
        return replace(self, semesters=count_semesters(recorded, all_semesters))


def semesters_to_record(first: Semester, current: Semester) -> tuple[RecordedSemester, ...]:
    """The semesters that enrolling records: the first one and each up to the current one.

    Enrolled for a semester to come, the first one stands alone.
    """
    recorded = [RecordedSemester(first, SemesterStatus.ENROLLED)]
    semester = first.next()
    while semester <= current:
        recorded.append(RecordedSemester(semester, SemesterStatus.REREGISTERED))
        semester = semester.next()
    return tuple(recorded)


def count_semesters(
    recorded: Sequence[RecordedSemester], all_semesters: Iterable[Semester]
) -> tuple[CountedSemester, ...]:
    """Counts the semesters of one enrolment, in order of time.

    `all_semesters` are those of every enrolment of the person, this one included; repetitions do
    not matter.
    """
    of_the_person = sorted(set(all_semesters))
    counted: list[CountedSemester] = []
    programme_semester = 0
    for each in sorted(recorded, key=lambda each: each.semester):
        if each.counts_for_programme:
            programme_semester += 1
        university_semester = sum(1 for one in of_the_person if one <= each.semester)
        counted.append(CountedSemester(each, programme_semester, university_semester))
    return tuple(counted)


def current_first(enrolments: Iterable[Enrolment], today: date) -> tuple[Enrolment, ...]:
    """Current enrolments before ended ones, the newest first within each."""
    return tuple(
        sorted(
            enrolments,
            key=lambda each: (
                not each.is_current(today),
                -each.first_enrolment_date.toordinal(),
                each.programme.code,
                each.enrolment_id,
            ),
        )
    )
