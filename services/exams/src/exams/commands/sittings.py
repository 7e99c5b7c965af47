"""`exams sittings`: planning sittings by a file."""

from pathlib import Path
from typing import Annotated

import typer
from chassis.command import run_once
from chassis.database import Transaction
from chassis.signing import Signer
from rich.console import Console
from rich.progress import Progress

from exams.app.import_sittings import SittingImport, import_sittings
from exams.app.receipts import keep_receipt_key
from exams.app.sitting_files import SentSittings, read_sittings
from exams.commands.files import format_of, show
from exams.domain.receipts import RECEIPT_TYPE
from exams.main import service

app = typer.Typer(no_args_is_help=True, help="Sittings.")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or YAML", exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option(help="say what would change, book nothing")] = False,
) -> None:
    """Creates and changes the sittings of a file: all of them, or none where a row is wrong."""
    sent = read_sittings(file.read_bytes(), format_of(file))
    signer = Signer.from_file(service.settings().service_key_file, RECEIPT_TYPE)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("sittings", total=len(sent.rows))

        def book(tx: Transaction, sent: SentSittings) -> SittingImport:
            # Whoever moves up gets a receipt that this process signs.
            keep_receipt_key(tx, signer)
            return import_sittings(
                tx,
                signer,
                sent,
                changed_by=None,
                dry_run=dry_run,
                progress=lambda done: progress.update(task, completed=done),
            )

        done = run_once(service, book, sent)
    show(done.effects, done.problems)
    typer.echo("booked" if done.booked else "nothing was booked")
