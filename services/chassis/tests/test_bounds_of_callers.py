"""What bounds a caller beyond the roles: a recent proof, scopes, support access, a live session."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from chassis.database import Database
from chassis.errors import Code, Failure
from chassis.rpc import bearer
from chassis.rpc.admission import Admission
from chassis.rpc.audit import is_audited
from chassis.rpc.call import Call
from chassis.rpc.contract import ContractError, MethodContract, Relation
from chassis.rpc.keys import KeyRing
from chassis.rpc.tokens import CredentialVerifier, TokenVerifier, invalid_token
from chassis.testing import DrivenClock, TokenMint
from chassis.values import Language
from google.protobuf.message import Message
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import account_pb2, session_pb2

ACCOUNT, SYSTEM = access_pb2.ROLE_ACCOUNT, access_pb2.ROLE_SYSTEM
SIGN_OUT = session_pb2.SignOutRequest()


class Door:
    """The admission of a service, with methods whose access is the test's."""

    def __init__(self, keys: KeyRing, mint: TokenMint, clock: DrivenClock) -> None:
        verifier = TokenVerifier("http://127.0.0.1:8080", "exams", keys, clock)
        credentials = CredentialVerifier("exams", None, clock)
        self.mint = mint
        self.checked: list[str] = []
        self.ended: set[str] = set()
        self.admission = Admission(verifier, credentials, clock, self._check_session)

    async def _check_session(self, session_id: str) -> None:
        self.checked.append(session_id)
        if session_id in self.ended:
            raise invalid_token()

    async def call(
        self, access: access_pb2.Access, token: str, request: Message = SIGN_OUT
    ) -> Call:
        """A call that has been identified but not admitted."""
        descriptor = session_pb2.DESCRIPTOR.services_by_name["SessionService"]
        if not isinstance(request, session_pb2.SignOutRequest):
            descriptor = account_pb2.DESCRIPTOR.services_by_name["AccountService"]
        contract = next(
            one
            for one in MethodContract.of_service(descriptor)
            if one.request_type.DESCRIPTOR == request.DESCRIPTOR
        )
        call = Call(
            contract=replace(contract, access=access),
            request=request,
            caller=None,
            service=None,
            language=Language.DE,
            client_address="",
            metadata=dict(bearer(token)),
            deadline=time.monotonic() + 9,
        )
        await self.admission.identify(call)
        return call

    async def refusal(self, call: Call) -> tuple[Code, str]:
        """Code and reason of the call that may not come in."""
        with pytest.raises(Failure) as refused:
            await self.admission.admit(call)
        return refused.value.code, refused.value.reason


@pytest.fixture
async def door(sqlite: Database, clock: DrivenClock) -> Door:
    keys = KeyRing(sqlite)
    mint = TokenMint("exams", clock)
    await asyncio.to_thread(mint.trust_in, sqlite)
    await keys.refresh()
    return Door(keys, mint, clock)


def open_to(*roles: int, scopes: Iterable[str] = (), **more: Any) -> access_pb2.Access:
    """An access option with one grant."""
    grant = access_pb2.Grant(
        roles=roles,  # type: ignore[arg-type]  # numbers of the enum
        relation=access_pb2.RELATION_ANY,
    )
    return access_pb2.Access(grants=[grant], scopes=list(scopes), **more)


async def test_a_step_up_asks_for_a_recent_proof(door: Door, clock: DrivenClock) -> None:
    token = door.mint.mint(lifetime=timedelta(hours=1))
    call = await door.call(open_to(ACCOUNT, step_up=True), token)
    await door.admission.admit(call)
    clock.advance(timedelta(minutes=5, seconds=1))
    assert await door.refusal(call) == (Code.PERMISSION_DENIED, "STEP_UP_REQUIRED")


async def test_a_system_needs_one_of_the_scopes(door: Door) -> None:
    access = open_to(SYSTEM, scopes=["library", "scim"])
    fitting = door.mint.mint(roles=[SYSTEM], scopes=["scim", "other"])
    await door.admission.admit(await door.call(access, fitting))
    for scopes in ([], ["other"]):
        token = door.mint.mint(roles=[SYSTEM], scopes=scopes)
        refused = await door.refusal(await door.call(access, token))
        assert refused == (Code.PERMISSION_DENIED, "SCOPE_MISSING")


async def test_a_system_is_nobody_with_an_account(door: Door) -> None:
    token = door.mint.mint(roles=[SYSTEM], scopes=["scim"])
    refused = await door.refusal(await door.call(open_to(ACCOUNT), token))
    assert refused == (Code.PERMISSION_DENIED, "ROLE_MISSING")


async def test_scopes_open_nothing_to_people(door: Door) -> None:
    access = open_to(SYSTEM, scopes=["scim"])
    refused = await door.refusal(await door.call(access, door.mint.mint(scopes=["scim"])))
    assert refused == (Code.PERMISSION_DENIED, "ROLE_MISSING")


@pytest.mark.parametrize(
    "access", [open_to(SYSTEM), open_to(ACCOUNT, scopes=["scim"])], ids=["no scope", "no system"]
)
def test_a_contract_names_scopes_where_it_opens_to_systems(access: access_pb2.Access) -> None:
    descriptor = session_pb2.DESCRIPTOR.services_by_name["SessionService"]
    contract = replace(MethodContract.of_service(descriptor)[1], access=access)
    with pytest.raises(ContractError, match="scopes"):
        contract._check()


async def test_support_access_reads_and_changes_nothing(door: Door) -> None:
    token = door.mint.mint(support_by=uuid4())
    read = account_pb2.GetAccountRequest(person_id=str(uuid4()))
    await door.admission.admit(await door.call(open_to(ACCOUNT), token, read))
    refused = await door.refusal(await door.call(open_to(ACCOUNT), token))
    assert refused == (Code.PERMISSION_DENIED, "SUPPORT_ONLY_READS")
    leaving = await door.call(open_to(ACCOUNT, open_to_support=True), token)
    await door.admission.admit(leaving)
    assert leaving.caller is not None


async def test_a_read_in_support_access_is_entered_though_it_is_of_ones_own(door: Door) -> None:
    read = account_pb2.GetAccountRequest(person_id=str(uuid4()))
    access = open_to(ACCOUNT, audited=True)
    own = await door.call(access, door.mint.mint(), read)
    support = await door.call(access, door.mint.mint(support_by=uuid4()), read)
    own.used_relation = support.used_relation = Relation.OWN
    assert (is_audited(own), is_audited(support)) == (False, True)


async def test_a_session_is_checked_where_the_contract_wants_it(door: Door) -> None:
    session_id = str(uuid4())
    token = door.mint.mint(session_id=session_id)
    await door.admission.admit(await door.call(open_to(ACCOUNT), token))
    assert door.checked == []
    call = await door.call(open_to(ACCOUNT, session_check=True), token)
    await door.admission.admit(call)
    assert door.checked == [session_id]
    door.ended.add(session_id)
    assert await door.refusal(call) == (Code.UNAUTHENTICATED, "TOKEN_INVALID")
