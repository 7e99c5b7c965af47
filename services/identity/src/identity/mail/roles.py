"""The mails about roles: to the person concerned, and to every system administrator."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chassis.database import Transaction
from chassis.mail.letters import Fact, same
from chassis.values import LocalizedText, day_in_words

from identity.domain.accounts import Account
from identity.domain.roles import Role
from identity.mail.notices import notify
from identity.texts import role_mails as texts


@dataclass(frozen=True, slots=True)
class RoleMail:
    """What a mail tells: the role, why, and who was part of it."""

    role: Role
    reason: str
    requester: Account | None = None
    decider: Account | None = None
    expires_on: date | None = None
    refusal_reason: str = ""


def mail_requested(
    tx: Transaction, account: Account, mail: RoleMail, administrators: Iterable[Account]
) -> None:
    """A privileged role was asked for."""
    facts = _facts(account, mail, (texts.REQUESTED_BY, mail.requester))
    _to_person(
        tx,
        account,
        "role_requested",
        texts.REQUESTED_SUBJECT,
        texts.REQUESTED_FOR_PERSON,
        facts,
        texts.REFUSED_ADVICE,
    )
    _to_others(
        tx,
        account,
        administrators,
        "role_requested",
        texts.REQUESTED_SUBJECT,
        texts.REQUESTED_FOR_OTHERS,
        facts,
        texts.REQUESTED_ADVICE,
    )


def mail_granted(
    tx: Transaction, account: Account, mail: RoleMail, administrators: Iterable[Account]
) -> None:
    """A role took effect."""
    facts = _facts(
        account, mail, (texts.REQUESTED_BY, mail.requester), (texts.APPROVED_BY, mail.decider)
    )
    _to_person(
        tx,
        account,
        "role_granted",
        texts.GRANTED_SUBJECT,
        texts.GRANTED_FOR_PERSON,
        facts,
        texts.GRANTED_ADVICE,
    )
    _to_others(
        tx,
        account,
        administrators,
        "role_granted",
        texts.GRANTED_SUBJECT,
        texts.GRANTED_FOR_OTHERS,
        facts,
        texts.WATCH_ADVICE,
    )


def mail_refused(
    tx: Transaction, account: Account, mail: RoleMail, administrators: Iterable[Account]
) -> None:
    """A request was refused or withdrawn."""
    facts = [
        *_facts(
            account, mail, (texts.REQUESTED_BY, mail.requester), (texts.REFUSED_BY, mail.decider)
        ),
        (texts.REFUSAL, same(mail.refusal_reason)),
    ]
    _to_person(
        tx,
        account,
        "role_refused",
        texts.REFUSED_SUBJECT,
        texts.REFUSED,
        facts,
        texts.REFUSED_ADVICE,
    )
    _to_others(
        tx,
        account,
        administrators,
        "role_refused",
        texts.REFUSED_SUBJECT,
        texts.REFUSED,
        facts,
        texts.WATCH_ADVICE,
    )


def mail_revoked(
    tx: Transaction, account: Account, mail: RoleMail, administrators: Iterable[Account]
) -> None:
    """A role was revoked, or its last day is over."""
    by = same(_name(mail.decider)) if mail.decider else texts.BY_TIME
    facts = [*_facts(account, mail), (texts.REVOKED_BY, by)]
    _to_person(
        tx,
        account,
        "role_revoked",
        texts.REVOKED_SUBJECT,
        texts.REVOKED_FOR_PERSON,
        facts,
        texts.REVOKED_ADVICE,
    )
    _to_others(
        tx,
        account,
        administrators,
        "role_revoked",
        texts.REVOKED_SUBJECT,
        texts.REVOKED_FOR_OTHERS,
        facts,
        texts.WATCH_ADVICE,
    )


def mail_emergency(
    tx: Transaction, account: Account, reason: str, administrators: Iterable[Account]
) -> None:
    """A further system administrator was made by command."""
    mail = RoleMail(Role.SYSTEM_ADMINISTRATOR, reason)
    _to_others(
        tx,
        account,
        administrators,
        "emergency_administrator",
        texts.EMERGENCY_SUBJECT,
        texts.EMERGENCY,
        _facts(account, mail),
        texts.EMERGENCY_ADVICE,
    )


def _facts(
    account: Account, mail: RoleMail, *people: tuple[LocalizedText, Account | None]
) -> list[Fact]:
    facts: list[Fact] = [
        (texts.WHO, same(_name(account))),
        (texts.ROLE, texts.ROLE_NAMES[mail.role]),
    ]
    if mail.reason:
        facts.append((texts.REASON, same(mail.reason)))
    facts += [(label, same(_name(person))) for label, person in people if person is not None]
    if mail.expires_on is not None:
        facts.append((texts.LAST_DAY, day_in_words(mail.expires_on)))
    return facts


def _to_person(
    tx: Transaction,
    account: Account,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    facts: Sequence[Fact],
    advice: LocalizedText,
) -> None:
    notify(tx, account, kind=kind, subject=subject, opening=opening, facts=facts, advice=advice)


def _to_others(
    tx: Transaction,
    account: Account,
    administrators: Iterable[Account],
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    facts: Sequence[Fact],
    advice: LocalizedText,
) -> None:
    """To every administrator but the person concerned, who gets a mail of their own."""
    for each in administrators:
        if each.person_id != account.person_id:
            notify(
                tx, each, kind=kind, subject=subject, opening=opening, facts=facts, advice=advice
            )


def _name(account: Account) -> str:
    return f"{account.name.given_names} {account.name.family_name} ({account.user_name})"
