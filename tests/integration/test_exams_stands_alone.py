"""Exams answers registrations whatever happens to the other services."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

import grpc
import httpx
import pytest_asyncio
from chassis.contracts import SERVICES
from chassis.rpc import bearer
from chassis.testing import until
from grpc_health.v1 import health_pb2, health_pb2_grpc
from matrikel.exams.v1 import exam_tree_pb2, registration_pb2, terms_pb2
from matrikel.exams.v1.exam_tree_pb2_grpc import ExamTreeServiceStub
from matrikel.exams.v1.registration_pb2_grpc import RegistrationServiceStub
from matrikel.exams.v1.terms_pb2_grpc import TermsServiceStub
from matrikel.identity.v1 import session_pb2, token_pb2
from matrikel.identity.v1.session_pb2_grpc import SessionServiceStub
from matrikel.identity.v1.token_pb2_grpc import TokenServiceStub

from tests.suite import Suite

OTHERS = ("identity", "records", "certificates", "nats", "mail")
START_SECONDS = 60


class Student:
    """A student with a valid token in hand, who asks exams alone."""

    def __init__(self, session: session_pb2.SignInResponse, token: str, exams: grpc.aio.Channel):
        self.session = session
        self.person_id = session.account.person_id
        self.metadata = bearer(token)
        self.trees = ExamTreeServiceStub(exams)
        self.terms = TermsServiceStub(exams)
        self.registrations = RegistrationServiceStub(exams)

    async def sitting_id(self) -> str:
        """A sitting that the student can register for."""
        tree = await self.trees.GetExamTree(
            exam_tree_pb2.GetExamTreeRequest(person_id=self.person_id),
            metadata=self.metadata,
            timeout=10,
        )
        return next(
            node.sitting.sitting_id
            for enrolment in tree.enrolments
            for module in enrolment.modules
            for exam in module.exams
            for node in exam.sittings
            if node.can_register and not node.sitting.capacity
        )

    async def accept_terms(self) -> None:
        """Accepts the terms in force."""
        request = terms_pb2.GetTermsRequest(person_id=self.person_id)
        found = await self.terms.GetTerms(request, metadata=self.metadata, timeout=10)
        await self.terms.AcceptTerms(
            terms_pb2.AcceptTermsRequest(
                person_id=self.person_id, terms_version=found.terms.terms_version
            ),
            metadata=self.metadata,
            timeout=10,
        )

    async def register(self) -> registration_pb2.Registration:
        """Registers for something."""
        request = registration_pb2.CreateRegistrationRequest(
            person_id=self.person_id, sitting_id=await self.sitting_id(), request_id=str(uuid4())
        )
        answer = await self.registrations.CreateRegistration(
            request, metadata=self.metadata, timeout=10
        )
        return answer.registration

    async def withdraw(self, registration: registration_pb2.Registration) -> str:
        """Withdraws and returns the status code."""
        request = registration_pb2.WithdrawRegistrationRequest(
            registration_id=registration.registration_id, request_id=str(uuid4())
        )
        answer = await self.registrations.WithdrawRegistration(
            request, metadata=self.metadata, timeout=10
        )
        return str(answer.registration.status_code)


@pytest_asyncio.fixture
async def exams(suite: Suite) -> AsyncIterator[grpc.aio.Channel]:
    # A channel that finds nobody at first tries again soon, as the restart is part of the test.
    options = [("grpc.max_reconnect_backoff_ms", 500)]
    async with grpc.aio.insecure_channel(suite.target("exams"), options) as channel:
        yield channel


@pytest_asyncio.fixture
async def student(suite: Suite, exams: grpc.aio.Channel) -> Student:
    async with grpc.aio.insecure_channel(suite.target("identity")) as identity:
        session = await SessionServiceStub(identity).SignIn(
            session_pb2.SignInRequest(
                user_name=suite.user_names("student")[3], password=suite.password
            )
        )
        token = await issue_token(identity, session, "exams")
    return Student(session, token, exams)


async def issue_token(
    identity: grpc.aio.Channel, session: session_pb2.SignInResponse, audience: str
) -> str:
    issued = await TokenServiceStub(identity).IssueToken(
        token_pb2.IssueTokenRequest(session_token=session.session_token, audience=audience)
    )
    return issued.access_token


@contextmanager
def without_the_others(suite: Suite) -> Iterator[None]:
    """Stops everything but exams and the gateway until the block ends."""
    suite.control("stop", *OTHERS)
    try:
        yield
    finally:
        # The bus and the mail server first, as at every start.
        suite.control("start", "nats", "mail", "identity", "records", "certificates")


async def serves(channel: grpc.aio.Channel) -> bool:
    try:
        answer = await health_pb2_grpc.HealthStub(channel).Check(
            health_pb2.HealthCheckRequest(), timeout=2
        )
    except grpc.aio.AioRpcError:
        return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


async def everybody_serves(suite: Suite) -> None:
    """Waits until the services answer, the gateway has found them again, too."""
    for service in SERVICES:
        async with grpc.aio.insecure_channel(suite.target(service)) as channel:
            await until(partial(serves, channel), START_SECONDS)
    async with httpx.AsyncClient(base_url=suite.base_url, timeout=30) as http:
        for verb, path in (
            ("GET", "/v1/itServices"),
            ("GET", "/v1/university"),
            ("POST", "/v1/certificates:verify"),
        ):
            await until(partial(is_reached, http, verb, path), START_SECONDS)


async def is_reached(http: httpx.AsyncClient, verb: str, path: str) -> bool:
    answer = await http.request(verb, path)
    return answer.status_code != httpx.codes.SERVICE_UNAVAILABLE


async def exams_hears_again(suite: Suite, student: Student) -> None:
    """Waits until a sign-out reaches exams over the bus."""
    async with grpc.aio.insecure_channel(suite.target("identity")) as identity:
        token = await issue_token(identity, student.session, "identity")
        await SessionServiceStub(identity).SignOut(
            session_pb2.SignOutRequest(), metadata=bearer(token)
        )

    async def is_refused() -> bool:
        try:
            await student.sitting_id()
        except grpc.aio.AioRpcError as error:
            return error.code() is grpc.StatusCode.UNAUTHENTICATED
        return False

    await until(is_refused, START_SECONDS)


async def test_registrations_go_on_while_everything_else_is_down_and_after_a_restart(
    suite: Suite, student: Student, exams: grpc.aio.Channel
) -> None:
    try:
        with without_the_others(suite):
            await student.accept_terms()
            first = await student.register()
            assert first.status_code == "AN"
            assert await student.withdraw(first) == "RT"

            suite.control("restart", "exams")
            await until(lambda: serves(exams), START_SECONDS)
            second = await student.register()
            assert second.status_code == "AN"
            listed = await student.registrations.ListRegistrations(
                registration_pb2.ListRegistrationsRequest(person_id=student.person_id),
                metadata=student.metadata,
                timeout=10,
            )
            mine = {one.registration_id: one.status_code for one in listed.registrations}
            assert mine[first.registration_id] == "RT"
            assert mine[second.registration_id] == "AN"
    finally:
        await everybody_serves(suite)
    await exams_hears_again(suite, student)
