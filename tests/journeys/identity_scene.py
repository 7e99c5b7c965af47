"""What the tour's pages on accounts show: services, a library card, a second factor, a system."""

import secrets
import time
from dataclasses import dataclass
from uuid import uuid4

import grpc
import pyotp
from matrikel.identity.v1 import (
    directory_pb2,
    directory_pb2_grpc,
    library_handover_pb2,
    library_handover_pb2_grpc,
    library_pb2,
    library_pb2_grpc,
    second_factor_pb2,
    second_factor_pb2_grpc,
    service_password_pb2,
    service_password_pb2_grpc,
)
from matrikel.identity.v1.account_administration_pb2 import IDENTITY_DOCUMENT_PASSPORT

from tests.journeys.callers import Callers, Metadata
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.suite import Suite

SERVICE = "wifi"
# How long a code of an authenticator app is shown, in seconds.
STEP_SECONDS = 30


@dataclass(frozen=True)
class Secured:
    """Somebody with an authenticator app, whose key is `key`."""

    student: Newcomer
    key: str

    def code(self) -> str:
        """A code that was not used for setting up the app: the one of the next half minute."""
        return pyotp.TOTP(self.key).at(time.time() + STEP_SECONDS)


@dataclass(frozen=True)
class IdentityScene:
    """Who and what the tour meets, by id."""

    service_password: str
    card_number: str
    # The card of the student's classmate.
    blocked_card_number: str
    handover_list: str
    secured: Secured
    # A system of somebody else, and where it gets its answers.
    client: str
    redirect_uri: str


def set_up(
    suite: Suite, callers: Callers, newcomers: Newcomers, student: Newcomer, classmate: Newcomer
) -> IdentityScene:
    """Makes the scene around a student, whose classmate's card is blocked; takes some seconds."""
    own, others = (callers.metadata(one.user_name, "identity") for one in (student, classmate))
    desk = callers.metadata(suite.user_names("library_desk")[0], "identity")
    client = suite.facts["clients"][0]
    return IdentityScene(
        service_password=_service_password(callers.identity, own, student),
        card_number=_card(callers.identity, own, desk, student),
        blocked_card_number=_blocked_card(callers.identity, others, desk, classmate),
        handover_list=_handover_list(callers.identity, desk),
        secured=_secured(callers, newcomers.welcome("Gesichert")),
        client=client["client_id"],
        redirect_uri=client["redirect_uri"],
    )


def unused_card_number() -> str:
    """The number of a printed card that nobody has, with its check digit (ISO/IEC 7812-1)."""
    digits = f"311{secrets.randbelow(9_000_000) + 1_000_000}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value // 10 + value % 10
    return digits + str(-total % 10)


def _service_password(channel: grpc.Channel, own: Metadata, student: Newcomer) -> str:
    directory_pb2_grpc.DirectoryServiceStub(channel).ActivateItService(
        directory_pb2.ActivateItServiceRequest(
            person_id=student.person_id, it_service_code=SERVICE, request_id=str(uuid4())
        ),
        metadata=own,
    )
    made = service_password_pb2_grpc.ServicePasswordServiceStub(channel).CreateServicePassword(
        service_password_pb2.CreateServicePasswordRequest(
            person_id=student.person_id,
            it_service_code=SERVICE,
            name="Notebook im Wohnzimmer der Wohngemeinschaft",
        ),
        metadata=own,
    )
    return made.service_password.service_password_id


def _card(channel: grpc.Channel, own: Metadata, desk: Metadata, student: Newcomer) -> str:
    library, number = library_pb2_grpc.LibraryServiceStub(channel), unused_card_number()
    library.PreregisterLibraryAccount(
        library_pb2.PreregisterLibraryAccountRequest(
            person_id=student.person_id, request_id=str(uuid4())
        ),
        metadata=own,
    )
    library.IssueLibraryCard(
        library_pb2.IssueLibraryCardRequest(
            person_id=student.person_id,
            card_number=number,
            identity_document=IDENTITY_DOCUMENT_PASSPORT,
            request_id=str(uuid4()),
        ),
        metadata=desk,
    )
    return number


def _blocked_card(channel: grpc.Channel, own: Metadata, desk: Metadata, student: Newcomer) -> str:
    number = _card(channel, own, desk, student)
    library_pb2_grpc.LibraryServiceStub(channel).BlockLibraryCard(
        library_pb2.BlockLibraryCardRequest(
            card_number=number, loss=library_pb2.LIBRARY_CARD_LOSS_LOST, request_id=str(uuid4())
        ),
        metadata=own,
    )
    return number


def _handover_list(channel: grpc.Channel, desk: Metadata) -> str:
    """The demonstration's own list for a tutor."""
    answer = library_handover_pb2_grpc.LibraryHandoverServiceStub(channel).ListHandoverLists(
        library_handover_pb2.ListHandoverListsRequest(), metadata=desk
    )
    return answer.handover_lists[0].handover_list_id


def _secured(callers: Callers, student: Newcomer) -> Secured:
    """Sets up the app; the student waits for a library card, too."""
    factors = second_factor_pb2_grpc.SecondFactorServiceStub(callers.identity)
    own = callers.metadata(student.user_name, "identity")
    started = factors.StartTotp(
        second_factor_pb2.StartTotpRequest(person_id=student.person_id), metadata=own
    )
    key = started.secret.replace(" ", "")
    factors.ConfirmTotp(
        second_factor_pb2.ConfirmTotpRequest(
            person_id=student.person_id, code=pyotp.TOTP(key).now()
        ),
        metadata=own,
    )
    library_pb2_grpc.LibraryServiceStub(callers.identity).PreregisterLibraryAccount(
        library_pb2.PreregisterLibraryAccountRequest(
            person_id=student.person_id, request_id=str(uuid4())
        ),
        metadata=own,
    )
    factors.CreateRecoveryCodes(
        second_factor_pb2.CreateRecoveryCodesRequest(person_id=student.person_id), metadata=own
    )
    return Secured(student, key)
