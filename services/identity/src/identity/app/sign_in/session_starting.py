"""Starts sessions, whatever somebody proved who it is with."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.accounts.terms import terms_wait_for
from identity.app.sign_in.known_devices import BoundDevice, bind_device
from identity.app.tokens.roles import second_factor_needed
from identity.domain.accounts import Account
from identity.domain.devices import coarse_network
from identity.domain.proofs import Proof
from identity.domain.random_secrets import secret_digest
from identity.domain.sessions import (
    SESSION_TOKEN_BYTES,
    Session,
    SessionKind,
    SessionLimits,
    SessionRules,
)
from identity.domain.throttling import name_key
from identity.store.failure_streaks import forget_in_a_row
from identity.store.sessions import add_session

_NO_DEVICE = BoundDevice(None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a sign-in comes from: the address, the browser, and the device token it sent."""

    client_address: str
    user_agent: str = ""
    device_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session; its token is in clear here and nowhere else.

    `device_token` is empty where the device keeps the one it has. `second_factor_needed` tells that
    roles of staff wait for a second factor, `terms_needed` that terms of use wait to be accepted.
    """

    session_token: str = field(repr=False)
    expires_at: datetime
    account: Account
    session: Session
    device_token: str = field(default="", repr=False)
    second_factor_needed: bool = False
    terms_needed: bool = False


def start_session(
    tx: Transaction,
    account: Account,
    rules: SessionRules,
    *,
    service: str,
    proof: Proof,
    origin: Origin,
    kind: SessionKind = SessionKind.BROWSER,
    support_by: UUID | None = None,
    parent_session_id: UUID | None = None,
    limits: SessionLimits | None = None,
) -> SignedIn:
    """A new session under a new token, bound to the calling service (empty for none).

    The device becomes known to the account; the person is told by mail where it was not. Failures
    in a row are forgotten. A support access does neither. `limits` shorten what the rules give.
    """
    own = kind is SessionKind.BROWSER
    device = _bound(tx, account, origin) if own else _NO_DEVICE
    if own:
        forget_in_a_row(tx, name_key(account.user_name))
    session_token = secrets.token_urlsafe(SESSION_TOKEN_BYTES)
    absolute = (limits or rules.limits_for(account.roles)).absolute
    session = Session(
        session_id=tx.new_id(),
        person_id=account.person_id,
        service=service,
        acr=proof.acr,
        started_at=tx.now,
        last_used_at=tx.now,
        expires_at=tx.now + absolute,
        authenticated_at=tx.now,
        amr=proof.amr,
        kind=kind,
        user_agent=origin.user_agent,
        network=coarse_network(origin.client_address),
        device_id=device.device_id,
        support_by=support_by,
        parent_session_id=parent_session_id,
    )
    add_session(tx, session, secret_digest(session_token))
    return SignedIn(
        session_token,
        session.expires_at,
        account,
        session,
        device.new_token,
        second_factor_needed(account, session, rules.staff_second_factor),
        own and terms_wait_for(tx, account.person_id),
    )


def _bound(tx: Transaction, account: Account, origin: Origin) -> BoundDevice:
    return bind_device(tx, account, origin.device_token, origin.user_agent, origin.client_address)
