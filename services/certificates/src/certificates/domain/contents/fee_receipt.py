"""The receipt for what was charged and paid for one semester (Beitrags- und Gebührenquittung)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chassis.values import LocalizedText

from certificates.domain.contents.shared_lines import entry, issue_group, key_facts, person_group
from certificates.domain.document import Column, Content, Entry, FieldGroup, Row, Table
from certificates.domain.facts import ChargeFacts, ChargePart, Facts, ReceiptFacts
from certificates.domain.printing import (
    print_date,
    print_date_briefly,
    print_euros,
    print_period,
    print_semester,
)

TITLE = LocalizedText(
    de="Quittung über Beiträge und Gebühren", en="Receipt for Contributions and Fees"
)
FILE_STEM = LocalizedText(de="beitragsquittung", en="fee-receipt")

_AMOUNT = LocalizedText(de="Betrag", en="Amount")
_ITEM = LocalizedText(de="Posten", en="Item")
_CHARGE_COLUMNS = (
    Column(_ITEM, 2.6),
    Column(LocalizedText(de="Fällig am", en="Due on"), 1.3),
    Column(LocalizedText(de="Berechnet", en="Charged"), 1.2, is_number=True),
    Column(LocalizedText(de="Ermäßigt", en="Reduced"), 1.1, is_number=True),
    Column(LocalizedText(de="Erlassen", en="Waived"), 1.1, is_number=True),
    Column(LocalizedText(de="Gezahlt", en="Paid"), 1.2, is_number=True),
    Column(LocalizedText(de="Offen", en="Open"), 1.1, is_number=True),
)
_PART_COLUMNS = (Column(_ITEM, 4.0), Column(_AMOUNT, 1.0, is_number=True))
_INDENT = "– "


def fee_receipt_content(facts: Facts, issue_time: datetime) -> Content:
    """What the receipt says. It tells the state of its moment, so its validity has no end.

    Raises ValueError where the account was not gathered.
    """
    records, receipt = facts.records, facts.receipt
    if receipt is None:
        raise ValueError("the facts were gathered without the account of the semester")
    parts = tuple(_part_table(one) for one in receipt.charges if one.parts)
    return Content(
        title=TITLE,
        subtitle=print_semester(receipt.semester),
        statement=_statement(facts, receipt),
        blocks=(
            person_group(records.person),
            FieldGroup(LocalizedText(de="Zahlung", en="Payment"), _sums(receipt)),
            _charge_table(receipt.charges),
            *parts,
            issue_group(issue_time, None),
        ),
        notes=(),
        valid_until=None,
        file_stem=FILE_STEM,
        key_facts=replace(
            key_facts(records, summary=f"{receipt.paid_cents / 100:.2f} EUR"),
            semester_code=receipt.semester.code,
        ),
    )


def _statement(facts: Facts, receipt: ReceiptFacts) -> LocalizedText:
    """Nobody reads a receipt as paid that is not: what is open stands in the sentence."""
    still_open = LocalizedText(
        de=" Offen sind noch {open}.", en=" {open} is still to be paid."
    ).format(open=print_euros(receipt.open_cents))
    sentence = LocalizedText(
        de="Die {university} bescheinigt: Von {name} sind für das {semester} {paid} eingegangen.",
        en="{university} certifies that {paid} was received from {name} for the {semester}.",
    ).format(
        university=facts.records.university.name,
        name=facts.records.person.name.full,
        semester=receipt.semester.name,
        paid=print_euros(receipt.paid_cents),
    )
    if receipt.open_cents <= 0:
        return sentence
    return LocalizedText(de=sentence.de + still_open.de, en=sentence.en + still_open.en)


def _sums(receipt: ReceiptFacts) -> tuple[Entry, ...]:
    semester = receipt.semester
    lines = [
        entry("Semester", "Semester", print_semester(semester)),
        entry("Zeitraum", "Period", print_period(semester.first_date, semester.last_date)),
        entry("Zu zahlen", "To be paid", print_euros(receipt.due_cents)),
        entry("Gezahlt", "Paid", print_euros(receipt.paid_cents)),
        entry("Offen", "Open", print_euros(receipt.open_cents)),
    ]
    if receipt.paid_date is not None:
        lines.append(
            entry(
                "Wertstellung der letzten Zahlung",
                "Value date of the last payment",
                print_date(receipt.paid_date),
            )
        )
    return tuple(lines)


def _charge_table(charges: Iterable[ChargeFacts]) -> Table:
    return Table(
        heading=LocalizedText(de="Beiträge und Gebühren", en="Contributions and Fees"),
        row_label=_ITEM,
        columns=_CHARGE_COLUMNS,
        rows=tuple(
            Row(
                (
                    one.name,
                    print_date_briefly(one.due_date),
                    print_euros(one.amount_cents),
                    print_euros(one.reduced_cents),
                    print_euros(one.waived_cents),
                    print_euros(one.paid_cents),
                    print_euros(one.open_cents),
                )
            )
            for one in charges
        ),
        empty=LocalizedText(de="Es wurde nichts berechnet.", en="Nothing was charged."),
    )


def _part_table(charge: ChargeFacts) -> Table:
    """What the charge is made of, after reductions."""
    return Table(
        heading=LocalizedText(de="Zusammensetzung: {name}", en="What it is made of: {name}").format(
            name=charge.name
        ),
        row_label=LocalizedText(de="Bestandteil", en="Part"),
        columns=_PART_COLUMNS,
        rows=tuple(_part_rows(charge.parts)),
        empty=LocalizedText(de="Es wurde nichts berechnet.", en="Nothing was charged."),
    )


def _part_rows(parts: Iterable[ChargePart], indent: str = "") -> Iterator[Row]:
    for part in parts:
        name = LocalizedText(de=f"{indent}{part.name.de}", en=f"{indent}{part.name.en}")
        yield Row((name, print_euros(part.amount_cents)))
        yield from _part_rows(part.parts, indent + _INDENT)
