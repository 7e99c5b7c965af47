"""Makes the codes for letters. What is drawn of them holds them in clear and is stored nowhere."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from identity.app.accounts.initial_codes import (
    IssuedCode,
    issue_for_office,
    new_code,
    waiting_account,
)
from identity.app.accounts.refusals import no_account_without_code
from identity.domain.accounts import Account
from identity.domain.initial_code_letter import InitialCodeLetter
from identity.store.account_rules import load_account_rules
from identity.store.account_search import accounts_without_code
from identity.store.accounts import find_account_for_change


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """Where the activation page is, with a place for the language: "https://…/{language}/…"."""

    activation_page: str


def write_letter(
    tx: Transaction, person_id: UUID, place: LetterPlace, *, by_administrator: bool
) -> InitialCodeLetter:
    """The letter of one account, with a new code.

    Raises ACCOUNT_UNKNOWN, ACCOUNT_ALREADY_ACTIVATED, ACCOUNT_DISABLED, ACCOUNT_OF_STAFF and
    ACCOUNT_HOLDS_PRIVILEGED_ROLES.
    """
    issued = issue_for_office(tx, person_id, by_administrator=by_administrator)
    return _letter(tx, waiting_account(tx, person_id), issued, place)


def write_letters(tx: Transaction, limit: int, place: LetterPlace) -> list[InitialCodeLetter]:
    """The letters of the first students' accounts that have no usable code.

    Two offices that print at the same time print no account twice. Raises NO_ACCOUNT_WITHOUT_CODE.
    """
    tx.hold(["letters with initial codes"])
    waiting = accounts_without_code(tx, "", limit)
    if not waiting:
        raise no_account_without_code()
    letters = []
    for each in waiting:
        known = find_account_for_change(tx, each.person_id)
        if known and known.account.state is each.state:
            letters.append(_letter(tx, known.account, new_code(tx, known.account), place))
    return letters


def _letter(
    tx: Transaction, account: Account, issued: IssuedCode, place: LetterPlace
) -> InitialCodeLetter:
    return InitialCodeLetter(
        full_name=account.name.full,
        user_name=account.user_name,
        mailbox=account.mailbox,
        code=issued.code,
        valid_until=local_date(issued.expires_at),
        issued_on=local_date(tx.now),
        portal=place.activation_page,
        for_student=account.employment is None,
        rules=load_account_rules(tx).letter,
    )
