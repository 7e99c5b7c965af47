"""gRPC: the server every service runs, what a servicer needs, and clients of other services."""

from chassis.rpc.call import Call, Caller, current_call
from chassis.rpc.client import bearer
from chassis.rpc.contract import MethodContract, Relation
from chassis.rpc.relations import RelationOf
from chassis.rpc.work import Work

__all__ = [
    "Call",
    "Caller",
    "MethodContract",
    "Relation",
    "RelationOf",
    "Work",
    "bearer",
    "current_call",
]
