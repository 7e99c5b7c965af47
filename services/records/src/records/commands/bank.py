"""`records bank import`: the bank's statements and notifications."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer
from chassis.command import run_once
from chassis.errors import Failure
from chassis.values import Cents, Language
from rich.console import Console
from rich.table import Table
from rich.text import Text

from records.app.bank_import import FileSent, ImportReport, import_statements
from records.app.staff import SYSTEM
from records.banking.bank_file import read_or_refuse
from records.domain.bank_entries import LEDGER_CURRENCY, BankPayment
from records.domain.bank_imports import Effect, Outcome
from records.main import service
from records.texts.bank import OUTCOMES, fault_text
from records.texts.clearing import REASONS

app = typer.Typer(no_args_is_help=True, help="The university's bank account.")
# Beyond a line of a table, the rest is in the clearing list.
_SHOWN = 60


@app.callback()
def bank() -> None:
    """The university's bank account."""


@app.command("import")
def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(help="camt.053 or camt.054, one or several", exists=True, dir_okay=False),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="say what would happen, book nothing")
    ] = False,
) -> None:
    """Imports files of the bank; the same payment is never booked twice.

    Each file is imported as a whole. Ends with 1 where a file could not be read or something in
    it is broken; everything else is booked all the same.
    """
    broken = False
    for file in files:
        try:
            report = _import(file, dry_run=dry_run)
        except Failure as failure:
            typer.echo(f"{file}: {failure.message.en} [{failure.reason}]", err=True)
            broken = True
            continue
        _show(file, report)
        broken = broken or report.problems > 0
    if broken:
        raise typer.Exit(1)


def _import(file: Path, *, dry_run: bool) -> ImportReport:
    content = file.read_bytes()
    read = read_or_refuse(content)
    sent = FileSent(file.name, hashlib.sha256(content).hexdigest())
    return run_once(service, import_statements, read, sent, by=SYSTEM, book_it=not dry_run)


def _show(file: Path, report: ImportReport) -> None:
    what = "booked" if report.booked else "dry run, nothing was booked"
    known = ", imported before" if report.known_file else ""
    typer.echo(f"{file}: {report.message_kind}, {what}{known}")
    console = Console()
    console.print(_counts(report))
    looked_at = [each for each in report.effects if each.reason is not None]
    if looked_at:
        console.print(_effects(looked_at))
    for statement in report.statements:
        for problem in statement.problems:
            place = f"entry {problem.entry}" if problem.entry else "statement"
            detail = f", payment {problem.detail}" if problem.detail else ""
            named = f" ({problem.bank_reference})" if problem.bank_reference else ""
            typer.echo(
                f"{statement.reference}: {place}{detail}{named}:"
                f" {fault_text(problem.fault, problem.found).en} [{problem.fault}]",
                err=True,
            )


def _counts(report: ImportReport) -> Table:
    table = Table("statement", "entries", "booked", "to clear", "known", "pending", "broken", "sum")
    for number, statement in enumerate(report.statements):
        new = [
            each.payment.cents
            for each in report.effects
            if each.statement == number
            and each.outcome is not Outcome.KNOWN
            and each.payment.currency == LEDGER_CURRENCY
        ]
        table.add_row(
            Text(statement.reference),
            str(statement.entries),
            str(statement.booked),
            str(statement.to_clear),
            str(statement.known),
            str(report.pending[number]),
            str(statement.broken),
            Cents(sum(new)).in_euros(Language.EN),
        )
    return table


def _effects(effects: list[Effect]) -> Table:
    table = Table("entry", "value date", "amount", "from", "reference", "what", "who")
    for each in effects:
        payment = each.payment
        assert each.reason is not None, "those without a reason are not shown"
        detail = f".{payment.place.detail}" if payment.place.detail else ""
        table.add_row(
            f"{payment.place.entry}{detail}",
            payment.value_date.isoformat(),
            _amount(payment),
            # What strangers typed is no markup.
            Text(payment.counterparty_name),
            Text(payment.remittance[:_SHOWN]),
            f"{OUTCOMES[each.outcome].en}: {REASONS[each.reason].en}",
            ", ".join(f"{payer.name.listed} ({_number(each, place)})"
                      for place, payer in enumerate(each.payers)),
        )  # fmt: skip
    return table


def _amount(payment: BankPayment) -> str:
    whole, hundredths = divmod(abs(payment.cents), 100)
    sign = "-" if payment.cents < 0 else ""
    return f"{sign}{whole}.{hundredths:02d} {payment.currency}"


def _number(effect: Effect, place: int) -> str:
    payer = effect.payers[place]
    return payer.matriculation_number or ", ".join(payer.applicant_numbers)
