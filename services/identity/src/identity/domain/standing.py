"""How an account stands on a day: what follows from enrolments, employment and the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from identity.domain.account_rules import AccountRules, Kept, WindDownStage
from identity.domain.accounts import Account, AccountState, DisableReason
from identity.domain.affiliation_names import Affiliation
from identity.domain.affiliations import next_change
from identity.domain.enrolments import HeardEnrolment, holding_on, last_end, roles_of
from identity.domain.roles import STUDENT_ROLES, Role
from identity.domain.wind_down import announced_on, final_day, last_day_of, stage_on


@dataclass(frozen=True, slots=True)
class Standing:
    """An account as it stands on a day; only `account.version` is still the former one.

    `stage` is the stage of the wind-down that holds, and `announces` whether its end is near enough
    to be announced. `due` is the next day on which anything changes by time alone.
    """

    account: Account
    stage: WindDownStage | None
    announces: bool
    due: date | None


def standing_on(
    day: date,
    account: Account,
    enrolments: Sequence[HeardEnrolment],
    rules: AccountRules,
    *,
    has_password: bool,
) -> Standing:
    """How the account stands.

    An enrolment or an employment that holds keeps it open. After the last enrolment it goes through
    the stages of the wind-down, after an employment through the days of grace, and is disabled when
    both are over. Whatever holds again opens it again, unless an administrator disabled it.
    """
    stage, ended = _wind_down(day, enrolments, rules)
    settled = replace(
        account,
        roles=_roles(day, account, enrolments, stage),
        wind_down_from=None,
        wind_down_stage="",
    )
    employed = account.employment is not None and account.employment.holds_on(day)
    if holding_on(enrolments, day) or employed:
        stage = None
        settled = _opened(settled, has_password)
    elif stage is not None:
        settled = replace(
            _opened(settled, has_password), wind_down_from=ended, wind_down_stage=stage.code
        )
    elif _in_grace(day, account, rules):
        settled = _opened(settled, has_password)
    elif _is_over(day, account, enrolments, rules):
        settled = _closed(settled, enrolments)
    if settled.state is AccountState.DISABLED:
        stage = None
        settled = replace(settled, wind_down_from=None, wind_down_stage="")
    announces = bool(stage and ended and day >= announced_on(rules.wind_down, stage, ended))
    return Standing(settled, stage, announces, _due(day, settled, enrolments, rules, stage))


def nothing_keeps_open(
    day: date, account: Account, enrolments: Sequence[HeardEnrolment], rules: AccountRules
) -> bool:
    """Whether the account would be closed again at once if an administrator enabled it."""
    return (
        _is_over(day, account, enrolments, rules)
        and not holding_on(enrolments, day)
        and _wind_down(day, enrolments, rules)[0] is None
        and not _in_grace(day, account, rules)
        and not (account.employment and account.employment.holds_on(day))
    )


def _wind_down(
    day: date, enrolments: Sequence[HeardEnrolment], rules: AccountRules
) -> tuple[WindDownStage | None, date | None]:
    """The stage that holds, and the day that the wind-down counts from."""
    ended = last_end(enrolments)
    if ended is None or day <= ended:
        return None, None
    return stage_on(rules.wind_down, ended, day), ended


def _roles(
    day: date,
    account: Account,
    enrolments: Iterable[HeardEnrolment],
    stage: WindDownStage | None,
) -> frozenset[Role]:
    """The student's roles that follow, and the roles of staff that the person still may hold.

    Roles of staff end with the employment. Who studies and holds one without being employed keeps
    it to the end of the studies.
    """
    known = tuple(enrolments)
    of_student = roles_of(known, day)
    if not of_student and stage is not None and Kept.PORTAL in stage.keeps:
        of_student = frozenset({Role.FORMER_STUDENT})
    if account.employment is not None:
        keeps_staff = account.employment.holds_on(day)
    else:
        keeps_staff = not known or bool(holding_on(known, day))
    return of_student | (account.roles - STUDENT_ROLES if keeps_staff else frozenset())


def _in_grace(day: date, account: Account, rules: AccountRules) -> bool:
    if account.employment is None or account.employment.until is None:
        return False
    grace = timedelta(days=rules.affiliations.grace_days[Affiliation.EMPLOYEE])
    return day <= account.employment.until + grace


def _is_over(
    day: date, account: Account, enrolments: Sequence[HeardEnrolment], rules: AccountRules
) -> bool:
    """Whether what kept the account open has ended, by rules that the university has."""
    ended = last_end(enrolments)
    if ended is not None and day > ended:
        return final_day(rules.wind_down, ended) is not None
    return account.employment is not None


def _opened(account: Account, has_password: bool) -> Account:
    """The account open again, unless an administrator closed it."""
    if account.state is not AccountState.DISABLED:
        return account
    if account.disable_reason is DisableReason.ADMINISTRATOR:
        return account
    state = AccountState.ACTIVE if has_password else AccountState.ASSIGNED
    return replace(account, state=state, disable_reason=None, disable_note="")


def _closed(account: Account, enrolments: Sequence[HeardEnrolment]) -> Account:
    if account.state is AccountState.DISABLED:
        return account
    reason = DisableReason.WIND_DOWN if enrolments else DisableReason.EMPLOYMENT_ENDED
    return replace(account, state=AccountState.DISABLED, disable_reason=reason)


def _due(
    day: date,
    account: Account,
    enrolments: Sequence[HeardEnrolment],
    rules: AccountRules,
    stage: WindDownStage | None,
) -> date | None:
    moments: list[date | None] = [
        next_change(day, enrolments, account.employment, rules.affiliations)
    ]
    ended = last_end(enrolments)
    if stage is not None and ended is not None:
        moments.append(announced_on(rules.wind_down, stage, ended))
        moments.append(last_day_of(stage, ended) + timedelta(days=1))
    return min((each for each in moments if each and each > day), default=None)
