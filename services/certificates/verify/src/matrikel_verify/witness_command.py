"""`matrikel-witness`: watches a log, co-signs its checkpoints, reads it whole."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from matrikel_verify.checkpoint import LogVerifier, NoteError, WitnessSigner
from matrikel_verify.tiles import TilesError, source_at
from matrikel_verify.trust import Trust
from matrikel_verify.witness import LogError, LogMisbehavedError, Witness, audit, hand_in

# What the log shows contradicts what it signed: somebody has to look.
MISBEHAVED = 1
# Something that was given cannot be used.
WRONG_ARGUMENT = 2
# The log does not answer or answers nonsense; the next run may find it well.
NOT_ANSWERED = 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Watches that a transparency log only grows.",
)

Address = Annotated[
    str, typer.Argument(help="the log: https://example.org/v1/log, or a folder with its files")
]
LogKey = Annotated[
    str, typer.Option(help='the log\'s public key, "<name>+<id>+<key>", or the file of trust')
]


@app.command()
def key(
    name: Annotated[str, typer.Argument(help="the witness's name: witness.example.org")],
    file: Annotated[Path, typer.Argument(help="where the private key goes; must not exist yet")],
) -> None:
    """Makes a witness's key and prints its public half, which the log has to know."""
    made = Ed25519PrivateKey.generate()
    try:
        signer = WitnessSigner(name, made)
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as new:
            new.write(pem)
    except (NoteError, OSError) as error:
        _end(WRONG_ARGUMENT, str(error))
    typer.echo(signer.vkey)


@app.command()
def run(
    address: Address,
    log_key: LogKey,
    name: Annotated[str, typer.Option(help="the witness's name, as its key was made for")],
    key: Annotated[Path, typer.Option(help="the file with the witness's private key")],
    state: Annotated[Path, typer.Option(help="the file that keeps the newest checkpoint")],
    out: Annotated[
        Path | None, typer.Option(help="where the co-signed checkpoint goes instead of to the log")
    ] = None,
) -> None:
    """Looks at the log once: run it by a timer, such as every ten minutes.

    Ends with 0 after signing, 1 where the log contradicts itself or what it signed before (both
    checkpoints are kept beside the state), 2 for something that was given wrongly, 3 where the log
    does not answer.
    """
    log = _log(log_key)
    try:
        signer = WitnessSigner(name, _private_key(key))
        seen = Witness(log, signer, state).observe(source_at(address), datetime.now(UTC))
    except LogMisbehavedError as error:
        _misbehaved(error)
    except LogError as error:
        _end(NOT_ANSWERED, str(error))
    except (NoteError, TilesError, OSError, UnicodeDecodeError) as error:
        _end(WRONG_ARGUMENT, str(error))
    new = "seen for the first time" if seen.new is None else f"{seen.new:,} of them new"
    typer.echo(f"{log.origin}: {seen.checkpoint.size:,} entries, {new}")
    try:
        if out is not None:
            out.write_text(seen.note, encoding="utf-8")
        elif "://" in address:
            count = hand_in(address, seen.note)
            typer.echo(f"signed, as {count} in all")
        else:
            sys.stdout.write(seen.note)
    except LogError as error:
        _end(NOT_ANSWERED, str(error))
    except OSError as error:
        _end(WRONG_ARGUMENT, str(error))


@app.command("audit")
def audit_log(address: Address, log_key: LogKey) -> None:
    """Reads the whole log and recomputes it from its entries; signs and keeps nothing.

    Ends with 1 where the entries do not make the checkpoint, 3 where the log does not answer.
    """
    log = _log(log_key)
    try:
        checkpoint = audit(source_at(address), log)
    except LogMisbehavedError as error:
        _misbehaved(error)
    except (LogError, TilesError) as error:
        _end(NOT_ANSWERED, str(error))
    typer.echo(f"{log.origin}: {checkpoint.size:,} entries make its checkpoint")


def _log(given: str) -> LogVerifier:
    """The log by its public key, or by the key in a file of trust."""
    try:
        if "+" in given:
            return LogVerifier.parse(given)
        return LogVerifier.parse(Trust.parse(Path(given).read_text(encoding="utf-8")).log_key)
    except (OSError, ValueError) as error:
        _end(WRONG_ARGUMENT, f"--log-key: {error}")


def _private_key(file: Path) -> Ed25519PrivateKey:
    try:
        loaded = load_pem_private_key(file.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        _end(WRONG_ARGUMENT, f"--key: {error}")
    if not isinstance(loaded, Ed25519PrivateKey):
        _end(WRONG_ARGUMENT, f"--key: {file} holds no Ed25519 key")
    return loaded


def _misbehaved(error: LogMisbehavedError) -> NoReturn:
    lines = [f"THE LOG MISBEHAVED: {error}", *(f"evidence: {one}" for one in error.evidence)]
    _end(MISBEHAVED, "\n".join(lines))


def _end(code: int, problem: str) -> NoReturn:
    typer.echo(problem, err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    app()
