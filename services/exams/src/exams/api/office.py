"""Who calls, for what is entered in a person's name."""

from uuid import UUID

from chassis.rpc import current_call


def calling_person() -> UUID:
    """The signed-in person who calls; these methods are open to nobody else."""
    caller = current_call().caller
    if caller is None:
        raise AssertionError("the contract lets only signed-in persons in")
    return caller.person_id
