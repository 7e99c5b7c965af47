"""What ends with what: sessions, clients, consents and replays end tokens."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import Transaction
from chassis.rpc.keys import deny_session

from identity.app.sign_in.session_ends import when_sessions_end
from identity.events.outgoing import tell_session_revoked
from identity.store.oidc import grants as store
from identity.store.oidc.logout import end_client_sessions

# Wakes the worker that tells clients on the back channel.
LOGOUT_NOTICES = "logout_notices"


@when_sessions_end
def end_what_sessions_granted(tx: Transaction, session_ids: Sequence[UUID]) -> None:
    """Ends the tokens of the sessions and queues a notice for each client that knows one."""
    store.end_grants_of_sessions(tx, session_ids)
    if end_client_sessions(tx, session_ids):
        tx.touch(LOGOUT_NOTICES)


def end_what_goes_on_without_sessions(tx: Transaction, person_id: UUID) -> None:
    """Ends what a person granted with `offline_access`: whoever had the account may have done it.

    For a new password and the end of an account; the person's clients ask anew.
    """
    store.end_offline_grants_of(tx, person_id)


def end_what_client_holds(tx: Transaction, client_id: UUID) -> None:
    """Ends every token of a client, those of persons and its own, at once."""
    store.end_grants_of_client(tx, client_id)
    end_system_tokens(tx, client_id)


def end_system_tokens(tx: Transaction, client_id: UUID, sid: UUID | None = None) -> None:
    """Ends what a client got for itself, or one token of it; every service refuses it then."""
    for ended, tokens_end in store.end_system_grants(tx, client_id, sid):
        deny_session(tx, str(ended), tokens_end)
        tell_session_revoked(tx, ended, client_id, tokens_end)
