"""Decides own and assigned: one function per resource type, inside the use case's transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from chassis.database.transaction import Transaction
from chassis.errors import Code, Failure
from chassis.rpc.call import Call, Caller
from chassis.rpc.contract import ContractError, MethodContract, Relation
from chassis.values import LocalizedText

# Returns the strongest relation of a caller to a resource: OWN, ASSIGNED, or ANY where it exists
# but is neither; None where there is no such resource.
RelationOf: TypeAlias = Callable[[Transaction, Caller, str], Relation | None]
# The same for many callers, each with a resource, in as few queries as it takes.
RelationsOf: TypeAlias = Callable[
    [Transaction, Sequence[tuple[Caller, str]]], Sequence[Relation | None]
]


@dataclass(frozen=True)
class DecidedTogether:
    """A relation that is decided for many calls at once; for methods that are answered together."""

    decide: RelationsOf

    def __call__(self, tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
        """The relation of one caller to one resource."""
        return self.decide(tx, [(caller, resource_id)])[0]


UNKNOWN = LocalizedText(
    de="Das gibt es nicht, oder es gehört Ihnen nicht. Bitte prüfen Sie die Auswahl.",
    en="There is no such thing, or it is not yours. Please check the selection.",
)


OWN_RECORD = LocalizedText(
    de="In eigener Sache darf das niemand tun. Bitte lassen Sie es eine Kollegin oder einen"
    " Kollegen erledigen.",
    en="Nobody may do this in their own case. Please leave it to a colleague.",
)


class Relations:
    """The relations that a service registered, by resource type."""

    def __init__(self, by_resource: Mapping[str, RelationOf]) -> None:
        self._by_resource = by_resource

    def require_for(self, contract: MethodContract) -> None:
        """Raises ContractError where the contract names a resource nobody registered."""
        resource = contract.access.resource
        if resource and resource not in self._by_resource:
            raise ContractError(f"{contract.path}: no relation is registered for {resource!r}")

    def check(self, tx: Transaction, call: Call) -> None:
        """Lets the call pass, or raises NOT_FOUND so that nobody learns what exists."""
        [refused] = self.check_all(tx, [call])
        if refused is not None:
            raise refused

    def check_all(self, tx: Transaction, calls: Sequence[Call]) -> list[Failure | None]:
        """NOT_FOUND for each call that may not pass, None for the others, which are admitted.

        Clerks in their own case get PERMISSION_DENIED OWN_RECORD: they know that it is there.
        """
        asking: dict[str, list[int]] = {}
        for place, call in enumerate(calls):
            if call.contract.access.resource and call.caller is not None:
                asking.setdefault(call.contract.access.resource, []).append(place)
            else:
                if call.relations:
                    call.used_relation = call.relation
                call.admitted = True
        refused: list[Failure | None] = [None] * len(calls)
        for resource, places in asking.items():
            found = self._relations_to(tx, resource, [calls[place] for place in places])
            for place, relation in zip(places, found, strict=True):
                refused[place] = _admit(calls[place], relation)
        return refused

    def _relations_to(
        self, tx: Transaction, resource: str, calls: Sequence[Call]
    ) -> Sequence[Relation | None]:
        relation_of = self._by_resource[resource]
        asked = [(call.caller, call.subject) for call in calls if call.caller is not None]
        if isinstance(relation_of, DecidedTogether):
            return relation_of.decide(tx, asked)
        return [relation_of(tx, caller, subject) for caller, subject in asked]


def _admit(call: Call, relation: Relation | None) -> Failure | None:
    access = call.contract.access
    if relation is None or not call.relations & {relation, Relation.ANY}:
        return Failure(
            Code.NOT_FOUND,
            f"{access.resource.upper()}_UNKNOWN",
            UNKNOWN,
            metadata={access.subject_field: call.subject},
        )
    if relation is Relation.OWN and call.contract.is_for_others_only:
        return Failure(
            Code.PERMISSION_DENIED,
            "OWN_RECORD",
            OWN_RECORD,
            metadata={access.subject_field: call.subject},
        )
    call.used_relation = relation if relation in call.relations else Relation.ANY
    call.admitted = True
    return None
