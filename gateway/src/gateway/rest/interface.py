"""The REST interface as an ASGI application: finds the route, calls the service, answers."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass

import structlog
from google.protobuf.message import Message
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from gateway.calls import StreamingCall, UnaryCall
from gateway.contract.methods import HttpBinding, Method
from gateway.request_context import current_request
from gateway.rest.connection import ClientGoneError, while_connected
from gateway.rest.problem import Answer, answer_to
from gateway.rest.reading import read_request
from gateway.rest.refusals import header_malformed, sign_in_needed
from gateway.rest.routes import Found, Routes
from gateway.rest.sending import body_of, encoded, send_whole
from gateway.rest.sentences import REQUEST_TIMEOUT_FORM
from gateway.rest.writing import JSON, NDJSON, answers_with_content, content_of, json_of
from gateway.upstream import CallsForTheRequest

log = structlog.get_logger(__name__)

SECONDS = re.compile(r"^[0-9]{1,6}(\.[0-9]{1,3})?$")
NO_STORE = {"cache-control": "no-store"}


@dataclass(frozen=True)
class Deadlines:
    """How long a request may take, in seconds."""

    usual: float = 10.0
    longest: float = 60.0
    streamed: float = 120.0
    """For answers in pieces, which may be read slowly."""

    def of(self, method: Method, header: str | None) -> float:
        """The time for one request: what X-Request-Timeout asks for, at most the longest."""
        if header is None:
            return self.streamed if method.streams else self.usual
        if not SECONDS.match(header) or float(header) == 0:
            raise header_malformed("X-Request-Timeout", REQUEST_TIMEOUT_FORM)
        return min(float(header), self.streamed if method.streams else self.longest)


class RestInterface:
    """Everything below /v1, derived from the contracts."""

    def __init__(
        self,
        methods: Iterable[Method],
        calls: Mapping[str, CallsForTheRequest],
        deadlines: Deadlines,
    ) -> None:
        self.routes = Routes(methods)
        self.deadlines = deadlines
        self.unary: dict[str, UnaryCall[Message, Message]] = {}
        self.streaming: dict[str, StreamingCall[Message, Message]] = {}
        for route in self.routes.all():
            method = route.method
            bound = calls[method.service]
            if method.streams:
                self.streaming[method.full_name] = bound.unary_stream(
                    method.path, method.request.SerializeToString, method.response.FromString
                )
            else:
                self.unary[method.full_name] = bound.unary_unary(
                    method.path, method.request.SerializeToString, method.response.FromString
                )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; nothing but a vanished client leaves as an exception."""
        started = False

        async def noticing_start(message: Mapping[str, object]) -> None:
            nonlocal started
            started = True
            await send(dict(message))

        try:
            await self.answer(scope, receive, noticing_start)
        except ClientGoneError:
            log.info("client_gone")
        except Exception as problem:
            # An answer that has begun cannot turn into an error: the server cuts the connection,
            # so that nobody takes half a document for a whole one.
            if started:
                raise
            await self.refuse(send, answer_to(problem, current_request().language))

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Calls the method behind the route. Raises `Problem` or the service's error."""
        headers = Headers(scope=scope)
        raw_path = scope["raw_path"]
        if scope["method"] == "OPTIONS":
            allow = {"allow": self.routes.allowed(raw_path), **NO_STORE}
            await send_whole(send, 204, allow, b"")
            return
        found = self.routes.find(scope["method"], raw_path)
        method, binding = found.route.method, found.route.binding
        context = current_request()
        if not method.access.public and context.credential is None:
            raise sign_in_needed()
        seconds = self.deadlines.of(method, headers.get("x-request-timeout"))
        context.deadline = asyncio.get_running_loop().time() + seconds
        body = await body_of(receive)
        request = read_request(
            method, binding, found.variables, scope["query_string"], body, headers
        )
        head_only = scope["method"] == "HEAD"
        if method.streams:
            work = self.stream(found, request, send, head_only)
        else:
            work = self.whole(method, binding, request, send, head_only)
        await while_connected(receive, work)

    async def whole(
        self,
        method: Method,
        binding: HttpBinding,
        request: Message,
        send: Send,
        head_only: bool,
    ) -> None:
        """Answers a method with one answer."""
        answer = await self.unary[method.full_name](request)
        if answers_with_content(method, binding):
            content = content_of(answer, binding)
            headers, data = {**NO_STORE, **content.headers}, content.data
        else:
            headers, data = {"content-type": JSON, **NO_STORE}, json_of(answer, binding)
        await send_whole(send, 200, headers, data, head_only)

    async def stream(self, found: Found, request: Message, send: Send, head_only: bool) -> None:
        """Answers a method that answers in pieces: raw content piece by piece, else one JSON
        object per line. The first piece is awaited, so that a refusal is still an HTTP error."""
        method, binding = found.route.method, found.route.binding
        raw = answers_with_content(method, binding)
        async with aclosing(self.streaming[method.full_name](request)) as pieces:
            first = await anext(pieces, None)
            if raw:
                headers = dict(content_of(first or method.response(), binding).headers)
            else:
                headers = {"content-type": NDJSON}
            await send(
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": encoded({**NO_STORE, **headers}),
                }
            )
            if first is not None and not head_only:
                await self.send_pieces(first, pieces, binding, raw, send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def send_pieces(
        self,
        first: Message,
        pieces: AsyncIterator[Message],
        binding: HttpBinding,
        raw: bool,
        send: Send,
    ) -> None:
        """Sends every piece as it comes. An error among JSON lines is the last line."""
        piece: Message | None = first
        while piece is not None:
            data = content_of(piece, binding).data if raw else json_of(piece, binding) + b"\n"
            await send({"type": "http.response.body", "body": data, "more_body": True})
            try:
                piece = await anext(pieces, None)
            except Exception as problem:
                if raw:
                    raise
                line = answer_to(problem, current_request().language).body + b"\n"
                await send({"type": "http.response.body", "body": line, "more_body": True})
                return

    async def refuse(self, send: Send, answer: Answer) -> None:
        """Sends an error."""
        headers = {"content-type": JSON, **NO_STORE, **answer.headers}
        await send_whole(send, answer.http_status, headers, answer.body)
