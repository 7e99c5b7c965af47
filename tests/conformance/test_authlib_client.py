"""Authlib's own client signs somebody in and out: discovery, PKCE, claims, refresh, revocation."""

import httpx
import pytest
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.conformance.persons_browser import Browser, Returned
from tests.conformance.relying_party import RelyingParty

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_authlibs_client_signs_in_renews_and_signs_out(
    strict_party: RelyingParty, browser: Browser
) -> None:
    party = strict_party
    verifier, nonce = generate_token(64), generate_token(24)
    async with AsyncOAuth2Client(
        client_id=party.client.client_id,
        client_secret=party.client.secret,
        scope="openid profile offline_access",
        redirect_uri=party.client.redirect_uri,
        code_challenge_method="S256",
        verify=party.provider.trust,
    ) as client:
        url, state = client.create_authorization_url(
            party.metadata["authorization_endpoint"],
            code_verifier=verifier,
            nonce=nonce,
            prompt="consent",
        )
        returned = await browser.authorize(url)
        token = await client.fetch_token(
            party.metadata["token_endpoint"],
            authorization_response=str(httpx.URL(returned.address, params=returned.parameters)),
            state=state,
            code_verifier=verifier,
        )
        keys = KeySet.import_key_set((await client.get(party.metadata["jwks_uri"])).json())
        verified = jwt.decode(token["id_token"], keys, algorithms=["RS256"])
        claims = CodeIDToken(verified.claims, verified.header, params={"nonce": nonce})
        claims.validate()
        person = (await client.get(party.metadata["userinfo_endpoint"])).json()
        assert person["sub"] == claims["sub"]
        assert person["preferred_username"] == browser.login.user_name

        former = token["access_token"]
        renewed = await client.refresh_token(party.metadata["token_endpoint"])
        assert renewed["access_token"] != former
        await client.revoke_token(  # type: ignore[no-untyped-call]
            party.metadata["revocation_endpoint"],
            token=renewed["refresh_token"],
            token_type_hint="refresh_token",
        )
        refused = await party.refresh(renewed["refresh_token"])
        assert refused.json()["error"] == "invalid_grant"

        out = await browser.open(
            party.logout_url(
                id_token_hint=token["id_token"],
                post_logout_redirect_uri=party.client.post_logout_redirect_uri,
            )
        )
        assert isinstance(out, Returned)
        assert out.address == party.client.post_logout_redirect_uri
