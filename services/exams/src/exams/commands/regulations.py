"""`exams regulations`: taking in and publishing regulations versions."""

from pathlib import Path
from typing import Annotated

import typer
from chassis.command import run_once
from chassis.errors import Failure

from exams.app.import_regulations import RegulationsImport, import_regulations, read_sent
from exams.app.regulations import publish_as_it_is
from exams.commands.files import end_with, format_of, show
from exams.main import service

app = typer.Typer(no_args_is_help=True, help="Regulations versions.")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="YAML or XLSX", exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option(help="say what would change, store nothing")] = False,
) -> None:
    """Stores a version as a draft, or changes one that nobody registered by."""
    done = read_sent(file.read_bytes(), format_of(file))
    if not isinstance(done, RegulationsImport):
        done = run_once(service, import_regulations, done, dry_run=dry_run)
    show(done.effects, done.problems)
    typer.echo(f"{done.code}: {'stored' if done.stored else 'nothing was stored'}")


@app.command("publish")
def publish(
    code: Annotated[str, typer.Argument(help="the version's code, KUWI-BA-2027")],
) -> None:
    """Publishes a draft: its students register by it from now on."""
    try:
        version = run_once(service, publish_as_it_is, code)
    except Failure as failure:
        end_with(failure)
    typer.echo(f"{version.code}: published with {version.exam_count} exams")
