"""Finds every contract: the services and events of all packages, by walking the generated code."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from google.protobuf.descriptor import (
    Descriptor,
    FileDescriptor,
    MethodDescriptor,
    ServiceDescriptor,
)
from google.protobuf.descriptor_pb2 import MethodOptions
from matrikel.access.v1 import access_pb2
from matrikel.event.v1 import event_pb2

SERVICES = ("identity", "records", "exams", "certificates")


@cache
def files(service: str) -> tuple[FileDescriptor, ...]:
    """The contract files of one service: "exams" → those of matrikel.exams.v1."""
    package = importlib.import_module(f"matrikel.{service}.v1")
    names = sorted(name for _, name, _ in pkgutil.iter_modules(package.__path__))
    modules: Iterator[ModuleType] = (
        importlib.import_module(f"{package.__name__}.{name}")
        for name in names
        if name.endswith("_pb2")
    )
    return tuple(module.DESCRIPTOR for module in modules)


def services_of(service: str) -> tuple[ServiceDescriptor, ...]:
    """The gRPC services that one deployable serves."""
    return tuple(one for file in files(service) for one in file.services_by_name.values())


def events_of(service: str) -> tuple[Descriptor, ...]:
    """The event messages that one service tells."""
    return tuple(
        message
        for file in files(service)
        for message in file.message_types_by_name.values()
        if message.GetOptions().HasExtension(event_pb2.event)
    )


def scopes_of_systems() -> frozenset[str]:
    """What other systems can be registered for: the scopes that methods of any service ask for."""
    return frozenset(
        scope
        for service in SERVICES
        for one in services_of(service)
        for method in one.methods
        for scope in method.GetOptions().Extensions[access_pb2.access].scopes
    )


def is_repeatable(method: MethodDescriptor) -> bool:
    """Whether a call may safely be sent again: it only reads, or its request carries an id."""
    level = method.GetOptions().idempotency_level
    return (
        level == MethodOptions.NO_SIDE_EFFECTS or "request_id" in method.input_type.fields_by_name
    )


def repeatable_methods(service: str) -> tuple[tuple[str, str], ...]:
    """Pairs of gRPC service and method that a client may retry."""
    return tuple(
        (one.full_name, method.name)
        for one in services_of(service)
        for method in one.methods
        if is_repeatable(method)
    )
