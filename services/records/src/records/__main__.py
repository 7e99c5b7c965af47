"""The command line of records: serve, migrate, check, profile load."""

from pathlib import Path
from typing import Annotated

import typer
from chassis.command import run_once, service_command

from records.app.profile_loading import load_profile
from records.domain.profile import ProfileRefusal
from records.main import service
from records.profile.files import read_profile
from records.profile.report import lines_of

app = service_command(service)
profile_commands = typer.Typer(no_args_is_help=True, help="The facts of the university.")
app.add_typer(profile_commands, name="profile")


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


if __name__ == "__main__":
    app()
