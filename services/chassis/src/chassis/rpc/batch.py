"""Answers calls in one transaction: what the contract asks around each of them, for all at once.

One call or a thousand: the relation check, the replay of repeated requests, the kept answers and
the audit entries take the same few statements.
"""

from collections.abc import Callable, Sequence

from google.protobuf.message import Message

from chassis.database.transaction import Transaction
from chassis.errors import Failure
from chassis.rpc import audit
from chassis.rpc.answers import (
    Key,
    Outcome,
    find_answers,
    hash_of,
    hold_ids,
    keep_answers,
    key_of,
    reused,
)
from chassis.rpc.call import Call
from chassis.rpc.relations import Relations
from chassis.rpc.status import to_status

Answer = Callable[[Transaction, Sequence[Call]], Sequence[Message | Failure]]


class Batch:
    """Answers the calls of one service together."""

    def __init__(self, service: str, relations: Relations) -> None:
        self._service = service
        self._relations = relations

    def answer(self, tx: Transaction, calls: Sequence[Call], answer: Answer) -> list[Outcome]:
        """The outcome of each call, in order; `answer` decides those that are let in and new.

        Two calls with the same request id are one request: the second gets the first one's answer.
        """
        outcomes: list[Outcome | None] = [*self._relations.check_all(tx, calls)]
        admitted = [place for place, refused in enumerate(outcomes) if refused is None]
        chosen = [calls[place] for place in admitted]
        hold_ids(tx, chosen)
        for place, kept in zip(admitted, find_answers(tx, chosen), strict=True):
            outcomes[place] = kept
        fresh, repeats = _split(calls, [p for p in admitted if outcomes[p] is None])
        if fresh:
            asked = [calls[place] for place in fresh]
            answered = answer(tx, asked)
            self._keep(tx, asked, answered)
            for place, outcome in zip(fresh, answered, strict=True):
                outcomes[place] = outcome
        for place, first in repeats.items():
            same = hash_of(calls[place]) == hash_of(calls[first])
            outcomes[place] = outcomes[first] if same else reused()
        return [outcome for outcome in outcomes if outcome is not None]

    def _keep(
        self, tx: Transaction, calls: Sequence[Call], answered: Sequence[Message | Failure]
    ) -> None:
        kept, entries = [], []
        for call, outcome in zip(calls, answered, strict=True):
            if not isinstance(outcome, Failure):
                kept.append((call, outcome))
                if audit.is_audited(call):
                    entries.append((call, audit.OK))
            elif outcome.keeps_changes:
                kept.append((call, to_status(outcome, self._service, call.language)))
                if call.contract.access.audited:
                    entries.append((call, outcome.reason))
        keep_answers(tx, kept)
        audit.enter_all(tx, entries)


def _split(calls: Sequence[Call], places: Sequence[int]) -> tuple[list[int], dict[int, int]]:
    """The calls to answer, and of each repeat among them the call that it repeats."""
    fresh: list[int] = []
    repeats: dict[int, int] = {}
    first: dict[Key, int] = {}
    for place in places:
        key = key_of(calls[place])
        if key is not None and (before := first.setdefault(key, place)) != place:
            repeats[place] = before
        else:
            fresh.append(place)
    return fresh, repeats
