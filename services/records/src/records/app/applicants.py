"""Accepting applicants, and finding them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.paging import page_token_invalid
from chassis.values import LocalizedText, Semester, local_date

from records.app.applicant_enrolment import (
    Contribution,
    contribution_of,
    enrol_paid_applicants,
    open_cents_of,
)
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolling import EnrolmentOrder, chosen_programme
from records.app.long_term_fees import charge_long_term_fees
from records.app.person_accounts import accounts_of
from records.app.published_semesters import dates_of
from records.app.transfers import Transfers
from records.domain.applicants import (
    Applicant,
    ApplicantState,
    is_deadline_too_late,
    usual_deadline,
)
from records.domain.catalogue import Programme
from records.domain.payment_to_make import PaymentToMake
from records.domain.person import Person, PersonFacts, fact_problems, tidied_facts
from records.mail.applicants import mail_accepted
from records.store import applicants as store
from records.store import catalogue, enrolments, ledger, persons
from records.store.rules import load_rules
from records.texts import applicants as texts
from records.texts import refusals


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Whom Student Services accept, and for what."""

    # Empty to have a number allotted.
    applicant_number: str
    order: EnrolmentOrder
    # The private address of a new person; a known one is told at the university mailbox.
    email: str
    part_time: bool
    prior_semesters: int
    # None for the usual number of days.
    payment_deadline_date: date | None


@dataclass(frozen=True, slots=True)
class ApplicantShown:
    """An applicant with what else is to be shown."""

    applicant: Applicant
    programme: Programme
    # Empty where the university does not know the person yet.
    matriculation_number: str
    contribution: Contribution
    payment: PaymentToMake


@dataclass(frozen=True, slots=True)
class ApplicantPage:
    """A page of applicants by name."""

    applicants: tuple[ApplicantShown, ...]
    has_next: bool


def accept_applicant(
    tx: Transaction, acceptance: Acceptance, by: str, first_matriculation_number: int
) -> ApplicantShown:
    """Accepts somebody: charges the contribution of the first semester and mails how to pay.

    Where nothing is due, or it is paid already, the applicant is enrolled at once. Raises
    PROGRAMME_UNKNOWN, REGULATIONS_VERSION_UNKNOWN, SEMESTER_UNKNOWN, MAJOR_UNKNOWN, MINOR_UNKNOWN,
    PERSON_UNKNOWN, PERSON_FACTS_INVALID, ALREADY_ENROLLED, ALREADY_ACCEPTED,
    APPLICANT_NUMBER_TAKEN, FIRST_SEMESTER_OVER, DEADLINE_PASSED, DEADLINE_IMPLAUSIBLE,
    PART_TIME_NOT_OFFERED.
    """
    order, today = acceptance.order, local_date(tx.now)
    programme, version = chosen_programme(tx, order)
    deadline = acceptance.payment_deadline_date or usual_deadline(
        today, load_rules(tx).applicants.payment_days
    )
    _check(tx, acceptance, programme.name, deadline, today, programme.part_time_possible)
    if acceptance.applicant_number:
        _claim_number(tx, acceptance.applicant_number)
    applicant_id = tx.new_id()
    person_id, facts, email = _person(tx, acceptance, programme, applicant_id)
    assert facts.birth_date is not None, "facts without a birth date are refused"
    applicant = Applicant(
        applicant_id=applicant_id,
        applicant_number=acceptance.applicant_number or _allotted_number(tx),
        person_id=person_id,
        name=facts.name,
        birth_date=facts.birth_date,
        birth_place=facts.birth_place,
        citizenship=facts.citizenship,
        sex_entry=facts.sex_entry.value,
        email=email,
        programme_code=programme.code,
        regulations_version_code=version.code,
        major=order.major,
        minor=order.minor,
        first_semester=order.first_semester,
        part_time=acceptance.part_time,
        prior_semesters=acceptance.prior_semesters,
        payment_deadline_date=deadline,
        state=ApplicantState.ACCEPTED,
        enrolment_id=None,
        create_time=tx.now,
        created_by=by,
        version=1,
    )
    store.insert_applicant(tx, applicant)
    # Whoever books the payment later knows no settings.
    persons.begin_matriculation_numbers(tx, first_matriculation_number)
    bring_contributions_up_to_date(tx, order.first_semester, [person_id], by=by)
    charge_long_term_fees(tx, order.first_semester, [person_id], by=by)
    if person_id not in enrol_paid_applicants(tx, [person_id]):
        payment = Transfers.of(tx).of_applicant(applicant, open_cents_of(tx, applicant))
        mail_accepted(tx, applicant, programme.name, payment)
    return applicant_with_id(tx, applicant_id)


def applicant_with_id(tx: Transaction, applicant_id: UUID) -> ApplicantShown:
    """The applicant with the id. Raises APPLICANT_UNKNOWN."""
    applicant = store.load_applicant(tx, applicant_id)
    if applicant is None:
        raise texts.applicant_unknown()
    return _shown(tx, [applicant])[0]


def applicant_exists(tx: Transaction, applicant_id: UUID) -> bool:
    """Whether there is an applicant with the id."""
    return store.load_applicant(tx, applicant_id) is not None


def search_applicants(
    tx: Transaction,
    applicant_number: str,
    family_name_prefix: str,
    state: ApplicantState | None,
    after: UUID | None,
    page_size: int,
) -> ApplicantPage:
    """The applicants that fit, by name. Raises PAGE_TOKEN_INVALID."""
    if after is not None and not applicant_exists(tx, after):
        raise page_token_invalid()
    # One more than asked for shows whether another page follows.
    found = store.find_applicants(
        tx, applicant_number, family_name_prefix, state, after, page_size + 1
    )
    return ApplicantPage(_shown(tx, found[:page_size]), has_next=len(found) > page_size)


def _shown(tx: Transaction, found: list[Applicant]) -> tuple[ApplicantShown, ...]:
    if not found:
        return ()
    rules, transfers = load_rules(tx).reregistration, Transfers.of(tx)
    programmes = catalogue.load_programmes(tx, {each.programme_code for each in found})
    ids = {each.person_id for each in found}
    known, accounts = persons.load_persons(tx, ids), accounts_of(tx, ids)
    shown = []
    for each in found:
        standing = contribution_of(each, accounts[each.person_id], rules)
        person = known.get(each.person_id)
        shown.append(
            ApplicantShown(
                applicant=each,
                programme=programmes[each.programme_code],
                matriculation_number=person.matriculation_number if person else "",
                contribution=standing,
                payment=transfers.of_applicant(each, standing.open_cents if each.is_open else 0),
            )
        )
    return tuple(shown)


def _check(
    tx: Transaction,
    acceptance: Acceptance,
    programme: LocalizedText,
    deadline: date,
    today: date,
    part_time_possible: bool,
) -> None:
    first = acceptance.order.first_semester
    dates_of(tx, first)
    if first.last_date < today:
        raise texts.semester_over("first_semester")
    if deadline < today:
        raise texts.deadline_passed(today)
    if is_deadline_too_late(deadline, first):
        raise texts.deadline_implausible(first)
    if acceptance.part_time and not part_time_possible:
        raise texts.part_time_not_offered(programme)


def _person(
    tx: Transaction, acceptance: Acceptance, programme: Programme, applicant_id: UUID
) -> tuple[UUID, PersonFacts, str]:
    """Whose ledger it is, the facts, and the address for mails."""
    if isinstance(acceptance.order.person, PersonFacts):
        facts = tidied_facts(acceptance.order.person)
        if problems := fact_problems(facts, today=local_date(tx.now)):
            raise refusals.facts_refused(problems)
        _refuse_second_acceptance(tx, facts, programme, acceptance.order.first_semester)
        return applicant_id, facts, acceptance.email
    person = _known_person(tx, acceptance.order.person)
    today = local_date(tx.now)
    for enrolment in enrolments.load_enrolments_of(tx, person.person_id):
        if enrolment.programme.code == programme.code and enrolment.is_current(today):
            raise refusals.already_enrolled(str(enrolment.enrolment_id), programme.name)
    for other in store.load_open_applicants_of(tx, [person.person_id]):
        if other.programme_code == programme.code:
            raise texts.already_accepted(other.applicant_number, programme.name)
    facts = PersonFacts(
        person.name, person.birth_date, person.birth_place, person.citizenship, person.sex_entry
    )
    return person.person_id, facts, person.mailbox


def _known_person(tx: Transaction, matriculation_number: str) -> Person:
    person_id = persons.person_id_of(tx, matriculation_number)
    if person_id is not None:
        ledger.lock_accounts(tx, [person_id])
        if person := persons.load_person(tx, person_id):
            return person
    raise refusals.person_unknown(matriculation_number)


def _refuse_second_acceptance(
    tx: Transaction, facts: PersonFacts, programme: Programme, first_semester: Semester
) -> None:
    """Whoever is new has no id yet: what the form says tells that it was sent before."""
    assert facts.birth_date is not None, "facts without a birth date are refused"
    store.hold_name(tx, facts.name, facts.birth_date)
    number = store.number_of_accepted(
        tx, facts.name, facts.birth_date, programme.code, first_semester
    )
    if number is not None:
        raise texts.already_accepted(number, programme.name)


def _claim_number(tx: Transaction, given: str) -> None:
    store.hold_number(tx, given)
    if store.number_is_taken(tx, given):
        raise texts.number_taken(given)


def _allotted_number(tx: Transaction) -> str:
    number = store.take_applicant_number(tx)
    if number is None:
        raise texts.numbers_used_up()
    return number
