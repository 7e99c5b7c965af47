"""Every method in the hands of every role, on what is theirs and what is not.

The expectation is read from the contracts alone, without the code that the services decide with.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import cast
from uuid import UUID, uuid4

import grpc
import pytest
import pytest_asyncio
from chassis.contracts import SERVICES, services_of
from chassis.rpc import Relation, bearer
from chassis.rpc.contract import MethodContract
from chassis.rpc.tokens import ServiceCredential
from exams.api import relations
from exams.app.relations import Standing as Standings
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import sitting_pb2
from matrikel.exams.v1.sitting_pb2_grpc import SittingServiceStub
from matrikel.identity.v1 import token_pb2
from matrikel.identity.v1.token_pb2_grpc import TokenServiceStub
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests import request_for
from tests.security.running_services import (
    CALLERS,
    STRANGER,
    RunningServices,
    running_services,
)

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("access")]

Metadata = Sequence[tuple[str, str]]

ROLES = [role for role in access_pb2.Role.values() if role != access_pb2.ROLE_UNSPECIFIED]
CREDENTIAL = "matrikel-service-credential"

OK = "OK"
SIGN_IN_REQUIRED = "UNAUTHENTICATED SIGN_IN_REQUIRED"
TOKEN_INVALID = "UNAUTHENTICATED TOKEN_INVALID"
CALLER_NOT_ALLOWED = "PERMISSION_DENIED CALLER_NOT_ALLOWED"
ROLE_MISSING = "PERMISSION_DENIED ROLE_MISSING"

# Methods that let a caller in and then cannot do it here, with what they answer: there is no
# such initial code, no other service to ask, the owner is registered already, the request names an
# outdated version, or the matter is at another stage.
CANNOT_SUCCEED = {
    "ActivateAccount": "UNAUTHENTICATED INITIAL_CODE_REFUSED",
    "IssueCertificate": "UNAVAILABLE IDENTITY_UNAVAILABLE",
    "CreateRegistration": "FAILED_PRECONDITION REGISTRATION_REFUSED",
    "DeregisterStudent": "FAILED_PRECONDITION REGISTRATION_ENDED",
    "FileSickNote": "FAILED_PRECONDITION SICK_NOTE_REFUSED",
    "ApplyForThesis": "FAILED_PRECONDITION THESIS_REFUSED",
    "AdmitThesis": "FAILED_PRECONDITION THESIS_DECIDED",
    "RefuseThesis": "FAILED_PRECONDITION THESIS_DECIDED",
    "UpdateSitting": "ABORTED SITTING_CHANGED",
    "CancelSitting": "ABORTED SITTING_CHANGED",
    "CreateLottery": "FAILED_PRECONDITION WINDOW_OPEN",
    "DrawLottery": "NOT_FOUND LOTTERY_UNKNOWN",
    "PublishRegulations": "FAILED_PRECONDITION ALREADY_PUBLISHED",
    "DeleteRegulationsDraft": "FAILED_PRECONDITION ALREADY_PUBLISHED",
    "SaveExaminationPeriod": "ABORTED PERIOD_CHANGED",
    "EnterResults": "FAILED_PRECONDITION SITTING_NOT_OVER",
    "ImportResults": "FAILED_PRECONDITION SITTING_NOT_OVER",
    "ReleaseResults": "FAILED_PRECONDITION NOTHING_TO_RELEASE",
    "ProposeCorrection": "FAILED_PRECONDITION CORRECTION_OPEN",
    "GetGradeDistribution": "FAILED_PRECONDITION TOO_FEW_RESULTS",
    "FileApplication": "PERMISSION_DENIED OWN_APPLICATION",
    "UpdateApplication": "FAILED_PRECONDITION APPLICATION_NOT_A_DRAFT",
    "SubmitApplication": "FAILED_PRECONDITION APPLICATION_NOT_A_DRAFT",
    "RemoveDocument": "FAILED_PRECONDITION DOCUMENT_WAS_SUBMITTED",
    "IssueStudentCard": "FAILED_PRECONDITION STUDENT_CARD_REFUSED",
    "CancelBooking": "FAILED_PRECONDITION APPOINTMENT_OVER",
}
# What no caller is ever answered: the service itself failed.
FAULTS = ("INTERNAL ", "UNKNOWN ")


class Standing(Enum):
    """How the caller stands to what the request names."""

    OWN = "own"
    ASSIGNED = "assigned"
    FOREIGN = "foreign"
    MISSING = "missing"


@dataclass(frozen=True)
class Method:
    """A method with what its contract says about access."""

    descriptor: MethodDescriptor
    access: access_pb2.Access

    @property
    def service(self) -> str:
        """The deployable that serves it."""
        return str(self.descriptor.full_name).split(".")[1]

    @property
    def named(self) -> frozenset[int]:
        """Every role that a grant names."""
        return frozenset(role for grant in self.access.grants for role in grant.roles)

    @property
    def unknown(self) -> str:
        """The answer about a resource that does not exist or is not the caller's."""
        return f"NOT_FOUND {self.access.resource.upper()}_UNKNOWN"

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The standings that there can be to its resource; one where it has none."""
        return tuple(Standing) if self.access.resource else (Standing.OWN,)

    def refusals(self) -> frozenset[str]:
        """Every answer that means: not you."""
        about_resource = {self.unknown} if self.access.resource else set()
        general = {SIGN_IN_REQUIRED, TOKEN_INVALID, CALLER_NOT_ALLOWED, ROLE_MISSING}
        return frozenset(general | about_resource)


METHODS = [
    Method(method, method.GetOptions().Extensions[access_pb2.access])
    for service in SERVICES
    for served in services_of(service)
    for method in served.methods
]


@dataclass(frozen=True)
class Cell:
    """One call: who calls what, what the contract says, what the service answered."""

    method: Method
    who: str
    expected: str
    answered: str

    @property
    def allowed(self) -> bool:
        """Whether the service let the caller in, whatever came of it."""
        return self.answered not in self.method.refusals()

    @property
    def right(self) -> bool:
        """Whether the service did what the contract says."""
        if self.expected != OK:
            return self.answered == self.expected
        return self.allowed and not self.answered.startswith(FAULTS)

    @property
    def wrongly_allowed(self) -> bool:
        """Whether somebody came in who must not."""
        return self.allowed and self.expected != OK

    def __str__(self) -> str:
        name = self.method.descriptor.full_name.removeprefix("matrikel.")
        return f"{name} by {self.who}: expected {self.expected}, got {self.answered}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningServices]:
    async with running_services(tmp_path_factory.mktemp("access")) as all_four:
        yield all_four


async def test_nobody_comes_in_whom_the_contract_does_not_let_in(
    services: RunningServices, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [cell for method in METHODS for cell in await _cells_of_people(services, method)]
    _judge("people", cells, capsys)
    _require_every_method_to_work(cells)


async def test_a_service_comes_in_only_where_the_contract_names_it(
    services: RunningServices, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [cell for method in METHODS for cell in await _cells_of_services(services, method)]
    _judge("services", cells, capsys)
    assert {
        cell.method.descriptor.name
        for cell in cells
        if cell.answered == OK and not cell.method.access.public
    } == {method.descriptor.name for method in METHODS if method.access.callers}


async def test_an_examiner_lists_only_the_sittings_that_are_assigned(
    services: RunningServices,
) -> None:
    stub = SittingServiceStub(services.channels["exams"])
    request = sitting_pb2.ListSittingsRequest(
        semester=Semester(code=services.named.semester), page_size=100
    )

    async def listed(person_id: UUID, role: int) -> set[str]:
        token = services.mints["exams"].mint(person_id, [role])
        answer = await stub.ListSittings(request, metadata=bearer(token))
        return {sitting.sitting_id for sitting in answer.sittings}

    assigned = await listed(services.people.examiner, access_pb2.ROLE_EXAMINER)
    assert services.named.sitting_id in assigned
    assert not await listed(uuid4(), access_pb2.ROLE_EXAMINER)
    assert await listed(uuid4(), access_pb2.ROLE_EXAMINATIONS_OFFICE) - assigned


def _everybody_owns_everything(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(relations._RELATIONS, Standings.NEITHER, Relation.OWN)


def _every_role_opens_everything(patch: pytest.MonkeyPatch) -> None:
    opened = MethodContract.opened_relations

    def with_every_role(contract: MethodContract, _roles: object) -> frozenset[Relation]:
        return opened(contract, frozenset(ROLES))

    patch.setattr(MethodContract, "opened_relations", with_every_role)


@pytest.mark.parametrize("plant", [_everybody_owns_everything, _every_role_opens_everything])
async def test_a_planted_fault_lets_somebody_in_and_is_found(
    services: RunningServices,
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None],
) -> None:
    plant(monkeypatch)
    chosen = [one for one in METHODS if one.descriptor.full_name.endswith(".GetRegistration")]
    cells = [cell for method in chosen for cell in await _cells_of_people(services, method)]
    assert any(cell.wrongly_allowed for cell in cells)


async def _cells_of_people(services: RunningServices, method: Method) -> list[Cell]:
    unnamed = frozenset(ROLES) - method.named - {access_pb2.ROLE_ACCOUNT}
    hands = [(access_pb2.Role.Name(role), frozenset({role})) for role in ROLES]
    hands += [("a signed-in account without a role", frozenset())]
    hands += [("every role that no grant names", unnamed)]
    cells = []
    for standing in method.standings:
        for name, roles in hands:
            answered = await _answer(
                services, method, standing, _token(services, method, standing, roles)
            )
            expected = _expected_for_person(method, roles, standing)
            cells.append(Cell(method, f"{name} on {standing.value}", expected, answered))
    nobody = OK if method.access.public else SIGN_IN_REQUIRED
    if not (method.access.public or method.access.grants):
        nobody = CALLER_NOT_ALLOWED
    first = method.standings[0]
    cells.append(Cell(method, "nobody", nobody, await _answer(services, method, first, ())))
    for_another = _token(services, method, first, frozenset(ROLES), audience="another-service")
    answered = await _answer(services, method, first, for_another)
    cells.append(Cell(method, "a token for another service", TOKEN_INVALID, answered))
    return cells


def _expected_for_person(method: Method, roles: frozenset[int], standing: Standing) -> str:
    """What the contract promises to a signed-in holder of these roles and no others."""
    access = method.access
    if access.public:
        return OK
    held = roles | {access_pb2.ROLE_ACCOUNT}
    opened = {grant.relation for grant in access.grants if held & set(grant.roles)}
    if not opened:
        return ROLE_MISSING if access.grants or access.callers else SIGN_IN_REQUIRED
    if not access.resource:
        return OK
    if access_pb2.RELATION_ANY in opened:
        # Who is a student at all is known to records alone: certificates has none of a stranger.
        known_elsewhere = method.service == "certificates" and access.resource == "person"
        return method.unknown if standing is Standing.MISSING and not known_elsewhere else OK
    fitting = {
        Standing.OWN: access_pb2.RELATION_OWN,
        Standing.ASSIGNED: access_pb2.RELATION_ASSIGNED,
    }
    return OK if fitting.get(standing) in opened else method.unknown


async def _cells_of_services(services: RunningServices, method: Method) -> list[Cell]:
    audience, access = method.service, method.access
    cells = []
    for caller in CALLERS:
        if access.public or caller in access.callers:
            expected = OK
        else:
            expected = SIGN_IN_REQUIRED if access.grants else CALLER_NOT_ALLOWED
        credential = services.credential(caller, audience)
        cells.append(await _cell_of_service(services, method, caller, credential, expected, caller))
    an_hour_ago = type(services.clock)(services.clock.now() - timedelta(hours=1))
    old = ServiceCredential("gateway", services.keys / "gateway.pem", an_hour_ago)
    unusable = {
        "a service that nobody knows": services.credential(STRANGER, audience),
        "a stranger in the gateway's name": services.credential("gateway", audience, STRANGER),
        "exams in the gateway's name": services.credential("gateway", audience, "exams"),
        "the gateway with a credential for another": services.credential("gateway", "another"),
        "the gateway with an old credential": old.for_audience(audience),
        "a person's token as a credential": services.mints[audience].mint(),
        "no credential at all": "not-a-credential",
    }
    for who, credential in unusable.items():
        cells.append(
            await _cell_of_service(services, method, who, credential, TOKEN_INVALID, "gateway")
        )
    return cells


async def _cell_of_service(
    services: RunningServices,
    method: Method,
    who: str,
    credential: str,
    expected: str,
    token_for: str,
) -> Cell:
    """The call of a service; what it brings for exchange was issued for `token_for`."""
    if method.descriptor.name == "ExchangeToken":
        services = await _with_token_for(services, token_for)
    answered = await _answer(services, method, method.standings[0], ((CREDENTIAL, credential),))
    return Cell(method, who, expected, answered)


async def _with_token_for(services: RunningServices, audience: str) -> RunningServices:
    """The same services, with a person's token that was issued for the audience."""
    issued = await TokenServiceStub(services.channels["identity"]).IssueToken(
        token_pb2.IssueTokenRequest(session_token=services.named.session_token, audience=audience)
    )
    return replace(services, named=replace(services.named, access_token=issued.access_token))


def _token(
    services: RunningServices,
    method: Method,
    standing: Standing,
    roles: frozenset[int],
    audience: str = "",
) -> Metadata:
    """The token of somebody in that standing; each has a session of its own."""
    people = services.people
    caller: UUID = {
        Standing.OWN: people.owner,
        Standing.MISSING: people.owner,
        Standing.ASSIGNED: people.examiner,
        Standing.FOREIGN: people.other_student,
    }[standing]
    mint = services.mints[method.service]
    return bearer(mint.mint(caller, roles, audience=audience or None))


async def _answer(
    services: RunningServices, method: Method, standing: Standing, metadata: Metadata
) -> str:
    """OK, or status code and reason."""
    try:
        await _call(services, method, standing, metadata)
    except grpc.aio.AioRpcError as error:
        return f"{error.code().name} {_reason(error)}"
    return OK


async def _call(
    services: RunningServices, method: Method, standing: Standing, metadata: Metadata
) -> None:
    descriptor, named = method.descriptor, services.named
    request = request_for(descriptor, named)
    if standing is Standing.MISSING:
        setattr(request, method.access.subject_field, str(uuid4()))
    channel = services.channels[method.service]
    path = f"/{descriptor.containing_service.full_name}/{descriptor.name}"
    response = GetMessageClass(descriptor.output_type)
    encode = type(request).SerializeToString
    if descriptor.server_streaming:
        pieces = channel.unary_stream(path, encode, response.FromString)
        async for _ in pieces(request, metadata=metadata):
            pass
        return
    await channel.unary_unary(path, encode, response.FromString)(request, metadata=metadata)


def _reason(error: grpc.aio.AioRpcError) -> str:
    # A call that failed with asyncio is described by its error.
    status = rpc_status.from_call(cast(grpc.Call, error))
    info = error_details_pb2.ErrorInfo()
    assert status is not None
    assert status.details[0].Unpack(info)
    return str(info.reason)


def _judge(who: str, cells: list[Cell], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        allowed = sum(cell.wrongly_allowed for cell in cells)
        print(f"\naccess matrix of {who}: {len(cells)} cells, {allowed} wrong allows")
    wrong = sorted(
        (cell for cell in cells if not cell.right), key=lambda one: not one.wrongly_allowed
    )
    assert not wrong, "\n".join(map(str, wrong))


def _require_every_method_to_work(cells: list[Cell]) -> None:
    """A method that never succeeds would pass for allowed whatever it answers."""
    for method in METHODS:
        answers = {cell.answered for cell in cells if cell.method == method and cell.allowed}
        if method.access.grants or method.access.public:
            assert CANNOT_SUCCEED.get(method.descriptor.name, OK) in answers, method.descriptor.name
