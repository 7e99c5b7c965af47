"""The keys that tokens verify with: fetched from identity, kept for when it is gone."""

import asyncio
import json
from typing import Any

import grpc
from calls import refusal
from chassis.database import Database
from chassis.rpc import bearer
from chassis.rpc.client import open_channel
from chassis.rpc.exchange import TokenExchange, keep_keys
from chassis.rpc.keys import KeyRing, read_trusted_keys, trust_keys
from chassis.service import start
from chassis.testing import DrivenClock, TokenMint, running, until, within
from joserfc.jwk import ECKey
from matrikel.identity.v1 import session_pb2, session_pb2_grpc, token_pb2, token_pb2_grpc
from seat_service import Script, definition

SIGN_OUT = session_pb2.SignOutRequest()


async def test_the_last_good_keys_survive_a_restart_without_identity(
    database: Database, clock: DrivenClock
) -> None:
    async with running(definition, database) as service:
        token = service.mint()
    settings = definition.settings(
        database_url=database.url, identity_target="127.0.0.1:1", mail_target="maildir:/dev/null"
    )
    async with start(definition, settings, clock) as in_use:
        channel = open_channel(f"127.0.0.1:{in_use.port}")
        sessions = session_pb2_grpc.SessionServiceStub(channel)
        assert await sessions.SignOut(SIGN_OUT, metadata=bearer(token)) is not None
        await channel.close(None)


class Identity(token_pb2_grpc.TokenServiceServicer):
    """Gives keys, as identity does."""

    def __init__(self, keys: dict[str, str]) -> None:
        self.keys = keys

    async def ListSigningKeys(self, request: Any, context: Any) -> Any:
        return token_pb2.ListSigningKeysResponse(
            signing_keys=[
                token_pb2.SigningKey(key_id=key_id, jwk_json=jwk)
                for key_id, jwk in self.keys.items()
            ]
        )

    async def IssueToken(self, request: Any, context: Any) -> Any:
        raise NotImplementedError

    async def ExchangeToken(self, request: Any, context: Any) -> Any:
        token = f"{request.subject_token} for {request.audience}"
        return token_pb2.ExchangeTokenResponse(access_token=token)


async def serve(identity: Identity) -> tuple[Any, str]:
    server = grpc.aio.server()
    token_pb2_grpc.add_TokenServiceServicer_to_server(identity, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    return server, f"127.0.0.1:{port}"


async def test_keys_are_fetched_from_identity_and_trusted(
    sqlite: Database, clock: DrivenClock, script: Script
) -> None:
    mint = TokenMint("exams", clock)
    public = json.dumps(mint._key.as_dict(private=False))
    server, target = await serve(Identity({mint.key_id: public}))
    async with running(definition, sqlite, identity_target=target) as service:
        keys = service.in_use.keys

        async def replaced() -> bool:
            await keys.refresh_now()
            known: Any = keys.key(mint.key_id)
            return bool(known and known.as_dict(private=False)["x"] == json.loads(public)["x"])

        await until(replaced)
        sessions = session_pb2_grpc.SessionServiceStub(service.channel)
        assert await sessions.SignOut(SIGN_OUT, metadata=bearer(mint.mint())) is not None
        # The key that identity no longer gives is no longer trusted.
        refused = await refusal(sessions.SignOut(SIGN_OUT, metadata=service.signed_in()))
        assert refused.reason == "TOKEN_INVALID"
        exchange = service.in_use.runtime.tokens
        assert isinstance(exchange, TokenExchange)
        assert await exchange.exchange("mine", "records") == "mine for records"
    await server.stop(None)


async def test_identity_without_keys_takes_none_away(sqlite: Database) -> None:
    known = {"one": json.dumps(ECKey.generate_key("P-256").as_dict(private=False))}
    await sqlite.write(trust_keys, known)
    server, target = await serve(Identity({}))
    channel = open_channel(target)
    keeping = asyncio.create_task(keep_keys(channel, sqlite))
    await until(lambda: channel.get_state().name == "READY")
    assert set(await sqlite.read(read_trusted_keys)) == {"one"}
    keeping.cancel()
    await asyncio.wait([keeping])
    await channel.close(None)
    await server.stop(None)


def test_keys_that_identity_takes_back_go(database: Database) -> None:
    jwks = [json.dumps(ECKey.generate_key("P-256").as_dict(private=False)) for _ in range(3)]
    within(database, trust_keys, {"old": jwks[0], "now": jwks[1]})
    within(database, trust_keys, {"now": jwks[1], "next": jwks[2]})
    assert set(within(database, read_trusted_keys)) == {"now", "next"}


async def test_a_token_with_a_key_that_was_just_stored_is_let_in(sqlite: Database) -> None:
    ring = KeyRing(sqlite)
    await ring.refresh()
    public = json.dumps(ECKey.generate_key("P-256").as_dict(private=False))
    await sqlite.write(trust_keys, {"fresh": public})
    await asyncio.gather(*(ring.refresh_now() for _ in range(20)))
    assert ring.key("fresh") is not None
