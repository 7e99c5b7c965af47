"""The deposit for the library's card."""

from uuid import UUID

from chassis.database import Transaction

from records.app.charging import charge_fee
from records.app.persons import person_exists
from records.app.reregistering import note_account_changed
from records.domain.library_cards import deposit_occasion
from records.store.rules import load_rules


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
