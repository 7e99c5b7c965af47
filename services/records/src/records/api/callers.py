"""Who calls, for what is entered in somebody's name."""

from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import current_call

from records.app.staff import user_name_of


def calling_person() -> UUID:
    """The signed-in person who calls; these methods are open to nobody else."""
    caller = current_call().caller
    if caller is None:
        raise AssertionError("the contract lets only signed-in persons in")
    return caller.person_id


def calling_user(tx: Transaction) -> str:
    """The user name of whoever calls."""
    return user_name_of(tx, calling_person())


def calls_with_role(role: int) -> bool:
    """Whether the caller holds a role (matrikel.access.v1.Role)."""
    caller = current_call().caller
    return caller is not None and role in caller.roles
