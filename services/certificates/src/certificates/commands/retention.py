"""The commands about deleting certificates whose time is over."""

from typing import Annotated

import typer
from chassis.command import run_once

from certificates.app.retention import delete_due, due_by_type
from certificates.main import service

app = typer.Typer(no_args_is_help=True, help="Certificates whose time is over.")


@app.callback()
def commands() -> None:
    """Certificates whose time is over."""


@app.command("run")
def run(
    dry_run: Annotated[bool, typer.Option(help="only say how many are due, by type")] = False,
) -> None:
    """Deletes file, fields, claims and salt of what is due; their numbers are unknown then.

    The leaves of the log and the places of the status list stay, linked to nobody. The service
    does the same every hour.
    """
    due = run_once(service, due_by_type)
    for kind, count in sorted(due.items()):
        typer.echo(f"{kind.value}: {count}")
    if dry_run:
        typer.echo(f"{sum(due.values())} due, none deleted")
        return
    deleted = 0
    while count := run_once(service, delete_due):
        deleted += count
    typer.echo(f"{deleted} deleted")
