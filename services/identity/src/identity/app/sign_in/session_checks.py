"""Whether what an access token hangs on still holds: a person's session, or a system's grant."""

from uuid import UUID

from chassis.database import Transaction

from identity.app.sign_in.sessions import session_of_id
from identity.domain.sessions import SessionRules
from identity.store.oidc.grants import holds_system_grant


def check_session(tx: Transaction, session_id: UUID, rules: SessionRules) -> None:
    """Raises SESSION_ENDED where the `sid` of an access token holds no longer."""
    if not holds_system_grant(tx, session_id):
        session_of_id(tx, session_id, rules)
