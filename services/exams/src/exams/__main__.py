"""The command line of exams: what every service has, and what the commands package adds."""

from pathlib import Path
from typing import Annotated

import typer
from chassis.command import run_once, service_command
from chassis.errors import Failure, FieldProblem

from exams.app.demo_windows import move_windows_around_today
from exams.app.load_profile import load_profile, profile_data_wrong
from exams.commands import lottery, regulations, results, sittings, theses
from exams.commands.files import end_with
from exams.main import service
from exams.profile.reading import read_profile
from exams.texts import profile as texts

app = service_command(service)
profile = typer.Typer(no_args_is_help=True, help="The university's profile.")
app.add_typer(profile, name="profile")
app.add_typer(lottery.app, name="lottery")
app.add_typer(regulations.app, name="regulations")
app.add_typer(results.app, name="results")
app.add_typer(sittings.app, name="sittings")
app.add_typer(theses.app, name="theses")


@profile.command("load")
def load(
    directory: Annotated[Path, typer.Argument(help="holds terms.yaml, periods.yaml, …")],
) -> None:
    """Loads the profile: all of it, or nothing and every problem that stands against it."""
    found, problems = read_profile(directory)
    try:
        if found is None:
            raise profile_data_wrong(
                tuple(FieldProblem(one.path, one.reason, one.message) for one in problems)
            )
        counted = run_once(service, load_profile, found)
    except Failure as failure:
        end_with(failure)
    for one in counted:
        typer.echo(
            texts.COUNTED.format(
                kind=one.kind, created=one.created, changed=one.changed, left=one.left
            ).en
        )


@app.command()
def demo_windows() -> None:
    """Moves this semester's registration windows and sittings around today; demonstrations only."""
    settings = service.settings()
    try:
        semester, moved = run_once(
            service,
            move_windows_around_today,
            demo=settings.demo,
            on_loopback=settings.listens_on_loopback_only,
        )
    except Failure as failure:
        end_with(failure)
    typer.echo(
        texts.WINDOWS_MOVED.format(
            semester=semester.name,
            open=moved.open,
            closed=moved.closed,
            later=moved.later,
            scarce=moved.scarce,
        ).en
    )


if __name__ == "__main__":
    app()
