"""Examinations that overlap in time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from exams.domain.examinations import Sitting
from exams.domain.obstacles import Clash
from exams.domain.rules import ClashPolicy
from exams.domain.standing import StandingRegistration

# An examination of unknown duration takes place at its time all the same.
SHORTEST = timedelta(minutes=1)


def clashes(
    sitting: Sitting, registrations: Iterable[StandingRegistration], policy: ClashPolicy
) -> tuple[Clash, ...]:
    """The registrations under way that a dated sitting overlaps; none where nobody minds.

    One examination may begin in the minute in which another ends. The same sitting is no clash,
    and neither are other sittings of the same exam: rules of their own look at those.
    """
    if policy is ClashPolicy.IGNORE or sitting.start_time is None:
        return ()
    start, end = sitting.start_time, _end(sitting.start_time, sitting.duration_minutes)
    return tuple(
        Clash(
            registration_id=one.registration_id,
            exam_number=one.exam_number,
            exam_name=one.exam_name,
            start_time=one.start_time,
            end_time=_end(one.start_time, one.duration_minutes),
            refuses=policy is ClashPolicy.REFUSE,
        )
        for one in registrations
        if one.start_time is not None
        and one.is_live
        and one.exam_number != sitting.exam_number
        and one.start_time < end
        and start < _end(one.start_time, one.duration_minutes)
    )


def _end(start: datetime, minutes: int) -> datetime:
    return start + max(timedelta(minutes=minutes), SHORTEST)
