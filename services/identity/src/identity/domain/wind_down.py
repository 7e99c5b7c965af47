"""The graded end of an account: what stays open for how long after the last enrolment."""

from calendar import monthrange
from datetime import date, timedelta

from identity.domain.account_rules import WindDownRules, WindDownStage


def months_later(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where it has no such day."""
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of(stage: WindDownStage, ended: date) -> date:
    """The last day of a stage for somebody whose last enrolment ended that day."""
    return months_later(ended, stage.until_months)


def stage_on(rules: WindDownRules, ended: date, day: date) -> WindDownStage | None:
    """The stage that holds on a day after the end; None once the last one is over."""
    return next((each for each in rules.stages if day <= last_day_of(each, ended)), None)


def final_day(rules: WindDownRules, ended: date) -> date | None:
    """The last day of the last stage; None where the university decided on no stages."""
    return last_day_of(rules.stages[-1], ended) if rules.stages else None


def announced_on(rules: WindDownRules, stage: WindDownStage, ended: date) -> date:
    """The day on which the end of a stage is announced; in a short stage its first."""
    before = last_day_of(stage, ended) - timedelta(days=rules.announced_days_before)
    return max(before, ended + timedelta(days=1))
