"""How an item of the clearing list can be settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from records.domain.bank_imports import Settlement
from records.domain.matching import ClearingReason


class ShareFault(Enum):
    """What is wrong with a share of some money."""

    # A person is named twice.
    TWICE = "PAYER_TWICE"
    # All shares together are not the amount.
    SUM = "SHARES_DO_NOT_ADD_UP"


@dataclass(frozen=True, slots=True)
class ShareProblem:
    """A fault in one share by its place from 0, or in all of them (None)."""

    place: int | None
    fault: ShareFault
    # The sum of the shares in cents, where it is wrong.
    cents: int = 0


def possible_settlements(
    reason: ClearingReason, held: int, *, has_owner: bool
) -> tuple[Settlement, ...]:
    """How an item can be settled. `held` is what lies in clearing, in cents.

    Money that lies in clearing has to go somewhere; money that left the bank can only be taken
    from somebody or be none of ours. What is on an account can stay, go elsewhere, or back.
    """
    if held > 0:
        return (
            Settlement.ASSIGNED,
            Settlement.SPLIT,
            Settlement.RETURNED,
            Settlement.DISMISSED,
        )
    if held < 0:
        return (Settlement.ASSIGNED, Settlement.DISMISSED)
    if has_owner and reason is not ClearingReason.RETURNED:
        return (
            Settlement.KEPT,
            Settlement.ASSIGNED,
            Settlement.SPLIT,
            Settlement.RETURNED,
        )
    if reason is ClearingReason.FOREIGN_CURRENCY:
        # It is not in the ledger at all.
        return (Settlement.DISMISSED,)
    return (Settlement.KEPT,)


def share_faults(shares: Sequence[tuple[UUID, int]], cents: int) -> tuple[ShareProblem, ...]:
    """Everything that stands against splitting an amount so."""
    seen: set[UUID] = set()
    found = []
    for place, (person_id, _) in enumerate(shares):
        if person_id in seen:
            found.append(ShareProblem(place, ShareFault.TWICE))
        seen.add(person_id)
    total = sum(share for _, share in shares)
    if total != cents:
        found.append(ShareProblem(None, ShareFault.SUM, total))
    return tuple(found)
