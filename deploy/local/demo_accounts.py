"""Accounts of the demonstration in several states, through the services' own methods."""

import uuid
from collections.abc import Sequence
from typing import TypeAlias

import grpc
from chassis.clock import SystemClock
from chassis.packing import pack_date
from chassis.values import local_date
from google.type import date_pb2
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import (
    account_administration_pb2,
    account_administration_pb2_grpc,
    role_pb2,
    role_pb2_grpc,
    terms_of_use_pb2,
    terms_of_use_pb2_grpc,
)
from matrikel.records.v1 import deregistration_pb2, deregistration_pb2_grpc
from matrikel.type.v1 import person_name_pb2

Metadata: TypeAlias = tuple[tuple[str, str], ...]

# Request ids are made from this, so that an interrupted run goes on where it was.
NAMESPACE = uuid.UUID("3b2d7c1e-90a4-4c59-8a6f-52d17f0b6a11")
# User name, given names, family name, and the year in which the employment ends, 0 for no end.
NEW_STAFF = (
    ("tneumann", "Tarek", "Neumann", 0),
    ("lbergmann", "Lene", "Bergmann", 2027),
)
# Who is to get a role that a second administrator has to agree to.
PROMOTED = "rfeld"


async def accept_terms(channel: grpc.aio.Channel, person_id: str, metadata: Metadata) -> None:
    """The person accepts the terms of use that hold."""
    service = terms_of_use_pb2_grpc.TermsOfUseServiceStub(channel)
    terms = (await service.GetTermsOfUse(terms_of_use_pb2.GetTermsOfUseRequest())).terms_of_use
    request = terms_of_use_pb2.AcceptTermsOfUseRequest(person_id=person_id, version=terms.version)
    await service.AcceptTermsOfUse(request, metadata=metadata)


async def make_states(
    channel: grpc.aio.Channel, administrator: Metadata, to_disable: Sequence[str]
) -> None:
    """New staff accounts that wait for their letters, and students' accounts that are disabled."""
    service = account_administration_pb2_grpc.AccountAdministrationServiceStub(channel)
    for user_name, given_names, family_name, year in NEW_STAFF:
        request = account_administration_pb2.CreateStaffAccountRequest(
            request_id=_request_id("staff", user_name),
            user_name=user_name,
            name=person_name_pb2.PersonName(given_names=given_names, family_name=family_name),
            employed_until_date=date_pb2.Date(year=year, month=9, day=30) if year else None,
        )
        await service.CreateStaffAccount(request, metadata=administrator)
    for person_id in to_disable:
        await service.DisableAccount(
            account_administration_pb2.DisableAccountRequest(
                request_id=_request_id("disable", person_id),
                person_id=person_id,
                note="Zugangsdaten auf einer fremden Seite eingegeben",
            ),
            metadata=administrator,
        )


async def ask_for_role(channel: grpc.aio.Channel, administrator: Metadata) -> None:
    """A request for a privileged role, which waits for a second administrator."""
    accounts = account_administration_pb2_grpc.AccountAdministrationServiceStub(channel)
    found = await accounts.ListAccounts(
        account_administration_pb2.ListAccountsRequest(user_name=PROMOTED), metadata=administrator
    )
    request = role_pb2.RequestRoleRequest(
        person_id=found.accounts[0].person_id,
        role=access_pb2.ROLE_EXAMINATIONS_OFFICE,
        reason="Vertritt das Prüfungsamt während der Prüfungsphase",
        request_id=_request_id("role", PROMOTED),
    )
    await role_pb2_grpc.RoleServiceStub(channel).RequestRole(request, metadata=administrator)


async def end_studies_today(records: grpc.aio.Channel, clerk: Metadata, person_id: str) -> None:
    """De-registers a student as of today: the account begins to wind down tomorrow."""
    request = deregistration_pb2.DeregisterPersonRequest(
        person_id=person_id,
        end_date=pack_date(local_date(SystemClock().now())),
        reason="Wechsel an eine andere Hochschule",
        request_id=_request_id("deregister", person_id),
    )
    service = deregistration_pb2_grpc.DeregistrationServiceStub(records)
    await service.DeregisterPerson(request, metadata=clerk)


def _request_id(*what: str) -> str:
    return str(uuid.uuid5(NAMESPACE, " ".join(what)))
