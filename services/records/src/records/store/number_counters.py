"""Numbers that follow each other without a gap and are given once."""

from chassis.database import Transaction, insert_or_ignore
from sqlalchemy import select, update

from records.store import tables


def take_numbers(tx: Transaction, counter_name: str, first: int, count: int = 1) -> range:
    """Takes so many numbers of the counter, from `first` on.

    Whoever takes some at the same time waits until this transaction ends.
    """
    counter = tables.number_counters
    row = {"counter_name": counter_name, "last_number": first - 1}
    insert_or_ignore(tx, counter, [row])
    tx.lock(counter.c.counter_name, [counter_name])
    this_one = counter.c.counter_name == counter_name
    last: int = tx.execute(select(counter.c.last_number).where(this_one)).scalar_one()
    tx.execute(update(counter).where(this_one).values(last_number=last + count))
    return range(last + 1, last + 1 + count)
