"""Draws letters with initial codes: make the codes, then draw away from the event loop."""

from collections.abc import Callable, Sequence
from uuid import UUID

from chassis.computing import Compute
from chassis.database import Transaction
from chassis.documents import Document
from chassis.rpc import Work
from google.protobuf.message import Message

from identity.app.accounts.initial_code_letters import LetterPlace, write_letter, write_letters
from identity.documents.initial_code_letter import render
from identity.domain.initial_code_letter import InitialCodeLetter

PDF = "application/pdf"


async def draw_one(
    work: Work,
    compute: Compute,
    place: LetterPlace,
    answer: Message,
    *,
    person_id: UUID,
    by_administrator: bool,
) -> Document:
    """The letter of one account. Raises what `write_letter` raises."""

    def write(tx: Transaction) -> Sequence[InitialCodeLetter]:
        return [write_letter(tx, person_id, place, by_administrator=by_administrator)]

    letters = await _written(work, answer, write)
    return Document(await compute(render, letters), PDF, f"initial-code-{letters[0].user_name}.pdf")


async def draw_many(
    work: Work, compute: Compute, place: LetterPlace, answer: Message, *, limit: int
) -> Document:
    """The letters of the accounts without a code. Raises NO_ACCOUNT_WITHOUT_CODE."""
    letters = await _written(work, answer, lambda tx: write_letters(tx, limit, place))
    day = letters[0].issued_on.isoformat()
    return Document(await compute(render, letters), PDF, f"initial-codes-{day}.pdf")


async def _written(
    work: Work, answer: Message, write: Callable[[Transaction], Sequence[InitialCodeLetter]]
) -> Sequence[InitialCodeLetter]:
    """The letters once their codes are durable. `answer` is of the method's type, and stays empty.

    The transaction may run again after a lock conflict: the letters of its last run count.
    """
    written: list[Sequence[InitialCodeLetter]] = []

    def run(tx: Transaction) -> Message:
        written[:] = [write(tx)]
        return answer

    await work.write(run)
    return written[0]
