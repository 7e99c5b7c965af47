"""Replay protection: a request with an id takes effect once and is answered alike each time."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, TypeAlias

from google.protobuf.message import Message
from google.rpc import status_pb2
from sqlalchemy import Row, and_, delete, select

from chassis.database import given, insert_many
from chassis.database.tables import answers
from chassis.database.transaction import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.rpc.call import Call
from chassis.values import LocalizedText

# How long an answer can be asked for again.
KEPT = timedelta(days=30)

REUSED = LocalizedText(
    de="Diese Anfragenummer wurde schon für eine andere Anfrage benutzt. Bitte senden Sie die"
    " Anfrage mit einer neuen Nummer.",
    en="This request id was used for a different request already. Please send the request with a"
    " new id.",
)


class Replayed(Exception):  # noqa: N818  # an answer on its way, nothing went wrong now
    """The request was refused before; carries the status that was answered then."""

    def __init__(self, status: status_pb2.Status) -> None:
        super().__init__(status.message)
        self.status = status


Outcome: TypeAlias = Message | Failure | Replayed


def hold_ids(tx: Transaction, calls: Iterable[Call]) -> None:
    """Waits for requests with the same ids that are in flight in other transactions."""
    tx.hold("\n".join(key) for call in calls if (key := key_of(call)))


def find_answers(tx: Transaction, calls: Sequence[Call]) -> list[Outcome | None]:
    """What the same requests were answered before, None for each that is new.

    It is Replayed where the answer was a refusal, and a Failure where the id was used for another
    request.
    """
    keys = [key_of(call) for call in calls]
    asked = list(filter(None, keys))
    kept = {(row.caller, row.method, row.request_id): row for row in _rows(tx, asked)}
    return [
        _reopen(call, kept[key]) if key in kept else None
        for call, key in zip(calls, keys, strict=True)
    ]


def keep_answers(
    tx: Transaction, answered: Iterable[tuple[Call, Message | status_pb2.Status]]
) -> None:
    """Stores what is being answered: the answer's message, or the status of a refusal."""
    rows = []
    for call, answer in answered:
        if key := key_of(call):
            value = answer.SerializeToString()
            refused = isinstance(answer, status_pb2.Status)
            rows.append(
                {
                    "caller": key.caller,
                    "method": key.method,
                    "request_id": key.request_id,
                    "request_hash": hash_of(call),
                    "answer": None if refused else value,
                    "failure": value if refused else None,
                    "create_time": tx.now,
                }
            )
    insert_many(tx, answers, rows)


def reused() -> Failure:
    """The id of the request was used for another one."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "REQUEST_ID_REUSED",
        REUSED,
        fields=(FieldProblem("request_id", "REQUEST_ID_REUSED", REUSED),),
    )


def forget_old_answers(tx: Transaction) -> int:
    """Deletes the answers that are no longer kept; returns how many."""
    return tx.execute(delete(answers).where(answers.c.create_time < tx.now - KEPT)).rowcount


class Key(NamedTuple):
    """What makes a request the same as another one."""

    caller: str
    method: str
    request_id: str


def key_of(call: Call) -> Key | None:
    """The key of a request; None where its method takes no id or it has none."""
    if not call.contract.takes_request_id:
        return None
    request_id = call.request.request_id  # type: ignore[attr-defined]
    return Key(call.caller_name, call.contract.path, request_id) if request_id else None


def hash_of(call: Call) -> bytes:
    """What tells apart two requests with the same id."""
    return hashlib.sha256(call.request.SerializeToString(deterministic=True)).digest()


def _rows(tx: Transaction, keys: Sequence[Key]) -> Sequence[Row[Any]]:
    if not keys:
        return ()
    if len(keys) == 1:
        return tx.execute(
            select(answers).where(*(answers.c[n] == v for n, v in keys[0]._asdict().items()))
        ).all()
    columns = {
        name: (answers.c[name].type, [getattr(key, name) for key in keys]) for name in Key._fields
    }
    asked = given(tx, "asked", columns)
    return tx.execute(
        select(answers).join(asked, and_(*(answers.c[n] == asked.c[n] for n in Key._fields)))
    ).all()


def _reopen(call: Call, row: Row[Any]) -> Outcome:
    if row.request_hash != hash_of(call):
        return reused()
    if row.failure is not None:
        return Replayed(status_pb2.Status.FromString(row.failure))
    answer = call.contract.response_type()
    answer.ParseFromString(row.answer)
    return answer
