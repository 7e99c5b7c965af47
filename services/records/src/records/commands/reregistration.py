"""`records reregistration open|remind|close`: the jobs of a semester."""

from collections.abc import Mapping
from typing import Annotated, NoReturn

import typer
from chassis.database import Database
from chassis.errors import Failure
from chassis.values import Semester
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from records.app.semester_jobs import (
    CHUNK,
    preview,
    refusal_today,
    run_chunk,
    running_job,
    start_job,
)
from records.app.staff import SYSTEM
from records.domain.semester_jobs import JobKind, JobState, Outcome, SemesterJob
from records.main import service
from records.settings import RecordsSettings
from records.texts import semester_jobs as texts
from records.texts.reregistration import refusal_message

# There is no such semester as was typed.
WRONG_ARGUMENT = 2

app = typer.Typer(no_args_is_help=True, help="Re-registration for a semester.")
SemesterOption = Annotated[str, typer.Option(help="the semester to re-register for: 2027S")]
PreviewOption = Annotated[
    bool, typer.Option("--preview", help="say what would be done, do nothing")
]


@app.command("open")
def open_(semester: SemesterOption, only_preview: PreviewOption = False) -> None:
    """Charges the contribution and calls all students to re-register."""
    _run(JobKind.OPEN, semester, only_preview)


@app.command()
def remind(semester: SemesterOption, only_preview: PreviewOption = False) -> None:
    """Reminds those who have not re-registered, with a charge and a new deadline."""
    _run(JobKind.REMIND, semester, only_preview)


@app.command()
def close(semester: SemesterOption, only_preview: PreviewOption = False) -> None:
    """De-registers those who have not re-registered after the reminder either."""
    _run(JobKind.CLOSE, semester, only_preview)


def _run(kind: JobKind, code: str, only_preview: bool) -> None:
    semester = _semester(code)
    settings = RecordsSettings()
    database = Database(service.database_url(settings), threads=1)
    try:
        if only_preview:
            _preview(database, kind, semester)
        else:
            _go(database, kind, semester, settings.reregistration_page)
    except Failure as failure:
        _end_with(failure)
    finally:
        database.close()


def _preview(database: Database, kind: JobKind, semester: Semester) -> None:
    counted = database.write_now(preview, kind, semester)
    _report(counted, texts.WOULD)
    if refused := database.write_now(refusal_today, kind, semester):
        typer.echo(f"{refused.refusal}: {refusal_message(refused, semester).en}", err=True)


def _go(database: Database, kind: JobKind, semester: Semester, link: str) -> None:
    standing = database.write_now(running_job, kind, semester)
    job = database.write_now(start_job, kind, semester, SYSTEM)
    if standing is not None:
        typer.echo(texts.GOES_ON.format(seen=job.seen, total=job.total).en, err=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"{kind} {semester.code}", total=job.total, completed=job.seen)
        while job.state is JobState.RUNNING:
            job = database.write_now(run_chunk, job.semester_job_id, CHUNK, link=link)
            progress.update(task, completed=job.seen)
    _report(job.outcomes, texts.DID)
    typer.echo(_in_words(job))


def _in_words(job: SemesterJob) -> str:
    return texts.DONE.format(kind=job.kind.value, semester=job.semester.code, seen=job.seen).en


def _report(counted: Mapping[Outcome, int], heading: str) -> None:
    table = Table(heading, "persons")
    for outcome in Outcome:
        if counted.get(outcome):
            table.add_row(texts.OUTCOMES[outcome].en, f"{counted[outcome]:,}")
    if table.row_count:
        Console().print(table)
    else:
        typer.echo(texts.NOBODY.en)


def _semester(code: str) -> Semester:
    try:
        return Semester.parse(code)
    except ValueError as error:
        typer.echo(f"--semester: {error}", err=True)
        raise typer.Exit(WRONG_ARGUMENT) from error


def _end_with(failure: Failure) -> NoReturn:
    typer.echo(f"{failure.reason}: {failure.message.en}", err=True)
    raise typer.Exit(1)
