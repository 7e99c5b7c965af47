"""`exams results`: results of a sitting from a file."""

import hashlib
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from chassis.command import run_once
from chassis.database import Transaction
from chassis.errors import Failure
from rich.console import Console
from rich.progress import Progress

from exams.app.import_results import ImportReport, UploadedFile, import_results
from exams.app.results import person_with_account
from exams.commands.files import end_with, format_of, show
from exams.main import service
from exams.tables_io import UnreadableFileError, read_table

app = typer.Typer(no_args_is_help=True, help="Results of sittings.")


@app.callback()
def results() -> None:
    """Results of sittings."""


@app.command("import")
def import_file(
    sitting: Annotated[UUID, typer.Argument(help="id of the sitting")],
    file: Annotated[Path, typer.Argument(help="CSV or XLSX", exists=True, dir_okay=False)],
    user_name: Annotated[str, typer.Option("--as", help="account that enters the results")],
    dry_run: Annotated[bool, typer.Option(help="say what would change, book nothing")] = False,
) -> None:
    """Enters the results of a file: all of them, or none where a row is wrong."""
    content = file.read_bytes()
    try:
        table = read_table(content, format_of(file))
    except UnreadableFileError as unreadable:
        show((), unreadable.problems)
        raise AssertionError("problems end the command") from unreadable
    sent = UploadedFile(table, file.name, hashlib.sha256(content).hexdigest())
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("results", total=len(table.rows))

        def book(tx: Transaction) -> ImportReport:
            return import_results(
                tx,
                sitting,
                sent,
                person_with_account(tx, user_name),
                book_it=not dry_run,
                on_progress=lambda done, _total: progress.update(task, completed=done),
            )

        try:
            report = run_once(service, book)
        except Failure as failure:
            end_with(failure)
    show(report.effects, report.problems)
    typer.echo("booked" if report.booked else "nothing was booked")
