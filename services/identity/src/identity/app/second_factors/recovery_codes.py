"""Makes recovery codes: the way in when the authenticator app or passkey is lost."""

import secrets
from uuid import UUID

from chassis.database import Transaction

from identity.app.second_factors.factors import factors_of
from identity.app.second_factors.refusals import no_second_factor
from identity.app.second_factors.removal import locked_account
from identity.domain.second_factors import RECOVERY_CODE_COUNT
from identity.domain.written_codes import CODE_BYTES, code_digest, written_code
from identity.mail.second_factors import mail_recovery_codes_made
from identity.store import second_factors as store


def create_recovery_codes(tx: Transaction, person_id: UUID) -> list[str]:
    """Ten new codes in clear, here and nowhere else; the former ones end.

    Of 80 random bits each: NIST SP 800-63B-4 section 3.1.2.1 asks for 64 where a fast hash is
    stored. Raises NO_SECOND_FACTOR where there is nothing that they could replace.
    """
    known = locked_account(tx, person_id)
    if not factors_of(tx, person_id).any:
        raise no_second_factor()
    codes = [written_code(secrets.token_bytes(CODE_BYTES)) for _ in range(RECOVERY_CODE_COUNT)]
    store.replace_recovery_codes(tx, person_id, map(code_digest, codes))
    mail_recovery_codes_made(tx, known.account)
    return codes
