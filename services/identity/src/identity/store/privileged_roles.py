"""Which roles two people have to agree to."""

from chassis.database import Transaction
from sqlalchemy import select

from identity.domain.roles import Role
from identity.store.tables import grantable_roles


def privileged_roles(tx: Transaction) -> frozenset[Role]:
    """The roles that need a second administrator, as the profile names them."""
    found = select(grantable_roles.c.role).where(grantable_roles.c.needs_second_administrator)
    return frozenset(Role(each) for each in tx.execute(found).scalars())
