"""Examination periods and the sittings that follow their dates."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from chassis.errors import Failure
from chassis.values import Semester, end_of_day
from exams.app.periods import SavedPeriod, list_periods, save_period
from exams.domain.sitting_plans import ExaminationPeriod
from exams.store.periods import find_period
from exams.store.tables import examination_periods

from services.exams.tests.office_factories import Office, local

WINTER = Semester.parse("2026W")


def stored(campus: Any, period: int = 1, semester: Semester = WINTER) -> ExaminationPeriod:
    found = campus.run(find_period, semester, period)
    assert found is not None
    one: ExaminationPeriod = found.period
    return one


def save(campus: Any, period: ExaminationPeriod, *, etag: str = "1", dry_run: bool = False) -> Any:
    saved: SavedPeriod = campus.run(save_period, period, etag=etag, dry_run=dry_run)
    return saved


def refused(campus: Any, period: ExaminationPeriod, etag: str = "1") -> list[str]:
    with pytest.raises(Failure) as failure:
        save(campus, period, etag=etag)
    return [failure.value.reason, *(f"{one.path} {one.reason}" for one in failure.value.fields)]


def test_sittings_follow_a_longer_window(campus: Any) -> None:
    office = Office(campus)
    own = office.create(
        registration_open_time=local(2026, 11, 1), registration_close_time=local(2026, 11, 20)
    )
    longer = replace(stored(campus), registration_last_date=date(2026, 11, 30))
    rehearsed = save(campus, longer, dry_run=True)
    assert rehearsed.changed_sitting_count == 6
    assert stored(campus) != longer
    saved = save(campus, longer)
    assert (saved.changed_sitting_count, saved.stored.version) == (6, 2)
    follows = office.sitting(campus.sitting("1001"))
    assert follows.registration.close_time == end_of_day(date(2026, 11, 30))
    assert office.sitting(own.sitting_id) == own
    campus.at(2026, 11, 25)
    campus.register(campus.student(), campus.sitting("1001"))


def test_withdrawal_limits_are_counted_anew_with_public_holidays(campus: Any) -> None:
    """Public holidays of Lower Saxony and weekends are no working days."""
    office = Office(campus)
    first = office.create(start_time=local(2027, 1, 5, 10))
    assert first.withdrawal_close_time == end_of_day(date(2026, 12, 28))
    save(campus, replace(stored(campus), withdrawal_working_days=2))
    assert office.sitting(campus.sitting("1001")).withdrawal_close_time == end_of_day(
        date(2027, 1, 29)
    )
    # 1 January is a Friday and a public holiday: two working days before 5 January.
    assert office.sitting(first.sitting_id).withdrawal_close_time == end_of_day(date(2026, 12, 31))


def test_saving_what_is_known_changes_nothing(campus: Any) -> None:
    saved = save(campus, stored(campus))
    assert (saved.changed_sitting_count, saved.stored.version) == (0, 1)


def test_a_new_period_is_created_without_an_etag(campus: Any) -> None:
    summer = replace(
        stored(campus, semester=Semester.parse("2027S")),
        period=2,
        exams_first_date=date(2027, 9, 13),
        exams_last_date=date(2027, 9, 24),
    )
    assert refused(campus, summer) == ["PERIOD_CHANGED"]
    assert save(campus, summer, etag="").stored.version == 1
    assert refused(campus, summer, "") == ["PERIOD_CHANGED"]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"exams_last_date": date(2027, 1, 31)}, ["period.exams_last_date DAYS_BACKWARDS"]),
        (
            {"registration_last_date": date(2027, 2, 1)},
            [
                "period.exams_first_date EXAMS_BEFORE_WINDOW_ENDS",
                "period.undated_withdrawal_last_date UNDATED_LIMIT_BEFORE_WINDOW_ENDS",
            ],
        ),
        ({"exams_last_date": date(2027, 4, 1)}, ["period.exams_last_date OUTSIDE_SEMESTER"]),
        (
            {"registration_first_date": date(2026, 3, 1)},
            ["period.registration_first_date WINDOW_OUTSIDE_SEMESTER"],
        ),
        (
            {"undated_withdrawal_last_date": date(2028, 3, 1)},
            ["period.undated_withdrawal_last_date OUTSIDE_SEMESTER"],
        ),
        ({"holidays_of": "XX"}, ["period.holidays_of STATE_UNKNOWN"]),
    ],
)
def test_what_does_not_fit_together_is_named(
    campus: Any, changes: dict[str, Any], problems: list[str]
) -> None:
    assert refused(campus, replace(stored(campus), **changes)) == ["PERIOD_REFUSED", *problems]
    assert all(row.version == 1 for row in campus.rows(examination_periods))


def test_a_running_window_with_registrations_is_not_closed_at_once(campus: Any) -> None:
    period = stored(campus)
    today = date(2026, 11, 10)
    campus.at(2026, 11, 10)
    closed = replace(period, registration_last_date=date(2026, 11, 9))
    postponed = replace(period, registration_first_date=date(2026, 11, 11))
    assert save(campus, closed, dry_run=True).changed_sitting_count == 6
    campus.register(campus.student(), campus.sitting("1001"))
    for dry_run in (True, False):
        with pytest.raises(Failure) as failure:
            save(campus, closed, dry_run=dry_run)
        assert [one.reason for one in failure.value.fields] == ["WINDOW_IS_RUNNING"]
    assert refused(campus, closed)[1:] == ["period.registration_last_date WINDOW_IS_RUNNING"]
    assert refused(campus, postponed)[1:] == ["period.registration_first_date WINDOW_IS_RUNNING"]
    assert save(campus, replace(period, registration_last_date=today)).stored.version == 2


def test_no_sitting_may_begin_inside_the_new_window(campus: Any) -> None:
    office = Office(campus)
    office.create(start_time=local(2026, 12, 1, 10))
    longer = replace(stored(campus), registration_last_date=date(2026, 12, 15))
    assert refused(campus, longer) == [
        "PERIOD_REFUSED",
        "period.registration_last_date START_IN_NEW_WINDOW",
    ]


def test_periods_are_listed_the_newest_first_page_by_page(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Informationen zu An-/Abmeldefristen,
    Prüfungszeiträumen und -terminen"."""
    first = campus.run(list_periods, after=None, size=2)
    second = campus.run(list_periods, after=first.next_position, size=2)
    listed = [
        (one.period.semester.code, one.period.period, one.sitting_count)
        for one in (*first.periods, *second.periods)
    ]
    assert listed == [("2027S", 1, 6), ("2026W", 2, 1), ("2026W", 1, 6)]
    assert second.next_position is None


def test_the_profile_does_not_undo_a_period_that_the_office_changed(campus: Any) -> None:
    longer = replace(stored(campus), registration_last_date=date(2026, 11, 30))
    save(campus, longer)
    campus.load(campus.profile())
    assert stored(campus) == longer
    assert Office(campus).sitting(campus.sitting("1001")).registration == longer.window
