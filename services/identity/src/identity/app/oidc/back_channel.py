"""Back-channel logout: what clients are told of sessions that ended (Back-Channel Logout 1.0)."""

from dataclasses import dataclass, field
from datetime import timedelta

from chassis.database import Transaction

from identity.app.oidc.rules import ProviderRules
from identity.app.oidc.subjects import subject_of
from identity.app.tokens.signing_keys import sign
from identity.domain.oidc.grants import LogoutNotice, next_attempt
from identity.domain.signing_keys import Algorithm
from identity.store.oidc import logout as store
from identity.store.oidc.clients import find_client

LOGOUT_TOKEN_TYPE = "logout+jwt"
EVENT = "http://schemas.openid.net/event/backchannel-logout"
# Section 2.4 recommends two minutes at the most.
_TOKEN_LIFETIME = timedelta(minutes=2)
# Longer than a delivery takes; when the process dies meanwhile, another one goes on then.
_CLAIMED_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A logout token to be posted to a client's address."""

    notice: LogoutNotice
    uri: str
    logout_token: str = field(repr=False)


def claim_deliveries(
    tx: Transaction, rules: ProviderRules, limit: int = 20
) -> tuple[Delivery, ...]:
    """The notices that are due, taken for this process, each with a token made now."""
    deliveries = []
    for notice in store.due_notices(tx, limit):
        if not store.claim_notice(tx, notice, tx.now + _CLAIMED_FOR):
            continue
        client = find_client(tx, notice.client_id)
        uri = client.registration.back_channel_logout_uri if client else ""
        if client is None or not client.is_enabled or not uri:
            store.note_not_delivered(tx, notice.position, "no address any more", None)
            continue
        issued_at = int(tx.now.timestamp())
        claims = {
            "iss": rules.issuer,
            "sub": subject_of(tx, client, notice.person_id),
            "aud": str(client.client_id),
            "iat": issued_at,
            "exp": issued_at + int(_TOKEN_LIFETIME.total_seconds()),
            "jti": str(tx.new_id()),
            "events": {EVENT: {}},
            "sid": str(notice.sid),
        }
        token = sign(tx, rules.chest, claims, LOGOUT_TOKEN_TYPE, Algorithm.RS256)
        deliveries.append(Delivery(notice, uri, token))
    return tuple(deliveries)


def note_delivered(tx: Transaction, delivery: Delivery) -> None:
    """The client was told."""
    store.note_delivered(tx, delivery.notice.position)


def note_failed(tx: Transaction, delivery: Delivery, problem: str) -> None:
    """The client could not be told: later again, or not any more."""
    again = next_attempt(delivery.notice.attempts + 1, tx.now)
    store.note_not_delivered(tx, delivery.notice.position, problem, again)
