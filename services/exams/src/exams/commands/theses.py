"""`exams theses close-overdue`: the failed attempts of theses that were not handed in on time."""

from typing import Annotated

import typer
from chassis.command import run_once

from exams.app.thesis_hand_in import close_overdue_thesis, overdue_theses
from exams.main import service
from exams.texts import thesis_command as texts

app = typer.Typer(no_args_is_help=True, help="Theses.")


@app.callback()
def theses() -> None:
    """Theses."""


@app.command("close-overdue")
def close_overdue(
    dry_run: Annotated[bool, typer.Option(help="only say what would be closed")] = False,
) -> None:
    """Closes theses whose last day is over without a hand-in; for a nightly timer.

    Each in a transaction of its own; running it again closes nothing twice. The results wait for
    their release by the examinations office.
    """
    closed = 0
    for thesis in run_once(service, overdue_theses):
        if dry_run:
            said = texts.WOULD_CLOSE
        elif run_once(service, close_overdue_thesis, thesis.thesis_id):
            said = texts.CLOSED
        else:
            # Handed in on paper, or closed by somebody else, since the list was made.
            continue
        closed += 1
        typer.echo(
            said.format(
                number=thesis.matriculation_number,
                exam=thesis.exam_number,
                due=thesis.due_date.isoformat(),
                thesis_id=thesis.thesis_id,
            ).en
        )
    report = texts.WOULD_CLOSE_COUNT if dry_run else texts.CLOSED_COUNT
    typer.echo(report.format(count=closed).en)
