"""What protects an account, and what is missing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.refusals import account_unknown
from identity.app.second_factors.factors import factors_of
from identity.app.second_factors.removal import factor_required
from identity.domain.second_factors import Advice, Factors, advice_for
from identity.domain.sessions import SecondFactorPolicy
from identity.store import recovery
from identity.store import second_factors as store
from identity.store.accounts import find_account
from identity.store.second_factors import TotpApp


@dataclass(frozen=True, slots=True)
class AccountSecurity:
    """The security of one account, as its person sees it."""

    person_id: UUID
    factors: Factors
    totp: TotpApp | None
    recovery_codes_made_at: datetime | None
    recovery_address: str
    unconfirmed_recovery_address: str
    second_factor_required: bool
    password_needs_second_factor: bool
    advice: tuple[Advice, ...]


def account_security(
    tx: Transaction, person_id: UUID, policy: SecondFactorPolicy
) -> AccountSecurity:
    """The security of an account. Raises ACCOUNT_UNKNOWN."""
    known = find_account(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    factors = factors_of(tx, person_id)
    address = known.account.recovery_address
    return AccountSecurity(
        person_id=person_id,
        factors=factors,
        totp=store.find_totp(tx, person_id),
        recovery_codes_made_at=store.recovery_codes_left(tx, person_id).created_at,
        recovery_address=address,
        unconfirmed_recovery_address=recovery.unconfirmed_address(tx, person_id),
        second_factor_required=factor_required(known.account, policy),
        password_needs_second_factor=known.needs_second_factor,
        advice=advice_for(factors, has_recovery_address=bool(address)),
    )
