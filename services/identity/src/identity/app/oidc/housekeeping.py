"""Removes what the provider need not keep any longer."""

from datetime import timedelta

from chassis.database import Transaction

from identity.store.oidc import clients, grants, logout, waiting

# A replay of a code or a refresh token is known for one as long as its grant is kept. Sessions of
# clients are kept as long as sessions themselves, so that a report of misuse can be looked into.
_KEPT = timedelta(days=30)


def tidy_provider(tx: Transaction) -> None:
    """Drops what is over: requests, assertions, secrets; and after 30 days grants and notices."""
    waiting.drop_waiting_requests_before(tx, tx.now)
    clients.drop_assertions_before(tx, tx.now)
    clients.drop_secrets_before(tx, tx.now)
    grants.drop_grants_before(tx, tx.now - _KEPT)
    logout.drop_client_sessions_before(tx, tx.now - _KEPT)
