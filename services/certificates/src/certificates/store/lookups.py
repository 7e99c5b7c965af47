"""Looking a number up: first only what its holder asks for, what it says only once that fits."""

from chassis.database import Transaction
from matrikel_verify.number import VerificationNumber
from sqlalchemy import select

from certificates.domain.lookup import HeldLookup
from certificates.store.certificates import rule_of
from certificates.store.tables import certificates

_C = certificates.c


def find_lookup(tx: Transaction, number: VerificationNumber) -> HeldLookup | None:
    """What the holder of the number's certificate asks for; None for an unknown number.

    A few columns of one row of an index, and none of the text: a number that is known takes as
    long as one that is not.
    """
    found = select(
        *(_C.lookup_birth_date, _C.lookup_pin, _C.lookup_last_date, _C.lookup_off),
        *(_C.birth_date, _C.lookup_pin_digest),
    ).where(_C.verification_number == number.digits)
    row = tx.execute(found).first()
    if row is None:
        return None
    return HeldLookup(rule_of(row), row.birth_date, row.lookup_pin_digest)
