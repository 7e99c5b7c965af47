"""The deposit for the library's card."""

from uuid import UUID

from chassis.database import Transaction

from records.app.charging import cancel_charge, charge_fee
from records.app.persons import person_exists
from records.app.reregistering import note_account_changed
from records.domain.library_cards import deposit_occasion
from records.store import ledger
from records.store.rules import load_rules
from records.texts.ledger import LIBRARY_CARD_RETURNED


def charge_library_card_deposit(tx: Transaction, person_id: UUID, card_number: str) -> UUID | None:
    """Charges the deposit for a card that was handed out, once for each card.

    Credit that is there pays for it at once. People whom records does not know as students have no
    account here: None. Raises FEE_UNKNOWN where the profile lost the fee.
    """
    if not person_exists(tx, person_id):
        return None
    fee_code = load_rules(tx).fees.library_card_deposit
    charge_id = charge_fee(tx, person_id, fee_code, occasion=deposit_occasion(card_number))
    note_account_changed(tx, [person_id])
    return charge_id


def credit_library_card_deposit(tx: Transaction, person_id: UUID, card_number: str) -> bool:
    """Takes the deposit of a card back that was handed in; what was paid for it is credit then.

    `card_number` is the card that the deposit was charged for. Returns False where nothing was
    charged, or it was taken back before.
    """
    if not person_exists(tx, person_id):
        return False
    occasion = deposit_occasion(card_number)
    ledger.lock_accounts(tx, [person_id])
    charges = ledger.load_charges(tx, [person_id]).get(person_id, [])
    charge = next((each for each in charges if each.occasion == occasion), None)
    if charge is None or not cancel_charge(tx, charge.charge_id, LIBRARY_CARD_RETURNED):
        return False
    note_account_changed(tx, [person_id])
    return True
