"""People sign in at other systems: the authorization code flow from end to end."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from chassis.testing import DrivenClock

from services.identity.tests.oidc_factories import (
    ISSUER,
    REDIRECT_URI,
    OpenId,
    query_of,
    registered,
    returned_by,
)

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def openid(identity: Any) -> OpenId:
    return OpenId(identity)


async def test_a_signed_in_student_comes_back_with_a_code_that_buys_tokens(
    openid: OpenId, clock: DrivenClock
) -> None:
    client = registered(openid.identity.database)
    student = await openid.identity.student()
    session_token = (await openid.identity.sign_in(student)).session_token
    signed_in_at = int(clock.now().timestamp())
    clock.advance(timedelta(minutes=3))
    answer = await openid.authorize(client, session_token, nonce="n-0S6_WzA2Mj")
    back = answer.return_to_client
    assert back.location.startswith(f"{REDIRECT_URI}?code=")
    assert query_of(back.location) == returned_by(answer)
    returned = returned_by(answer)
    assert (returned["state"], returned["iss"]) == ("af0ifjsldkj", ISSUER)
    tokens = await openid.redeem(client, returned["code"])
    assert tokens.status == 200
    assert tokens.headers["cache-control"] == "no-store"
    assert tokens.body["token_type"] == "Bearer"
    assert tokens.body["scope"] == "openid profile"
    assert "refresh_token" not in tokens.body
    claims = await openid.read(tokens.body["id_token"])
    now = int(clock.now().timestamp())
    assert UUID(claims.pop("sid"))
    assert len(claims.pop("at_hash")) == 22
    subject = claims.pop("sub")
    assert claims == {
        "iss": ISSUER,
        "aud": client.client_id,
        "nonce": "n-0S6_WzA2Mj",
        "auth_time": signed_in_at,
        "acr": "https://refeds.org/profile/sfa",
        "amr": ["pwd"],
        "iat": now,
        "exp": now + 600,
    }
    known = await openid.userinfo(tokens.body["access_token"])
    assert known.status == 200
    assert known.body == {
        "sub": subject,
        "name": "Ayşe Öztürk",
        "given_name": "Ayşe",
        "family_name": "Öztürk",
        "preferred_username": student.user_name,
    }
