"""Reads the bank's files: ISO 20022 camt.053 (statements) and camt.054 (notifications).

The namespace says which message and version a file is. Files come from outside and are believed
nothing: no document type, no entities, no network, limits on size and number; the tree is dropped
entry by entry while it is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from io import BytesIO

from lxml import etree

from records.banking.camt_entries import EntryReader, PendingEntry
from records.banking.camt_values import Element, Names, amount_of, plain
from records.domain.bank_entries import (
    BankFile,
    BankPayment,
    EntryFault,
    Place,
    Statement,
    StatementProblem,
)

VERSIONS = ("001.02", "001.04", "001.08")
# Element of the message, element of each statement.
_MESSAGES = {
    "camt.053": ("BkToCstmrStmt", "Stmt"),
    "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
KINDS = tuple(f"{message}.{version}" for message in _MESSAGES for version in VERSIONS)
_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.[0-9]{3}\.[0-9]{3}\.[0-9]{2})")

# About 50,000 payments; the largest day of re-registration has a tenth of that.
MAX_BYTES = 50 * 1024 * 1024
MAX_PAYMENTS = 100_000
# Years of daily statements.
MAX_STATEMENTS = 2_000


class FileFault(Enum):
    """Why a file cannot be taken as a whole."""

    TOO_LARGE = "BANK_FILE_TOO_LARGE"
    NOT_XML = "BANK_FILE_NOT_XML"
    UNSAFE = "BANK_FILE_UNSAFE"
    KIND_UNKNOWN = "BANK_FILE_KIND_UNKNOWN"
    EMPTY = "BANK_FILE_EMPTY"


class UnreadableBankFileError(ValueError):
    """The file cannot be read; `found` says what it has instead."""

    def __init__(self, fault: FileFault, found: str = "") -> None:
        super().__init__(f"{fault.value}: {found}")
        self.fault = fault
        self.found = found


@dataclass
class _Open:
    """A statement that is being read."""

    reader: EntryReader
    payments: list[BankPayment] = field(default_factory=list)
    problems: list[StatementProblem] = field(default_factory=list)
    booked_cents: int = 0
    entries: int = 0
    broken: int = 0
    pending: int = 0


def read_bank_file(content: bytes) -> BankFile:
    """The statements of a file. Raises UnreadableBankFileError where it is none of ours."""
    if len(content) > MAX_BYTES:
        raise UnreadableBankFileError(FileFault.TOO_LARGE, f"{len(content) // 1024 // 1024} MiB")
    try:
        return _read(content)
    except etree.XMLSyntaxError as error:
        raise UnreadableBankFileError(FileFault.NOT_XML, _where(error)) from None


def _read(content: bytes) -> BankFile:
    events = etree.iterparse(
        BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    kind, names = _kind_of(next(iter(events))[1])
    message, statement = _MESSAGES[kind[:8]]
    statements = tuple(_statements(events, names, names.of(statement)))
    if not statements:
        raise UnreadableBankFileError(FileFault.EMPTY, message)
    return BankFile(kind, statements)


def _kind_of(root: Element) -> tuple[str, Names]:
    if root.getroottree().docinfo.doctype:
        raise UnreadableBankFileError(FileFault.UNSAFE, "DOCTYPE")
    name = etree.QName(root)
    namespace = name.namespace or ""
    found = _NAMESPACE.fullmatch(namespace)
    if found is None or name.localname != "Document" or found[1] not in KINDS:
        shown = found[1] if found else (namespace or name.localname)
        raise UnreadableBankFileError(FileFault.KIND_UNKNOWN, plain(shown, 80))
    return found[1], Names(namespace)


def _statements(
    events: Iterator[tuple[str, Element]], names: Names, tag: str
) -> Iterator[Statement]:
    """Each statement; what was read of it is dropped from the tree."""
    entry_tag = names.of("Ntry")
    total = statements = 0
    opened: _Open | None = None
    for event, element in events:
        if event == "start":
            if element.tag == tag:
                statements += 1
                if statements > MAX_STATEMENTS:
                    raise UnreadableBankFileError(
                        FileFault.TOO_LARGE, f"> {MAX_STATEMENTS} statements"
                    )
                opened = _Open(EntryReader(names))
            continue
        if opened is None:
            continue
        if element.tag == entry_tag and element.getparent().tag == tag:
            total += max(1, len(names.all(element, "NtryDtls/TxDtls")))
            if total > MAX_PAYMENTS:
                raise UnreadableBankFileError(FileFault.TOO_LARGE, f"> {MAX_PAYMENTS} payments")
            if not opened.reader.own_iban:
                opened.reader.own_iban = _iban_of(element.getparent(), names)
            _add_entry(opened, element)
            _drop(element)
        elif element.tag == tag:
            yield _closed(opened, element, names)
            opened = None
            _drop(element)


def _add_entry(opened: _Open, element: Element) -> None:
    opened.entries += 1
    read = opened.reader.read(element, opened.entries)
    if isinstance(read, PendingEntry):
        opened.pending += 1
        return
    opened.problems += read.problems
    opened.payments += read.payments
    opened.booked_cents += read.cents
    if not read.payments:
        opened.broken += 1


def _closed(opened: _Open, element: Element, names: Names) -> Statement:
    problems = list(opened.problems)
    if found := _balance_difference(opened, element, names):
        problems.append(StatementProblem(Place(0), "", EntryFault.BALANCE_DIFFERS, found))
    return Statement(
        reference=plain(names.text(element, "Id"), 140),
        iban=opened.reader.own_iban or _iban_of(element, names),
        payments=tuple(opened.payments),
        problems=tuple(problems),
        broken=opened.broken,
        pending=opened.pending,
    )


def _iban_of(statement: Element, names: Names) -> str:
    return "".join(names.text(statement, "Acct/Id/IBAN").split()).upper()[:34]


def _balance_difference(opened: _Open, statement: Element, names: Names) -> str:
    """What is missing between the balances, in euros and cents; empty where nothing is."""
    balances: dict[str, int] = {}
    for balance in names.all(statement, "Bal"):
        code = names.text(balance, "Tp/CdOrPrtry/Cd")
        # The former day's closing balance is this one's opening balance.
        code = "OPBD" if code == "PRCD" else code
        amount = amount_of(names.text(balance, "Amt"))
        if isinstance(amount, int):
            owed = names.text(balance, "CdtDbtInd") == "DBIT"
            balances.setdefault(code, -amount if owed else amount)
    if "OPBD" not in balances or "CLBD" not in balances:
        return ""
    difference = balances["CLBD"] - balances["OPBD"] - opened.booked_cents
    sign = "-" if difference < 0 else ""
    whole, hundredths = divmod(abs(difference), 100)
    return f"{sign}{whole}.{hundredths:02d}" if difference else ""


def _drop(element: Element) -> None:
    """Frees what was read, and the emptied elements before it."""
    _clear(element)
    parent = element.getparent()
    before = element.getprevious()
    while before is not None and before.tag == element.tag:
        parent.remove(before)
        before = element.getprevious()


def _clear(element: Element) -> None:
    """Clears from the inside out: what lxml takes out as a whole costs the square of its size."""
    for child in element:
        if len(child):
            _clear(child)
    element.clear()


def _where(error: etree.XMLSyntaxError) -> str:
    return plain(f"{error.msg}", 200)
