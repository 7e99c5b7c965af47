"""How accounts stand: brought up to date with whatever they follow from, disabled, enabled.

Every change of an account goes through `settle`, so that it is stored, told to the other services
and mailed in one way, and so that sessions with roles that are gone end at once.
"""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from identity.app.accounts.administrators import require_another_administrator
from identity.app.accounts.refusals import (
    account_disabled_already,
    account_not_disabled,
    nothing_keeps_account_open,
)
from identity.app.accounts.views import view_of
from identity.app.oidc.endings import end_what_goes_on_without_sessions
from identity.app.refusals import account_unknown
from identity.app.sign_in.sessions import end_sessions_of
from identity.domain.account_rules import AccountRules
from identity.domain.account_view import AccountView, told_form
from identity.domain.accounts import Account, AccountState, DisableReason
from identity.domain.roles import STUDENT_ROLES
from identity.domain.standing import Standing, nothing_keeps_open, standing_on
from identity.events.outgoing import tell_account_changed
from identity.mail.account_states import (
    mail_closed,
    mail_disabled,
    mail_employment_ended,
    mail_enabled,
    mail_next_stage,
    mail_stage_ends,
    mail_wind_down_begun,
)
from identity.store import accounts as store
from identity.store.account_rules import load_account_rules
from identity.store.account_standing import (
    StandingNotes,
    accounts_due,
    keep_standing_notes,
    mark_every_account_due,
    standing_notes,
)
from identity.store.enrolments import enrolments_of

AT_ONCE = 50


def settle(tx: Transaction, known: store.StoredAccount, wanted: Account | None = None) -> Account:
    """Brings a locked account up to date and returns it.

    `known` is the account as it is stored, `wanted` what it shall be: with another name, mailbox or
    employment. Whatever follows from enrolments, employment and rules on this day is added. Nothing
    is stored or told where nothing changed; else the version grows by one.
    """
    before = known.account
    rules = load_account_rules(tx)
    stands = _standing(tx, known, wanted or before, rules)
    notes = standing_notes(tx, before.person_id)
    account = replace(stands.account, version=before.version)
    if account != before:
        store.change_account(tx, account)
    view = view_of(tx, account)
    told = told_form(view.affiliations)
    announced = stands.stage.code if stands.stage and stands.announces else ""
    keep_standing_notes(tx, account.person_id, StandingNotes(announced, told, stands.due))
    if announced and announced != notes.announced_stage and announced == before.wind_down_stage:
        _mail_stage_ends(tx, view, rules)
    # The version of the person's facts is identity's own bookkeeping.
    visible = replace(account, person_version=before.person_version) != before
    if not visible and told == notes.told:
        return account
    account = replace(account, version=before.version + 1)
    store.change_account(tx, account)
    view = replace(view, account=account)
    if _lost_something(before, account):
        end_sessions_of(tx, account.person_id)
    if before.state is AccountState.ACTIVE and account.state is not AccountState.ACTIVE:
        # It would go on once the account is opened again.
        end_what_goes_on_without_sessions(tx, account.person_id)
    tell_account_changed(tx, view)
    _mail_what_changed(tx, before, view)
    return account


def bring_up_to_date(tx: Transaction, person_id: UUID) -> Account:
    """Lets time take effect on an account. Raises ACCOUNT_UNKNOWN.

    Also for whoever changes what affiliations follow from outside an account, such as the library.
    """
    return settle(tx, _locked(tx, person_id))


def bring_due_up_to_date(tx: Transaction) -> int:
    """Lets time take effect on the accounts that are due, a bounded number; returns how many."""
    due = accounts_due(tx, local_date(tx.now), AT_ONCE)
    for person_id in due:
        bring_up_to_date(tx, person_id)
    return len(due)


def look_at_every_account_again(tx: Transaction) -> None:
    """The rules changed: every account is brought up to date in the next rounds of upkeep."""
    mark_every_account_due(tx, local_date(tx.now))


def require_can_be_disabled(tx: Transaction, person_id: UUID) -> None:
    """Raises ACCOUNT_UNKNOWN, ACCOUNT_DISABLED_ALREADY and LAST_ADMINISTRATOR."""
    account = _locked(tx, person_id).account
    _require_open(account)
    require_another_administrator(tx, account)


def disable_account(tx: Transaction, person_id: UUID, note: str) -> Account:
    """Disables an account for a reason that an administrator names; its sessions end at once.

    Raises ACCOUNT_UNKNOWN, ACCOUNT_DISABLED_ALREADY and LAST_ADMINISTRATOR.
    """
    known = _locked(tx, person_id)
    _require_open(known.account)
    require_another_administrator(tx, known.account)
    disabled = replace(
        known.account,
        state=AccountState.DISABLED,
        disable_reason=DisableReason.ADMINISTRATOR,
        disable_note=note.strip(),
    )
    account = settle(tx, known, disabled)
    mail_disabled(tx, account)
    return account


def enable_account(tx: Transaction, person_id: UUID) -> Account:
    """Lets a disabled account be used again.

    Raises ACCOUNT_UNKNOWN, ACCOUNT_NOT_DISABLED and NOTHING_KEEPS_ACCOUNT_OPEN.
    """
    known = _locked(tx, person_id)
    if known.account.state is not AccountState.DISABLED:
        raise account_not_disabled(str(person_id))
    enrolments = enrolments_of(tx, [person_id]).get(person_id, ())
    today = local_date(tx.now)
    if nothing_keeps_open(today, known.account, enrolments, load_account_rules(tx)):
        raise nothing_keeps_account_open(str(person_id))
    state = AccountState.ACTIVE if known.password_hash else AccountState.ASSIGNED
    enabled = replace(known.account, state=state, disable_reason=None, disable_note="")
    return settle(tx, known, enabled)


def _standing(
    tx: Transaction, known: store.StoredAccount, wanted: Account, rules: AccountRules
) -> Standing:
    enrolments = enrolments_of(tx, [wanted.person_id]).get(wanted.person_id, ())
    return standing_on(
        local_date(tx.now), wanted, enrolments, rules, has_password=bool(known.password_hash)
    )


def _locked(tx: Transaction, person_id: UUID) -> store.StoredAccount:
    known = store.find_account_for_change(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    return known


def _require_open(account: Account) -> None:
    if account.state is AccountState.DISABLED:
        raise account_disabled_already(str(account.person_id))


def _lost_something(before: Account, account: Account) -> bool:
    """Whether tokens are about that say more than the account still may."""
    closed = before.state is AccountState.ACTIVE and account.state is not AccountState.ACTIVE
    return closed or bool(before.roles - account.roles)


def _mail_stage_ends(tx: Transaction, view: AccountView, rules: AccountRules) -> None:
    """A stage that is shorter than the time of its announcement was announced at its beginning."""
    if view.winding_down:
        mail_stage_ends(tx, view.account, view.winding_down, rules.wind_down)


def _mail_what_changed(tx: Transaction, before: Account, view: AccountView) -> None:
    """Tells the person what time or another service did; what somebody did is told by that."""
    account, stands = view.account, view.winding_down
    closed_by_time = account.disable_reason in (
        DisableReason.WIND_DOWN,
        DisableReason.EMPLOYMENT_ENDED,
    )
    if closed_by_time and before.state is not AccountState.DISABLED:
        mail_closed(tx, account)
    elif before.state is AccountState.DISABLED and account.state is not AccountState.DISABLED:
        mail_enabled(tx, account)
    elif stands and not before.wind_down_stage:
        mail_wind_down_begun(tx, account, stands)
    elif stands and stands.stage.code != before.wind_down_stage:
        mail_next_stage(tx, account, stands)
    elif (before.roles - account.roles) - STUDENT_ROLES and _employment_is_over(tx, account):
        mail_employment_ended(tx, account)


def _employment_is_over(tx: Transaction, account: Account) -> bool:
    employment = account.employment
    return employment is not None and not employment.holds_on(local_date(tx.now))
