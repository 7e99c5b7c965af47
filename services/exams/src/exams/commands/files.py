"""Files that are given to commands, and what is said of their rows."""

from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import typer
from chassis.errors import Failure
from rich.console import Console
from rich.table import Table

from exams.domain.tables import Effect, RowEffect, RowProblem, TableFormat

_FORMATS = {
    ".csv": TableFormat.CSV,
    ".xlsx": TableFormat.XLSX,
    ".yaml": TableFormat.YAML,
    ".yml": TableFormat.YAML,
}


def format_of(file: Path) -> TableFormat:
    """What a file is, by its ending; ends the command where that is none of ours."""
    found = _FORMATS.get(file.suffix.lower())
    if found is None:
        typer.echo(f"{file}: the name has to end with {', '.join(_FORMATS)}", err=True)
        raise typer.Exit(2)
    return found


def show(effects: Iterable[RowEffect], problems: Iterable[RowProblem]) -> None:
    """Prints every problem, and what changes; ends the command with 1 where there is a problem."""
    found = list(problems)
    for one in found:
        place = f"line {one.line}" if one.line else "file"
        column = f", {one.column}" if one.column else ""
        typer.echo(f"{place}{column}: {one.message.en} [{one.reason}]", err=True)
    if found:
        raise typer.Exit(1)
    counted = dict.fromkeys(Effect, 0)
    table = Table("line", "what", "effect", "change")
    for effect in effects:
        counted[effect.effect] += 1
        if effect.effect is not Effect.UNCHANGED:
            change = effect.change.en if effect.change is not None else ""
            table.add_row(str(effect.line), effect.subject.en, effect.effect.value, change)
    if table.row_count:
        Console().print(table)
    typer.echo(", ".join(f"{number} {effect.value}" for effect, number in counted.items()))


def end_with(failure: Failure) -> NoReturn:
    """Says what stands against a command, and ends it with 1."""
    typer.echo(f"{failure.reason}: {failure.message.en}", err=True)
    for problem in failure.fields:
        typer.echo(f"  {problem.path}: {problem.message.en} [{problem.reason}]", err=True)
    raise typer.Exit(1)
