"""What every contract has to say, and that the services keep to it."""

import re
from collections import Counter
from pathlib import Path

import pytest
from chassis.contracts import SERVICES, events_of, files, services_of
from chassis.rpc.admission import check_request
from google.api import annotations_pb2, http_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from matrikel.access.v1 import access_pb2
from matrikel.event.v1 import event_pb2

from tests.requests import REQUESTS, Named, request_for

ROOT = Path(__file__).parents[2]
METHODS = [method for service in SERVICES for one in services_of(service) for method in one.methods]
EVENTS = [event for service in SERVICES for event in events_of(service)]

every_method = pytest.mark.parametrize("method", METHODS, ids=lambda one: one.full_name)
every_event = pytest.mark.parametrize("event", EVENTS, ids=lambda one: one.full_name)


def access_of(method: MethodDescriptor) -> access_pb2.Access:
    return method.GetOptions().Extensions[access_pb2.access]


# Served over HTTP by the gateway in the form of a standard: SCIM 2.0 (RFC 7644).
OWN_INTERFACE = {"matrikel.identity.v1.ScimUserService"}


def route_of(method: MethodDescriptor) -> http_pb2.HttpRule | None:
    options = method.GetOptions()
    if not options.HasExtension(annotations_pb2.http):
        return None
    rule: http_pb2.HttpRule = options.Extensions[annotations_pb2.http]
    return rule


def field_at(message: Descriptor, path: str) -> FieldDescriptor:
    *inside, last = path.split(".")
    for name in inside:
        held = message.fields_by_name[name].message_type
        assert held is not None, path
        message = held
    return message.fields_by_name[last]


@every_method
def test_a_method_says_who_may_call_it(method: MethodDescriptor) -> None:
    assert method.GetOptions().HasExtension(access_pb2.access)
    access = access_of(method)
    assert access.public or access.grants or access.callers
    assert set(access.callers) <= {*SERVICES, "gateway"}
    if access.subject_field:
        named = field_at(method.input_type, access.subject_field)
        assert named.type == FieldDescriptor.TYPE_STRING


@every_method
def test_a_method_is_open_over_rest_or_to_services_alone(method: MethodDescriptor) -> None:
    access, route = access_of(method), route_of(method)
    for_people = bool(access.public or access.grants)
    has_own_interface = method.containing_service.full_name in OWN_INTERFACE
    assert (route is not None) == (for_people and not has_own_interface)
    if route is None:
        return
    path = getattr(route, route.WhichOneof("pattern") or "")
    assert path.startswith("/v1/")
    for variable in re.findall(r"{([^}=]+)", path):
        assert field_at(method.input_type, variable).type == FieldDescriptor.TYPE_STRING


@every_method
def test_what_is_read_with_get_has_no_side_effects(method: MethodDescriptor) -> None:
    route = route_of(method)
    if route is not None and route.WhichOneof("pattern") == "get":
        assert method.GetOptions().idempotency_level == MethodOptions.NO_SIDE_EFFECTS


def test_no_two_methods_share_a_route() -> None:
    routes = Counter(
        (kind, re.sub(r"{[^}]*}", "{}", getattr(rule, kind)))
        for rule in map(route_of, METHODS)
        if rule is not None and (kind := rule.WhichOneof("pattern"))
    )
    assert not [route for route, times in routes.items() if times > 1]


@every_method
def test_there_is_a_valid_request_for_the_method(method: MethodDescriptor) -> None:
    request = request_for(method, Named())
    assert request.DESCRIPTOR.full_name == method.input_type.full_name
    check_request(request)


def test_no_request_is_for_a_method_that_is_gone() -> None:
    assert set(REQUESTS) == {method.full_name for method in METHODS}


@every_event
def test_an_event_names_its_aggregate_by_fields_that_it_has(event: Descriptor) -> None:
    option = event.GetOptions().Extensions[event_pb2.event]
    assert re.fullmatch("[a-z_]+", option.aggregate)
    assert field_at(event, option.id_field).type == FieldDescriptor.TYPE_STRING
    if option.version_field:
        assert field_at(event, option.version_field).type == FieldDescriptor.TYPE_INT64
    assert set(option.heard_by) <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_every_message_of_the_events_file_is_an_event(service: str) -> None:
    told = {event.full_name for event in events_of(service)}
    (events_file,) = (file for file in files(service) if file.name.endswith("/events.proto"))
    assert {one.full_name for one in events_file.message_types_by_name.values()} == told


@pytest.mark.parametrize("service", SERVICES)
def test_every_reason_that_a_contract_names_is_one_that_the_service_gives(service: str) -> None:
    comments = " ".join(
        re.sub(r"\s*//", "", block)
        for file in sorted((ROOT / "protos" / "matrikel" / service).rglob("*.proto"))
        for block in re.findall(r"(?:^\s*//.*\n)+", file.read_text(encoding="utf-8"), re.M)
    )
    statuses = {
        *("INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS", "FAILED_PRECONDITION"),
        *("UNAUTHENTICATED", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "UNAVAILABLE"),
    }
    sentences = re.findall(r"Errors:(.*?)(?:\.\s|\.$|$)", comments, re.S)
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", " ".join(sentences))) - statuses
    sources = "".join(
        file.read_text(encoding="utf-8")
        for folder in (ROOT / "services" / service / "src", ROOT / "services" / "chassis" / "src")
        for file in folder.rglob("*.py")
    )
    assert named
    assert not {reason for reason in named if f'"{reason}"' not in sources}
