"""A gateway on a real port, in front of real gRPC servers whose answers the tests choose."""

import asyncio
import base64
import inspect
import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
import httpx
import pytest
import pytest_asyncio
import uvicorn
from chassis.errors import Code, Failure
from chassis.rpc.client import open_channel
from chassis.rpc.status import to_status
from chassis.values import Language, LocalizedText
from gateway.application import Pages, create_application
from gateway.browser_sessions import CookieSessions
from gateway.contract.methods import SERVICES, Method, read_contract
from gateway.main import server_config
from gateway.settings import GatewaySettings
from gateway.upstream import Services
from google.protobuf.message import Message
from grpc_status import rpc_status
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from .plain_pages import PlainPages

PERSON = "11111111-1111-4111-8111-111111111111"
Answering = Callable[[Any, grpc.aio.ServicerContext], Any]


@dataclass
class SeenCall:
    """A call as it reached a service."""

    method: str
    request: Any
    metadata: dict[str, str]
    seconds_left: float
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class AnsweringServices(grpc.GenericRpcHandler):
    """Every method of every contract on a real server; UNIMPLEMENTED until a test sets it."""

    def __init__(self) -> None:
        self.methods = {method.path: method for method in read_contract()}
        self.answers: dict[str, Answering] = {}
        self.calls: list[SeenCall] = []
        self.begun = asyncio.Event()

    def on(self, name: str, answer: Answering | Message) -> None:
        """Sets the answer of a method, named "RegistrationService/CreateRegistration"."""
        path = next(path for path in self.methods if path.endswith(f".{name}"))
        self.answers[path] = answer if callable(answer) else lambda *_: answer

    def calls_of(self, name: str) -> list[SeenCall]:
        """The calls of a method that arrived."""
        return [call for call in self.calls if call.method.endswith(f".{name}")]

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        """The handler of a method."""
        method, answer = self.methods.get(details.method), self.answers.get(details.method)
        if method is None or answer is None:
            return None
        serving = self.streaming(method, answer) if method.streams else self.unary(method, answer)
        make = (
            grpc.unary_stream_rpc_method_handler
            if method.streams
            else grpc.unary_unary_rpc_method_handler
        )
        return make(serving, method.request.FromString, method.response.SerializeToString)

    def seen(self, method: Method, request: Message, context: grpc.aio.ServicerContext) -> SeenCall:
        metadata = {key: str(value) for key, value in context.invocation_metadata() or ()}
        call = SeenCall(method.path, request, metadata, context.time_remaining() or 0.0)
        self.calls.append(call)
        self.begun.set()
        return call

    def unary(self, method: Method, answer: Answering) -> Callable[..., Any]:
        async def serve(request: Message, context: grpc.aio.ServicerContext) -> Any:
            call = self.seen(method, request, context)
            try:
                return await failing_richly(answer, request, context)
            finally:
                call.ended.set()

        return serve

    def streaming(self, method: Method, answer: Answering) -> Callable[..., Any]:
        async def serve(request: Message, context: grpc.aio.ServicerContext) -> Any:
            call = self.seen(method, request, context)
            try:
                async for piece in answer(request, context):
                    yield piece
            except Failure as failure:
                await abort(context, failure)
            finally:
                call.ended.set()

        return serve


async def failing_richly(
    answer: Answering, request: Message, context: grpc.aio.ServicerContext
) -> Any:
    """Answers, or fails as a service of the house does."""
    try:
        given = answer(request, context)
        return await given if inspect.isawaitable(given) else given
    except Failure as failure:
        await abort(context, failure)


async def abort(context: grpc.aio.ServicerContext, failure: Failure) -> None:
    """Ends a call with the rich status of the chassis."""
    status = to_status(failure, "exams", Language.DE)
    await context.abort_with_status(rpc_status.to_status(status))


def access_token(audience: str, kind: str) -> str:
    """A token in the form of identity's; the services of these tests do not check signatures."""
    claims = {"sub": PERSON, "aud": audience, "kind": kind, "roles": ["account", "student"]}
    header, payload = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({}, claims)
    )
    return f"{header}.{payload}.c2ln"


def audience_of(call: SeenCall) -> str:
    """The audience of the token that a call carried; empty without one."""
    _, _, token = call.metadata.get("authorization", "").partition(" ")
    if not token:
        return ""
    payload = token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["aud"])


@pytest.fixture(name="audience_of")
def reading_the_audience() -> Callable[[SeenCall], str]:
    """Tells for whom the token of a call was issued."""
    return audience_of


ENDED = Failure(
    Code.UNAUTHENTICATED,
    "SESSION_ENDED",
    LocalizedText(de="Ihre Sitzung ist beendet.", en="Your session has ended."),
)


def answer_as_identity(services: AnsweringServices) -> None:
    """Sessions named "live" and bearers named "for-gateway" are good, all others have ended."""
    from matrikel.identity.v1 import token_pb2

    def issue(request: token_pb2.IssueTokenRequest, _: object) -> token_pb2.IssueTokenResponse:
        if request.session_token != "live":
            raise ENDED
        return token_pb2.IssueTokenResponse(access_token=access_token(request.audience, "session"))

    def exchange(
        request: token_pb2.ExchangeTokenRequest, _: object
    ) -> token_pb2.ExchangeTokenResponse:
        if request.subject_token != "for-gateway":
            raise ENDED
        return token_pb2.ExchangeTokenResponse(
            access_token=access_token(request.audience, "exchanged")
        )

    services.on("TokenService/IssueToken", issue)
    services.on("TokenService/ExchangeToken", exchange)


@dataclass(frozen=True)
class Visitor:
    """Who is signed in, as a portal sees it."""

    person_id: str
    roles: frozenset[str]
    in_support: bool


def small_portal(services: Services) -> Starlette:
    """A page or two that use what the gateway hands to the portal."""
    from datetime import UTC, datetime

    from matrikel.certificates.v1 import certificate_pb2
    from matrikel.exams.v1 import registration_pb2
    from matrikel.records.v1 import university_pb2

    sessions = CookieSessions(Visitor)

    async def home(request: Request) -> Response:
        caller = await sessions.current(request)
        again = await sessions.current(request)
        assert caller == again
        return JSONResponse(
            {"person_id": caller.person_id, "roles": sorted(caller.roles)} if caller else None
        )

    async def registered(request: Request) -> Response:
        await asyncio.gather(
            *(
                services.registrations.ListRegistrations(
                    registration_pb2.ListRegistrationsRequest(person_id=PERSON)
                )
                for _ in range(3)
            ),
            services.university.GetUniversity(university_pb2.GetUniversityRequest(), timeout=2.0),
        )
        return PlainTextResponse("read")

    async def first_piece(request: Request) -> Response:
        pieces = services.certificates.DownloadCertificate(
            certificate_pb2.DownloadCertificateRequest(certificate_id="abc")
        )
        async for piece in pieces:
            pieces.cancel()
            return Response(piece.body.data)
        return Response(status_code=404)

    async def sign_in(request: Request) -> Response:
        response = PlainTextResponse((await request.body()).decode())
        sessions.start(response, "live", datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))
        return response

    async def sign_out(request: Request) -> Response:
        response = PlainTextResponse("bye")
        sessions.end(response)
        return response

    return Starlette(
        routes=[
            Route("/", home),
            Route("/registered", registered),
            Route("/first-piece", first_piece),
            Route("/sign-in", sign_in, methods=["POST"]),
            Route("/sign-out", sign_out, methods=["POST"]),
        ]
    )


class ServerWithoutSignals(uvicorn.Server):
    """Leaves the signals of the process to the test runner."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def answering() -> AsyncIterator[tuple[AnsweringServices, str]]:
    """The services' server and its address."""
    services = AnsweringServices()
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((services,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    yield services, f"127.0.0.1:{port}"
    await server.stop(None)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def gateway_address(
    answering: tuple[AnsweringServices, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    """A gateway served by uvicorn on a free port."""
    settings = GatewaySettings(
        service_key_file=tmp_path_factory.mktemp("gateway") / "unused.pem",
        public_url="http://portal.example",
        body_seconds=1.0,
    )
    channels = {
        name: open_channel(answering[1], credential=lambda: "credential-of-the-gateway")
        for name in SERVICES
    }
    application = create_application(
        settings,
        read_contract(),
        channels,
        lambda services, _: Pages(small_portal(services), PlainPages()),
    )
    listening = socket.create_server(("127.0.0.1", 0))
    server = ServerWithoutSignals(server_config(application, settings))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=3)) as client:
        await client.get(f"{address}/readyz")
    yield address
    server.should_exit = True
    await serving


@pytest.fixture
def services(answering: tuple[AnsweringServices, str]) -> AnsweringServices:
    """The services as if nobody had called them yet; identity knows its sessions."""
    fresh = answering[0]
    fresh.answers.clear()
    fresh.calls.clear()
    fresh.begun = asyncio.Event()
    answer_as_identity(fresh)
    return fresh


@pytest_asyncio.fixture(loop_scope="session")
async def http(
    services: AnsweringServices, gateway_address: str
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the gateway without credentials."""
    async with httpx.AsyncClient(base_url=gateway_address, timeout=20) as client:
        yield client


@pytest.fixture
def cookie() -> dict[str, str]:
    """What a browser with a session sends from a page of the gateway."""
    return {"cookie": "__Host-sid=live", "sec-fetch-site": "same-origin"}


@pytest.fixture
def bearer() -> dict[str, str]:
    """What a system sends."""
    return {"authorization": "Bearer for-gateway"}
