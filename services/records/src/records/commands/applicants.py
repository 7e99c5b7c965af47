"""`records applicants lapse`: applicants whose payment deadline is over; for a nightly timer."""

from typing import Annotated

import typer
from chassis.command import run_once

from records.app.applicant_decisions import AT_A_TIME, applicants_to_lapse, lapse_applicants
from records.domain.applicants import Applicant
from records.main import service

app = typer.Typer(no_args_is_help=True, help="Applicants.")

# Beyond this many a preview names no more.
MOST_NAMED = 1_000


@app.callback()
def applicants() -> None:
    """Applicants."""


@app.command("lapse")
def lapse(
    preview: Annotated[
        bool, typer.Option("--preview", help="say who would lapse, do nothing")
    ] = False,
) -> None:
    """Lets applicants lapse whose contribution was not there in time, and tells them.

    Some hundreds in each transaction; running it again lets nobody lapse twice. Import the bank
    statements before: money that was there in time enrols an applicant afterwards, too.
    """
    if preview:
        found = run_once(service, applicants_to_lapse, MOST_NAMED)
        _name(found)
        typer.echo(f"{len(found)} would lapse")
        return
    count = 0
    while lapsed := run_once(service, lapse_applicants, AT_A_TIME):
        _name(lapsed)
        count += len(lapsed)
    typer.echo(f"{count} lapsed")


def _name(found: tuple[Applicant, ...]) -> None:
    for each in found:
        deadline = each.payment_deadline_date.isoformat()
        typer.echo(f"{each.applicant_number} {each.name.full}: deadline {deadline}")
