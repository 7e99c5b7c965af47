"""Money that nothing uses: who has it is told, and Student Services see it and give it back."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.database import Database
from chassis.testing import DrivenClock, ServiceUnderTest, running, within
from matrikel.access.v1.access_pb2 import ROLE_EXAMINER, ROLE_STUDENT, ROLE_STUDENT_SERVICES
from matrikel.records.v1 import ledger_pb2 as ledger
from matrikel.records.v1.ledger_pb2_grpc import LedgerServiceStub
from matrikel.records.v1.refund_pb2 import CreateRefundRequest
from matrikel.records.v1.refund_pb2_grpc import RefundServiceStub
from records.app.applicant_decisions import lapse_applicants, withdraw_applicant
from records.app.deregistering import deregister
from records.app.owing import accounts_in_credit
from records.domain.enrolment import EndReason
from records.domain.ledger import BookingKind
from records.domain.refunds import RefundReason
from records.domain.semester_jobs import JobKind
from records.domain.settlement import in_credit_since
from records.main import service
from records.store.refunds import load_refunds_of

from services.records.tests.enrol_factories import (
    CONTRIBUTION,
    NOW,
    OPENS,
    REMINDED,
    REMINDED_UNTIL,
    REMINDER,
    University,
)
from services.records.tests.ledger_factories import Account

PART = 10_000
DEADLINE = date(2027, 2, 10)
LAPSES = DEADLINE + timedelta(days=1)
CLOSED = REMINDED_UNTIL + timedelta(days=1)


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock).on(OPENS)


@pytest.fixture
async def records(loaded: Database) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, loaded) as one:
        yield one


def listed(here: University, *, gone_only: bool = False) -> list[tuple[UUID, int, date]]:
    page = within(here.database, accounts_in_credit, None, 10, gone_only=gone_only)
    return [(each.holder.person_id, each.credit, each.since) for each in page.accounts]


def lapsed(here: University) -> UUID:
    """Somebody who has paid a part."""
    person_id = here.applicant(deadline=DEADLINE).applicant.person_id
    here.pays(person_id, PART, OPENS)
    here.on(LAPSES).do(lapse_applicants)
    return person_id


def closed(here: University) -> UUID:
    """A student who has paid a part."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(person_id, PART, OPENS)
    here.on(REMINDED).runs(JobKind.REMIND)
    here.on(CLOSED).runs(JobKind.CLOSE)
    return person_id


def test_what_somebody_paid_whose_acceptance_lapsed_is_seen_and_named(here: University) -> None:
    person_id = lapsed(here)
    assert listed(here) == listed(here, gone_only=True) == [(person_id, PART, LAPSES)]
    [mail] = here.mails("applicant_lapsed")
    assert "100,00\N{NO-BREAK SPACE}€" in mail
    assert "€100.00" in mail
    assert "turn to Student Services:\nthey propose the refund" in mail


def test_nothing_is_named_where_nothing_was_paid(here: University) -> None:
    here.applicant(deadline=DEADLINE)
    here.on(LAPSES).do(lapse_applicants)
    [mail] = here.mails("applicant_lapsed")
    assert "Guthaben" not in mail
    assert listed(here) == []


def test_what_somebody_paid_who_was_closed_is_seen_and_named_less_the_reminder(
    here: University,
) -> None:
    person_id = closed(here)
    left = PART - REMINDER
    assert listed(here, gone_only=True) == [(person_id, left, CLOSED)]
    [mail] = here.mails("deregistered")
    assert "85,00\N{NO-BREAK SPACE}€" in mail
    assert "€85.00" in mail
    assert "they propose the refund" in mail


def test_money_paid_in_advance_is_credit_that_will_be_used(here: University) -> None:
    person_id = here.student().person.person_id
    here.pays(person_id, PART, OPENS)
    assert listed(here) == [(person_id, PART, OPENS)]
    assert listed(here, gone_only=True) == []


def test_an_acceptance_that_waits_for_its_payment_will_use_the_credit(here: University) -> None:
    person_id = here.applicant(deadline=DEADLINE).applicant.person_id
    here.pays(person_id, CONTRIBUTION + 100, LAPSES)
    assert listed(here) == [(person_id, 100, LAPSES)]
    assert listed(here, gone_only=True) == []


def test_credit_lasts_since_the_account_came_into_it_and_stayed_there() -> None:
    account = Account()
    assert in_credit_since(account.lines) is None
    account.pay(500, date(2026, 3, 1))
    charge_id = account.charge(500)
    assert in_credit_since(account.lines) is None
    payment = account.pay(700, date(2026, 4, 1))
    account.pay(100, date(2026, 5, 1))
    assert in_credit_since(reversed(account.lines)) == date(2026, 4, 1)
    account.add(BookingKind.REVERSAL, 700, value_date=date(2026, 6, 1), reverses=payment)
    assert in_credit_since(account.lines) == date(2026, 4, 1)
    account.add(BookingKind.WAIVER, 150, charge_id=charge_id)
    assert in_credit_since(account.lines) is None


async def test_student_services_read_the_list_page_by_page_and_give_the_money_back(
    here: University, records: ServiceUnderTest
) -> None:
    first, second = here.student(1).person, here.student(0).person
    for each in (first, second):
        here.pays(each.person_id, PART, OPENS)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    accounts = LedgerServiceStub(records.channel)
    one = await accounts.ListAccountsInCredit(
        ledger.ListAccountsInCreditRequest(page_size=1), metadata=desk
    )
    rest = await accounts.ListAccountsInCredit(
        ledger.ListAccountsInCreditRequest(page_size=1, page_token=one.next_page_token),
        metadata=desk,
    )
    found = [*one.accounts, *rest.accounts]
    assert rest.next_page_token == ""
    assert [each.holder.matriculation_number for each in found] == [
        second.matriculation_number,
        first.matriculation_number,
    ]
    assert {each.credit_cents for each in found} == {PART}
    assert found[0].holder.name.family_name == "Öztürka"
    since = found[0].since_date
    assert date(since.year, since.month, since.day) == OPENS
    await RefundServiceStub(records.channel).CreateRefund(
        CreateRefundRequest(person_id=str(first.person_id), request_id=str(uuid4())), metadata=desk
    )
    # What is proposed for a refund is not listed any more.
    assert listed(here) == [(second.person_id, PART, OPENS)]


@pytest.mark.parametrize("role", [ROLE_STUDENT, ROLE_EXAMINER])
async def test_nobody_else_reads_the_list(records: ServiceUnderTest, role: int) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await LedgerServiceStub(records.channel).ListAccountsInCredit(
            ledger.ListAccountsInCreditRequest(), metadata=records.signed_in(roles=[role])
        )
    assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED


def test_who_gives_up_a_further_programme_gets_back_what_its_charges_had_used_alone(
    here: University,
) -> None:
    studies = here.student()
    person = studies.person
    here.do(deregister, studies.enrolment.enrolment_id, NOW.last_date, EndReason.OFFICE)
    # Too late for being enrolled at once, and more than is due.
    applicant = here.applicant(
        programme="DATA-MSC", person=person.matriculation_number, deadline=DEADLINE
    ).applicant
    here.on(LAPSES).pays(person.person_id, CONTRIBUTION + PART, LAPSES)
    here.do(withdraw_applicant, applicant.applicant_id, 0, "clerk")
    [refund] = within(here.database, load_refunds_of, person.person_id)
    assert (refund.cents, refund.reason) == (CONTRIBUTION, RefundReason.NOT_ENROLLED)
    assert listed(here, gone_only=True) == [(person.person_id, PART, LAPSES)]
    [mail] = here.mails("applicant_withdrawn")
    assert "€243.15" in mail
    assert "€100.00" in mail


def test_who_stays_for_the_first_programme_gets_nothing_back_for_the_other(
    here: University,
) -> None:
    person = here.student().person
    here.runs(JobKind.OPEN)
    applicant = here.applicant(
        programme="DATA-MSC", person=person.matriculation_number, deadline=DEADLINE
    ).applicant
    # In time for re-registration, too late for the other programme, and more than is due.
    here.on(LAPSES).pays(person.person_id, CONTRIBUTION + PART, LAPSES)
    assert here.state(person.person_id) == "done"
    here.do(withdraw_applicant, applicant.applicant_id, 0, "clerk")
    assert not within(here.database, load_refunds_of, person.person_id)
    assert listed(here) == [(person.person_id, PART, LAPSES)]
    assert "€100.00" in here.mails("applicant_withdrawn")[0]
