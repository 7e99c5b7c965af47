"""Credit transfers for the bank: ISO 20022 pain.001.001.09, customer credit transfer initiation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from lxml import etree

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
CONTENT_TYPE = "application/xml"


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """One transfer in cents; the texts are in SEPA's letters already."""

    # At most 35 letters and digits; comes back in the bank's entries.
    end_to_end_id: str
    cents: int
    # At most 70 letters.
    creditor: str
    # Without blanks.
    iban: str
    # At most 140 letters.
    remittance: str


@dataclass(frozen=True, slots=True)
class Debtor:
    """Whose account the transfers are taken from; the name in SEPA's letters."""

    name: str
    iban: str
    # Empty where none is known.
    bic: str


def payment_order_file(
    message_id: str,
    debtor: Debtor,
    transfers: Sequence[CreditTransfer],
    *,
    create_time: datetime,
    execution_date: date,
) -> bytes:
    """The file, in UTF-8. `message_id` has at most 35 letters and is never used again.

    The transfers are booked one by one, so that each comes back as an entry of its own.
    """
    total = _amount(sum(each.cents for each in transfers))
    root = etree.Element(_name("Document"), nsmap={None: NAMESPACE})
    initiation = _add(root, "CstmrCdtTrfInitn")
    header = _add(initiation, "GrpHdr")
    _add(header, "MsgId", message_id)
    _add(header, "CreDtTm", create_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _add(header, "NbOfTxs", str(len(transfers)))
    _add(header, "CtrlSum", total)
    _add(_add(header, "InitgPty"), "Nm", debtor.name)
    payment = _add(initiation, "PmtInf")
    _add(payment, "PmtInfId", message_id)
    _add(payment, "PmtMtd", "TRF")
    _add(payment, "BtchBookg", "false")
    _add(payment, "NbOfTxs", str(len(transfers)))
    _add(payment, "CtrlSum", total)
    _add(_add(_add(payment, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    _add(_add(payment, "ReqdExctnDt"), "Dt", execution_date.isoformat())
    _add(_add(payment, "Dbtr"), "Nm", debtor.name)
    _add(_add(_add(payment, "DbtrAcct"), "Id"), "IBAN", debtor.iban)
    institution = _add(_add(payment, "DbtrAgt"), "FinInstnId")
    if debtor.bic:
        _add(institution, "BICFI", debtor.bic)
    else:
        _add(_add(institution, "Othr"), "Id", "NOTPROVIDED")
    _add(payment, "ChrgBr", "SLEV")
    for each in transfers:
        _transfer(payment, each)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content


def _transfer(payment: etree._Element, transfer: CreditTransfer) -> None:
    one = _add(payment, "CdtTrfTxInf")
    _add(_add(one, "PmtId"), "EndToEndId", transfer.end_to_end_id)
    amount = _add(_add(one, "Amt"), "InstdAmt", _amount(transfer.cents))
    amount.set("Ccy", "EUR")
    _add(_add(one, "Cdtr"), "Nm", transfer.creditor)
    _add(_add(_add(one, "CdtrAcct"), "Id"), "IBAN", transfer.iban)
    _add(_add(one, "RmtInf"), "Ustrd", transfer.remittance)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, _name(name))
    made.text = text
    return made


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
