"""The mails about how an account stands."""

from chassis.database import Transaction
from chassis.mail.letters import Fact, same
from chassis.values import LocalizedText, day_in_words

from identity.domain.account_rules import WindDownRules
from identity.domain.account_view import WindingDown
from identity.domain.accounts import Account
from identity.mail.notices import notify
from identity.texts import account_mails as texts


def mail_wind_down_begun(tx: Transaction, account: Account, stands: WindingDown) -> None:
    """The last enrolment ended: what stays open for how long."""
    _wind_down(
        tx, account, stands, "wind_down_begun", texts.WIND_DOWN_SUBJECT, texts.WIND_DOWN_OPENING
    )


def mail_next_stage(tx: Transaction, account: Account, stands: WindingDown) -> None:
    """A stage is over, and the next one began."""
    _wind_down(tx, account, stands, "wind_down_stage", texts.STAGE_SUBJECT, texts.STAGE_OPENING)


def mail_stage_ends(
    tx: Transaction, account: Account, stands: WindingDown, rules: WindDownRules
) -> None:
    """The end of the stage is near: what follows it."""
    codes = [stage.code for stage in rules.stages]
    following = rules.stages[codes.index(stands.stage.code) + 1 :]
    notify(
        tx,
        account,
        kind="wind_down_stage_ends",
        subject=texts.STAGE_ENDS_SUBJECT,
        opening=texts.STAGE_ENDS_OPENING,
        facts=(
            _user_name(account),
            (texts.STAGE, stands.stage.name),
            (texts.STAGE_UNTIL, day_in_words(stands.stage_last_date)),
            (texts.NEXT_STAGE, following[0].name if following else texts.CLOSED),
        ),
        advice=texts.WIND_DOWN_ADVICE,
    )


def mail_closed(tx: Transaction, account: Account) -> None:
    """The account is closed because nothing keeps it open any longer."""
    _plain(
        tx,
        account,
        "account_closed",
        texts.DISABLED_SUBJECT,
        texts.CLOSED_OPENING,
        texts.CLOSED_ADVICE,
    )


def mail_disabled(tx: Transaction, account: Account) -> None:
    """A system administrator disabled the account."""
    _plain(
        tx,
        account,
        "account_disabled",
        texts.DISABLED_SUBJECT,
        texts.DISABLED_OPENING,
        texts.DISABLED_ADVICE,
    )


def mail_enabled(tx: Transaction, account: Account) -> None:
    """The account is open again."""
    _plain(
        tx,
        account,
        "account_enabled",
        texts.ENABLED_SUBJECT,
        texts.ENABLED_OPENING,
        texts.ENABLED_ADVICE,
    )


def mail_employment_ended(tx: Transaction, account: Account) -> None:
    """The roles of staff ended with the employment."""
    _plain(
        tx,
        account,
        "employment_ended",
        texts.EMPLOYMENT_SUBJECT,
        texts.EMPLOYMENT_OPENING,
        texts.EMPLOYMENT_ADVICE,
    )


def mail_restarted(tx: Transaction, account: Account) -> None:
    """The account begins anew after a check of the person's identity."""
    _plain(
        tx,
        account,
        "account_restarted",
        texts.RESTARTED_SUBJECT,
        texts.RESTARTED_OPENING,
        texts.RESTARTED_ADVICE,
    )


def mail_new_mailbox(tx: Transaction, account: Account, former: str) -> None:
    """The address of the account is new; the former one is told, too."""
    notify(
        tx,
        account,
        kind="mailbox_changed",
        subject=texts.MAILBOX_SUBJECT,
        opening=texts.MAILBOX_OPENING,
        facts=(
            _user_name(account),
            (texts.FORMER_MAILBOX, same(former)),
            (texts.NEW_MAILBOX, same(account.mailbox)),
        ),
        advice=texts.MAILBOX_ADVICE,
        also_to=(former,),
    )


def _wind_down(
    tx: Transaction,
    account: Account,
    stands: WindingDown,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
) -> None:
    notify(
        tx,
        account,
        kind=kind,
        subject=subject,
        opening=opening,
        facts=(
            _user_name(account),
            (texts.ENDED, day_in_words(stands.from_date)),
            (texts.STAGE, stands.stage.name),
            (texts.STAGE_UNTIL, day_in_words(stands.stage_last_date)),
            (texts.CLOSED_AFTER, day_in_words(stands.last_date)),
        ),
        advice=texts.WIND_DOWN_ADVICE,
    )


def _plain(
    tx: Transaction,
    account: Account,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    advice: LocalizedText,
) -> None:
    facts = (_user_name(account),)
    notify(tx, account, kind=kind, subject=subject, opening=opening, facts=facts, advice=advice)


def _user_name(account: Account) -> Fact:
    return texts.USER_NAME, same(account.user_name)
