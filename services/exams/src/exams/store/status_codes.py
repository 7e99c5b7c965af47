"""How the statuses of registrations are printed at this university."""

from collections.abc import Iterable

from chassis.database import Transaction, upsert
from sqlalchemy import select

from exams.domain.profile import StatusCode
from exams.domain.statuses import Status
from exams.store import tables


def list_codes(tx: Transaction) -> tuple[StatusCode, ...]:
    """The stored codes, in the order of `Status`."""
    found = {
        row.status: StatusCode(Status(row.status), row.code, row.name, row.xhochschule)
        for row in tx.execute(select(tables.status_codes))
    }
    return tuple(found[status.value] for status in Status if status.value in found)


def keep_codes(tx: Transaction, codes: Iterable[StatusCode]) -> None:
    """Stores codes in place of what was known of their statuses."""
    upsert(
        tx,
        tables.status_codes,
        [
            {
                "status": one.status.value,
                "code": one.code,
                "name": one.name,
                "xhochschule": one.xhochschule,
            }
            for one in codes
        ],
        key=["status"],
    )
