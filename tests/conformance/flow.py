"""The flow that every module of the suite begins with (AbstractOIDCCServerTest)."""

from tests.conformance.checks import check_answer, check_id_token, check_token_answer
from tests.conformance.persons_browser import Browser
from tests.conformance.relying_party import RelyingParty, Request, Tokens


async def code_for(party: RelyingParty, browser: Browser, request: Request) -> str:
    """Authorizes in the browser; returns the code after its checks."""
    return check_answer(party, request, await browser.authorize(request.url))


async def whole_flow(
    party: RelyingParty, browser: Browser, request: Request | None = None, **token_fields: str
) -> Tokens:
    """Authorization, code, tokens and one call with the access token, each checked."""
    asked = request or party.request()
    tokens = await party.redeem(await code_for(party, browser, asked), **token_fields)
    check_token_answer(tokens.answer)
    check_id_token(party, asked, tokens)
    assert (await party.user_info(tokens.access_token)).status_code == 200
    return tokens
