"""Who may call: people by token and role, services by credential; and what a request has to be."""

import asyncio
import base64
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import grpc
import pytest
from calls import CallingServices, Refusal, creation, listing, refusal, stub
from chassis.database import Database
from chassis.rpc import bearer, current_call
from chassis.rpc.admission import check_request
from chassis.rpc.keys import deny_session, trust_keys
from chassis.rpc.server import _address
from chassis.testing import DrivenClock, ServiceUnderTest, TokenMint, running, until
from joserfc import jwt
from joserfc.jwk import ECKey
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import registration_pb2
from matrikel.identity.v1 import (
    directory_pb2,
    directory_pb2_grpc,
    session_pb2,
    session_pb2_grpc,
    token_pb2,
    token_pb2_grpc,
)
from seat_service import NOBODY, Script, definition, open_sitting, take_seat

SIGN_OUT = session_pb2.SignOutRequest()
EXAMINER, OFFICE = access_pb2.ROLE_EXAMINER, access_pb2.ROLE_EXAMINATIONS_OFFICE


async def sign_out(service: ServiceUnderTest, token: str) -> Any:
    return await session_pb2_grpc.SessionServiceStub(service.channel).SignOut(
        SIGN_OUT, metadata=bearer(token)
    )


def forged(service: ServiceUnderTest, **changes: Any) -> str:
    """A token with other claims or header, signed with the key that the service trusts."""
    head, body, _ = service.mint().split(".")
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body))
    for name, value in changes.items():
        place = header if name in ("typ", "kid", "alg") else claims
        place.pop(name) if value is None else place.update({name: value})
    return jwt.encode(header, claims, service.tokens._key, algorithms=["ES256"])


async def test_a_person_with_a_valid_token_is_let_in(service: ServiceUnderTest) -> None:
    assert await sign_out(service, service.mint()) == session_pb2.SignOutResponse()


async def test_without_a_token_people_are_asked_to_sign_in(service: ServiceUnderTest) -> None:
    refused = await refusal(session_pb2_grpc.SessionServiceStub(service.channel).SignOut(SIGN_OUT))
    assert (refused.code, refused.reason) == ("UNAUTHENTICATED", "SIGN_IN_REQUIRED")
    assert refused.german == "Bitte melden Sie sich an."


async def test_what_is_public_needs_no_token_but_no_wrong_one_either(
    service: ServiceUnderTest,
) -> None:
    directory = directory_pb2_grpc.DirectoryServiceStub(service.channel)
    request = directory_pb2.ListItServicesRequest()
    assert await directory.ListItServices(request) == directory_pb2.ListItServicesResponse()
    refused = await refusal(directory.ListItServices(request, metadata=bearer("nonsense")))
    assert refused.reason == "TOKEN_INVALID"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "records"},
        {"aud": ["exams"]},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"typ": "service+jwt"},
        {"typ": "JWT"},
        {"typ": None},
        {"kid": "unknown"},
        {"kid": None},
        {"exp": None},
        {"exp": 10**30},
        {"exp": "tomorrow"},
        {"sub": "not a person"},
        {"sid": None},
        {"roles": None},
        {"roles": 5},
        {"auth_time": None},
        {"act": "somebody"},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_this_service_is_refused(
    service: ServiceUnderTest, changes: dict[str, Any]
) -> None:
    refused = await refusal(sign_out(service, forged(service, **changes)))
    assert (refused.code, refused.reason) == ("UNAUTHENTICATED", "TOKEN_INVALID")


async def test_a_role_that_this_version_does_not_know_opens_nothing(
    service: ServiceUnderTest,
) -> None:
    token = forged(service, roles=["dean_of_everything", 7])
    assert await sign_out(service, token) == session_pb2.SignOutResponse()
    refused = await refusal(
        stub(service).ListRegistrations(listing(uuid4()), metadata=bearer(token))
    )
    assert refused.reason == "ROLE_MISSING"


def with_header(token: str, **changes: Any) -> str:
    """The token with another header; its signature no longer fits."""
    head, _, rest = token.partition(".")
    return f"{_encoded(json.loads(base64.urlsafe_b64decode(head + '==')) | changes)}.{rest}"


def _encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


async def test_a_token_without_a_fitting_signature_is_refused(service: ServiceUnderTest) -> None:
    token = service.mint()
    for forgery in (
        with_header(token, alg="none").rpartition(".")[0] + ".",
        with_header(token, alg="none"),
        with_header(token, kid=["a", "list"]),
        token.rpartition(".")[0] + ".",
        token[:-8] + "AAAAAAAA",
    ):
        assert (await refusal(sign_out(service, forgery))).reason == "TOKEN_INVALID"


async def test_the_public_key_is_no_secret_to_sign_with(service: ServiceUnderTest) -> None:
    """HS256 with the public key as the secret: the confusion of algorithms."""
    head, body, _ = service.mint().split(".")
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body))
    public = service.tokens._key.as_pem(private=False)
    header["alg"] = "HS256"
    signed = f"{_encoded(header)}.{_encoded(claims)}"
    mac = hmac.digest(public, signed.encode(), "sha256")
    token = f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"
    assert (await refusal(sign_out(service, token))).reason == "TOKEN_INVALID"


async def test_another_key_of_the_same_name_is_refused(service: ServiceUnderTest) -> None:
    stranger = TokenMint("exams", service.in_use.runtime.clock)
    assert (await refusal(sign_out(service, stranger.mint()))).reason == "TOKEN_INVALID"


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dTpw",
        "Bearer a.b.c",
        "Bearer ....",
        "Bearer e30.e30.e30",
        "Bearer " + base64.b64encode(b"[" * 3000).decode() + ".x.y",
    ],
)
async def test_a_malformed_authorization_is_refused(
    service: ServiceUnderTest, authorization: str
) -> None:
    metadata = (("authorization", authorization),)
    sessions = session_pb2_grpc.SessionServiceStub(service.channel)
    refused = await refusal(sessions.SignOut(SIGN_OUT, metadata=metadata))
    assert refused.code == "UNAUTHENTICATED"


async def test_a_token_ends_at_its_time_even_if_it_was_seen_before(
    service: ServiceUnderTest, clock: DrivenClock
) -> None:
    token = service.mint(lifetime=timedelta(minutes=5))
    await sign_out(service, token)
    clock.advance(timedelta(minutes=5))
    assert (await refusal(sign_out(service, token))).reason == "TOKEN_INVALID"


async def test_a_denied_session_is_refused_with_all_its_tokens(
    service: ServiceUnderTest, sqlite: Database, clock: DrivenClock
) -> None:
    session = str(uuid4())
    seen, unseen = service.mint(session_id=session), service.mint(session_id=session)
    await sign_out(service, seen)
    await sqlite.write(deny_session, session, clock.now() + timedelta(minutes=5))
    keys = service.in_use.keys
    await until(lambda: keys.is_denied(session))
    for token in (seen, unseen):
        assert (await refusal(sign_out(service, token))).reason == "TOKEN_INVALID"


async def test_a_flood_of_unknown_key_ids_shares_the_readings_of_the_keys(
    service: ServiceUnderTest,
) -> None:
    keys = service.in_use.keys
    before = keys._refreshes
    await asyncio.gather(*(keys.refresh_now() for _ in range(500)))
    assert keys._refreshes - before <= 2


async def test_a_wrong_role_is_told_so(service: ServiceUnderTest) -> None:
    person = uuid4()
    metadata = service.signed_in(person, roles=[EXAMINER])
    refused = await refusal(stub(service).ListRegistrations(listing(person), metadata=metadata))
    assert (refused.code, refused.reason) == ("PERMISSION_DENIED", "ROLE_MISSING")


async def test_somebody_elses_resource_is_not_found(service_on_both: ServiceUnderTest) -> None:
    service, person = service_on_both, uuid4()
    runtime = service.in_use.runtime
    sitting_id = await runtime.database.write(open_sitting)
    theirs = await runtime.database.write(take_seat, uuid4(), sitting_id)
    metadata = service.signed_in(person)
    answers = set()
    for registration_id in (theirs, uuid4()):
        request = registration_pb2.GetRegistrationRequest(registration_id=str(registration_id))
        refused = await refusal(stub(service).GetRegistration(request, metadata=metadata))
        assert refused.metadata == {"registration_id": str(registration_id)}
        answers.add((refused.code, refused.reason, refused.german))
    assert len(answers) == 1
    assert answers.pop()[:2] == ("NOT_FOUND", "REGISTRATION_UNKNOWN")
    office = service.signed_in(roles=[OFFICE])
    request = registration_pb2.GetRegistrationRequest(registration_id=str(theirs))
    assert await stub(service).GetRegistration(request, metadata=office)


async def test_the_office_does_not_find_what_is_not_there(service: ServiceUnderTest) -> None:
    office = service.signed_in(roles=[OFFICE])
    assert await stub(service).ListRegistrations(listing(uuid4()), metadata=office)
    refused = await refusal(stub(service).ListRegistrations(listing(NOBODY), metadata=office))
    assert refused.reason == "PERSON_UNKNOWN"


async def test_a_servicer_knows_the_widest_relation_that_the_roles_open(
    service: ServiceUnderTest, script: Script
) -> None:
    seen = []

    async def look(work: Any, request: Any, context: Any) -> Any:
        call = current_call()
        seen.append((call.relation.name, call.language.value, call.caller is not None))
        return await work.read(lambda _: registration_pb2.ListRegistrationsResponse())

    script["ListRegistrations"] = look
    student = access_pb2.ROLE_STUDENT
    for roles in ([student], [student, OFFICE]):
        person = uuid4()
        metadata = (*service.signed_in(person, roles=roles), ("accept-language", "en"))
        await stub(service).ListRegistrations(listing(person), metadata=metadata)
    assert seen == [("OWN", "en", True), ("ANY", "en", True)]


@pytest.fixture
def services(tmp_path: Path, clock: DrivenClock) -> CallingServices:
    return CallingServices(tmp_path, clock)


@pytest.fixture
async def known(
    sqlite: Database, services: CallingServices
) -> AsyncIterator[tuple[ServiceUnderTest, Path]]:
    """The service, and the key of a gateway that it knows."""
    key = services.key_file("gateway")
    async with running(definition, sqlite, callers_file=services.callers_file) as one:
        yield one, key


async def exchange(service: ServiceUnderTest, metadata: Any) -> Any:
    tokens = token_pb2_grpc.TokenServiceStub(service.channel)
    request = token_pb2.ExchangeTokenRequest(subject_token="t", audience="records")
    return await tokens.ExchangeToken(request, metadata=metadata)


async def test_a_service_that_the_contract_names_may_call(
    known: tuple[ServiceUnderTest, Path], services: CallingServices
) -> None:
    service, key = known
    answer = await exchange(service, services.credential(key, "gateway"))
    assert answer.access_token == "new"


async def test_a_wrong_credential_of_a_service_is_refused(
    known: tuple[ServiceUnderTest, Path], services: CallingServices, clock: DrivenClock
) -> None:
    service, key = known
    stranger = services.key_file("gateway", known=False)
    wrong = {
        "another key": services.credential(stranger, "gateway"),
        "unknown name": services.credential(key, "library"),
        "another audience": services.credential(key, "gateway", "records"),
        "a person's token": ((services.credential(key, "gateway")[0][0], service.mint()),),
    }
    for why, metadata in wrong.items():
        refused = await refusal(exchange(service, metadata))
        assert (refused.code, refused.reason) == ("UNAUTHENTICATED", "TOKEN_INVALID"), why
    expired = services.credential(key, "gateway")
    clock.advance(timedelta(minutes=5, seconds=9))
    assert await exchange(service, expired)
    clock.advance(timedelta(seconds=2))
    assert (await refusal(exchange(service, expired))).reason == "TOKEN_INVALID"


async def test_a_credential_from_the_far_future_is_refused(
    known: tuple[ServiceUnderTest, Path], services: CallingServices, clock: DrivenClock
) -> None:
    service, key = known
    ahead = DrivenClock(clock.now() + timedelta(minutes=1))
    metadata = CallingServices(key.parent, ahead).credential(key, "gateway")
    assert (await refusal(exchange(service, metadata))).reason == "TOKEN_INVALID"


async def test_nobody_else_may_call_what_is_for_services(
    service: ServiceUnderTest,
) -> None:
    for metadata in ((), service.signed_in()):
        refused = await refusal(exchange(service, metadata))
        assert refused.code == "PERMISSION_DENIED"
    assert refused.reason == "ROLE_MISSING"


async def test_a_services_own_credential_opens_nothing_that_is_for_people(
    known: tuple[ServiceUnderTest, Path], services: CallingServices
) -> None:
    service, key = known
    metadata = services.credential(key, "gateway")
    sessions = session_pb2_grpc.SessionServiceStub(service.channel)
    refused = await refusal(sessions.SignOut(SIGN_OUT, metadata=metadata))
    assert refused.reason == "SIGN_IN_REQUIRED"


async def test_a_forwarded_address_is_believed_from_the_gateway_only(
    known: tuple[ServiceUnderTest, Path], services: CallingServices, script: Script
) -> None:
    service, key = known
    seen = []

    async def look(work: Any, request: Any, context: Any) -> Any:
        seen.append(current_call().client_address)
        return await work.read(lambda _: directory_pb2.ListItServicesResponse())

    script["ListItServices"] = look
    directory = directory_pb2_grpc.DirectoryServiceStub(service.channel)
    request = directory_pb2.ListItServicesRequest()
    gateway = services.credential(key, "gateway")
    for metadata in (
        (("matrikel-client-address", "192.0.2.7"),),
        (*gateway, ("matrikel-client-address", "2001:DB8::7")),
        (*gateway, ("matrikel-client-address", "evil log line")),
        gateway,
    ):
        await directory.ListItServices(request, metadata=metadata)
    assert seen == ["127.0.0.1", "2001:db8::7", "127.0.0.1", "127.0.0.1"]


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        ("ipv4:192.0.2.7:4711", "192.0.2.7"),
        ("ipv6:%5B2001:db8::7%5D:4711", "2001:db8::7"),
        ("ipv6:[::1]:4711", "::1"),
        ("ipv6:%5B::ffff:192.0.2.7%5D:4711", "192.0.2.7"),
        ("ipv6:%5Bfe80::1%25eth0%5D:1", "fe80::1%eth0"),
        ("unix:/run/socket", ""),
        ("", ""),
    ],
)
def test_the_network_address_is_read_from_the_peer(peer: str, address: str) -> None:
    assert _address(peer) == address


async def malformed(service: ServiceUnderTest, request: Any) -> Refusal:
    metadata = (*service.signed_in(), ("accept-language", "en"))
    refused = await refusal(stub(service).CreateRegistration(request, metadata=metadata))
    assert (refused.code, refused.reason) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")
    return refused


async def test_a_malformed_request_names_every_field_in_both_languages(
    service: ServiceUnderTest,
) -> None:
    refused = await malformed(service, registration_pb2.CreateRegistrationRequest(person_id="x"))
    assert set(refused.fields) == {"person_id", "sitting_id", "request_id"}
    german, english = refused.fields["person_id"]
    assert german.startswith("Das ist keine Kennung")
    assert english.startswith("This is not an identifier")
    assert "person_id, sitting_id, request_id" in refused.german
    assert refused.first_language == "en"
    assert refused.text == refused.english


async def test_a_field_inside_a_message_is_named_by_its_path(service: ServiceUnderTest) -> None:
    request = listing(uuid4(), page_size=101, semester={"code": "2026X"})
    metadata = service.signed_in()
    refused = await refusal(stub(service).ListRegistrations(request, metadata=metadata))
    assert set(refused.fields) == {"page_size", "semester.code"}
    assert refused.first_language == "de"


async def test_a_nul_in_a_text_is_refused_and_not_a_fault(service: ServiceUnderTest) -> None:
    sessions = session_pb2_grpc.SessionServiceStub(service.channel)
    request = session_pb2.SignInRequest(user_name="lg\0", password="p")
    refused = await refusal(sessions.SignIn(request))
    assert refused.code == "INVALID_ARGUMENT"
    assert "NUL" in refused.fields["user_name"][0]


async def test_roles_are_looked_at_before_the_request_is(service: ServiceUnderTest) -> None:
    metadata = service.signed_in(roles=[EXAMINER])
    request = registration_pb2.CreateRegistrationRequest()
    refused = await refusal(stub(service).CreateRegistration(request, metadata=metadata))
    assert refused.code == "PERMISSION_DENIED"


async def test_a_key_that_identity_took_back_proves_nothing(
    service: ServiceUnderTest, sqlite: Database
) -> None:
    token = service.mint()
    await sign_out(service, token)
    other = json.dumps(ECKey.generate_key("P-256").as_dict(private=False))
    await sqlite.write(trust_keys, {"other": other})
    await service.in_use.keys.refresh_now()
    assert (await refusal(sign_out(service, token))).reason == "TOKEN_INVALID"


async def test_one_unusable_key_spares_the_others(
    service: ServiceUnderTest, sqlite: Database
) -> None:
    public = json.dumps(service.tokens._key.as_dict(private=False))
    broken = {"oct": '{"kty": "oct", "k": "c2VjcmV0"}', "none": "{}", service.tokens.key_id: public}
    await sqlite.write(trust_keys, broken)
    await service.in_use.keys.refresh_now()
    assert await sign_out(service, service.mint()) == session_pb2.SignOutResponse()
    assert service.in_use.keys.key("oct") is None


async def test_a_request_larger_than_the_limit_of_headers_harms_nobody(
    service: ServiceUnderTest,
) -> None:
    metadata = (*service.signed_in(), ("x-padding", "x" * 60_000))
    sessions = session_pb2_grpc.SessionServiceStub(service.channel)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await sessions.SignOut(SIGN_OUT, metadata=metadata)
    assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert await sign_out(service, service.mint()) == session_pb2.SignOutResponse()


def test_a_creation_is_a_valid_request() -> None:
    check_request(creation(uuid4(), uuid4()))
