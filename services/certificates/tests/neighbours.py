"""The services that certificates asks, as far as it asks them: real gRPC, sample answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from certificates.domain.facts import (
    EnrolmentFacts,
    ExamsFacts,
    ReceiptFacts,
    RecordsFacts,
    RegistrationFacts,
)
from matrikel.exams.v1 import (
    registration_pb2_grpc,
    result_pb2_grpc,
    status_pb2_grpc,
    study_progress_pb2_grpc,
)
from matrikel.identity.v1 import token_pb2, token_pb2_grpc
from matrikel.records.v1 import (
    contact_pb2_grpc,
    enrolment_pb2_grpc,
    ledger_pb2_grpc,
    person_pb2_grpc,
    student_card_pb2_grpc,
    study_credit_pb2_grpc,
    university_pb2_grpc,
)

from . import neighbour_exams, neighbour_records
from .sample_exams import EXAMS
from .sample_records import RECEIPT
from .samples import records_facts, registration


@dataclass
class Neighbours:
    """Identity, records and exams behind one address; tests change what they say."""

    target: str = ""
    records: RecordsFacts = field(default_factory=records_facts)
    # Those besides the one above.
    other_enrolments: tuple[EnrolmentFacts, ...] = ()
    registrations: tuple[RegistrationFacts, ...] = (
        registration(1),
        registration(2),
        registration(3, withdrawn=True),
    )
    exams: ExamsFacts = EXAMS
    receipt: ReceiptFacts | None = RECEIPT
    has_address: bool = True
    page_size: int = 2
    # The methods that were called, in order.
    calls: list[str] = field(default_factory=list)
    # In whose name: "student" with an exchanged token, else "service".
    askers: set[str] = field(default_factory=set)
    # How many distributions were asked for at the same time, at most.
    most_at_once: int = 0

    @property
    def settings(self) -> dict[str, Any]:
        """Settings that lead a service to these neighbours."""
        return {
            "identity_target": self.target,
            "records_target": self.target,
            "exams_target": self.target,
        }

    async def note(self, context: Any, service: str, method: str) -> None:
        """Notes a call. A token has to be one that was exchanged for the service."""
        self.calls.append(method)
        authorization = dict(context.invocation_metadata()).get("authorization")
        if authorization is None:
            self.askers.add("service")
        elif authorization == f"Bearer for {service}":
            self.askers.add("student")
        else:
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, "not exchanged for this service")


@asynccontextmanager
async def running_neighbours() -> AsyncIterator[Neighbours]:
    """Runs the neighbours until the block ends."""
    neighbours = Neighbours()
    server = grpc.aio.server()
    _serve_records(server, neighbours)
    _serve_exams(server, neighbours)
    # Methods that certificates never calls are left to the generated base classes.
    token_pb2_grpc.add_TokenServiceServicer_to_server(_Tokens(), server)  # type: ignore[abstract]
    neighbours.target = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    try:
        yield neighbours
    finally:
        await server.stop(0)


def _serve_records(server: grpc.aio.Server, neighbours: Neighbours) -> None:
    here: Any = neighbour_records
    person_pb2_grpc.add_PersonServiceServicer_to_server(here.Persons(neighbours), server)
    enrolment_pb2_grpc.add_EnrolmentServiceServicer_to_server(here.Enrolments(neighbours), server)
    university_pb2_grpc.add_UniversityServiceServicer_to_server(
        here.Universities(neighbours), server
    )
    contact_pb2_grpc.add_ContactServiceServicer_to_server(here.Contact(neighbours), server)
    ledger_pb2_grpc.add_LedgerServiceServicer_to_server(here.Ledger(neighbours), server)
    student_card_pb2_grpc.add_StudentCardServiceServicer_to_server(here.Cards(neighbours), server)
    study_credit_pb2_grpc.add_StudyCreditServiceServicer_to_server(
        here.StudyCredit(neighbours), server
    )


def _serve_exams(server: grpc.aio.Server, neighbours: Neighbours) -> None:
    here: Any = neighbour_exams
    registration_pb2_grpc.add_RegistrationServiceServicer_to_server(
        here.Registrations(neighbours), server
    )
    result_pb2_grpc.add_ResultServiceServicer_to_server(here.Results(neighbours), server)
    study_progress_pb2_grpc.add_StudyProgressServiceServicer_to_server(
        here.StudyProgress(neighbours), server
    )
    status_pb2_grpc.add_StatusServiceServicer_to_server(here.Statuses(neighbours), server)


class _Tokens(token_pb2_grpc.TokenServiceServicer):
    async def ExchangeToken(self, request: token_pb2.ExchangeTokenRequest, context: Any) -> Any:
        return token_pb2.ExchangeTokenResponse(access_token=f"for {request.audience}")

    async def ListSigningKeys(self, request: token_pb2.ListSigningKeysRequest, context: Any) -> Any:
        return token_pb2.ListSigningKeysResponse()
