"""Gives demo students IT services, passwords of devices and library cards; a list for a tutor."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import grpc
from chassis.clock import SystemClock
from chassis.values import Semester, local_date
from matrikel.identity.v1 import (
    directory_pb2,
    directory_pb2_grpc,
    library_handover_pb2,
    library_handover_pb2_grpc,
    library_pb2,
    library_pb2_grpc,
    service_password_pb2,
    service_password_pb2_grpc,
)
from matrikel.identity.v1.account_administration_pb2 import IDENTITY_DOCUMENT_PASSPORT
from matrikel.type.v1 import semester_pb2

Metadata: TypeAlias = tuple[tuple[str, str], ...]

NAMESPACE = uuid.UUID("0d5f3a3e-5c0e-4b7e-8f5a-7a5f6c1f2b90")
LIBRARY_DESK = "bibdesk"
# What the first students that can sign in have activated.
ACTIVATED = ("wifi", "email")
# Which devices and programs of theirs have passwords of their own.
DEVICES = (("wifi", "Telefon"), ("wifi", "Laptop"), ("email", "Mailprogramm"))
WITH_SERVICES = 3
# The first ones of them have a card, the next one has registered only.
WITH_CARD = 2
TUTOR_GROUP = "Startwoche, Gruppe 7"
PROGRAMME = "KUWI-BA"
MOST_PEOPLE = 12


class DemoServices:
    """Acts as the students and as the library's desk."""

    def __init__(
        self, channel: grpc.aio.Channel, signed_in: Callable[[str], Awaitable[Metadata]]
    ) -> None:
        self._directory = directory_pb2_grpc.DirectoryServiceStub(channel)
        self._library = library_pb2_grpc.LibraryServiceStub(channel)
        self._passwords = service_password_pb2_grpc.ServicePasswordServiceStub(channel)
        self._handover = library_handover_pb2_grpc.LibraryHandoverServiceStub(channel)
        self._signed_in = signed_in

    async def fill(self, able: Sequence[tuple[str, str]]) -> None:
        """`able` are user names and person ids of students who can sign in."""
        desk = await self._signed_in(LIBRARY_DESK)
        for place, (user_name, person_id) in enumerate(able[: WITH_CARD + 1]):
            student = await self._signed_in(user_name)
            await self._register(person_id, student)
            if place < WITH_CARD:
                await self._issue_card(place + 1, person_id, desk)
        for user_name, person_id in able[:WITH_SERVICES]:
            student = await self._signed_in(user_name)
            for code in ACTIVATED:
                await self._activate(person_id, code, student)
            await self._name_devices(person_id, student)
        await self._list_for_tutor(desk)

    async def _register(self, person_id: str, student: Metadata) -> None:
        request = library_pb2.PreregisterLibraryAccountRequest(
            person_id=person_id, request_id=_request_id("register", person_id)
        )
        await self._library.PreregisterLibraryAccount(request, metadata=student)

    async def _issue_card(self, number: int, person_id: str, desk: Metadata) -> None:
        request = library_pb2.IssueLibraryCardRequest(
            person_id=person_id,
            card_number=card_number(number),
            identity_document=IDENTITY_DOCUMENT_PASSPORT,
            request_id=_request_id("issue", person_id),
        )
        await self._library.IssueLibraryCard(request, metadata=desk)

    async def _activate(self, person_id: str, code: str, student: Metadata) -> None:
        request = directory_pb2.ActivateItServiceRequest(
            person_id=person_id,
            it_service_code=code,
            request_id=_request_id("activate", person_id, code),
        )
        await self._directory.ActivateItService(request, metadata=student)

    async def _name_devices(self, person_id: str, student: Metadata) -> None:
        """Passwords are shown once: an interrupted run makes only those that are missing."""
        known = await self._passwords.ListServicePasswords(
            service_password_pb2.ListServicePasswordsRequest(person_id=person_id), metadata=student
        )
        names = {one.name for one in known.service_passwords}
        for code, name in DEVICES:
            if name not in names:
                request = service_password_pb2.CreateServicePasswordRequest(
                    person_id=person_id, it_service_code=code, name=name
                )
                await self._passwords.CreateServicePassword(request, metadata=student)

    async def _list_for_tutor(self, desk: Metadata) -> None:
        """A list of the newest semester that students of the programme begin in, if any do."""
        semester = Semester.of(local_date(SystemClock().now()))
        for _ in range(4):
            request = library_handover_pb2.CreateHandoverListRequest(
                name=TUTOR_GROUP,
                programme_code=PROGRAMME,
                semester=semester_pb2.Semester(code=semester.code),
                most_people=MOST_PEOPLE,
                request_id=_request_id("list", semester.code),
            )
            try:
                await self._handover.CreateHandoverList(request, metadata=desk)
            except grpc.aio.AioRpcError as error:
                if error.code() is not grpc.StatusCode.FAILED_PRECONDITION:
                    raise
                # Nobody begins then; an earlier semester may have somebody.
                semester = semester.previous()
            else:
                return


def card_number(number: int) -> str:
    """The number of the n-th printed card, with its check digit (ISO/IEC 7812-1)."""
    digits = f"311{number:07d}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value // 10 + value % 10
    return digits + str(-total % 10)


def _request_id(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))
