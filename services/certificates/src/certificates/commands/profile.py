"""The commands about the university's profile."""

from pathlib import Path
from typing import Annotated

import typer
from chassis.command import run_once

from certificates.app.profile_loading import load_profile
from certificates.main import service
from certificates.profile.files import read_profile
from certificates.profile.problems import ProfileError

app = typer.Typer(no_args_is_help=True, help="The university's profile.")


@app.callback()
def commands() -> None:
    """The university's profile."""


@app.command("load")
def load(
    folder: Annotated[Path, typer.Argument(help="the folder with branding.yaml and rules.yaml")],
) -> None:
    """Loads branding and rules: all of it, or nothing and every problem that stands against it."""
    try:
        profile = read_profile(folder)
    except ProfileError as error:
        for problem in error.problems:
            typer.echo(f"{folder}/{problem}", err=True)
        typer.echo(f"nothing was loaded: {len(error.problems)} to correct", err=True)
        raise typer.Exit(1) from error
    loaded = run_once(service, load_profile, profile.branding, profile.rules)
    for name, changed in (("branding", loaded.branding_changed), ("rules", loaded.rules_changed)):
        if changed is not None:
            typer.echo(f"{name}: {'changed' if changed else 'unchanged'}")
