"""Calls of the tests' portal that carry who makes them, as the gateway attaches it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import grpc

Attached = Callable[[], Sequence[tuple[str, str]]]


def carrying(attached: Attached) -> list[grpc.aio.ClientInterceptor]:
    """Interceptors of a channel that ask for the metadata at each call."""
    return [_InUnaryCalls(attached), _InStreams(attached)]


@dataclass
class _InUnaryCalls(grpc.aio.UnaryUnaryClientInterceptor):  # type: ignore[misc]
    attached: Attached

    async def intercept_unary_unary(self, go_on: Any, details: Any, request: Any) -> Any:
        return await go_on(_with(details, self.attached), request)


@dataclass
class _InStreams(grpc.aio.UnaryStreamClientInterceptor):  # type: ignore[misc]
    attached: Attached

    async def intercept_unary_stream(self, go_on: Any, details: Any, request: Any) -> Any:
        return await go_on(_with(details, self.attached), request)


def _with(details: Any, attached: Attached) -> grpc.aio.ClientCallDetails:
    return grpc.aio.ClientCallDetails(
        details.method,
        details.timeout,
        grpc.aio.Metadata(*attached()),
        details.credentials,
        details.wait_for_ready,
    )
