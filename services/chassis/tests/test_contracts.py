"""A server refuses to start on a contract that leaves something open."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from chassis.contracts import SERVICES, events_of, repeatable_methods, services_of
from chassis.database import Database
from chassis.events import Hearing
from chassis.rpc.contract import ContractError, MethodContract, Relation
from chassis.service import Composition, Runtime, Served
from chassis.testing import running
from google.protobuf import descriptor_pb2, descriptor_pool
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import events_pb2, registration_pb2
from matrikel.records.v1 import events_pb2 as records_events
from seat_service import compose, definition
from structlog.testing import capture_logs

GRANT = access_pb2.Grant(roles=[access_pb2.ROLE_STUDENT], relation=access_pb2.RELATION_OWN)


def service_with(access: access_pb2.Access | None, client_streaming: bool = False) -> Any:
    """A service with one method, whose contract is made up."""
    name = f"made_up_{uuid4().hex}"
    file = descriptor_pb2.FileDescriptorProto(name=f"{name}.proto", package=name, syntax="proto3")
    message = file.message_type.add(name="Question")
    message.field.add(
        name="person_id",
        number=1,
        type=descriptor_pb2.FieldDescriptorProto.TYPE_STRING,
        label=descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL,
    )
    method = file.service.add(name="Oracle").method.add(
        name="Ask",
        input_type=f".{name}.Question",
        output_type=f".{name}.Question",
        client_streaming=client_streaming,
    )
    if access is not None:
        method.options.Extensions[access_pb2.access].CopyFrom(access)
    pool = descriptor_pool.Default()
    pool.Add(file)
    return pool.FindServiceByName(f"{name}.Oracle")


@pytest.mark.parametrize(
    ("access", "problem"),
    [
        (None, "no access option"),
        (access_pb2.Access(), "nobody may call it"),
        (access_pb2.Access(grants=[GRANT], resource="person"), "go together"),
        (access_pb2.Access(grants=[GRANT], subject_field="person_id"), "go together"),
        (
            access_pb2.Access(grants=[GRANT], resource="person", subject_field="other"),
            "no field other",
        ),
        (access_pb2.Access(public=True, grants=[GRANT]), "belongs to nobody"),
        (
            access_pb2.Access(grants=[access_pb2.Grant(relation=access_pb2.RELATION_OWN)]),
            "roles and a relation",
        ),
        (
            access_pb2.Access(grants=[access_pb2.Grant(roles=[access_pb2.ROLE_STUDENT])]),
            "roles and a relation",
        ),
    ],
)
def test_an_incomplete_access_rule_is_refused(
    access: access_pb2.Access | None, problem: str
) -> None:
    with pytest.raises(ContractError, match=problem):
        MethodContract.of_service(service_with(access))


def test_streamed_requests_are_refused() -> None:
    with pytest.raises(ContractError, match="not streamed"):
        MethodContract.of_service(service_with(access_pb2.Access(public=True), True))


def test_a_complete_contract_says_who_may_call() -> None:
    access = access_pb2.Access(grants=[GRANT], resource="person", subject_field="person_id")
    (contract,) = MethodContract.of_service(service_with(access))
    assert contract.opened_relations(frozenset([access_pb2.ROLE_STUDENT])) == {Relation.OWN}
    assert contract.opened_relations(frozenset([access_pb2.ROLE_EXAMINER])) == frozenset()


@pytest.mark.parametrize("service", SERVICES)
def test_every_contract_of_the_suite_is_complete(service: str) -> None:
    for descriptor in services_of(service):
        assert MethodContract.of_service(descriptor)


async def refused(sqlite: Database, **changes: Any) -> str:
    def composed(runtime: Runtime) -> Composition:
        return replace(compose(runtime), **changes)

    with pytest.raises(ContractError) as problem:
        async with running(replace(definition, compose=composed), sqlite):
            pass
    return str(problem.value)


async def test_a_method_without_an_access_option_does_not_start(sqlite: Database) -> None:
    served = (Served(service_with(None), object()),)
    assert "no access option" in await refused(sqlite, served=served)


async def test_a_resource_without_a_relation_does_not_start(sqlite: Database) -> None:
    assert "no relation is registered for 'person'" in await refused(sqlite, relations={})


async def test_a_method_that_nobody_answers_does_not_start(sqlite: Database) -> None:
    descriptor = registration_pb2.DESCRIPTOR.services_by_name["RegistrationService"]
    problem = await refused(sqlite, served=(Served(descriptor, object()),))
    assert "nobody who answers" in problem


async def test_an_event_that_the_bus_would_never_bring_does_not_start(sqlite: Database) -> None:
    hears = (Hearing(events_pb2.Registered, lambda _tx, _event: None),)
    assert "not heard by exams" in await refused(sqlite, hears=hears)


async def test_an_event_that_is_passed_over_is_said(sqlite: Database) -> None:
    with capture_logs() as logs:
        async with running(definition, sqlite):
            pass
    passed = {one["event_type"] for one in logs if one["event"] == "event_passed_over"}
    assert records_events.SemesterPublished.DESCRIPTOR.full_name in passed
    assert records_events.PersonChanged.DESCRIPTOR.full_name not in passed


def test_only_what_is_safe_is_repeated() -> None:
    methods = dict.fromkeys(method for _, method in repeatable_methods("exams"))
    assert {"CreateRegistration", "GetRegistration"} <= set(methods)
    assert "SignIn" not in {method for _, method in repeatable_methods("identity")}
    assert events_of("exams")
