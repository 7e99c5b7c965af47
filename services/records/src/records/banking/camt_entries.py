"""Reads one entry (Ntry) of a camt file: one payment, or the payments of a batch."""

import re
from dataclasses import dataclass, replace
from datetime import date

from records.banking.camt_values import Element, Names, amount_of, day_of, plain
from records.domain.bank_entries import (
    BankPayment,
    EntryFault,
    Place,
    StatementProblem,
    is_reference,
)

# Longer than any field of the schema; a file that goes beyond is cut, not believed.
_LONGEST_NAME = 140
_LONGEST_REFERENCE = 140
_LONGEST_LINE = 560
_MOST_LINES = 40
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_BOOKED = "BOOK"
# Announced, for information, or for a day to come.
_NOT_BOOKED = frozenset({"PDNG", "INFO", "FUTR"})


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """An entry that the bank has not booked."""


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry's payments, none where it is broken, and what is wrong with it."""

    payments: tuple[BankPayment, ...]
    problems: tuple[StatementProblem, ...]
    # What it adds to the balance, as far as that could be read.
    cents: int = 0


class EntryReader:
    """Reads the entries of one statement."""

    def __init__(self, names: Names) -> None:
        self._names = names
        # The account of the statement; known from the first entry on.
        self.own_iban = ""

    def read(self, entry: Element, number: int) -> ReadEntry | PendingEntry:
        """The payments of an entry."""
        names = self._names
        # Version 001.08 names the status by a code below it.
        status = names.text(entry, "Sts/Cd", "Sts") or _BOOKED
        if status in _NOT_BOOKED:
            return PendingEntry()
        faults: list[tuple[EntryFault, str]] = []
        if status != _BOOKED:
            faults.append((EntryFault.STATUS_UNKNOWN, status))
        amount = self._amount(entry, faults)
        direction = names.text(entry, "CdtDbtInd")
        if direction not in ("CRDT", "DBIT"):
            faults.append((EntryFault.DIRECTION_MISSING, direction))
        currency = self._currency(entry, "Amt")
        if not _CURRENCY.fullmatch(currency):
            faults.append((EntryFault.CURRENCY_MISSING, currency))
        booking_date, value_date = self._dates(entry, faults)
        place = Place(number)
        reference = self._reference(entry, "AcctSvcrRef") or self._reference(entry, "NtryRef")
        signed = -amount if direction == "DBIT" else amount
        if faults:
            problems = tuple(
                StatementProblem(place, reference, fault, plain(found, 80))
                for fault, found in faults
            )
            return ReadEntry((), problems, signed if direction else 0)
        assert booking_date is not None, "a missing day is a fault"
        assert value_date is not None, "a missing day is a fault"
        whole = BankPayment(
            place=place,
            cents=signed,
            currency=currency,
            booking_date=booking_date,
            value_date=value_date,
            booking_reference=self._reference(entry, "AcctSvcrRef"),
            entry_reference=self._reference(entry, "NtryRef"),
            remittance_lines=self._lines([names.text(entry, "AddtlNtryInf")]),
            returned=names.text(entry, "RvslInd") in ("true", "1"),
            sent=self._sent(entry, currency),
        )
        return self._with_details(entry, whole)

    def _with_details(self, entry: Element, whole: BankPayment) -> ReadEntry:
        names = self._names
        details = names.all(entry, "NtryDtls/TxDtls")
        announced = names.text(entry, "NtryDtls/Btch/NbOfTxs")
        if not details:
            several = announced.isdecimal() and int(announced[:9]) > 1
            order = self._reference(entry, "NtryDtls/Btch/PmtInfId")
            payment = replace(whole, without_details=several, payment_order=order)
            return ReadEntry((payment,), (), whole.cents)
        if len(details) == 1 and (not announced.isdecimal() or int(announced[:9]) <= 1):
            return ReadEntry((self._detail(details[0], whole),), (), whole.cents)
        payments = []
        for number, detail in enumerate(details, start=1):
            cents = self._detail_cents(detail, whole)
            if cents is None:
                return self._differing(whole, f"{len(details)}")
            one = replace(
                whole,
                place=Place(whole.place.entry, number),
                cents=cents,
                siblings=len(details),
            )
            payments.append(self._detail(detail, one))
        if sum(each.cents for each in payments) != whole.cents:
            return self._differing(whole, f"{len(details)}")
        return ReadEntry(tuple(payments), (), whole.cents)

    def _differing(self, whole: BankPayment, found: str) -> ReadEntry:
        """The money is there, though the file does not say whose: a sum without details."""
        problem = StatementProblem(
            whole.place, whole.bank_reference, EntryFault.DETAILS_DIFFER, found
        )
        return ReadEntry((replace(whole, without_details=True),), (problem,), whole.cents)

    def _detail_cents(self, detail: Element, whole: BankPayment) -> int | None:
        names = self._names
        for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
            if self._currency(detail, path) == whole.currency:
                amount = amount_of(names.text(detail, path))
                if isinstance(amount, EntryFault) or amount == 0:
                    return None
                direction = names.text(detail, "CdtDbtInd")
                outgoing = direction == "DBIT" if direction else whole.cents < 0
                return -amount if outgoing else amount
        return None

    def _detail(self, detail: Element, payment: BankPayment) -> BankPayment:
        names = self._names
        name, ultimate, iban = self._counterparty(detail, payment.cents > 0)
        lines = [each.text or "" for each in names.all(detail, "RmtInf/Ustrd")]
        for structured in names.all(detail, "RmtInf/Strd"):
            lines.append(names.text(structured, "CdtrRefInf/Ref"))
            lines += [each.text or "" for each in names.all(structured, "AddtlRmtInf")]
        read = self._lines(lines)
        returned = names.one(detail, "RtrInf") is not None
        return replace(
            payment,
            counterparty_name=name,
            ultimate_name=ultimate,
            counterparty_iban=iban,
            remittance_lines=read
            or self._lines([names.text(detail, "AddtlTxInf")])
            or payment.remittance_lines,
            own_reference=self._reference(detail, "Refs/AcctSvcrRef"),
            transaction_id=self._reference(detail, "Refs/TxId"),
            end_to_end_id=self._reference(detail, "Refs/EndToEndId"),
            payment_order=self._reference(detail, "Refs/PmtInfId"),
            returned=payment.returned or returned,
            return_reason=plain(
                names.text(detail, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/AddtlInf"), 80
            ),
            sent=payment.sent or self._sent(detail, payment.currency),
        )

    def _counterparty(self, detail: Element, incoming: bool) -> tuple[str, str, str]:
        """Name, name of the person behind, and IBAN of the other side."""
        sides = ("Dbtr", "Cdtr") if incoming else ("Cdtr", "Dbtr")
        found = [self._party(detail, side) for side in sides]
        # A transfer that comes back keeps its sides: the other one is not always the sender.
        if found[0][2] in ("", self.own_iban) and found[1][2] not in ("", self.own_iban):
            return found[1]
        return found[0]

    def _party(self, detail: Element, side: str) -> tuple[str, str, str]:
        names, base = self._names, "RltdPties/"
        # The name lies one element deeper from version 001.08 on.
        name = names.text(detail, f"{base}{side}/Pty/Nm", f"{base}{side}/Nm")
        behind = names.text(detail, f"{base}Ultmt{side}/Pty/Nm", f"{base}Ultmt{side}/Nm")
        iban = "".join(names.text(detail, f"{base}{side}Acct/Id/IBAN").split()).upper()
        return (
            plain(name or behind, _LONGEST_NAME),
            plain(behind, _LONGEST_NAME),
            iban if _IBAN.fullmatch(iban) else "",
        )

    def _amount(self, entry: Element, faults: list[tuple[EntryFault, str]]) -> int:
        text = self._names.text(entry, "Amt")
        amount = amount_of(text)
        if isinstance(amount, EntryFault):
            faults.append((amount, text))
            return 0
        if amount == 0:
            faults.append((EntryFault.AMOUNT_WRONG, text))
        return amount

    def _dates(
        self, entry: Element, faults: list[tuple[EntryFault, str]]
    ) -> tuple[date | None, date | None]:
        read: list[date | None] = []
        for path in ("BookgDt", "ValDt"):
            day = day_of(self._names, entry, path)
            if isinstance(day, EntryFault):
                faults.append((day, self._names.text(entry, f"{path}/Dt", f"{path}/DtTm")))
                day = None
            read.append(day)
        booking, value = read
        if (
            booking is None
            and value is None
            and not any(fault is EntryFault.DATE_WRONG for fault, _ in faults)
        ):
            faults.append((EntryFault.DATE_MISSING, ""))
        # Banks that tell one of the two mean it for both.
        return booking or value, value or booking

    def _sent(self, element: Element, currency: str) -> str:
        """What was sent where it was another currency: "USD 350.00"."""
        for path in ("AmtDtls/InstdAmt/Amt", "AmtDtls/TxAmt/Amt"):
            other = self._currency(element, path)
            if other and other != currency:
                return plain(f"{other} {self._names.text(element, path)}", 40)
        return ""

    def _currency(self, element: Element, path: str) -> str:
        found = self._names.one(element, path)
        return "" if found is None else str(found.get("Ccy", ""))

    def _reference(self, element: Element, path: str) -> str:
        text = plain(self._names.text(element, path), _LONGEST_REFERENCE)
        return text if is_reference(text) else ""

    def _lines(self, lines: list[str]) -> tuple[str, ...]:
        """Lines as typed: their blanks at the ends tell where a bank wrapped them."""
        kept = [each.replace("\n", " ").replace("\t", " ")[:_LONGEST_LINE] for each in lines]
        return tuple(each for each in kept if each.strip())[:_MOST_LINES]
