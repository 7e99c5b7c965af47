"""Begins the set-up of an authenticator app: the QR code is drawn between two transactions."""

import io
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import segno
from chassis.rpc import Work
from google.protobuf.message import Message

from identity.app.accounts.making import get_account
from identity.app.second_factors.totp import NewSeed, start_totp
from identity.app.tokens.data_key import DataKey
from identity.domain.totp import SEED_BYTES, otpauth_uri, written_seed
from identity.flows.proving import Compute

M = TypeVar("M", bound=Message)

_MODULE_PIXELS = 5


async def begin_totp(
    compute: Compute,
    work: Work,
    data_key: DataKey,
    *,
    person_id: UUID,
    name: str,
    issuer: str,
    answer: Callable[[NewSeed, datetime], M],
) -> M:
    """A new seed, kept until the app shows a right code."""
    account = await work.read(lambda tx: get_account(tx, person_id))
    seed = await compute(_new_seed, account.user_name, issuer)
    return await work.write(
        lambda tx: answer(seed, start_totp(tx, person_id, name, seed, data_key))
    )


def _new_seed(user_name: str, issuer: str) -> NewSeed:
    seed = secrets.token_bytes(SEED_BYTES)
    uri = otpauth_uri(seed, user_name, issuer)
    drawn = io.BytesIO()
    # Black on white whatever the colours of the page: cameras want the contrast, and the border.
    segno.make(uri, error="m").save(
        drawn, kind="svg", scale=_MODULE_PIXELS, xmldecl=False, dark="#000", light="#fff"
    )
    return NewSeed(written_seed(seed), uri, drawn.getvalue().decode(), seed)
