"""The commands `audit verify` and `audit prune` that every service has."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from chassis.audit.entries import enter_command
from chassis.audit.findings import Report
from chassis.audit.heads import STATEMENT_TYPE, HeadsFile, Kind
from chassis.audit.pruning import AT_ONCE, find_old, prune_some
from chassis.audit.verification import verify
from chassis.database.database import Database
from chassis.service import ServiceDefinition
from chassis.settings import ServiceSettings
from chassis.signing import Jwk, Signer, thumbprint

HeadsOption = Annotated[
    list[Path] | None,
    typer.Option("--heads", help="a file of signed heads; several can be given"),
]
KeysOption = Annotated[
    list[Path] | None,
    typer.Option("--keys", help="a JWK set with public keys that heads were signed with"),
]


def audit_commands(definition: ServiceDefinition) -> typer.Typer:
    """The commands for one service."""
    app = typer.Typer(no_args_is_help=True, help="The audit entries and their chain.")

    @app.command("verify")
    def verify_chain(heads: HeadsOption = None, keys: KeysOption = None) -> None:
        """Verifies entries, chain and signed heads; ends with 1 where something was changed.

        Heads are read from the service's own file unless others are given: better from a copy
        that is out of reach of whoever administers the database. Keys are the service's own and
        those given, such as former ones.
        """
        settings = definition.settings()
        report = _verified(definition, settings, heads, keys)
        for line in report.lines():
            typer.echo(line, err=not report.is_honest)
        if not report.is_honest:
            raise typer.Exit(1)

    @app.command("prune")
    def prune(
        before: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="2024-10-01")],
        reason: Annotated[str, typer.Option(help="why, such as the rule for deleting")],
        keys: KeysOption = None,
    ) -> None:
        """Removes the entries from before a day (UTC) for good, once the chain proved whole.

        Their places stay in the chain, and a signed statement beside the heads says that they
        were removed on purpose. Run again, it goes on where it was interrupted.
        """
        settings = definition.settings()
        if settings.service_key_file is None:
            typer.echo("service_key_file is not set; a prune has to be signed", err=True)
            raise typer.Exit(1)
        report = _verified(definition, settings, None, keys)
        if not report.is_honest:
            typer.echo("\n".join(report.lines()), err=True)
            typer.echo("nothing was pruned: what was changed has to be looked at first", err=True)
            raise typer.Exit(1)
        signer = Signer.from_file(settings.service_key_file, STATEMENT_TYPE)
        file = HeadsFile(definition.heads_path(settings), definition.name, signer)
        typer.echo(_prune(definition, settings, file, before.replace(tzinfo=UTC), reason))

    return app


def known_keys(service: str, settings: ServiceSettings, more: Sequence[Path]) -> Mapping[str, Jwk]:
    """The public keys that heads may be signed with, by their thumbprints.

    The service's own, those that other services know it by, and all in the files given.
    """
    found: list[Jwk] = []
    if settings.service_key_file is not None:
        found.append(Signer.from_file(settings.service_key_file, STATEMENT_TYPE).jwk)
    if settings.callers_file is not None:
        found += [jwk for jwk in _jwks(settings.callers_file) if jwk.get("kid") == service]
    for path in more:
        found += _jwks(path)
    return {thumbprint(jwk): jwk for jwk in found if jwk.get("kty") == "EC"}


def _jwks(path: Path) -> list[Jwk]:
    return list(json.loads(path.read_text(encoding="utf-8"))["keys"])


def _verified(
    definition: ServiceDefinition,
    settings: ServiceSettings,
    heads: Sequence[Path] | None,
    keys: Sequence[Path] | None,
) -> Report:
    known = known_keys(definition.name, settings, keys or ())
    files = heads or [definition.heads_path(settings)]
    database = Database(definition.database_url(settings), threads=1)
    try:
        return asyncio.run(verify(database, definition.name, files, known))
    finally:
        database.close()


def _prune(
    definition: ServiceDefinition,
    settings: ServiceSettings,
    file: HeadsFile,
    before: datetime,
    reason: str,
) -> str:
    database = Database(definition.database_url(settings), threads=1)
    try:
        old = database.write_now(find_old, before)
        if old is None:
            return f"{definition.name}: there is nothing from before {before.date()}"
        # Signed first: a statement without a removal is harmless, the reverse looks like a theft.
        file.append(Kind.PRUNED, old.place.number, old.place.hash, database.clock.now(), reason)
        database.write_now(
            enter_command, f"{definition.name} audit prune", f"to place {old.place.number}"
        )
        while database.write_now(prune_some, old.place.number) == AT_ONCE:
            pass
        return f"{definition.name}: {old.entries} entries from before {before.date()} were pruned"
    finally:
        database.close()
