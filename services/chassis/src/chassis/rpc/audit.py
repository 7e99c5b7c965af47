"""The audit table: who did what to whom and when; ids, never contents."""

from collections.abc import Iterable

from chassis.database import insert_many
from chassis.database.tables import audit_entries
from chassis.database.transaction import Transaction
from chassis.rpc.call import Call
from chassis.rpc.contract import Relation

OK = "OK"


def is_audited(call: Call) -> bool:
    """Whether this call is to be entered: the contract says so, and it is no read of one's own."""
    if call.entered or not call.contract.access.audited:
        return False
    if call.caller is not None and call.caller.support_by is not None:
        return True
    return not (call.contract.only_reads and call.used_relation is Relation.OWN)


def enter(tx: Transaction, call: Call, outcome: str = OK) -> None:
    """Adds the entry of one call; `outcome` is OK or the reason code of the failure."""
    enter_all(tx, [(call, outcome)])


def enter_all(tx: Transaction, ended: Iterable[tuple[Call, str]]) -> None:
    """Adds the entries of calls with their outcomes, in the order given."""
    insert_many(tx, audit_entries, [_entry(tx, call, outcome) for call, outcome in ended])


def _entry(tx: Transaction, call: Call, outcome: str) -> dict[str, object]:
    return {
        "entry_time": tx.now,
        "method": call.contract.path,
        "caller": call.caller_name,
        "actor": _actor(call),
        "session_id": call.caller.session_id if call.caller else "",
        "subject": call.subject.replace("\0", "")[:200],
        "outcome": outcome,
    }


def _actor(call: Call) -> str:
    """Who acted in the caller's name: the member of staff in support access, else the service."""
    if call.caller is None:
        return call.service or ""
    return str(call.caller.support_by or call.caller.actor or "")
