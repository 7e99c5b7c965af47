"""Logs as JSON lines, metrics for Prometheus, traces for an OTLP collector."""

import asyncio
import logging
import resource
import sys
import time

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
            structlog.processors.CallsiteParameterAdder(
                [structlog.processors.CallsiteParameter.MODULE]
            ),
            _with_service(service),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def _with_service(service: str) -> structlog.typing.Processor:
    def add(
        _logger: object, _method: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        event["service"] = service
        return event

    return add


def set_up_traces(service: str, otlp_target: str) -> None:
    """Gives every call a trace; its spans go to the collector where one is configured."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"matrikel-{service}"}))
    if otlp_target:
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
