"""An account with what follows from it on a day."""

from dataclasses import dataclass
from datetime import date

from identity.domain.account_rules import WindDownRules, WindDownStage
from identity.domain.accounts import Account
from identity.domain.affiliations import Affiliations
from identity.domain.wind_down import final_day, last_day_of, stage_on


@dataclass(frozen=True, slots=True)
class WindingDown:
    """The stage that holds, its last day, and the last day of all."""

    from_date: date
    stage: WindDownStage
    stage_last_date: date
    last_date: date


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account with its affiliations and where it stands in the wind-down."""

    account: Account
    affiliations: Affiliations
    winding_down: WindingDown | None


def winding_down(account: Account, rules: WindDownRules, day: date) -> WindingDown | None:
    """Where the account stands in the wind-down; None while it does not wind down."""
    ended = account.wind_down_from
    if ended is None:
        return None
    stage = stage_on(rules, ended, day)
    last = final_day(rules, ended)
    if stage is None or last is None:
        return None
    return WindingDown(ended, stage, last_day_of(stage, ended), last)


def told_form(affiliations: Affiliations) -> list[list[str]]:
    """The affiliations with their last days in a form that can be kept and compared."""
    return [
        [each.value, affiliations.ends[each].isoformat() if each in affiliations.ends else ""]
        for each in sorted(affiliations.held)
    ]
