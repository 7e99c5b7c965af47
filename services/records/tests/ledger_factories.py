"""Charges, lines and persons for the tests of the ledger."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from chassis.database import Database
from chassis.testing import within
from chassis.values import LocalizedText, Semester
from records.app.contributions import bring_contributions_up_to_date
from records.app.payments import book_payment
from records.app.person_accounts import account_of
from records.domain.ledger import RECEIVABLE, BookedLine, BookingKind, Charge
from records.domain.settlement import PersonAccount, settle

S = Semester.parse
WAITS_FOR = ("contribution", "reminder")
NO_TEXT = LocalizedText(de="", en="")
_START = datetime(2026, 1, 1, tzinfo=UTC)


class Account:
    """One person's receivable lines, each booked a minute after the one before."""

    def __init__(self) -> None:
        self.person_id = uuid4()
        self.charges: list[Charge] = []
        self.lines: list[BookedLine] = []
        self._minutes: Iterator[int] = iter(range(1_000_000))

    def add(
        self,
        kind: BookingKind,
        cents: int,
        *,
        charge_id: UUID | None = None,
        value_date: date = date(2026, 1, 1),
        reverses: BookedLine | None = None,
    ) -> BookedLine:
        """Books a line."""
        line = BookedLine(
            booking_id=uuid4(),
            line=1,
            kind=kind,
            reversed_kind=reverses.kind if reverses else None,
            value_date=value_date,
            book_time=_START + timedelta(minutes=next(self._minutes)),
            position=1,
            booked_by="system",
            text=NO_TEXT,
            reverses_booking_id=reverses.booking_id if reverses else None,
            account=RECEIVABLE,
            person_id=self.person_id,
            charge_id=charge_id,
            cents=cents,
        )
        self.lines.append(line)
        return line

    def charge(
        self,
        cents: int,
        fee_code: str = "contribution",
        semester: str | None = "2026W",
        due_date: date = date(2026, 7, 15),
    ) -> UUID:
        """Charges something."""
        charge_id = uuid4()
        line = self.add(BookingKind.CHARGE, cents, charge_id=charge_id)
        self.charges.append(
            Charge(
                charge_id,
                line.booking_id,
                self.person_id,
                fee_code,
                S(semester) if semester else None,
                due_date,
                str(len(self.charges)),
            )
        )
        return charge_id

    def pay(self, cents: int, value_date: date = date(2026, 7, 1)) -> BookedLine:
        """Money comes in at the bank."""
        return self.add(BookingKind.PAYMENT, -cents, value_date=value_date)

    def settled(self) -> PersonAccount:
        """The account as it stands."""
        return settle(self.charges, self.lines, WAITS_FOR)


def contribution_of_2027(database: Database, person_ids: list[UUID]) -> list[UUID]:
    """Charges the contribution of the summer of 2027; returns the charges."""
    changes = within(database, bring_contributions_up_to_date, S("2027S"), person_ids)
    return [each.charge_id for each in changes]


def account_in(database: Database, person_id: UUID) -> PersonAccount:
    """The account as it stands."""
    return within(database, account_of, person_id)


def paid(
    database: Database, person_id: UUID, cents: int, value_date: date = date(2026, 11, 2)
) -> UUID:
    """Money comes in at the bank; returns the booking."""
    return within(database, book_payment, person_id, cents, value_date)
