"""Replay protection: a request with an id takes effect once and is answered alike each time."""

import hashlib
from datetime import timedelta
from typing import Any

from google.protobuf.message import Message
from google.rpc import status_pb2
from sqlalchemy import ColumnElement, Row, delete, select, update

from chassis.database import insert_or_ignore
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


def find_answer(tx: Transaction, call: Call) -> Message | None:
    """The answer that the same request got before, None where it is new.

    Raises Replayed where the answer was a refusal, and Failure where the id was used for another
    request.
    """
    request_id = _request_id(call)
    if not request_id:
        return None
    row = tx.execute(select(answers).where(*_key(call, request_id))).first()
    return None if row is None else _reopen(call, row)


def claim(tx: Transaction, call: Call) -> Message | None:
    """Like `find_answer`, and takes the id: a request in flight with the same one is waited for."""
    request_id = _request_id(call)
    if not request_id:
        return None
    taken = insert_or_ignore(
        tx,
        answers,
        [
            {
                "caller": call.caller_name,
                "method": call.contract.path,
                "request_id": request_id,
                "request_hash": _hash(call),
                "create_time": tx.now,
            }
        ],
    )
    return None if taken else find_answer(tx, call)


def keep_answer(tx: Transaction, call: Call, answer: Message) -> None:
    """Stores what is being answered, for the id that was claimed."""
    if request_id := _request_id(call):
        value = answer.SerializeToString()
        tx.execute(update(answers).where(*_key(call, request_id)).values(answer=value))


def keep_failure(tx: Transaction, call: Call, status: status_pb2.Status) -> None:
    """Stores the refusal that is being answered, for the id that was claimed."""
    if request_id := _request_id(call):
        value = status.SerializeToString()
        tx.execute(update(answers).where(*_key(call, request_id)).values(failure=value))


def forget_old_answers(tx: Transaction) -> int:
    """Deletes the answers that are no longer kept; returns how many."""
    return tx.execute(delete(answers).where(answers.c.create_time < tx.now - KEPT)).rowcount


def _reopen(call: Call, row: Row[Any]) -> Message:
    if row.request_hash != _hash(call):
        raise Failure(
            Code.INVALID_ARGUMENT,
            "REQUEST_ID_REUSED",
            REUSED,
            fields=(FieldProblem("request_id", "REQUEST_ID_REUSED", REUSED),),
        )
    if row.failure is not None:
        raise Replayed(status_pb2.Status.FromString(row.failure))
    answer = call.contract.response_type()
    answer.ParseFromString(row.answer)
    return answer


def _request_id(call: Call) -> str:
    return str(getattr(call.request, "request_id", ""))


def _hash(call: Call) -> bytes:
    return hashlib.sha256(call.request.SerializeToString(deterministic=True)).digest()


def _key(call: Call, request_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        answers.c.caller == call.caller_name,
        answers.c.method == call.contract.path,
        answers.c.request_id == request_id,
    )
