"""Every method of the four services as its contract states it.

The descriptors of the generated code are the only source: a method that is added to a contract
is reachable after the next start, and a contract that the gateway could not serve stops the start.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from google.api import annotations_pb2, http_pb2, httpbody_pb2
from google.protobuf import descriptor_pb2, message_factory
from google.protobuf.descriptor import (
    Descriptor,
    FieldDescriptor,
    MethodDescriptor,
    ServiceDescriptor,
)
from google.protobuf.message import Message
from matrikel.access.v1 import access_pb2

from gateway.contract.path_template import PathTemplate

SERVICES = ("identity", "records", "exams", "certificates")
"""The services behind the gateway, by the second part of their proto package."""

HTTP_BODY = httpbody_pb2.HttpBody.DESCRIPTOR.full_name
WHOLE_MESSAGE = "*"
BINDING_VERBS = ("get", "put", "post", "delete", "patch")


class UnservableContractError(Exception):
    """A contract asks for something that the gateway cannot serve."""


@dataclass(frozen=True)
class HttpBinding:
    """One REST route of a method."""

    verb: str
    template: PathTemplate
    body: str
    """"*" for the whole message, a field's name, or empty where the request has no body."""
    response_body: str
    """The field that the answer consists of; empty for the whole message."""


@dataclass(frozen=True)
class Method:
    """A method of a service: its messages, its routes and who may call it."""

    service: str
    """The service that answers: "exams"."""
    full_name: str
    """ "matrikel.exams.v1.RegistrationService.CreateRegistration"."""
    descriptor: MethodDescriptor
    request: type[Message]
    response: type[Message]
    bindings: tuple[HttpBinding, ...]
    access: access_pb2.Access
    has_side_effects: bool
    streams: bool
    """Whether the answer comes in pieces."""

    @property
    def asked(self) -> Descriptor:
        """What the request message consists of."""
        # The stubs know two implementations of one class here.
        return cast("Descriptor", self.request.DESCRIPTOR)

    @property
    def answered(self) -> Descriptor:
        """What the answer consists of."""
        return cast("Descriptor", self.response.DESCRIPTOR)

    @property
    def path(self) -> str:
        """The method's name on the wire."""
        service, name = self.full_name.rsplit(".", 1)
        return f"/{service}/{name}"

    @property
    def takes_request_id(self) -> bool:
        """Whether the request carries an id that makes repeating it harmless."""
        field = self.asked.fields_by_name.get("request_id")
        return field is not None and field.type == FieldDescriptor.TYPE_STRING


def read_contract() -> tuple[Method, ...]:
    """Reads every method of the four services.

    Raises `UnservableContractError` when a method has no access rule or a route cannot be served.
    """
    return tuple(
        read_method(service, method)
        for service in SERVICES
        for descriptor in service_descriptors(service)
        for method in descriptor.methods
    )


def service_descriptors(service: str) -> Iterator[ServiceDescriptor]:
    """Finds the gRPC services in the generated package of one service."""
    package = importlib.import_module(f"matrikel.{service}.v1")
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        if module.name.endswith("_pb2"):
            generated = importlib.import_module(f"{package.__name__}.{module.name}")
            yield from generated.DESCRIPTOR.services_by_name.values()


def read_method(service: str, descriptor: MethodDescriptor) -> Method:
    """Reads one method and checks that the gateway can serve its routes."""
    options = descriptor.GetOptions()
    if not options.HasExtension(access_pb2.access):
        raise UnservableContractError(f"{descriptor.full_name} has no access rule")
    bindings = tuple(read_bindings(descriptor, options.Extensions[annotations_pb2.http]))
    if bindings and descriptor.client_streaming:
        raise UnservableContractError(
            f"{descriptor.full_name}: a streamed request has no REST form"
        )
    return Method(
        service=service,
        full_name=descriptor.full_name,
        descriptor=descriptor,
        request=message_factory.GetMessageClass(descriptor.input_type),
        response=message_factory.GetMessageClass(descriptor.output_type),
        bindings=bindings,
        access=options.Extensions[access_pb2.access],
        has_side_effects=options.idempotency_level
        != descriptor_pb2.MethodOptions.IdempotencyLevel.NO_SIDE_EFFECTS,
        streams=descriptor.server_streaming,
    )


def read_bindings(descriptor: MethodDescriptor, rule: http_pb2.HttpRule) -> Iterator[HttpBinding]:
    """Reads the route of a method and its additional ones; none without google.api.http."""
    for option in (rule, *rule.additional_bindings):
        kind = option.WhichOneof("pattern")
        if kind is None:
            continue
        if kind in BINDING_VERBS:
            verb, path = kind.upper(), getattr(option, kind)
        else:
            verb, path = option.custom.kind.upper(), option.custom.path
        binding = HttpBinding(verb, PathTemplate.parse(path), option.body, option.response_body)
        check_binding(descriptor, binding)
        yield binding


def check_binding(descriptor: MethodDescriptor, binding: HttpBinding) -> None:
    """Refuses a route that names fields which are missing or have no place there."""
    where = f"{descriptor.full_name} ({binding.verb} {binding.template.text})"
    for path in binding.template.variables:
        field = field_at(descriptor.input_type, path.split("."))
        if field is None or field.is_repeated or field.message_type is not None:
            raise UnservableContractError(
                f"{where}: {path} is no single plain field of the request"
            )
    if binding.body not in ("", WHOLE_MESSAGE, *descriptor.input_type.fields_by_name):
        raise UnservableContractError(f"{where}: the request has no field {binding.body}")
    if binding.body and binding.verb in ("GET", "HEAD"):
        raise UnservableContractError(f"{where}: a {binding.verb} request has no body")
    if binding.response_body not in ("", *descriptor.output_type.fields_by_name):
        raise UnservableContractError(f"{where}: the answer has no field {binding.response_body}")


def field_at(message: Descriptor, names: Iterable[str]) -> FieldDescriptor | None:
    """Follows proto or JSON names into a message; None where one of them is unknown."""
    field: FieldDescriptor | None = None
    for name in names:
        inside = message if field is None else field.message_type
        if inside is None or (field is not None and field.is_repeated):
            return None
        field = field_named(inside, name)
        if field is None:
            return None
    return field


def field_named(message: Descriptor, name: str) -> FieldDescriptor | None:
    """The field with this proto or JSON name."""
    return message.fields_by_name.get(name) or message.fields_by_camelcase_name.get(name)


def is_http_body(message: Descriptor | None) -> bool:
    """Whether the message stands for raw content with a content type."""
    return message is not None and message.full_name == HTTP_BODY
