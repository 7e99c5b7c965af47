"""The UserInfo endpoint (OpenID Connect Core 1.0 section 5.3, RFC 6750)."""

from collections.abc import Mapping

from chassis.database import Transaction

from identity.app.oidc.person_claims import claims_about
from identity.app.oidc.presented import person_token
from identity.app.oidc.requests import Answer, ProviderRequest, answer_of
from identity.app.oidc.subjects import subject_of
from identity.domain.mailboxes import MailboxDomains
from identity.domain.oidc.scopes import OPENID, scopes_in

_JSON = ("Content-Type", "application/json")
_NOT_STORED = ("Cache-Control", "no-store")


def answer_userinfo(
    tx: Transaction, request: ProviderRequest, authorization: str, mailboxes: MailboxDomains
) -> Answer:
    """The claims about the person behind a bearer token, or the error that RFC 6750 names."""
    scheme, _, header_token = authorization.partition(" ")
    in_header = header_token.strip() if scheme.lower() == "bearer" else ""
    in_form = request.payload.data.get("access_token", "")
    if in_header and in_form:
        return _refused(400, "invalid_request", "The token was sent in more than one way.")
    token = in_header or in_form
    if not token:
        # RFC 6750 section 3.1: no error where there was no token at all.
        return Answer(401, (("WWW-Authenticate", 'Bearer realm="userinfo"'), _NOT_STORED), "")
    found = person_token(tx, token)
    if found is None:
        return _refused(401, "invalid_token", "The access token is not valid.")
    grant = found.token.grant
    if OPENID not in scopes_in(grant.scope):
        return _refused(403, "insufficient_scope", "The scope openid is needed.")
    about = claims_about(
        tx,
        found.client,
        found.account,
        scopes_in(grant.scope),
        grant.claims.userinfo,
        mailboxes,
    )
    claims = {**about, "sub": subject_of(tx, found.client, grant.person_id)}
    return answer_of(200, claims, (_JSON, _NOT_STORED))


def _refused(status: int, error: str, description: str) -> Answer:
    challenge = f'Bearer realm="userinfo", error="{error}", error_description="{description}"'
    body: Mapping[str, str] = {"error": error, "error_description": description}
    return answer_of(status, body, (_JSON, _NOT_STORED, ("WWW-Authenticate", challenge)))
