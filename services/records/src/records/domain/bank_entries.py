"""What a file of the bank says: statements with payments, and entries that cannot be read."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

# The university keeps its account, and the ledger, in this currency.
LEDGER_CURRENCY = "EUR"

# What banks write where they have no reference.
_NO_REFERENCE = frozenset({"NONREF", "NOREF", "NOTPROVIDED", "NOT PROVIDED", "NONE", "0", "-"})


# Banks book ahead of weekends, holidays and standing orders, a month at most; what is valued later
# is a wrong year or month, and would settle a charge long before the money is there.
MOST_DAYS_AHEAD = 31
# What the university could still claim has not lapsed for longer (BGB § 195): money that is older
# settles nothing, and the day of such an entry is a wrong year.
MOST_DAYS_BACK = 3 * 366


class EntryFault(Enum):
    """Why an entry of a statement cannot be taken as it is."""

    AMOUNT_MISSING = "AMOUNT_MISSING"
    AMOUNT_WRONG = "AMOUNT_WRONG"
    CURRENCY_MISSING = "CURRENCY_MISSING"
    DIRECTION_MISSING = "DIRECTION_MISSING"
    STATUS_UNKNOWN = "STATUS_UNKNOWN"
    DATE_MISSING = "DATE_MISSING"
    DATE_WRONG = "DATE_WRONG"
    # Booked or valued on a day that no bank means.
    DATE_IMPLAUSIBLE = "DATE_IMPLAUSIBLE"
    # The payments of a batch do not add up to it; it is taken as a sum without details.
    DETAILS_DIFFER = "DETAILS_DIFFER"
    # Opening balance and entries do not lead to the closing balance.
    BALANCE_DIFFERS = "BALANCE_DIFFERS"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a statement: the entry from 1, and the payment in a batch.

    0 stands for the statement, or the entry, as a whole.
    """

    entry: int
    detail: int = 0


@dataclass(frozen=True, slots=True)
class StatementProblem:
    """What is wrong at a place of a statement; `found` is what the file has there."""

    place: Place
    bank_reference: str
    fault: EntryFault
    found: str = ""


@dataclass(frozen=True, slots=True)
class BankPayment:
    """One payment as the bank tells it; a batch has one for each of its payments."""

    place: Place
    # In hundredths of the currency; money that came in is positive.
    cents: int
    currency: str
    booking_date: date
    value_date: date
    # Who paid, or whom we paid; with the person in whose name that happened.
    counterparty_name: str = ""
    ultimate_name: str = ""
    counterparty_iban: str = ""
    # As typed and wrapped by the payer.
    remittance_lines: tuple[str, ...] = ()
    # The bank's own references: of its booking, and of this payment where it has one.
    booking_reference: str = ""
    own_reference: str = ""
    # Of the entry in the statement; some banks number entries in each file anew.
    entry_reference: str = ""
    transaction_id: str = ""
    end_to_end_id: str = ""
    # Of our own order, for money that went out.
    payment_order: str = ""
    # The bank takes something back: a payment, or one of our own transfers.
    returned: bool = False
    return_reason: str = ""
    # What was sent where that is another currency: "USD 350.00".
    sent: str = ""
    # A sum of several payments that the file does not name one by one.
    without_details: bool = False
    # How many payments its entry has.
    siblings: int = 1

    @property
    def remittance(self) -> str:
        """The reference in one line, as lists show it."""
        return " ".join(" ".join(self.remittance_lines).split())

    @property
    def bank_reference(self) -> str:
        """The reference that a clerk would tell the bank."""
        return self.own_reference or self.booking_reference or self.entry_reference

    @property
    def is_foreign(self) -> bool:
        """Whether another currency than the ledger's is involved."""
        return self.currency != LEDGER_CURRENCY or bool(self.sent)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement (camt.053) or notification (camt.054)."""

    reference: str
    # Without blanks; empty where the file names the account otherwise.
    iban: str
    payments: tuple[BankPayment, ...]
    # Entries that could not be read, and what does not add up.
    problems: tuple[StatementProblem, ...]
    # How many entries could not be read.
    broken: int
    # Announced, not booked: they come again.
    pending: int


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file that could be read."""

    # Such as "camt.053.001.08".
    message_kind: str
    statements: tuple[Statement, ...]


def with_plausible_days(file: BankFile, today: date) -> BankFile:
    """The file without the entries whose days cannot be meant; those are problems of it."""
    return replace(file, statements=tuple(_plausible(each, today) for each in file.statements))


def is_plausible_day(day: date, today: date) -> bool:
    """Whether a bank books or values anything on the day, seen from today."""
    return -MOST_DAYS_BACK <= (day - today).days <= MOST_DAYS_AHEAD


def is_reference(text: str) -> bool:
    """Whether a reference says anything."""
    return bool(text) and text.upper() not in _NO_REFERENCE


def booking_key(iban: str, payment: BankPayment) -> str:
    """Names the bank's booking that a payment belongs to; empty where it has no reference.

    The payments of a batch share it, and it is the same in a file that has their sum alone.
    """
    if not is_reference(payment.booking_reference):
        return ""
    return _digest(iban, payment.value_date.isoformat(), payment.booking_reference)


def fingerprints(iban: str, payments: Sequence[BankPayment]) -> list[str]:
    """What each payment of a file is known by again, in whichever file it comes.

    A payment is announced by camt.054 and comes again in the day's camt.053, and the same file is
    imported again by mistake. What is alike in all of them: the account, the sum with its currency
    and direction, the value date, and the bank's own reference (AcctSvcrRef), which the bank gives
    once. Where several payments of a batch share that one, TxId, EndToEndId or the payer's account
    tell them apart. A bank that gives none is known by TxId, else by EndToEndId with payer and
    remittance: an EndToEndId alone is the payer's own, and many banking apps write the same one
    every time. NtryRef comes last, since many banks count entries in each file anew. Payments that
    are equal in all of that, such as two transfers of one person on one day, are told apart by
    their position among equals: two in a file are two, and both are known in the next file.
    Names and remittance stay out where there is a reference: banks spell them differently in their
    two messages.
    """
    seen: Counter[str] = Counter()
    found = []
    for payment in payments:
        base = _digest(
            iban,
            str(payment.cents),
            payment.currency,
            payment.value_date.isoformat(),
            *_identity(payment),
        )
        seen[base] += 1
        found.append(_digest(base, str(seen[base])))
    return found


def payments_of(statements: Iterable[Statement]) -> list[BankPayment]:
    """All payments, in the order of the file."""
    return [payment for statement in statements for payment in statement.payments]


def _plausible(statement: Statement, today: date) -> Statement:
    problems: dict[int, StatementProblem] = {}
    for payment in statement.payments:
        for day in (payment.value_date, payment.booking_date):
            if not is_plausible_day(day, today):
                entry = payment.place.entry
                problem = StatementProblem(
                    Place(entry),
                    payment.booking_reference or payment.entry_reference,
                    EntryFault.DATE_IMPLAUSIBLE,
                    day.isoformat(),
                )
                problems.setdefault(entry, problem)
    if not problems:
        return statement
    # What else was found in such an entry says that it was taken.
    others = [each for each in statement.problems if each.place.entry not in problems]
    return replace(
        statement,
        payments=tuple(each for each in statement.payments if each.place.entry not in problems),
        problems=tuple(sorted((*problems.values(), *others), key=lambda one: one.place.entry)),
        broken=statement.broken + len(problems),
    )


def _identity(payment: BankPayment) -> tuple[str, ...]:
    transaction_id = payment.transaction_id if is_reference(payment.transaction_id) else ""
    end_to_end_id = payment.end_to_end_id if is_reference(payment.end_to_end_id) else ""
    if is_reference(payment.own_reference):
        return ("bank", payment.own_reference)
    if is_reference(payment.booking_reference):
        if payment.siblings == 1:
            return ("bank", payment.booking_reference)
        apart = transaction_id or end_to_end_id or payment.counterparty_iban
        return ("batch", payment.booking_reference, apart)
    if transaction_id:
        return ("transaction", transaction_id)
    squeezed = "".join(payment.remittance.split()).casefold()
    if end_to_end_id or payment.counterparty_iban or squeezed:
        return ("payer", end_to_end_id, payment.counterparty_iban, squeezed)
    return ("entry", payment.entry_reference)


def _digest(*parts: str) -> str:
    """SHA-256 of parts that cannot run into each other, in hexadecimal digits."""
    marked = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
    return hashlib.sha256(marked).hexdigest()
