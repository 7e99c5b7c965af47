"""The cells of the access matrix: one call each, with what the contract says and what came.

The expectation is read from the contracts alone, without the code that the services decide with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, cast
from uuid import UUID

import grpc
from chassis.contracts import SERVICES, services_of
from chassis.rpc import bearer
from chassis.rpc.tokens import ServiceCredential
from chassis.testing import within
from google.protobuf import descriptor_pb2
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import token_pb2
from matrikel.identity.v1.token_pb2_grpc import TokenServiceStub

from tests.requests import request_for
from tests.requests.named import new_id
from tests.security.certificate_cases import RENEWED_CERTIFICATES
from tests.security.identity_cases import RENEWED, open_session
from tests.security.running_services import CALLERS, STRANGER, RunningServices

Metadata = Sequence[tuple[str, str]]

ROLES = [role for role in access_pb2.Role.values() if role != access_pb2.ROLE_UNSPECIFIED]
NONE: frozenset[Any] = frozenset()
# What names nothing where an id would not fit the contract.
NOWHERE = {"payment_order": "2026-9999", "library_card": "31199999975"}
CREDENTIAL = "matrikel-service-credential"
ALL_RENEWED = {**RENEWED, **RENEWED_CERTIFICATES}

OK = "OK"
SIGN_IN_REQUIRED = "UNAUTHENTICATED SIGN_IN_REQUIRED"
TOKEN_INVALID = "UNAUTHENTICATED TOKEN_INVALID"
CALLER_NOT_ALLOWED = "PERMISSION_DENIED CALLER_NOT_ALLOWED"
ROLE_MISSING = "PERMISSION_DENIED ROLE_MISSING"
# Changing what belongs to oneself where the contract opens it for what belongs to others only.
OWN_RECORD = "PERMISSION_DENIED OWN_RECORD"
# Another system that was not registered for this, and support access that would change something.
SCOPE_MISSING = "PERMISSION_DENIED SCOPE_MISSING"
SUPPORT_ONLY_READS = "PERMISSION_DENIED SUPPORT_ONLY_READS"
STEP_UP_REQUIRED = "PERMISSION_DENIED STEP_UP_REQUIRED"
GENERAL_REFUSALS = {
    SIGN_IN_REQUIRED,
    TOKEN_INVALID,
    CALLER_NOT_ALLOWED,
    ROLE_MISSING,
    OWN_RECORD,
    SCOPE_MISSING,
    SUPPORT_ONLY_READS,
    STEP_UP_REQUIRED,
}
ANY_OR_OWN = {access_pb2.RELATION_ANY, access_pb2.RELATION_OWN}

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
    def only_reads(self) -> bool:
        """Whether it changes nothing."""
        level = self.descriptor.GetOptions().idempotency_level
        return bool(level == descriptor_pb2.MethodOptions.NO_SIDE_EFFECTS)

    @property
    def is_for_others_only(self) -> bool:
        """Whether it changes what can be one's own, and no grant is for that."""
        relations = {grant.relation for grant in self.access.grants}
        can_be_own = (self.service, self.access.resource) in OWNED
        return can_be_own and not self.only_reads and access_pb2.RELATION_OWN not in relations

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
        return frozenset(GENERAL_REFUSALS | about_resource)


METHODS = [
    Method(method, method.GetOptions().Extensions[access_pb2.access])
    for service in SERVICES
    for served in services_of(service)
    for method in served.methods
]
# What belongs to somebody: resources that some grant opens for one's own. Nobody owns a sitting.
OWNED = {
    (method.service, method.access.resource)
    for method in METHODS
    for grant in method.access.grants
    if grant.relation == access_pb2.RELATION_OWN
}
# A student's own, though students read it with their results only.
OWNED.add(("exams", "recognition"))
# Of whoever would get the role, though administrators alone read it.
OWNED.add(("identity", "role_request"))


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


@dataclass(frozen=True)
class Hand:
    """Somebody who is signed in: the roles, what a system was registered for, support or not."""

    name: str
    roles: frozenset[int]
    scopes: frozenset[str] = frozenset()
    in_support: bool = False


def hands_for(method: Method) -> list[Hand]:
    """Everybody who tries: each role, no role, all that do not fit, systems, support access."""
    system, scopes = access_pb2.ROLE_SYSTEM, frozenset(method.access.scopes)
    unnamed = frozenset(ROLES) - method.named - {access_pb2.ROLE_ACCOUNT}
    return [
        *(
            Hand(access_pb2.Role.Name(role), frozenset({role}), scopes if role == system else NONE)
            for role in ROLES
        ),
        Hand("a signed-in account without a role", NONE),
        Hand("every role that no grant names", unnamed),
        Hand("a system without a scope", frozenset({system})),
        Hand("a system with another scope", frozenset({system}), frozenset({"another:scope"})),
        *(
            Hand(f"support access as {access_pb2.Role.Name(role)}", frozenset({role}), NONE, True)
            for role in (access_pb2.ROLE_STUDENT, access_pb2.ROLE_DOCTORAL_STUDENT)
        ),
    ]


async def cells_of_people(services: RunningServices, method: Method) -> list[Cell]:
    cells = []
    for standing in method.standings:
        for hand in hands_for(method):
            answered = await answer_of(
                services, method, standing, token_of(services, method, standing, hand)
            )
            expected = expected_for_person(method, hand, standing)
            cells.append(Cell(method, f"{hand.name} on {standing.value}", expected, answered))
    nobody = OK if method.access.public else SIGN_IN_REQUIRED
    if not (method.access.public or method.access.grants):
        nobody = CALLER_NOT_ALLOWED
    first = method.standings[0]
    cells.append(Cell(method, "nobody", nobody, await answer_of(services, method, first, ())))
    everything = Hand("everything", frozenset(ROLES), frozenset(method.access.scopes))
    for_another = token_of(services, method, first, everything, audience="another-service")
    answered = await answer_of(services, method, first, for_another)
    cells.append(Cell(method, "a token for another service", TOKEN_INVALID, answered))
    return cells


def expected_for_person(method: Method, hand: Hand, standing: Standing) -> str:
    """What the contract promises to a signed-in holder of these roles and no others."""
    access = method.access
    if access.public:
        return OK
    # A system has no account.
    is_system = access_pb2.ROLE_SYSTEM in hand.roles
    held = hand.roles if is_system else hand.roles | {access_pb2.ROLE_ACCOUNT}
    opened = {grant.relation for grant in access.grants if held & set(grant.roles)}
    if not opened:
        return ROLE_MISSING if access.grants or access.callers else SIGN_IN_REQUIRED
    if is_system and not hand.scopes & set(access.scopes):
        return SCOPE_MISSING
    if hand.in_support and not (method.only_reads or access.open_to_support):
        return SUPPORT_ONLY_READS
    if not access.resource:
        return OK
    if standing is Standing.OWN and method.is_for_others_only and opened & ANY_OR_OWN:
        return OWN_RECORD
    if access_pb2.RELATION_ANY in opened:
        # Who is a student at all is known to records alone: certificates has none of a stranger.
        known_elsewhere = method.service == "certificates" and access.resource == "person"
        return method.unknown if standing is Standing.MISSING and not known_elsewhere else OK
    fitting = {
        Standing.OWN: access_pb2.RELATION_OWN,
        Standing.ASSIGNED: access_pb2.RELATION_ASSIGNED,
    }
    return OK if fitting.get(standing) in opened else method.unknown


async def cells_of_services(services: RunningServices, method: Method) -> list[Cell]:
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
    answered = await answer_of(services, method, method.standings[0], ((CREDENTIAL, credential),))
    return Cell(method, who, expected, answered)


async def _with_token_for(services: RunningServices, audience: str) -> RunningServices:
    """The same services, with a person's token that was issued for the audience."""
    issued = await TokenServiceStub(services.channels["identity"]).IssueToken(
        token_pb2.IssueTokenRequest(session_token=services.named.session_token, audience=audience)
    )
    return replace(services, named=replace(services.named, access_token=issued.access_token))


def token_of(
    services: RunningServices,
    method: Method,
    standing: Standing,
    hand: Hand,
    audience: str = "",
    *,
    session_id: str | None = None,
    proven_at: datetime | None = None,
) -> Metadata:
    """The token of somebody in that standing; each has a session of its own.

    Identity knows the session where the method is about that.
    """
    people = services.people
    caller: UUID = {
        Standing.OWN: people.owner,
        Standing.MISSING: people.owner,
        Standing.ASSIGNED: people.examiner,
        Standing.FOREIGN: people.other_student,
    }[standing]
    mint = services.mints[method.service]
    if session_id is None and method.service == "identity" and not method.access.resource:
        signed_in = within(services.databases["identity"], open_session, caller)
        session_id = str(signed_in.session.session_id)
    return bearer(
        mint.mint(
            caller,
            hand.roles,
            session_id=session_id,
            audience=audience or None,
            proven_at=proven_at,
            scopes=sorted(hand.scopes),
            support_by=people.other_examiner if hand.in_support else None,
        )
    )


async def answer_of(
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
    descriptor = method.descriptor
    if renew := ALL_RENEWED.get(descriptor.name):
        database, owner = services.databases[method.service], services.people.owner
        services.named = within(database, renew, owner, services.named)
    request = request_for(descriptor, services.named)
    if standing is Standing.MISSING:
        setattr(request, method.access.subject_field, NOWHERE.get(method.access.resource, new_id()))
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
