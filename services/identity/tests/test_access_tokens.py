"""Access tokens: what they say, for whom they are, and when they end."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from chassis.rpc import bearer
from chassis.testing import DrivenClock, TokenMint, within
from identity.app.tokens.signing_keys import renew_signing_keys
from identity.domain.roles import Role
from joserfc import jws, jwt
from joserfc.jwk import ECKey
from matrikel.identity.v1 import account_pb2, events_pb2, session_pb2, token_pb2

from services.identity.tests.factors_factories import CHEST

pytestmark = pytest.mark.asyncio


async def published(identity: Any) -> dict[str, ECKey]:
    keys = await identity.tokens.ListSigningKeys(token_pb2.ListSigningKeysRequest())
    return {key.key_id: ECKey.import_key(json.loads(key.jwk_json)) for key in keys.signing_keys}


async def read(identity: Any, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token whose signature fits a published key."""
    key_id = jws.extract_compact(token.encode()).headers()["kid"]
    decoded = jwt.decode(token, (await published(identity))[key_id], algorithms=["ES256"])
    return decoded.header, decoded.claims


async def exchange(identity: Any, token: str, audience: str, through: str) -> str:
    response = await identity.tokens.ExchangeToken(
        token_pb2.ExchangeTokenRequest(subject_token=token, audience=audience),
        metadata=identity.calling_service(through),
    )
    return str(response.access_token)


async def test_a_token_names_person_session_audience_roles_and_times(
    identity: Any, clock: DrivenClock
) -> None:
    student = await identity.student()
    signed_in = await identity.sign_in(student)
    start = int(clock.now().timestamp())
    clock.advance(timedelta(minutes=2))
    header, claims = await read(identity, await identity.token(signed_in.session_token, "exams"))
    assert (header["alg"], header["typ"]) == ("ES256", "at+jwt")
    assert UUID(claims.pop("jti")) != UUID(claims.pop("sid"))
    assert claims == {
        "iss": "http://127.0.0.1:8080",
        "sub": str(student.person_id),
        "aud": "exams",
        "roles": ["student"],
        "acr": "https://refeds.org/profile/sfa",
        "auth_time": start,
        "iat": start + 120,
        "exp": start + 120 + 300,
    }


async def test_roles_are_the_contracts_names_in_small_letters(identity: Any) -> None:
    clerk = await identity.sign_in(await identity.staff(Role.EXAMINATIONS_OFFICE))
    _, claims = await read(identity, await identity.token(clerk.session_token, "exams"))
    assert claims["roles"] == ["examinations_office"]


async def test_two_tokens_of_a_session_share_it_and_differ_in_their_id(identity: Any) -> None:
    session_token = (await identity.sign_in(await identity.student())).session_token
    _, first = await read(identity, await identity.token(session_token))
    _, second = await read(identity, await identity.token(session_token))
    assert first["sid"] == second["sid"]
    assert first["jti"] != second["jti"]


async def test_using_a_session_keeps_it_alive_and_leaving_it_ends_it(
    identity: Any, clock: DrivenClock
) -> None:
    session_token = (await identity.sign_in(await identity.student())).session_token
    for _ in range(3):
        clock.advance(timedelta(minutes=29))
        await identity.token(session_token)
    clock.advance(timedelta(minutes=30))
    refusal = await identity.refusal(identity.token(session_token))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "SESSION_ENDED")


async def test_a_used_session_ends_after_twelve_hours_and_its_last_token_with_it(
    identity: Any, clock: DrivenClock
) -> None:
    signed_in = await identity.sign_in(await identity.student())
    end = signed_in.expire_time.ToSeconds()
    for _ in range(26):
        clock.advance(timedelta(minutes=27))
        await identity.token(signed_in.session_token)
    clock.advance(timedelta(minutes=16))
    _, claims = await read(identity, await identity.token(signed_in.session_token))
    assert claims["exp"] == end == int(clock.now().timestamp()) + 120
    clock.advance(timedelta(minutes=2))
    refusal = await identity.refusal(identity.token(signed_in.session_token))
    assert refusal.reason == "SESSION_ENDED"


async def test_session_limits_are_settings_and_shorter_for_staff(
    start_identity: Any, clock: DrivenClock
) -> None:
    async with start_identity(session_idle_minutes=10, staff_session_idle_minutes=5) as identity:
        student = (await identity.sign_in(await identity.student())).session_token
        clerk = (await identity.sign_in(await identity.staff(Role.EXAMINER))).session_token
        clock.advance(timedelta(minutes=5))
        await identity.token(student)
        assert (await identity.refusal(identity.token(clerk))).reason == "SESSION_ENDED"
        clock.advance(timedelta(minutes=10))
        assert (await identity.refusal(identity.token(student))).reason == "SESSION_ENDED"


async def test_a_session_of_the_gateway_is_honoured_only_when_the_gateway_asks(
    identity: Any,
) -> None:
    session_token = (await identity.sign_in(await identity.student())).session_token
    for thief in ("", "exams"):
        refusal = await identity.refusal(identity.token(session_token, through=thief))
        assert refusal.reason == "SESSION_ENDED"
    await identity.token(session_token)


async def test_whoever_signed_in_directly_gets_tokens_directly(identity: Any) -> None:
    session_token = (await identity.sign_in(await identity.student(), through="")).session_token
    assert await identity.token(session_token, through="")


async def test_an_invented_session_token_is_refused(identity: Any) -> None:
    assert (await identity.refusal(identity.token("A" * 43))).reason == "SESSION_ENDED"


async def test_signing_out_ends_the_session_and_tells_everybody(
    identity: Any, clock: DrivenClock
) -> None:
    student = await identity.student()
    session_token = (await identity.sign_in(student)).session_token
    other_session = (await identity.sign_in(student)).session_token
    token = await identity.token(session_token)
    await identity.sessions.SignOut(session_pb2.SignOutRequest(), metadata=bearer(token))
    assert (await identity.refusal(identity.token(session_token))).reason == "SESSION_ENDED"
    await identity.token(other_session)
    [told] = identity.told(events_pb2.SessionRevoked)
    _, claims = await read(identity, token)
    assert (told.session_id, told.person_id) == (claims["sid"], str(student.person_id))
    last_token_ends = told.tokens_expire_time.ToDatetime(clock.now().tzinfo)
    assert last_token_ends == clock.now() + timedelta(seconds=300)


async def test_the_token_of_an_ended_session_is_refused_here_without_the_bus(
    identity: Any,
) -> None:
    student = await identity.student()
    token = await identity.token((await identity.sign_in(student)).session_token)
    await identity.sessions.SignOut(session_pb2.SignOutRequest(), metadata=bearer(token))
    await identity.under_test.in_use.keys.refresh()
    request = account_pb2.GetAccountRequest(person_id=str(student.person_id))
    refusal = await identity.refusal(identity.accounts.GetAccount(request, metadata=bearer(token)))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "TOKEN_INVALID")


async def test_signing_out_needs_a_token(identity: Any) -> None:
    refusal = await identity.refusal(identity.sessions.SignOut(session_pb2.SignOutRequest()))
    assert refusal.code == "UNAUTHENTICATED"


async def test_a_service_exchanges_the_persons_token_and_is_named_as_actor(identity: Any) -> None:
    student = await identity.student()
    session_token = (await identity.sign_in(student)).session_token
    token = await identity.token(session_token, "certificates")
    _, claims = await read(identity, await exchange(identity, token, "exams", "certificates"))
    assert claims["aud"] == "exams"
    assert claims["sub"] == str(student.person_id)
    assert claims["act"] == {"sub": "certificates"}


async def test_a_token_that_went_through_two_services_names_both(identity: Any) -> None:
    session_token = (await identity.sign_in(await identity.student())).session_token
    at_gateway = await identity.token(session_token, "gateway")
    at_certificates = await exchange(identity, at_gateway, "certificates", "gateway")
    at_exams = await exchange(identity, at_certificates, "exams", "certificates")
    _, claims = await read(identity, at_exams)
    assert claims["act"] == {"sub": "certificates", "act": {"sub": "gateway"}}


async def test_a_token_for_another_service_is_not_exchanged(identity: Any) -> None:
    session_token = (await identity.sign_in(await identity.student())).session_token
    token = await identity.token(session_token, "exams")
    refusal = await identity.refusal(exchange(identity, token, "records", "certificates"))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "TOKEN_INVALID")


async def test_expired_altered_foreign_and_senseless_tokens_are_not_exchanged(
    identity: Any, clock: DrivenClock
) -> None:
    session_token = (await identity.sign_in(await identity.student())).session_token
    token = await identity.token(session_token, "exams")
    head, body, signature = token.split(".")
    foreign = TokenMint("exams", clock).mint()
    altered = ".".join((head, body, ("B" if signature[0] == "A" else "A") + signature[1:]))
    for bad in (altered, f"{head}.{body}.", foreign, "senseless", "a.b.c"):
        refusal = await identity.refusal(exchange(identity, bad, "records", "exams"))
        assert refusal.reason == "TOKEN_INVALID"
    await exchange(identity, token, "records", "exams")
    clock.advance(timedelta(seconds=300))
    refusal = await identity.refusal(exchange(identity, token, "records", "exams"))
    assert refusal.reason == "TOKEN_INVALID"


async def test_a_token_of_an_ended_session_is_not_exchanged(identity: Any) -> None:
    session_token = (await identity.sign_in(await identity.student())).session_token
    token = await identity.token(session_token, "exams")
    own = await identity.token(session_token)
    await identity.sessions.SignOut(session_pb2.SignOutRequest(), metadata=bearer(own))
    refusal = await identity.refusal(exchange(identity, token, "records", "exams"))
    assert refusal.reason == "SESSION_ENDED"


async def test_only_services_exchange_tokens(identity: Any) -> None:
    session_token = (await identity.sign_in(await identity.student())).session_token
    token = await identity.token(session_token)
    request = token_pb2.ExchangeTokenRequest(subject_token=token, audience="exams")
    for metadata in ((), bearer(token)):
        refusal = await identity.refusal(identity.tokens.ExchangeToken(request, metadata=metadata))
        assert refusal.code == "PERMISSION_DENIED"


async def test_no_private_part_of_a_key_is_published(identity: Any) -> None:
    await identity.sign_in(await identity.student())
    await identity.token((await identity.sign_in(await identity.student())).session_token)
    keys = await identity.tokens.ListSigningKeys(token_pb2.ListSigningKeysRequest())
    for key in keys.signing_keys:
        jwk = json.loads(key.jwk_json)
        assert set(jwk) == {"kty", "crv", "x", "y", "use", "alg", "kid"}
        assert jwk["kid"] == key.key_id


async def test_the_next_key_is_listed_five_minutes_before_it_signs_and_the_old_one_leaves_later(
    identity: Any, clock: DrivenClock
) -> None:
    within(identity.database, renew_signing_keys, CHEST)
    [old] = await published(identity)
    clock.advance(timedelta(days=90, seconds=-300))
    within(identity.database, renew_signing_keys, CHEST)
    within(identity.database, renew_signing_keys, CHEST)
    both = await published(identity)
    assert len(both) == 2
    session_token = (await identity.sign_in(await identity.student())).session_token

    async def signed_with() -> str:
        token = await identity.token(session_token)
        return str(jws.extract_compact(token.encode()).headers()["kid"])

    assert await signed_with() == old
    clock.advance(timedelta(seconds=300))
    [new] = set(both) - {old}
    assert await signed_with() == new
    clock.advance(timedelta(seconds=300))
    within(identity.database, renew_signing_keys, CHEST)
    assert set(await published(identity)) == {new}
