"""The content of a payment code: EPC069-12, "Quick Response Code: Guidelines to Enable Data Capture
for the Initiation of a SEPA Credit Transfer", version 002, in UTF-8.
"""

from records.domain.sepa_letters import in_sepa_letters
from records.domain.university import BankAccount

_SERVICE_TAG = "BCD"
_VERSION = "002"
_UTF_8 = "1"
_SEPA_CREDIT_TRANSFER = "SCT"
LONGEST_NAME = 70
LONGEST_REMITTANCE = 140
LONGEST_PAYLOAD_BYTES = 331
# 999,999,999.99 €.
LARGEST_CENTS = 99_999_999_999


def epc_payload(account: BankAccount, cents: int, reference: str) -> str:
    """What the code carries, line by line. Raises ValueError for an amount that no code carries.

    The recipient keeps its own letters, as the code is in UTF-8; the reference is to be given in
    SEPA's letters already.
    """
    if not 1 <= cents <= LARGEST_CENTS:
        raise ValueError(f"{cents} cents are no amount of a payment code")
    lines = (
        _SERVICE_TAG,
        _VERSION,
        _UTF_8,
        _SEPA_CREDIT_TRANSFER,
        account.bic,
        account.recipient[:LONGEST_NAME],
        account.iban,
        f"EUR{cents // 100}.{cents % 100:02d}",
        # No purpose and no structured reference: the reference is a text that people can type.
        "",
        "",
        reference[:LONGEST_REMITTANCE],
    )
    payload = "\n".join(lines)
    if len(payload.encode()) > LONGEST_PAYLOAD_BYTES:
        # A recipient in letters of several bytes beside the longest reference.
        plain = in_sepa_letters(account.recipient, LONGEST_NAME)
        payload = "\n".join((*lines[:5], plain, *lines[6:]))
    return payload
