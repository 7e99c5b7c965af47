"""Makes up a bank's statement of the contributions that demo students have transferred.

Pure: the payments come in as values. The file is camt.053.001.08, as German banks send it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
OPENING_CENTS = 125_000_00


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that came in: amount in cents, who sent it, and what was typed as the reference."""

    cents: int
    sender: str
    reference: str


def habits(number: str, family_name: str, given_names: str) -> tuple[str, ...]:
    """How people type the reference."""
    return (
        f"{number}, {family_name}, {given_names}",
        f"MatrNr {number} {family_name}",
        f"{number}{family_name}",
        f"{number[:3]} {number[3:5]} {number[5:]} {family_name} {given_names}",
        f"Semesterbeitrag {family_name} Matrikelnummer: {number}",
    )


def statement(iban: str, value_date: date, transfers: Sequence[Transfer]) -> bytes:
    """The statement of one day."""
    document = Element("Document", xmlns=NAMESPACE)
    message = SubElement(document, "BkToCstmrStmt")
    header = SubElement(message, "GrpHdr")
    _text(header, "MsgId", f"DEMO-{value_date:%Y%m%d}")
    _text(header, "CreDtTm", f"{value_date.isoformat()}T20:15:00+01:00")
    one = SubElement(message, "Stmt")
    _text(one, "Id", f"STMT-{value_date:%Y%m%d}")
    _text(one, "ElctrncSeqNb", "1")
    _text(one, "CreDtTm", f"{value_date.isoformat()}T20:15:00+01:00")
    account = SubElement(one, "Acct")
    _text(SubElement(account, "Id"), "IBAN", iban)
    _text(account, "Ccy", "EUR")
    _balance(one, "OPBD", OPENING_CENTS, value_date)
    closing = OPENING_CENTS + sum(each.cents for each in transfers)
    _balance(one, "CLBD", closing, value_date)
    for position, transfer in enumerate(transfers, start=1):
        _entry(one, position, transfer, value_date)
    made: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return made


def _balance(parent: Element, kind: str, cents: int, day: date) -> None:
    balance = SubElement(parent, "Bal")
    _text(SubElement(SubElement(balance, "Tp"), "CdOrPrtry"), "Cd", kind)
    _amount(balance, cents)
    _text(balance, "CdtDbtInd", "CRDT")
    _text(SubElement(balance, "Dt"), "Dt", day.isoformat())


def _entry(parent: Element, position: int, transfer: Transfer, day: date) -> None:
    entry = SubElement(parent, "Ntry")
    _text(entry, "NtryRef", str(position))
    _amount(entry, transfer.cents)
    _text(entry, "CdtDbtInd", "CRDT")
    _text(SubElement(entry, "Sts"), "Cd", "BOOK")
    for name in ("BookgDt", "ValDt"):
        _text(SubElement(entry, name), "Dt", day.isoformat())
    _text(entry, "AcctSvcrRef", f"DEMO{day:%Y%m%d}{position:06d}")
    domain = SubElement(SubElement(entry, "BkTxCd"), "Domn")
    _text(domain, "Cd", "PMNT")
    family = SubElement(domain, "Fmly")
    _text(family, "Cd", "RCDT")
    _text(family, "SubFmlyCd", "ESCT")
    details = SubElement(SubElement(entry, "NtryDtls"), "TxDtls")
    _text(SubElement(details, "Refs"), "EndToEndId", "NOTPROVIDED")
    _amount(details, transfer.cents)
    _text(details, "CdtDbtInd", "CRDT")
    debtor = SubElement(SubElement(details, "RltdPties"), "Dbtr")
    _text(SubElement(debtor, "Pty"), "Nm", transfer.sender)
    _text(SubElement(details, "RmtInf"), "Ustrd", transfer.reference)


def _amount(parent: Element, cents: int) -> None:
    amount = SubElement(parent, "Amt", Ccy="EUR")
    amount.text = f"{cents // 100}.{cents % 100:02d}"


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
