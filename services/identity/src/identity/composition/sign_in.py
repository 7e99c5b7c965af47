"""Signing in, sessions, passwords and access tokens."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any
from uuid import UUID

from chassis.errors import Failure
from chassis.rpc.session_check import SessionCheck
from chassis.rpc.tokens import invalid_token
from chassis.service import Runtime, Served
from matrikel.identity.v1 import password_pb2, session_pb2, token_pb2

from identity.api.passwords import PasswordApi
from identity.api.sessions import SessionApi
from identity.api.tokens import TokenApi
from identity.app.sign_in.password_hashing import PasswordHashing
from identity.app.sign_in.session_checks import check_session
from identity.app.tokens.data_key import DataKey
from identity.app.tokens.issuers import Issuer
from identity.app.tokens.key_chest import KeyChest
from identity.flows.attempt_door import AttemptDoor, narrow_rules
from identity.flows.hashing_lanes import HashingLanes
from identity.flows.proving import Proving
from identity.flows.session_upkeep import keep_sessions
from identity.settings import IdentitySettings


def hashing_of(settings: IdentitySettings) -> PasswordHashing:
    """Password hashing with the configured parameters."""
    return PasswordHashing(
        settings.argon2_passes, settings.argon2_memory_kib, settings.argon2_lanes
    )


def proving_of(runtime: Runtime, settings: IdentitySettings) -> Proving:
    """What every check of a password needs; there is one queue for all of them."""
    at_once = settings.passwords_checked_at_once
    door = AttemptDoor(runtime.clock, narrow_rules(settings.alarm_failures_per_minute, at_once))
    return Proving(
        runtime.database,
        runtime.compute,
        hashing_of(settings),
        door,
        HashingLanes(runtime.compute, at_once),
        settings.password_context_words,
    )


def sign_in_served(
    runtime: Runtime,
    settings: IdentitySettings,
    proving: Proving,
    data_key: DataKey,
    chest: KeyChest,
) -> tuple[Served, ...]:
    """The services of this area."""
    rules = settings.session_rules
    work = runtime.work
    return (
        Served(
            session_pb2.DESCRIPTOR.services_by_name["SessionService"],
            SessionApi(work, proving, rules, data_key),
        ),
        Served(
            password_pb2.DESCRIPTOR.services_by_name["PasswordService"],
            PasswordApi(work, proving, rules),
        ),
        Served(
            token_pb2.DESCRIPTOR.services_by_name["TokenService"],
            TokenApi(work, Issuer(settings.public_url, rules, chest)),
        ),
    )


def session_upkeep(
    runtime: Runtime, settings: IdentitySettings
) -> Callable[[], Coroutine[Any, Any, None]]:
    """What ends sessions when their time has come."""
    return partial(keep_sessions, runtime.database, settings.session_rules)


def own_session_check(runtime: Runtime, settings: IdentitySettings) -> SessionCheck:
    """Looks into the sessions here, where other services ask this one."""
    rules = settings.session_rules

    async def check(session_id: str) -> None:
        try:
            await runtime.database.read(check_session, UUID(session_id), rules)
        except Failure as failure:
            if failure.reason == "SESSION_ENDED":
                raise invalid_token() from failure
            raise

    return check
