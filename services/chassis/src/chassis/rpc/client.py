"""Channels to other services: always a deadline, careful retries, the service's own credential."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import grpc

from chassis.rpc.admission import CREDENTIAL_METADATA
from chassis.rpc.call import Call, current_call_or_none
from chassis.rpc.observation import traceparent
from chassis.rpc.server import MAX_MESSAGE_BYTES

# What is kept of the caller's remaining time for this service's own work after the answer.
MARGIN_SECONDS = 0.05
# The deadline of a call that nobody waits for with one of their own.
DEFAULT_SECONDS = 10.0

# Only UNAVAILABLE is tried again, and only where the connection failed before the request was
# sent, or the method carries a request id or has no side effects; see `retried_services`.
_RETRIES = {
    "maxAttempts": 3,
    "initialBackoff": "0.05s",
    "maxBackoff": "0.5s",
    "backoffMultiplier": 3,
    "retryableStatusCodes": ["UNAVAILABLE"],
}


def bearer(access_token: str) -> tuple[tuple[str, str], ...]:
    """The metadata that carries a person's access token."""
    return (("authorization", f"Bearer {access_token}"),)


def open_channel(
    target: str,
    credential: Callable[[], str] | None = None,
    retried_methods: Sequence[tuple[str, str]] = (),
    credentials: grpc.ChannelCredentials | None = None,
) -> grpc.aio.Channel:
    """A long-lived channel to one service.

    `credential` makes this service's own credential for each call; `retried_methods` are pairs of
    service and method that may be repeated safely.
    """
    config = {
        "loadBalancingConfig": [{"round_robin": {}}],
        "methodConfig": [
            {
                "name": [
                    {"service": service, "method": method} for service, method in retried_methods
                ],
                "retryPolicy": _RETRIES,
            }
        ]
        if retried_methods
        else [],
    }
    options = [
        ("grpc.service_config", json.dumps(config)),
        ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
        ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
        # Refusals with all their reasons, in both languages, travel in the metadata.
        ("grpc.max_metadata_size", 64 * 1024),
        ("grpc.absolute_max_metadata_size", 128 * 1024),
        ("grpc.keepalive_time_ms", 60_000),
        ("grpc.max_reconnect_backoff_ms", 2_000),
        ("grpc.initial_reconnect_backoff_ms", 100),
    ]
    interceptors: Any = [_Unary(credential), _Streaming(credential)]
    if credentials is not None:
        return grpc.aio.secure_channel(target, credentials, options, interceptors=interceptors)
    return grpc.aio.insecure_channel(target, options, interceptors=interceptors)


class _Completing:
    """Adds deadline, credential, language and trace to each outgoing call."""

    def __init__(self, credential: Callable[[], str] | None) -> None:
        self._credential = credential

    def complete(self, details: grpc.aio.ClientCallDetails) -> grpc.aio.ClientCallDetails:
        given = list(details.metadata or ())
        names = {name for name, _ in given}
        call = current_call_or_none()
        if self._credential is not None:
            given.append((CREDENTIAL_METADATA, self._credential()))
        if call is not None and "accept-language" not in names:
            given.append(("accept-language", call.language.value))
        if "traceparent" not in names and (trace := traceparent()):
            given.append(("traceparent", trace))
        return grpc.aio.ClientCallDetails(
            details.method,
            _seconds(details.timeout, call),
            grpc.aio.Metadata(*given),
            details.credentials,
            details.wait_for_ready,
        )


def _seconds(asked: float | None, call: Call | None) -> float:
    """The deadline of an outgoing call: never later than that of the call that it is made for."""
    if call is None:
        return DEFAULT_SECONDS if asked is None else asked
    left = call.time_remaining() - MARGIN_SECONDS
    return max(left if asked is None else min(left, asked), 0.001)


class _Unary(_Completing, grpc.aio.UnaryUnaryClientInterceptor):  # type: ignore[type-arg]
    async def intercept_unary_unary(
        self, continuation: Any, client_call_details: grpc.aio.ClientCallDetails, request: Any
    ) -> Any:
        return await continuation(self.complete(client_call_details), request)


class _Streaming(_Completing, grpc.aio.UnaryStreamClientInterceptor):  # type: ignore[type-arg]
    async def intercept_unary_stream(
        self, continuation: Any, client_call_details: grpc.aio.ClientCallDetails, request: Any
    ) -> Any:
        return await continuation(self.complete(client_call_details), request)
