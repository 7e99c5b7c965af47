"""What is seen of a call: metrics, a trace span and one log line."""

import random
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import grpc
import structlog
from opentelemetry import trace
from opentelemetry.context import Context, attach, detach
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Gauge, Histogram

from chassis.rpc.call import Call
from chassis.rpc.contract import MethodContract

# Every call writes a line, so that the module is said here instead of being looked for each time.
log = structlog.get_logger(module="observation")
tracer = trace.get_tracer("matrikel")
propagator = TraceContextTextMapPropagator()

SECONDS = Histogram(
    "matrikel_rpc_server_seconds",
    "Time that a call took in this service, in seconds",
    ["method", "code"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
IN_FLIGHT = Gauge("matrikel_rpc_server_in_flight", "Calls that are being answered")

CODE_NAMES = {code.value[0]: code.name for code in grpc.StatusCode}


class Observer:
    """Watches the calls of one method."""

    def __init__(self, contract: MethodContract) -> None:
        self.name = contract.path[1:]
        # Looking a series up by its labels costs more than adding to it.
        self._seconds: dict[str, Any] = {}

    def watch(self, metadata: Mapping[str, str]) -> "Observation":
        """An observation of one call, which is a context manager around it."""
        return Observation(self, metadata)

    def note_seconds(self, code: str, seconds: float) -> None:
        """Counts a call in the metrics."""
        series = self._seconds.get(code)
        if series is None:
            series = self._seconds[code] = SECONDS.labels(self.name, code)
        series.observe(seconds)


class Observation:
    """Watches one call from its first to its last moment."""

    def __init__(self, observer: Observer, metadata: Mapping[str, str]) -> None:
        self._observer = observer
        self._metadata = metadata
        self._code = 0
        self._reason = ""
        self.call: Call | None = None

    def ended(self, code: int, reason: str) -> None:
        """Notes how the call ended, where that is not OK."""
        self._code, self._reason = code, reason

    def __enter__(self) -> "Observation":
        self._began = time.perf_counter()
        self._span = _span(self._observer.name, self._metadata)
        self._span.__enter__()
        return self

    def __exit__(self, *exception: Any) -> None:
        seconds = time.perf_counter() - self._began
        code = CODE_NAMES.get(self._code, "UNKNOWN")
        self._observer.note_seconds(code, seconds)
        trace.get_current_span().set_attribute("rpc.grpc.status_code", self._code)
        log.info(
            "call",
            method=self._observer.name,
            code=code,
            reason=self._reason,
            milliseconds=round(seconds * 1000, 2),
            caller=self.call.caller_name if self.call else "",
            trace_id=trace_id(),
        )
        self._span.__exit__(None, None, None)


class _Traced:
    """The trace that a call belongs to, where no collector wants spans of it.

    Ids still go on to the log, to events and to other services. A span of the SDK, which nobody
    would see, costs fifteen times as much (opentelemetry 1.45).
    """

    def __init__(self, parent: Context | None) -> None:
        span: trace.Span = trace.INVALID_SPAN
        if parent is not None:
            span = trace.get_current_span(parent)
        if span is trace.INVALID_SPAN:
            # Numbers that name something and protect nothing.
            trace_number, span_number = random.getrandbits(128), random.getrandbits(64)
            span = trace.NonRecordingSpan(trace.SpanContext(trace_number, span_number, False))
        self._context = trace.set_span_in_context(span)

    def __enter__(self) -> None:
        self._token = attach(self._context)

    def __exit__(self, *_: object) -> None:
        detach(self._token)


def _span(name: str, metadata: Mapping[str, str]) -> AbstractContextManager[Any]:
    parent = propagator.extract(metadata) if "traceparent" in metadata else None
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        return _Traced(parent)
    return tracer.start_as_current_span(
        name, context=parent or Context(), kind=trace.SpanKind.SERVER
    )


def trace_id() -> str:
    """The id of the current trace in hexadecimal; empty outside of one."""
    context = trace.get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else ""


def traceparent() -> str:
    """The current trace context as a W3C header; empty outside of one."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return ""
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"
