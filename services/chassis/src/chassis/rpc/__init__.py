"""gRPC: the server every service runs, what a servicer needs, and clients of other services."""

from chassis.rpc.call import Call, Caller, current_call
from chassis.rpc.client import bearer
from chassis.rpc.contract import MethodContract, Relation
from chassis.rpc.observation import traceparent
from chassis.rpc.relations import DecidedTogether, RelationOf
from chassis.rpc.work import Work

__all__ = [
    "Call",
    "Caller",
    "DecidedTogether",
    "MethodContract",
    "Relation",
    "RelationOf",
    "Work",
    "bearer",
    "current_call",
    "traceparent",
]
