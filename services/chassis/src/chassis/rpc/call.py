"""The call that is being answered: who calls what, in which language, until when."""

import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from google.protobuf.message import Message

from chassis.rpc.contract import MethodContract, Relation
from chassis.values import Language

# What a call may take at most when its caller names no deadline, in seconds.
DEFAULT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person, as the access token tells.

    `roles` are numbers of matrikel.access.v1.Role. `actor` is the service that calls in the
    person's name, None where the person calls directly. `support_by` is the member of staff who
    looks at the person's view in support access. Another system is a caller, too: its id stands in
    place of the person's, its role is ROLE_SYSTEM, and `scopes` are what it was registered for.
    """

    person_id: UUID
    session_id: str
    roles: frozenset[int]
    auth_time: datetime
    access_token: str = field(repr=False)
    actor: str | None = None
    scopes: frozenset[str] = frozenset()
    support_by: UUID | None = None


@dataclass(slots=True)
class Call:
    """One call on its way through the server."""

    contract: MethodContract
    request: Message
    caller: Caller | None
    service: str | None
    language: Language
    client_address: str
    metadata: Mapping[str, str]
    deadline: float
    # Whether the caller named it, so that gRPC itself ends the call then.
    has_own_deadline: bool = False
    relations: frozenset[Relation] = frozenset()
    used_relation: Relation | None = None
    admitted: bool = False
    # Whether the audit table has this call, or needs no entry because a kept answer was given.
    entered: bool = False
    # Whether its effect is durable; a request takes effect once.
    written: bool = False
    # The person's id, "service:<name>" or "anonymous", once the caller is known.
    caller_name: str = "anonymous"
    # The trace that it belongs to, as a W3C header; empty where there is none.
    trace: str = ""

    @property
    def relation(self) -> Relation:
        """The widest relation that the caller's roles open; lists filter by it."""
        return max(self.relations, default=Relation.OWN)

    @property
    def subject(self) -> str:
        """The id of the resource that the request names; empty where it names none."""
        field_name = self.contract.access.subject_field
        return str(getattr(self.request, field_name)) if field_name else ""

    def time_remaining(self) -> float:
        """Seconds until the caller stops waiting."""
        return max(0.0, self.deadline - time.monotonic())


_current: ContextVar[Call] = ContextVar("current_call")
enter_call = _current.set
leave_call = _current.reset


def current_call() -> Call:
    """The call that this code works for. Raises LookupError outside of one."""
    return _current.get()


def current_call_or_none() -> Call | None:
    """The call that this code works for, None in background work."""
    return _current.get(None)
