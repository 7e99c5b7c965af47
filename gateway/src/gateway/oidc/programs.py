"""The endpoints that programs ask: tokens, claims, revocation, introspection, what is offered."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import grpc
from matrikel.identity.v1.oidc_pb2 import OidcClientCall
from starlette.requests import Request
from starlette.responses import Response

from gateway.oidc.answering import JSON, answer_of, fault_answer, unreadable
from gateway.oidc.provider import Provider
from gateway.oidc.reading import UnreadableError, parameters_of_form

Endpoint = Callable[[Request], Awaitable[Response]]
CONFIGURATION_SECONDS = 300
LONGEST_KEY_SECONDS = 3600


class Programs:
    """Maps requests of programs to identity and its answers back."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    async def token(self, request: Request) -> Response:
        """The token endpoint (RFC 6749, section 3.2)."""
        return answer_of(await self.provider.exchange(await client_call(request)))

    async def revoke(self, request: Request) -> Response:
        """The revocation endpoint (RFC 7009)."""
        return answer_of(await self.provider.revoke(await client_call(request)))

    async def introspect(self, request: Request) -> Response:
        """The introspection endpoint (RFC 7662)."""
        return answer_of(await self.provider.introspect(await client_call(request)))

    async def user_info(self, request: Request) -> Response:
        """The UserInfo endpoint (OpenID Connect Core, section 5.3). A token in the query is not
        read, as queries are kept in logs (RFC 9700, section 4.3.2)."""
        parameters = await parameters_of_form(request) if request.method == "POST" else []
        return answer_of(await self.provider.user_info(authorization_of(request), parameters))

    async def configuration(self, _: Request) -> Response:
        """What the provider offers (OpenID Connect Discovery, section 4; RFC 8414)."""
        headers = {"cache-control": f"public, max-age={CONFIGURATION_SECONDS}"}
        return Response(await self.provider.configuration_json(), 200, headers, media_type=JSON)

    async def keys(self, _: Request) -> Response:
        """The public keys (RFC 7517); whoever keeps them asks again in time for the next one."""
        key_set = await self.provider.key_set()
        left = key_set.expire_time.ToDatetime(tzinfo=UTC) - datetime.now(UTC)
        seconds = max(0, min(int(left.total_seconds()), LONGEST_KEY_SECONDS))
        headers = {"cache-control": f"public, max-age={seconds}"}
        return Response(key_set.key_set_json, 200, headers, media_type="application/jwk-set+json")


def answering_programs(endpoint: Endpoint) -> Endpoint:
    """The endpoint with an answer in JSON for whatever goes wrong."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except UnreadableError as error:
            return unreadable(str(error))
        except grpc.aio.AioRpcError as error:
            return fault_answer(error)

    return answer


async def client_call(request: Request) -> OidcClientCall:
    """A client's request: its form and how it proves itself. Raises UnreadableError."""
    return OidcClientCall(
        parameters=await parameters_of_form(request), authorization=authorization_of(request)
    )


def authorization_of(request: Request) -> str:
    """The Authorization header; empty where there is none. Raises UnreadableError for several."""
    given = request.headers.getlist("authorization")
    if len(given) > 1:
        raise UnreadableError("there is more than one Authorization header")
    return given[0] if given else ""
