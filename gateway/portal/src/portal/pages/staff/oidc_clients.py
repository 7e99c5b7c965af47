"""The registry of systems that use the university account, for system administrators."""

from urllib.parse import urlsplit

from grpc.aio import AioRpcError
from matrikel.identity.v1 import oidc_client_pb2 as pb
from starlette.responses import Response

from portal.forms import id_of
from portal.pages.staff.answers import notice
from portal.pages.staff.oidc_client_form import (
    MOST_FIELDS,
    problems_of_registration,
    registration_of,
    show_form,
    typed_in,
    typed_of,
)
from portal.visit import Visit

PATH = "clients"


async def show_all(visit: Visit) -> Response:
    """The systems by their German names."""
    answer = await visit.services.oidc_clients.ListClients(
        pb.ListClientsRequest(page_token=visit.asked("page"))
    )
    return visit.render(
        "oidc_clients/list.html",
        clients=answer.clients,
        next_page=answer.next_page_token,
        done=notice(visit, "clients"),
    )


async def show(visit: Visit) -> Response:
    """One system."""
    client = await _client(visit)
    return visit.render(
        "oidc_clients/one.html",
        client=client,
        typed=typed_of(client.registration),
        has_secret=client.registration.authentication in WITH_SECRET,
        sector=_sector(client.registration),
        done=notice(visit, "clients"),
    )


async def ask_to_register(visit: Visit) -> Response:
    """The empty form."""
    return await show_form(visit, typed_of(_usual()), f"{PATH}/register")


async def register(visit: Visit) -> Response:
    """Registers a system."""
    form = await visit.form(most_fields=MOST_FIELDS)
    typed = typed_in(form)
    try:
        answer = await visit.services.oidc_clients.CreateClient(
            pb.CreateClientRequest(
                registration=registration_of(typed), request_id=id_of(form, "request_id")
            )
        )
    except AioRpcError as error:
        problems, status = problems_of_registration(visit, error)
        return await show_form(visit, typed, f"{PATH}/register", problems, status)
    return visit.go(f"{PATH}/{answer.client.client_id}", done="registered")


async def ask_to_change(visit: Visit) -> Response:
    """The form with what is registered."""
    client = await _client(visit)
    typed = typed_of(client.registration) | {"version": str(client.version)}
    return await show_form(visit, typed, f"{_path(visit)}/change")


async def change(visit: Visit) -> Response:
    """Replaces what is registered."""
    form = await visit.form(most_fields=MOST_FIELDS)
    typed = typed_in(form)
    version = str(typed["version"])
    try:
        await visit.services.oidc_clients.UpdateClient(
            pb.UpdateClientRequest(
                client_id=_client_id(visit),
                registration=registration_of(typed),
                version=int(version) if version.isdigit() else 0,
                request_id=id_of(form, "request_id"),
            )
        )
    except AioRpcError as error:
        problems, status = problems_of_registration(visit, error)
        return await show_form(visit, typed, f"{_path(visit)}/change", problems, status)
    return visit.go(_path(visit), done="changed")


async def ask_for_secret(visit: Visit) -> Response:
    """Asks whether there shall be a new secret."""
    return await _ask(visit, "secret")


async def issue_secret(visit: Visit) -> Response:
    """Makes a new secret and shows it this once."""
    answer = await visit.services.oidc_clients.IssueClientSecret(
        pb.IssueClientSecretRequest(client_id=_client_id(visit))
    )
    return visit.render(
        "oidc_clients/secret.html",
        headers={"Cache-Control": "no-store"},
        client=answer.client,
        secret=answer.client_secret,
    )


async def ask_to_disable(visit: Visit) -> Response:
    """Asks whether the system shall be disabled."""
    return await _ask(visit, "disable")


async def disable(visit: Visit) -> Response:
    """Disables the system."""
    form = await visit.form()
    await visit.services.oidc_clients.DisableClient(
        pb.DisableClientRequest(client_id=_client_id(visit), request_id=id_of(form, "request_id"))
    )
    return visit.go(_path(visit), done="disabled")


async def ask_to_enable(visit: Visit) -> Response:
    """Asks whether the system shall be enabled again."""
    return await _ask(visit, "enable")


async def enable(visit: Visit) -> Response:
    """Enables the system again."""
    form = await visit.form()
    await visit.services.oidc_clients.EnableClient(
        pb.EnableClientRequest(client_id=_client_id(visit), request_id=id_of(form, "request_id"))
    )
    return visit.go(_path(visit), done="enabled")


WITH_SECRET = (
    pb.CLIENT_AUTHENTICATION_SECRET_BASIC,
    pb.CLIENT_AUTHENTICATION_SECRET_POST,
)


def _usual() -> pb.ClientRegistration:
    """What most systems are: they let people sign in, and keep a secret."""
    return pb.ClientRegistration(
        authentication=pb.CLIENT_AUTHENTICATION_SECRET_BASIC,
        grants=[pb.CLIENT_GRANT_AUTHORIZATION_CODE],
        scopes=["openid"],
    )


def _sector(one: pb.ClientRegistration) -> str:
    """The host that subjects belong to; empty for a system without addresses."""
    hosts = [urlsplit(uri).hostname or "" for uri in one.redirect_uris]
    return one.sector or next(iter(hosts), "")


async def _ask(visit: Visit, what: str) -> Response:
    return visit.render("oidc_clients/confirm.html", client=await _client(visit), what=what)


async def _client(visit: Visit) -> pb.OidcClient:
    answer = await visit.services.oidc_clients.GetClient(
        pb.GetClientRequest(client_id=_client_id(visit))
    )
    return answer.client


def _client_id(visit: Visit) -> str:
    return str(visit.request.path_params["client_id"])


def _path(visit: Visit) -> str:
    return f"{PATH}/{_client_id(visit)}"
