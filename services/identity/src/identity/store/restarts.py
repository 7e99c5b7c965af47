"""Keeps that accounts began anew; their persons read it in what is stored about them."""

from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import insert

from identity.domain.restarts import Restart
from identity.store.tables import account_restarts


def keep_restart(tx: Transaction, person_id: UUID, restart: Restart) -> None:
    """Keeps that an account began anew."""
    tx.execute(
        insert(account_restarts).values(
            restart_id=tx.new_id(),
            person_id=person_id,
            identity_document=restart.identity_document.value,
            restarted_by=restart.restarted_by,
            restarted_at=restart.restarted_at,
        )
    )
