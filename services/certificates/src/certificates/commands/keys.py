"""`certificates keys …`: the keys of seals, barcodes, log and status list."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from chassis.clock import SystemClock
from chassis.values import local_date
from cryptography import x509
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from certificates.keys import Generation, Keyring, KeysError, Purpose
from certificates.keys.changing import KeyFolder
from certificates.keys.checks import days_left, days_until_gap, problems_at
from certificates.keys.generations import newest_in_force
from certificates.keys.keyring import token_of
from certificates.settings import CertificatesSettings

app = typer.Typer(no_args_is_help=True, help="Keys of seals, barcodes, log and status list.")

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="as `keys list` names it")]
FromOption = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="the first day on which it signs; today"),
]
TokenOption = Annotated[
    bool, typer.Option("--in-token", help="make it inside the PKCS#11 token; it never leaves it")
]
TestOption = Annotated[
    bool, typer.Option("--test", help="a TEST SEAL that proves nothing, at once without a CA")
]
NameOption = Annotated[
    str, typer.Option("--name", help="what the certificate calls the seal (common name)")
]
COLUMNS = ("purpose", "state", "from", "to", "days left", "private key")
CERTIFICATE_NAME = "Elektronisches Siegel für Bescheinigungen"


@app.callback()
def keys() -> None:
    """Keys of seals, barcodes, log and status list."""


@app.command("list")
def list_keys() -> None:
    """Lists every key with its days, where it is, and what is wrong. Ends with 1 for a problem."""
    settings = CertificatesSettings()
    now = _now()
    with _told():
        generations = _folder(settings).read().generations
    # Ids are typed again: they are shown whole, whatever the terminal's width.
    width = max((len(one.generation_id) for one in generations), default=2)
    table = Table(Column("id", min_width=width), *COLUMNS)
    for one in generations:
        left = days_left(one, now)
        table.add_row(
            Text(one.generation_id),
            one.purpose.value,
            _state(one, generations, now),
            one.first_date.isoformat(),
            one.last_date.isoformat() if one.last_date else "",
            "" if left is None else str(left),
            Text(str(one.place)),
        )
    Console().print(table)
    left = days_until_gap(generations, now)
    if left is not None and left <= settings.seal_warning_days:
        typer.echo(f"the last seal ends in {left} days: `certificates keys rotate`", err=True)
    problems = problems_at(settings, now)
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)


@app.command()
def make(
    purpose: Annotated[Purpose, typer.Option(help="what the key is for")],
    first_date: FromOption = None,
    generation_id: Annotated[str, typer.Option("--id", help="its name; the day if empty")] = "",
    in_token: TokenOption = False,
    test: TestOption = False,
) -> None:
    """Makes a key. One for documents signs once the CA's certificate is imported."""
    with _told():
        made = _folder(CertificatesSettings()).make(
            purpose,
            _day(first_date),
            _now(),
            generation_id=generation_id,
            in_token=in_token,
            test=test,
        )
    _say_made(made)


@app.command()
def rotate(
    purpose: Annotated[Purpose, typer.Option(help="what the key is for")],
    first_date: FromOption = None,
    in_token: TokenOption = False,
    test: TestOption = False,
) -> None:
    """Makes the successor of the key in force, which takes over on the day; both verify."""
    settings = CertificatesSettings()
    now = _now()
    with _told():
        folder = _folder(settings)
        former = newest_in_force(folder.read().generations, purpose, now, local_date(now))
        if former is None:
            raise KeysError(f"no key for {purpose.value} is in force: use `keys make`")
        made = folder.make(purpose, _day(first_date), now, in_token=in_token, test=test)
    typer.echo(f"{former.generation_id} signs until {made.generation_id} takes over")
    _say_made(made)


@app.command()
def csr(
    generation_id: IdArgument,
    file: Annotated[Path, typer.Argument(help="where the request is written")],
    name: NameOption = CERTIFICATE_NAME,
) -> None:
    """Writes the certificate signing request (PKCS #10) for the university's CA."""
    with _told():
        file.write_bytes(_folder(CertificatesSettings()).request(generation_id, name))
    typer.echo(f"{file}: send it to the CA, then `certificates keys import {generation_id} CHAIN`")


@app.command("import")
def import_chain(
    generation_id: IdArgument,
    file: Annotated[
        Path, typer.Argument(help="PEM: the certificate, then its CAs up to the root", exists=True)
    ],
) -> None:
    """Takes the certificate that the CA issued, after checking that everything fits."""
    with _told():
        chain = _certificates(file)
        taken = _folder(CertificatesSettings()).take_certificate(generation_id, chain, _now())
    typer.echo(
        f"{taken.generation_id} seals from {taken.first_date} to {taken.last_date}:"
        f" {taken.certificate.subject.rfc4514_string()}"
    )


@app.command()
def retire(
    generation_id: IdArgument,
    last_date: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="the last day it signs on; today"),
    ] = None,
    compromised: Annotated[
        bool, typer.Option("--compromised", help="nothing that it signed is believed any more")
    ] = False,
) -> None:
    """Lets a key sign no more after a day. What it signed goes on being verified."""
    now = _now()
    with _told():
        folder = _folder(CertificatesSettings())
        retired = folder.retire(generation_id, _day(last_date), now, compromised=compromised)
        others = folder.read().generations
    typer.echo(f"{retired.generation_id} signs until {retired.last_date}")
    assert retired.last_date is not None, "it was given one"
    if not any(
        one.purpose is retired.purpose
        and one is not retired
        and one.generation_id != retired.generation_id
        and not one.compromised
        and not one.is_waiting
        and (one.last_date is None or one.last_date > retired.last_date)
        for one in others
    ):
        typer.echo(
            f"nothing takes over: `certificates keys make --purpose {retired.purpose.value}`",
            err=True,
        )


@app.command()
def timestamp_roots(
    file: Annotated[Path, typer.Argument(help="PEM: roots of the timestamp service", exists=True)],
) -> None:
    """Adds certificates in which the chains of timestamps end to the file of trust."""
    with _told():
        _folder(CertificatesSettings()).add_timestamp_roots(file.name, _certificates(file))
    typer.echo(f"{file.name} was added")


@app.command()
def export_trust(
    file: Annotated[Path, typer.Argument(help="where the file of trust is written")],
) -> None:
    """Writes the file of trust that `matrikel-verify --trust` reads; public, no secret in it."""
    with _told():
        trust = Keyring.open(CertificatesSettings()).trust()
    file.write_text(trust.to_json(), encoding="utf-8")
    typer.echo(f"{file}: hand it out, and these fingerprints on another way")
    for what, fingerprint in trust.fingerprints():
        typer.echo(f"{what}: {fingerprint}")


def _folder(settings: CertificatesSettings) -> KeyFolder:
    return KeyFolder(
        settings.keys_dir, settings.university_name, settings.origin_of_log, token_of(settings)
    )


def _say_made(made: Generation) -> None:
    if made.is_waiting:
        typer.echo(
            f"{made.generation_id} waits for its certificate: `certificates keys csr"
            f" {made.generation_id} FILE`, send it to the CA, then `certificates keys import`"
        )
    else:
        typer.echo(f"{made.generation_id} signs from {made.first_date}")


def _state(one: Generation, all_of_them: tuple[Generation, ...], now: datetime) -> str:
    today = local_date(now)
    if one.compromised:
        return "compromised"
    if one.is_waiting:
        return "waits for its certificate"
    if one is newest_in_force(all_of_them, one.purpose, now, today):
        return "signs (TEST SEAL)" if one.is_test else "signs"
    if one.first_date > today:
        return "to come"
    return "verifies"


def _certificates(file: Path) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(file.read_bytes()))
    except ValueError as error:
        raise KeysError(f"{file}: {error}") from error


def _day(chosen: datetime | None) -> date:
    return chosen.date() if chosen else local_date(_now())


def _now() -> datetime:
    return SystemClock().now().astimezone(UTC)


@contextmanager
def _told() -> Iterator[None]:
    """Says what is wrong instead of showing where in the program."""
    try:
        yield
    except KeysError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
