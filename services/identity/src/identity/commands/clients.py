"""Registers clients of the OpenID Provider from the command line, as administrators' pages do."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar
from uuid import UUID

import typer
from chassis.command import run_once
from chassis.database import Transaction
from chassis.errors import Failure
from chassis.values import LocalizedText

from identity.app.oidc.registry import (
    NewSecret,
    ShownClient,
    create_client,
    disable_client,
    enable_client,
    issue_client_secret,
    list_clients,
)
from identity.domain.oidc.clients import Authentication, GrantType, Registration
from identity.domain.oidc.grants import Lifetimes
from identity.domain.oidc.scopes import CLAIMS_OF_SCOPE, SYSTEM_SCOPES
from identity.main import service
from identity.settings import IdentitySettings

T = TypeVar("T")

clients = typer.Typer(no_args_is_help=True, help="Systems that use the university account.")

_ClientId = Annotated[UUID, typer.Argument(help="as `clients list` shows it")]
_SHORT_GRANTS = {
    "authorization_code": GrantType.AUTHORIZATION_CODE,
    "refresh_token": GrantType.REFRESH_TOKEN,
    "client_credentials": GrantType.CLIENT_CREDENTIALS,
    "token_exchange": GrantType.TOKEN_EXCHANGE,
}
_SCOPES = (*CLAIMS_OF_SCOPE, *sorted(SYSTEM_SCOPES))
_PAGE = 100


@clients.command("add")
def add_client(
    name: Annotated[str, typer.Option(help="German name, shown to people")],
    contact: Annotated[str, typer.Option(help="e-mail address of whoever looks after it")],
    grant: Annotated[list[str], typer.Option(help=f"one or more of {', '.join(_SHORT_GRANTS)}")],
    name_en: Annotated[str, typer.Option(help="English name; the German one where empty")] = "",
    description: Annotated[str, typer.Option(help="German; the name where empty")] = "",
    description_en: Annotated[str, typer.Option(help="English; the name where empty")] = "",
    authentication: Annotated[
        Authentication, typer.Option(help="how it proves itself at the token endpoint")
    ] = Authentication.SECRET_BASIC,
    redirect_uri: Annotated[
        list[str] | None, typer.Option(help="where sign-ins lead back to; compared exactly")
    ] = None,
    post_logout_redirect_uri: Annotated[
        list[str] | None, typer.Option(help="where signing out leads back to")
    ] = None,
    back_channel_logout_uri: Annotated[
        str, typer.Option(help="where the system is told that a session ended")
    ] = "",
    privacy_uri: Annotated[str, typer.Option(help="its page on privacy")] = "",
    scope: Annotated[list[str] | None, typer.Option(help=f"of {', '.join(_SCOPES)}")] = None,
    claim: Annotated[
        list[str] | None, typer.Option(help="allowed claims; those of the scopes where none")
    ] = None,
    audience: Annotated[list[str] | None, typer.Option(help="the default first")] = None,
    it_service: Annotated[
        list[str] | None, typer.Option(help="whose service passwords it checks")
    ] = None,
    key_set: Annotated[
        Path | None,
        typer.Option(help="a JSON Web Key Set, for private_key_jwt", exists=True, dir_okay=False),
    ] = None,
    third_party: Annotated[
        bool, typer.Option("--third-party", help="people are asked for consent")
    ] = False,
    pkce_optional: Annotated[
        bool, typer.Option("--pkce-optional", help="for a client that cannot do PKCE")
    ] = False,
    public_subject: Annotated[
        bool, typer.Option("--public-subject", help="one sub for all such clients")
    ] = False,
    sector: Annotated[str, typer.Option(help="the host that pairwise subjects belong to")] = "",
) -> None:
    """Registers a client and shows its id, and its secret once.

    Options that take several values are given several times.
    """
    unknown = [one for one in grant if one not in _SHORT_GRANTS]
    if unknown:
        _give_up(f"no such grant: {', '.join(unknown)}")
    scopes = frozenset(scope or ())
    named = frozenset(claim or (one for each in scopes for one in CLAIMS_OF_SCOPE.get(each, ())))
    registration = Registration(
        name=LocalizedText(de=name, en=name_en or name),
        description=LocalizedText(de=description or name, en=description_en or name_en or name),
        contact=contact,
        authentication=authentication,
        grants=frozenset(_SHORT_GRANTS[one] for one in grant),
        redirect_uris=tuple(redirect_uri or ()),
        post_logout_redirect_uris=tuple(post_logout_redirect_uri or ()),
        back_channel_logout_uri=back_channel_logout_uri,
        privacy_uri=privacy_uri,
        scopes=scopes,
        claims=named,
        audiences=tuple(audience or _default_audiences(grant)),
        it_service_codes=frozenset(it_service or ()),
        key_set_json=key_set.read_text(encoding="utf-8") if key_set else "",
        third_party=third_party,
        pkce_optional=pkce_optional,
        public_subject=public_subject,
        sector=sector,
    )
    settings = IdentitySettings()
    shown, secret = _run(_create, registration, settings.oidc_lifetimes, settings.calls_loopback)
    typer.echo(f"client id: {shown.client.client_id}")
    if secret:
        typer.echo(f"secret:    {secret}")


@clients.command("list")
def show_clients() -> None:
    """Lists the clients by their German names."""
    for shown in _run(_all_clients):
        client = shown.client
        state = "enabled" if client.is_enabled else "disabled"
        typer.echo(f"{client.client_id}  {state:8}  {client.registration.name.de}")


@clients.command("rotate")
def rotate_secret(client_id: _ClientId) -> None:
    """Makes a new secret and shows it once; the former one goes on for a grace period."""
    issued = _run(issue_client_secret, client_id, IdentitySettings().oidc_lifetimes)
    typer.echo(f"secret:    {issued.secret}")
    if until := issued.shown.former_secret_expires_at:
        typer.echo(f"the former one holds until {until:%Y-%m-%d %H:%M} UTC")


@clients.command("disable")
def disable(client_id: _ClientId) -> None:
    """Ends the use of a client and all its tokens."""
    _run(disable_client, client_id)


@clients.command("enable")
def enable(client_id: _ClientId) -> None:
    """Lets a disabled client be used again."""
    _run(enable_client, client_id)


def _default_audiences(grants: list[str]) -> tuple[str, ...]:
    calls_interfaces = {"client_credentials", "token_exchange"}.intersection(grants)
    return ("gateway",) if calls_interfaces else ()


def _create(
    tx: Transaction, registration: Registration, lifetimes: Lifetimes, calls_loopback: bool
) -> tuple[ShownClient, str]:
    shown = create_client(tx, registration, calls_loopback=calls_loopback)
    if not registration.has_secret:
        return shown, ""
    issued: NewSecret = issue_client_secret(tx, shown.client.client_id, lifetimes)
    return issued.shown, issued.secret


def _all_clients(tx: Transaction) -> list[ShownClient]:
    page, position = list_clients(tx, None, _PAGE)
    found = list(page)
    while position is not None:
        page, position = list_clients(tx, position, _PAGE)
        found += page
    return found


def _run(use_case: Callable[..., T], *args: object) -> T:
    try:
        return run_once(service, use_case, *args)
    except Failure as failure:
        problems = [f"{problem.path}: {problem.message.en}" for problem in failure.fields]
        _give_up("\n".join([str(failure), *problems]))


def _give_up(problem: str) -> NoReturn:
    typer.echo(problem, err=True)
    raise typer.Exit(1)
