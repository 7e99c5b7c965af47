"""Verifies the chain against the entries and the signed heads, whatever its length.

Everything is read in pages, and of the heads' files one line at a time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from chassis.audit.chain import hash_at
from chassis.audit.findings import MOST_TOLD, FindingKind, Report
from chassis.audit.hashes import hash_before_all, hash_of_entry, hash_of_place
from chassis.audit.heads import Kind, Line, Statement, read_statements
from chassis.database.database import Database
from chassis.database.tables import audit_chain, audit_entries, audit_waiting
from chassis.database.transaction import Transaction
from chassis.signing import Jwk

PAGE = 2000


async def verify(
    database: Database, service: str, heads: Sequence[Path], keys: Mapping[str, Jwk]
) -> Report:
    """Compares entries, chain and signed statements. Raises OSError where a file is unreadable.

    A file of heads that is not there is a finding, once there are entries: whoever removed the
    file could have removed anything.
    """
    report = Report(service)
    files = [path for path in heads if path.exists()]
    pruned_to = max((_pruned_to(path, service, keys) for path in files), default=0)
    checks = [_HeadsCheck(path, service, keys, report) for path in files]
    walk = _Walk(report, service, pruned_to)
    while page := await database.read(_places_after, walk.number):
        for row in page:
            walk.step(row)
            for check in checks:
                check.passed(row.number, row.hash)
    walk.end()
    for check in checks:
        # What the service chained and signed meanwhile is no finding.
        for head in check.beyond():
            if await database.read(hash_at, head.number) != bytes.fromhex(head.hash):
                report.add(FindingKind.TAIL_CUT, _cut(head, walk.number))
                break
    for path in heads:
        if path not in files and walk.number:
            report.add(FindingKind.HEADS_MISSING, f"there is no file {path}")
    await _look_for_strangers(database, report)
    return report


class _Walk:
    """Goes along the chain from place to place."""

    def __init__(self, report: Report, service: str, pruned_to: int) -> None:
        self._report = report
        self._pruned_to = pruned_to
        self._edited: list[Any] = []
        # Hash of the former place; None where that place is missing.
        self._former: bytes | None = hash_before_all(service)
        self.number = 0

    def step(self, row: Any) -> None:
        """Looks at the next place that the database has."""
        if row.number != self.number + 1:
            self._report.add(FindingKind.REMOVED, _missing(self.number + 1, row.number - 1))
            self._former = None
        self.number = row.number
        self._report.places += 1
        self._look_at_entry(row)
        fits = self._former is None or row.hash == hash_of_place(
            self._former, row.number, row.entry_hash
        )
        if not fits:
            self._report.add(
                FindingKind.REORDERED,
                f"place {row.number} (entry {row.position}) is not what followed place"
                f" {row.number - 1} when it was chained",
            )
        self._former = row.hash

    def _look_at_entry(self, row: Any) -> None:
        if row.method is not None:
            if hash_of_entry(row) != row.entry_hash:
                self._edited.append(row)
                if len(self._edited) > MOST_TOLD:
                    self._tell_edited()
        elif row.number <= self._pruned_to:
            self._report.pruned += 1
        else:
            self._report.add(
                FindingKind.REMOVED, f"entry {row.position} at place {row.number} is gone"
            )

    def end(self) -> None:
        """Tells what could be told only at the end."""
        self._tell_edited()

    def _tell_edited(self) -> None:
        """Entries that hold each other's contents were exchanged; others were edited."""
        by_hash = {row.entry_hash: row for row in self._edited}
        for row in self._edited:
            other = next(
                (
                    by_hash[found]
                    for one in self._edited
                    if one is not row
                    and (found := hash_of_entry(row, one.position)) == one.entry_hash
                ),
                None,
            )
            where = f"entry {row.position} at place {row.number}, of {row.entry_time.isoformat()}"
            if other is None:
                self._report.add(FindingKind.EDITED, f"{where}, is not as it was written")
            else:
                self._report.add(
                    FindingKind.REORDERED, f"{where}, holds what entry {other.position} was"
                )
        self._edited.clear()


class _HeadsCheck:
    """Compares one file's statements, in order, with the places that the walk passes."""

    def __init__(self, path: Path, service: str, keys: Mapping[str, Jwk], report: Report) -> None:
        self._path = path
        self._report = report
        self._told = False
        self._lines = self._sound(read_statements(path, service, keys))
        self._next = next(self._lines, None)
        self._former: Statement | None = None

    def passed(self, number: int, place_hash: bytes) -> None:
        """The walk is at this place."""
        while self._next is not None and self._next.number <= number:
            if self._next.number == number and self._next.hash != place_hash.hex():
                self._tell_rewritten(self._next)
            self._advance()

    def beyond(self) -> Iterator[Statement]:
        """The heads that know more places than the walk came by."""
        while self._next is not None:
            yield self._next
            self._advance()

    def _advance(self) -> None:
        self._former, self._next = self._next, next(self._lines, None)

    def _tell_rewritten(self, head: Statement) -> None:
        # From the first place that was changed on, no head fits any more: the first says enough.
        if not self._told:
            known = self._former.number if self._former else 0
            self._report.add(
                FindingKind.REWRITTEN,
                f"the head of {head.time} does not fit: between places {known} and"
                f" {head.number} the chain was made anew",
            )
        self._told = True

    def _sound(self, lines: Iterable[Line]) -> Iterator[Statement]:
        """The statements that may be relied on; what is wrong with others is told."""
        highest = 0
        for line in lines:
            problem = line.problem
            statement = line.statement
            if statement is None or problem:
                self._tell_damaged(line.number, problem)
                continue
            self._report.heads += 1
            self._report.last_head = max(self._report.last_head, statement.time)
            if statement.kind is Kind.PRUNED:
                continue
            if statement.number < highest:
                self._tell_damaged(line.number, "it goes back behind the one before it")
                continue
            highest = statement.number
            yield statement

    def _tell_damaged(self, line: int, problem: str) -> None:
        self._report.add(FindingKind.HEADS_DAMAGED, f"{self._path.name}, line {line}: {problem}")


async def _look_for_strangers(database: Database, report: Report) -> None:
    """Entries that came in without being noted, and noted ones that are gone."""
    after = 0
    while rows := await database.read(_entries_after, after):
        after = rows[-1].position
        for row in rows:
            if row.number is None and row.waits is None:
                report.add(FindingKind.INSERTED, f"entry {row.position} was put in past the chain")
    waiting, vanished = await database.read(_waiting)
    report.waiting = waiting
    for position in vanished:
        report.add(FindingKind.REMOVED, f"entry {position} is gone; it had no place yet")


def _missing(first: int, last: int) -> str:
    which = f"place {first} is" if first == last else f"places {first} to {last} are"
    return f"{which} missing from the chain"


def _cut(head: Statement, last: int) -> str:
    return f"the head of {head.time} knows {head.number} places, the chain ends at {last}"


def _pruned_to(path: Path, service: str, keys: Mapping[str, Jwk]) -> int:
    """The last place whose entry may be gone, as signed when it was pruned."""
    sound = (
        line.statement
        for line in read_statements(path, service, keys)
        if line.statement is not None and not line.problem
    )
    return max((one.number for one in sound if one.kind is Kind.PRUNED), default=0)


def _places_after(tx: Transaction, number: int) -> Sequence[Any]:
    return tx.execute(
        select(audit_chain, *(one for one in audit_entries.c if one.name != "position"))
        .outerjoin(audit_entries, audit_entries.c.position == audit_chain.c.position)
        .where(audit_chain.c.number > number)
        .order_by(audit_chain.c.number)
        .limit(PAGE)
    ).all()


def _entries_after(tx: Transaction, position: int) -> Sequence[Any]:
    return tx.execute(
        select(
            audit_entries.c.position, audit_chain.c.number, audit_waiting.c.position.label("waits")
        )
        .outerjoin(audit_chain, audit_chain.c.position == audit_entries.c.position)
        .outerjoin(audit_waiting, audit_waiting.c.position == audit_entries.c.position)
        .where(audit_entries.c.position > position)
        .order_by(audit_entries.c.position)
        .limit(PAGE)
    ).all()


def _waiting(tx: Transaction) -> tuple[int, Sequence[int]]:
    """How many entries wait for their place, and which of them are not there any more."""
    noted = select(audit_waiting.c.position).outerjoin(
        audit_entries, audit_entries.c.position == audit_waiting.c.position
    )
    count = tx.execute(select(func.count()).select_from(audit_waiting)).scalar_one()
    gone = noted.where(audit_entries.c.position.is_(None)).limit(MOST_TOLD)
    return count, [row.position for row in tx.execute(gone)]
