"""Logs as JSON lines, metrics for Prometheus, traces for an OTLP collector."""

import asyncio
import json
import logging
import resource
import sys
import time
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from prometheus_client import Gauge, start_http_server

LOOP_LAG = Gauge("matrikel_event_loop_lag_seconds", "How late the event loop runs its timers")
RESIDENT = Gauge("matrikel_resident_bytes", "Greatest resident memory of the process so far")
LAG_SECONDS = 0.5


def set_up_logs(service: str, level: str) -> None:
    """One JSON object a line on standard error, each with time, level and service."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _with_module,
            _with_service(service),
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


_look_for_module = structlog.processors.CallsiteParameterAdder(
    [structlog.processors.CallsiteParameter.MODULE]
)
_encode = json.JSONEncoder(default=repr).encode


def _as_json(event: structlog.typing.EventDict, **_options: object) -> str:
    return _encode(event)


def _with_module(
    logger: Any, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Adds the module that logs, where its logger does not say it: looking for it takes time."""
    return event if "module" in event else _look_for_module(logger, method, event)


def _with_service(service: str) -> structlog.typing.Processor:
    def add(
        _logger: object, _method: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        event["service"] = service
        return event

    return add


def set_up_traces(service: str, otlp_target: str) -> None:
    """Sends the spans of calls to a collector, where one is configured.

    Without one no spans are made; every call has a trace id all the same.
    """
    if otlp_target:
        resource_of_service = Resource.create({"service.name": f"matrikel-{service}"})
        provider = TracerProvider(resource=resource_of_service)
        provider.add_span_processor(
            BatchSpanProcessor(OTLPSpanExporter(otlp_target, insecure=True))
        )
        trace.set_tracer_provider(provider)


def serve_metrics(host: str, port: int) -> None:
    """Serves /metrics from a thread of its own; port 0 serves nothing."""
    if port:
        start_http_server(port, addr=host)


async def watch_loop() -> None:
    """Measures memory and how late the event loop is, twice a second, until cancelled."""
    while True:
        began = time.monotonic()
        await asyncio.sleep(LAG_SECONDS)
        LOOP_LAG.set(max(0.0, time.monotonic() - began - LAG_SECONDS))
        RESIDENT.set(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
