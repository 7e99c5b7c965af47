"""Decides own and assigned: one function per resource type, inside the use case's transaction."""

from collections.abc import Callable, Mapping

from chassis.database.transaction import Transaction
from chassis.errors import Code, Failure
from chassis.rpc.call import Call, Caller
from chassis.rpc.contract import ContractError, MethodContract, Relation
from chassis.values import LocalizedText

# Returns the strongest relation of a caller to a resource: OWN, ASSIGNED, or ANY where it exists
# but is neither; None where there is no such resource.
RelationOf = Callable[[Transaction, Caller, str], Relation | None]

UNKNOWN = LocalizedText(
    de="Das gibt es nicht, oder es gehört Ihnen nicht. Bitte prüfen Sie die Auswahl.",
    en="There is no such thing, or it is not yours. Please check the selection.",
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
        resource = call.contract.access.resource
        if resource and call.caller is not None:
            relation = self._by_resource[resource](tx, call.caller, call.subject)
            if relation is None or not call.relations & {relation, Relation.ANY}:
                raise Failure(
                    Code.NOT_FOUND,
                    f"{resource.upper()}_UNKNOWN",
                    UNKNOWN,
                    metadata={call.contract.access.subject_field: call.subject},
                )
            call.used_relation = relation if relation in call.relations else Relation.ANY
        elif call.relations:
            call.used_relation = call.relation
        call.admitted = True
