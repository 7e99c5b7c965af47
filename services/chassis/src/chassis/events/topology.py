"""Streams, consumers and permissions on the bus, derived from the contracts.

Every service tells in a stream of its own. Every hearing service has one durable consumer in each
stream that it hears something from. Services may not create either.
"""

import json
from dataclasses import dataclass
from typing import Any

from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from chassis.contracts import SERVICES, events_of
from chassis.events.description import EventDescription

STREAM_SECONDS = 14 * 24 * 3600
DUPLICATE_WINDOW_SECONDS = 3600
ACK_WAIT_SECONDS = 30


def stream_name(service: str) -> str:
    """The stream that a service tells in: "EXAMS"."""
    return service.upper()


def consumer_name(service: str) -> str:
    """The durable consumer of a hearing service; the same name in every stream."""
    return service


def inbox_prefix(service: str) -> str:
    """Where answers to a service arrive; no other service may listen there."""
    return f"_INBOX_{service}"


@dataclass(frozen=True)
class HeardStream:
    """What one service hears of another."""

    hearer: str
    teller: str
    subjects: tuple[str, ...]


def heard_streams() -> tuple[HeardStream, ...]:
    """Who hears whom, by the contracts."""
    heard: dict[tuple[str, str], list[str]] = {}
    for teller in SERVICES:
        for descriptor in events_of(teller):
            event = EventDescription.of(descriptor)
            for hearer in event.option.heard_by:
                heard.setdefault((hearer, teller), []).extend(
                    (event.subject_pattern, event.replay_pattern(hearer))
                )
    return tuple(
        HeardStream(hearer, teller, tuple(sorted(subjects)))
        for (hearer, teller), subjects in sorted(heard.items())
    )


async def apply(stream: JetStreamContext, replicas: int = 1) -> list[str]:
    """Creates or updates streams and consumers; returns a line for each."""
    lines = []
    for service in SERVICES:
        config = StreamConfig(
            name=stream_name(service),
            subjects=[f"matrikel.{service}.v1.>"],
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.OLD,
            max_age=STREAM_SECONDS,
            duplicate_window=DUPLICATE_WINDOW_SECONDS,
            num_replicas=replicas,
        )
        try:
            await stream.update_stream(config)
        except NotFoundError:
            await stream.add_stream(config)
        lines.append(f"stream {config.name}: {config.subjects}")
    for heard in heard_streams():
        consumer = ConsumerConfig(
            durable_name=consumer_name(heard.hearer),
            filter_subjects=list(heard.subjects),
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT_SECONDS,
            max_ack_pending=1000,
        )
        await stream.add_consumer(stream_name(heard.teller), consumer)
        lines.append(f"consumer {heard.hearer} in {stream_name(heard.teller)}: {heard.subjects}")
    return lines


def permissions(service: str) -> dict[str, Any]:
    """What a service may publish and subscribe to on the bus.

    It publishes its own subjects, asks for messages of its consumers and acknowledges them; it
    can neither tell for another service, nor listen to what another one is answered, nor create
    or delete anything.
    """
    publish = [f"matrikel.{service}.v1.>"]
    for heard in heard_streams():
        if heard.hearer == service:
            name, consumer = stream_name(heard.teller), consumer_name(service)
            publish += [
                f"$JS.API.CONSUMER.MSG.NEXT.{name}.{consumer}",
                f"$JS.API.CONSUMER.INFO.{name}.{consumer}",
                f"$JS.ACK.{name}.{consumer}.>",
            ]
    return {"publish": {"allow": publish}, "subscribe": {"allow": [f"{inbox_prefix(service)}.>"]}}


def server_config(
    store_dir: str, port: int, passwords: dict[str, str], sync_always: bool, host: str = "127.0.0.1"
) -> str:
    """A nats-server configuration with one user per service and an operator ("deploy").

    `passwords` holds a password for each service and for "deploy".
    """
    users: list[dict[str, Any]] = [{"user": "deploy", "password": passwords["deploy"]}]
    for service in SERVICES:
        users.append(
            {"user": service, "password": passwords[service], "permissions": permissions(service)}
        )
    sync = "  sync_interval: always\n" if sync_always else ""
    return (
        f'host: "{host}"\nport: {port}\n'
        f'jetstream {{\n  store_dir: "{store_dir}"\n{sync}}}\n'
        f"authorization {{\n  users: {json.dumps(users, indent=2)}\n}}\n"
    )
