"""What is seen of a call: metrics, a trace span and one log line."""

import time
from typing import Any

import grpc
import structlog
from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Gauge, Histogram

from chassis.rpc.call import Call
from chassis.rpc.contract import MethodContract

log = structlog.get_logger()
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


class Observation:
    """Watches one call from its first to its last moment."""

    def __init__(self, service: str, contract: MethodContract, metadata: dict[str, str]) -> None:
        self._service = service
        self._contract = contract
        self._parent = propagator.extract(metadata)
        self._code = 0
        self._reason = ""
        self.call: Call | None = None

    def ended(self, code: int, reason: str) -> None:
        """Notes how the call ended, where that is not OK."""
        self._code, self._reason = code, reason

    def __enter__(self) -> "Observation":
        self._began = time.perf_counter()
        IN_FLIGHT.inc()
        self._span = tracer.start_as_current_span(
            self._contract.path[1:], context=self._parent, kind=trace.SpanKind.SERVER
        )
        self._entered = self._span.__enter__()
        return self

    def __exit__(self, *exception: Any) -> None:
        seconds = time.perf_counter() - self._began
        code = CODE_NAMES.get(self._code, "UNKNOWN")
        IN_FLIGHT.dec()
        SECONDS.labels(self._contract.path[1:], code).observe(seconds)
        self._entered.set_attribute("rpc.grpc.status_code", self._code)
        log.info(
            "call",
            method=self._contract.path[1:],
            code=code,
            reason=self._reason,
            milliseconds=round(seconds * 1000, 2),
            caller=self.call.caller_name if self.call else "",
            trace_id=trace_id(),
        )
        self._span.__exit__(None, None, None)


def trace_id() -> str:
    """The id of the current trace in hexadecimal; empty outside of one."""
    context = trace.get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else ""


def traceparent() -> str:
    """The current trace context as a W3C header; empty outside of one."""
    carrier: dict[str, str] = {}
    propagator.inject(carrier)
    return carrier.get("traceparent", "")
