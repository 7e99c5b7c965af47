"""What there is to ask records about money: an account, the bank's file, refunds, an applicant."""

import hashlib
from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName, Semester
from records.app.applicants import Acceptance, accept_applicant
from records.app.bank_import import FileSent, import_statements
from records.app.charging import charge_fee
from records.app.enrolling import EnrolmentOrder
from records.app.grounds import enter_ground
from records.app.payment_orders import order_refunds
from records.app.payments import book_payment
from records.app.prior_studies import PriorStudyEntry, enter_prior_study
from records.app.refunds import propose_refund, set_account
from records.banking.bank_file import read_or_refuse
from records.domain.credit_facts import Ground, SemesterGround
from records.domain.grounds import GroundAsked
from records.domain.person import PersonFacts
from records.domain.refunds import RefundAccount, RefundReason
from records.domain.semester_jobs import JobKind, JobState, SemesterJob
from records.store import tables
from records.store.semester_jobs import insert_job
from sqlalchemy import select

from tests.requests import Named

PAID_ON = date(2026, 11, 2)
ACCOUNT = RefundAccount("Thị Hồng Nguyễn", "DE89370400440532013000")
NEXT = Semester.parse("2027S")
# A payment that names nobody.
STATEMENT = b"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt><Stmt>
<Id>2026-1</Id><Acct><Id><IBAN>DE26250500000199916917</IBAN></Id></Acct><Ntry>
<Amt Ccy="EUR">318.15</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-11-02</Dt></BookgDt><ValDt><Dt>2026-11-02</Dt></ValDt><NtryDtls><TxDtls>
<Amt Ccy="EUR">318.15</Amt><RmtInf><Ustrd>Semesterbeitrag</Ustrd></RmtInf></TxDtls></NtryDtls>
</Ntry></Stmt></BkToCstmrStmt></Document>"""


def add_money_cases(tx: Transaction, owner: UUID, named: Named) -> Named:
    """One of each, all of them the owner's: charges, payments, a refund that waits for an account,
    and one that the bank was ordered to transfer."""
    booking_id = book_payment(tx, owner, 30_000, PAID_ON)
    book_payment(tx, owner, 20_000, PAID_ON)
    ordered = propose_refund(tx, owner, 1_000, RefundReason.CREDIT)
    set_account(tx, ordered, ACCOUNT)
    order = order_refunds(tx, by="sservice")
    waiting = propose_refund(tx, owner, 1_000, RefundReason.CREDIT)
    # The next order has one to transfer, too.
    set_account(tx, propose_refund(tx, owner, 1_000, RefundReason.CREDIT), ACCOUNT)
    charge, mistaken = (
        charge_fee(tx, owner, named.fee_code, occasion=occasion)
        for occasion in ("first card", "second card")
    )
    statement_id, item_id = _imported(tx)
    asked = GroundAsked(NEXT, Ground.CHILD_CARE, child_birth_date=date(2020, 5, 17))
    ground = enter_ground(tx, owner, asked, reason="gesehen", by="sservice")
    assert isinstance(ground, SemesterGround), ground
    entry = PriorStudyEntry("Universität Hamburg", "Jura", frozenset(), 1, False, 0, "gesehen")
    prior_study = enter_prior_study(tx, owner, entry, by="sservice")
    return replace(
        named,
        booking_id=str(booking_id),
        charge_id=str(charge),
        mistaken_charge_id=str(mistaken),
        refund_id=str(waiting),
        payment_order_number=order.payment_order_number,
        bank_statement_id=str(statement_id),
        clearing_item_id=str(item_id),
        semester_ground_id=str(ground.semester_ground_id),
        prior_study_id=str(prior_study.prior_study_id),
        applicant_id=str(_accepted(tx, "Smith")),
        leaving_applicant_id=str(_accepted(tx, "Jones")),
        semester_job_id=str(_job(tx)),
    )


def _imported(tx: Transaction) -> tuple[UUID, UUID]:
    sent = FileSent("umsatz.xml", hashlib.sha256(STATEMENT).hexdigest())
    file = read_or_refuse(STATEMENT)
    report = import_statements(tx, file, sent, by="sservice", book_it=True)
    [item_id] = tx.execute(select(tables.clearing_items.c.clearing_item_id)).scalars()
    return report.statements[0].bank_statement_id, item_id


def _accepted(tx: Transaction, family_name: str) -> UUID:
    facts = PersonFacts(PersonName("John", family_name), date(2003, 5, 17), "Leeds", "GB")
    acceptance = Acceptance(
        applicant_number="",
        order=EnrolmentOrder(facts, "KUWI-BA", "", NEXT),
        email="john@example.com",
        part_time=False,
        prior_semesters=0,
        payment_deadline_date=None,
    )
    return accept_applicant(tx, acceptance, "sservice", 3_000_001).applicant.applicant_id


def _job(tx: Transaction) -> UUID:
    job = SemesterJob(
        semester_job_id=tx.new_id(),
        kind=JobKind.OPEN,
        semester=Semester.parse("2026S"),
        state=JobState.DONE,
        ordered_by="sservice",
        order_time=tx.now,
        end_time=tx.now,
        behind_person_id=None,
        total=0,
        seen=0,
        outcomes={},
    )
    assert insert_job(tx, job)
    return job.semester_job_id
