"""The command line of records: serve, migrate, check, profile load."""

from pathlib import Path
from typing import Annotated

import typer
from chassis.command import run_once, service_command
from chassis.errors import Failure

from records.app.demo_window import move_reregistration_around_today
from records.app.profile_loading import load_profile
from records.commands.applicants import app as applicants_commands
from records.commands.bank import app as bank_commands
from records.commands.reregistration import app as reregistration_commands
from records.domain.profile import ProfileRefusal
from records.main import service
from records.profile.files import read_profile
from records.profile.report import lines_of
from records.texts.demo_window import MOVED

app = service_command(service)
profile_commands = typer.Typer(no_args_is_help=True, help="The facts of the university.")
app.add_typer(profile_commands, name="profile")
app.add_typer(applicants_commands, name="applicants")
app.add_typer(bank_commands, name="bank")
app.add_typer(reregistration_commands, name="reregistration")


@profile_commands.command("load")
def load(
    folder: Annotated[
        Path, typer.Argument(help="the folder with university, programmes and semesters .yaml")
    ],
) -> None:
    """Loads university, catalogue and calendar; loading the same again changes nothing."""
    read = read_profile(folder)
    outcome = read if isinstance(read, ProfileRefusal) else run_once(service, load_profile, read)
    if isinstance(outcome, ProfileRefusal):
        for problem in outcome.problems:
            typer.echo(f"{folder}/{problem}", err=True)
        typer.echo(f"nothing was loaded: {len(outcome.problems)} to correct", err=True)
        raise typer.Exit(1)
    for line in lines_of(outcome):
        typer.echo(line)


@app.command()
def demo_window() -> None:
    """Opens the re-registration for the next semester around today; demonstrations only."""
    settings = service.settings()
    try:
        dates = run_once(
            service,
            move_reregistration_around_today,
            demo=settings.demo,
            on_loopback=settings.listens_on_loopback_only,
        )
    except Failure as failure:
        typer.echo(f"{failure.reason}: {failure.message.en}", err=True)
        raise typer.Exit(1) from failure
    typer.echo(
        MOVED.format(
            semester=dates.semester.name,
            first=dates.reregistration.first.isoformat(),
            last=dates.reregistration.last.isoformat(),
        ).en
    )


if __name__ == "__main__":
    app()
