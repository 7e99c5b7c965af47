"""`certificates log export|verify`: the transparency log as files, and whether it is whole."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from chassis.database import Database
from matrikel_verify.checkpoint import Checkpoint, LogVerifier, NoteError, opened
from matrikel_verify.tiles import TilesError

from certificates.flows.log_export import ExportRefusedError, export_log
from certificates.flows.log_verification import verify_log
from certificates.keys import Keyring, KeysError
from certificates.main import service
from certificates.settings import CertificatesSettings

# Something that was given cannot be read.
WRONG_ARGUMENT = 2

app = typer.Typer(no_args_is_help=True, help="The transparency log.")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="the folder that a web server hands out")],
) -> None:
    """Writes the log as static files (C2SP tlog-tiles); run again, it adds what is new.

    Ends with 1 where the folder holds something else than the beginning of the log.
    """
    settings = CertificatesSettings()
    keyring = _keyring(settings)
    database = Database(service.database_url(settings), threads=1)
    try:
        size, new = asyncio.run(export_log(database, keyring.log, folder))
    except (ExportRefusedError, TilesError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    finally:
        database.close()
    typer.echo(f"{folder}: {size:,} entries, {new:,} of them new")


@app.command()
def verify(
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="a checkpoint that was kept elsewhere, such as a witness's; repeatable"),
    ] = None,
) -> None:
    """Recomputes the log from its entries; ends with 1 where something was changed.

    Entries, tiles, head, certificates, and checkpoints that witnesses signed are compared. Who can
    write to the database can also make a log anew: give a checkpoint that was kept elsewhere.
    """
    settings = CertificatesSettings()
    keyring = _keyring(settings) if checkpoint else None
    kept = [(str(file), _read(file, keyring)) for file in checkpoint or () if keyring]
    database = Database(service.database_url(settings), threads=1)
    try:
        size, findings = asyncio.run(verify_log(database, kept))
    finally:
        database.close()
    for one in findings:
        typer.echo(str(one), err=True)
    if findings:
        raise typer.Exit(1)
    typer.echo(f"the log is whole: {size:,} entries")


def _keyring(settings: CertificatesSettings) -> Keyring:
    try:
        return Keyring.open(settings)
    except KeysError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _read(file: Path, keyring: Keyring) -> Checkpoint:
    """A kept checkpoint, which the log's own key has to have signed."""
    trust = keyring.trust()
    keys = [one for one in (trust.log_key, *trust.former_log_keys) if one]
    try:
        note = file.read_text(encoding="utf-8")
        return opened(note, [LogVerifier.parse(one) for one in keys])
    except (OSError, UnicodeDecodeError, NoteError) as error:
        typer.echo(f"{file}: {error}", err=True)
        raise typer.Exit(WRONG_ARGUMENT) from error
