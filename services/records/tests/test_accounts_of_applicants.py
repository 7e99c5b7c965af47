"""Accounts before enrolment, fees of other services, and the price of charging many."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from chassis.database import Database, Transaction
from chassis.testing import DrivenClock, within
from matrikel.identity.v1.events_pb2 import LibraryCardIssued, LibraryCardReturned
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolling import PersonEnrolled
from records.app.owing import accounts_owing
from records.app.payment_instructions import payment_instructions
from records.app.person_accounts import accounts_of
from records.app.statements import statement_of
from records.events.incoming import on_library_card_issued, on_library_card_returned
from records.store.account_holders import load_holder
from records.store.persons import load_person

from services.records.tests.enrol_factories import CONTRIBUTION, NEXT, University
from services.records.tests.ledger_factories import S, account_in, paid

Enrol = Callable[..., PersonEnrolled]


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


def test_an_applicant_pays_with_nine_digits_and_keeps_the_account_when_enrolled(
    here: University,
) -> None:
    """002, "Transferring the semester contributions": if you are enrolling, you must provide your
    applicant number (9 digits); surname and first name follow."""
    applicant = here.applicant(number="123456789").applicant
    assert within(here.database, load_person, applicant.person_id) is None
    instructions = within(here.database, payment_instructions, applicant.person_id)
    assert (instructions.cents, instructions.reference) == (
        CONTRIBUTION,
        "123456789, Smith, John",
    )
    page = within(here.database, accounts_owing, None, 10, overdue_only=False)
    assert [each.holder.applicant_number for each in page.accounts] == ["123456789"]
    [charge] = within(here.database, statement_of, applicant.person_id).charges
    assert charge.settled.charge.due_date == applicant.payment_deadline_date
    here.pays(applicant.person_id, CONTRIBUTION, date(2026, 11, 3))
    holder = within(here.database, load_holder, applicant.person_id)
    assert holder is not None
    assert (holder.number, holder.applicant_number) == ("3100001", "")
    [charge] = within(here.database, statement_of, applicant.person_id).charges
    assert charge.settled.is_settled
    assert within(here.database, bring_contributions_up_to_date, NEXT, [applicant.person_id]) == ()


def test_a_library_card_that_was_handed_out_costs_its_deposit_once(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    for holder in (person_id, person_id, uuid4()):
        event = LibraryCardIssued(card_number="31100000017", person_id=str(holder))
        within(loaded, on_library_card_issued, event)
    [charge] = account_in(loaded, person_id).charges
    assert (charge.charge.fee_code, charge.open) == ("deposit", 1000)


def test_the_deposit_of_a_library_card_that_was_handed_in_is_credit_once(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    issued = LibraryCardIssued(card_number="31100000017", person_id=str(person_id))
    within(loaded, on_library_card_issued, issued)
    before = account_in(loaded, person_id).balance
    for holder in (person_id, person_id, uuid4()):
        returned = LibraryCardReturned(
            card_number="31100000025", person_id=str(holder), deposit_card_number="31100000017"
        )
        within(loaded, on_library_card_returned, returned)
    account = account_in(loaded, person_id)
    assert account.balance == before - 1000
    assert account.credit == 0
    within(loaded, on_library_card_issued, issued)
    assert account_in(loaded, person_id).balance == before - 1000


def test_a_deposit_that_was_paid_is_credit_after_the_return(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    issued = LibraryCardIssued(card_number="31100000017", person_id=str(person_id))
    within(loaded, on_library_card_issued, issued)
    owed = account_in(loaded, person_id).balance
    paid(loaded, person_id, owed)
    returned = LibraryCardReturned(
        card_number="31100000017", person_id=str(person_id), deposit_card_number="31100000017"
    )
    within(loaded, on_library_card_returned, returned)
    assert account_in(loaded, person_id).credit == 1000


def test_charging_many_takes_as_many_statements_as_charging_few(
    loaded: Database, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [enrol().person.person_id for _ in range(14)]
    execute = Transaction.execute
    statements: list[object] = []

    def counted(tx: Transaction, statement: object, parameters: object = None) -> object:
        statements.append(statement)
        return execute(tx, statement, parameters)  # type: ignore[arg-type]

    monkeypatch.setattr(Transaction, "execute", counted)

    def taken(chosen: list[UUID], code: str) -> int:
        statements.clear()
        within(loaded, bring_contributions_up_to_date, S(code), chosen)
        within(loaded, accounts_of, chosen)
        return len(statements)

    # Two rows of insert are written in another way than many.
    assert taken(people[:4], "2026W") == taken(people[4:], "2026W")
    assert taken(people[:4], "2026W") == taken(people, "2026W")
