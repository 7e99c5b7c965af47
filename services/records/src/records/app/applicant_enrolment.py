"""Enrolling applicants whose contribution is complete.

Source: guide 002, "Enrolment" and "Transferring the semester contributions".
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app import student_cards
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolling import EnrolmentOrder, PersonEnrolled, enrol_person
from records.app.enrolment_changes import record_semesters
from records.app.long_term_fees import charge_long_term_fees
from records.app.person_accounts import account_of, accounts_of
from records.app.preselection import set_preselection_right
from records.app.study_credit import note_semesters_elsewhere
from records.domain.applicants import AfterPayment, Applicant, ApplicantState, after_payment
from records.domain.matriculation import SMALLEST_NUMBER
from records.domain.person import PersonFacts, SexEntry
from records.domain.preselection import PreselectionGround
from records.domain.reregistration import dues_of, is_taken_back, settle_reregistration
from records.domain.rules import ReregistrationRules
from records.domain.semester_plan import DecisionKind, SemesterDecision, to_record
from records.domain.settlement import PersonAccount
from records.mail.applicants import mail_enrolled
from records.store import applicants as store
from records.store import enrolments, persons, semester_plan
from records.store.rules import load_rules


@dataclass(frozen=True, slots=True)
class Contribution:
    """How an applicant's contribution stands."""

    complete: bool
    # The value date with which it was; None where it is not, or nothing was due.
    complete_on: date | None
    # What is left to pay, in cents.
    open_cents: int


def contribution_of(
    applicant: Applicant, account: PersonAccount, rules: ReregistrationRules
) -> Contribution:
    """How the contribution of the first semester stands, with whatever re-registration waits for.

    That of a lapsed applicant was taken back: what was due then counts, and the money that lies
    unused.
    """
    taken_back = [
        each
        for each in account.charges
        if each.charge.semester == applicant.first_semester
        and each.charge.fee_code in rules.waits_for
        and is_taken_back(each)
    ]
    if applicant.state is not ApplicantState.LAPSED or not taken_back:
        settling = settle_reregistration(
            [
                each
                for each in dues_of(account, applicant.first_semester)
                if each.fee_code != rules.reminder_fee
            ],
            rules,
            None,
        )
        return Contribution(settling.done, settling.value_date, settling.open_cents)
    needed = sum(each.last_due for each in taken_back)
    there = 0
    for money in sorted(account.money, key=lambda each: each.value_date):
        there += 0 if money.taken_back else money.left
        if there >= needed:
            return Contribution(True, money.value_date, 0)
    return Contribution(False, None, needed - there)


def enrol_paid_applicants(tx: Transaction, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Enrols those whose contribution was complete by the deadline; returns whose ledgers.

    Who was too late, or is enrolled in the programme otherwise, is left to Student Services. The
    accounts have to be locked.
    """
    waiting = store.load_open_applicants_of(tx, person_ids)
    if not waiting:
        return frozenset()
    rules = load_rules(tx).reregistration
    accounts = accounts_of(tx, {each.person_id for each in waiting})
    enrolled = set()
    for applicant in waiting:
        standing = contribution_of(applicant, accounts[applicant.person_id], rules)
        follows = after_payment(
            applicant.state,
            standing.complete,
            standing.complete_on,
            applicant.payment_deadline_date,
        )
        if follows is AfterPayment.ENROLS and not is_enrolled_already(tx, applicant):
            enrol_applicant(tx, accept_again(tx, applicant))
            enrolled.add(applicant.person_id)
    return frozenset(enrolled)


def is_enrolled_already(tx: Transaction, applicant: Applicant) -> bool:
    """Whether the person is enrolled in the programme by another way."""
    return any(
        each.programme.code == applicant.programme_code and each.is_current(local_date(tx.now))
        for each in enrolments.load_enrolments_of(tx, applicant.person_id)
    )


def accept_again(tx: Transaction, applicant: Applicant) -> Applicant:
    """Charges a lapsed applicant anew; an accepted one stays as it is."""
    if applicant.state is not ApplicantState.LAPSED:
        return applicant
    accepted = replace(applicant, state=ApplicantState.ACCEPTED, version=applicant.version + 1)
    store.update_applicant(tx, accepted)
    bring_contributions_up_to_date(tx, applicant.first_semester, [applicant.person_id])
    charge_long_term_fees(tx, applicant.first_semester, [applicant.person_id])
    return accepted


def open_cents_of(tx: Transaction, applicant: Applicant) -> int:
    """What is left to pay before the applicant is enrolled, in cents."""
    account = account_of(tx, applicant.person_id)
    return contribution_of(applicant, account, load_rules(tx).reregistration).open_cents


def enrol_applicant(tx: Transaction, applicant: Applicant) -> Applicant:
    """Enrols an accepted applicant: person, matriculation number, student card, account by event.

    Raises what enrolling raises. The account has to be locked.
    """
    done = enrol_person(
        tx, _order(tx, applicant), SMALLEST_NUMBER, new_person_id=applicant.person_id
    )
    note_semesters_elsewhere(
        tx, applicant.person_id, applicant.prior_semesters, by=applicant.created_by
    )
    if applicant.part_time:
        _study_part_time(tx, applicant, done)
    enrolled = replace(
        applicant,
        state=ApplicantState.ENROLLED,
        enrolment_id=done.enrolment.enrolment_id,
        version=applicant.version + 1,
    )
    store.update_applicant(tx, enrolled)
    student_cards.extend_cards(tx, [applicant.person_id], applicant.first_semester)
    programme, number = done.enrolment.programme.name, done.person.matriculation_number
    mail_enrolled(tx, enrolled, programme, number)
    return enrolled


def _order(tx: Transaction, applicant: Applicant) -> EnrolmentOrder:
    known = persons.load_person(tx, applicant.person_id)
    facts = PersonFacts(
        name=applicant.name,
        birth_date=applicant.birth_date,
        birth_place=applicant.birth_place,
        citizenship=applicant.citizenship,
        sex_entry=SexEntry(applicant.sex_entry),
    )
    return EnrolmentOrder(
        person=facts if known is None else known.matriculation_number,
        programme_code=applicant.programme_code,
        regulations_version_code=applicant.regulations_version_code,
        first_semester=applicant.first_semester,
        major=applicant.major,
        minor=applicant.minor,
    )


def _study_part_time(tx: Transaction, applicant: Applicant, done: PersonEnrolled) -> None:
    """Part-time study from the first semester on, as applied for before enrolling.

    Source: guide 002, "Part-time studies", "Application and deadlines".
    """
    enrolment = done.enrolment
    decision = SemesterDecision(
        enrolment_id=enrolment.enrolment_id,
        semester=applicant.first_semester,
        kind=DecisionKind.PART_TIME,
        ground="",
        application_id=None,
        decide_time=tx.now,
    )
    semester_plan.store_decision(tx, decision)
    recorded = [each.recorded for each in enrolment.semesters]
    planned = [to_record([decision], each.semester, abroad_counts=True) for each in recorded]
    record_semesters(
        tx,
        {
            enrolment.enrolment_id: [
                replace(each, part_time=plan.part_time)
                for each, plan in zip(recorded, planned, strict=True)
            ]
        },
    )
    for each in recorded:
        set_preselection_right(
            tx, done.person.person_id, each.semester, PreselectionGround.PART_TIME, holds=True
        )
