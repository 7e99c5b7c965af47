"""Students of one run, enrolled by Student Services through the contracts, with their tokens."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from uuid import uuid4

import grpc
from chassis.clock import SystemClock
from chassis.rpc import bearer
from chassis.values import Semester, local_date
from google.type.date_pb2 import Date
from matrikel.identity.v1 import (
    account_pb2,
    account_pb2_grpc,
    session_pb2,
    session_pb2_grpc,
    token_pb2,
    token_pb2_grpc,
)
from matrikel.records.v1 import enrolment_pb2, enrolment_pb2_grpc
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

from tests.faults.driver import CALL_SECONDS, Metadata, Patient, Student, Tally
from tests.suite import Suite

# A token holds for five minutes.
RENEWED_AFTER_SECONDS = 150.0
BREATH_SECONDS = 0.2


class StudentServices:
    """The clerk's desk and the sign-in of students; every call outlives the death of a service."""

    def __init__(self, suite: Suite, family_name: str) -> None:
        self._clerk = suite.user_names("student_services")[0]
        self._password = suite.password
        self._family_name = family_name
        self._channels = {
            service: grpc.aio.insecure_channel(
                suite.target(service), [("grpc.max_reconnect_backoff_ms", 500)]
            )
            for service in ("identity", "records")
        }
        self._closed = asyncio.Event()
        self.tally = Tally()
        self._patiently = Patient(self.tally)
        self._tokens: dict[tuple[str, str], tuple[float, Metadata]] = {}
        # Those whose enrolment was acknowledged.
        self.enrolled: list[str] = []

    async def close(self) -> None:
        """Closes the channels."""
        for channel in self._channels.values():
            await channel.close(None)

    async def enrol(self) -> str:
        """Enrols a new person and returns the id; a lost answer is asked for again."""
        stub = enrolment_pb2_grpc.EnrolmentServiceStub(self._channels["records"])
        request = enrolment_pb2.EnrolPersonRequest(
            request_id=str(uuid4()),
            new_person=enrolment_pb2.EnrolPersonRequest.NewPerson(
                name=PersonName(given_names="Gül", family_name=self._family_name),
                birth_date=Date(year=2004, month=2, day=29),
                birth_place="Uelzen",
                citizenship="DE",
            ),
            programme_code="KUWI-BA",
            first_semester=SemesterMessage(code=Semester.of(local_date(SystemClock().now())).code),
        )

        async def call() -> enrolment_pb2.EnrolPersonResponse:
            metadata = await self.metadata(self._clerk, "records")
            return await stub.EnrolPerson(request, metadata=metadata, timeout=CALL_SECONDS)

        person_id = (await self._patiently(call)).person.person_id
        self.enrolled.append(person_id)
        return person_id

    async def enrol_until_closing(self) -> None:
        """Enrols one person after the other, with a breath between them."""
        while not self._closed.is_set():
            await self.enrol()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closed.wait(), BREATH_SECONDS)

    def close_for_today(self) -> None:
        """Finishes what was begun and takes nobody more."""
        self._closed.set()

    async def welcome(self) -> Student:
        """Enrols a person and activates the account."""
        person_id = await self.enrol()
        accounts = account_pb2_grpc.AccountServiceStub(self._channels["identity"])
        clerk = await self.metadata(self._clerk, "identity")
        issued = account_pb2.IssueInitialCodeRequest(person_id=person_id)
        code = await _until_known(partial(accounts.IssueInitialCode, issued, metadata=clerk))
        await accounts.ActivateAccount(
            account_pb2.ActivateAccountRequest(
                user_name=code.user_name, initial_code=code.initial_code, password=self._password
            )
        )
        own_metadata = partial(self.metadata, code.user_name, "exams")
        return Student(person_id, own_metadata, code.user_name)

    async def metadata(self, user_name: str, audience: str) -> Metadata:
        """Call metadata with a token that is good for a while."""
        made, metadata = self._tokens.get((user_name, audience), (0.0, ()))
        if not metadata or monotonic() - made > RENEWED_AFTER_SECONDS:
            metadata = await self._patiently(partial(self._sign_in, user_name, audience))
            self._tokens[user_name, audience] = (monotonic(), metadata)
        return metadata

    async def _sign_in(self, user_name: str, audience: str) -> Metadata:
        sessions = session_pb2_grpc.SessionServiceStub(self._channels["identity"])
        tokens = token_pb2_grpc.TokenServiceStub(self._channels["identity"])
        session = await sessions.SignIn(
            session_pb2.SignInRequest(user_name=user_name, password=self._password),
            timeout=CALL_SECONDS,
        )
        issued = await tokens.IssueToken(
            token_pb2.IssueTokenRequest(session_token=session.session_token, audience=audience),
            timeout=CALL_SECONDS,
        )
        return bearer(issued.access_token)


async def _until_known(
    ask: Callable[[], Awaitable[account_pb2.IssueInitialCodeResponse]],
) -> account_pb2.IssueInitialCodeResponse:
    """Asks until identity has heard of the enrolment."""
    async with asyncio.timeout(60):
        while True:
            try:
                return await ask()
            except grpc.aio.AioRpcError as error:
                if error.code() is not grpc.StatusCode.NOT_FOUND:
                    raise
            await asyncio.sleep(0.1)
