"""The study credit of persons and applicants, and how they have studied."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester, local_date

from records.app.persons import person_with_id
from records.domain.applicants import Applicant, ApplicantState
from records.domain.catalogue import EnrolmentKind, Programme
from records.domain.credit_explained import CreditRules, StudyCredit
from records.domain.credit_facts import CreditFacts, PriorStudy, StudiesHere
from records.domain.enrolment import Enrolment, RecordedSemester, SemesterStatus
from records.domain.rules import RecordsRules
from records.domain.semester_plan import SemesterDecision
from records.domain.study_credit import decide_credit
from records.domain.study_history import StudyHistory, study_history
from records.store import (
    applicants,
    catalogue,
    enrolments,
    fees,
    prior_studies,
    semester_grounds,
    semester_plan,
)
from records.store.rules import load_rules
from records.texts.ledger_refusals import fee_unknown


@dataclass(frozen=True, slots=True)
class CreditOfPerson:
    """A person's credit with what it rests on."""

    person_id: UUID
    credit: StudyCredit
    facts: CreditFacts
    # The fee of a semester.
    fee_cents: int
    # The age that a child has to be under, in years.
    child_under_years: int


@dataclass(frozen=True, slots=True)
class HistoryOfPerson:
    """How a person has studied here and elsewhere."""

    person_id: UUID
    history: StudyHistory
    prior_studies: tuple[PriorStudy, ...]


def credit_of(tx: Transaction, person_id: UUID) -> CreditOfPerson:
    """The credit of a person today. Raises PERSON_UNKNOWN."""
    person_with_id(tx, person_id)
    rules = load_rules(tx)
    credit_rules = credit_rules_of(tx, rules)
    facts = credit_facts_of(tx, [person_id])[person_id]
    return CreditOfPerson(
        person_id=person_id,
        credit=decide_credit(facts, credit_rules, Semester.of(local_date(tx.now))),
        facts=facts,
        fee_cents=credit_rules.fee_cents,
        child_under_years=rules.study_credit.child_under_years,
    )


def history_of(tx: Transaction, person_id: UUID) -> HistoryOfPerson:
    """Every semester of a person. Raises PERSON_UNKNOWN."""
    person_with_id(tx, person_id)
    own = enrolments.load_enrolments_of(tx, person_id)
    extension = load_rules(tx).part_time.semesters_per_extension
    return HistoryOfPerson(
        person_id=person_id,
        history=study_history(own, extension),
        prior_studies=prior_studies.load_prior_studies(tx, [person_id]).get(person_id, ()),
    )


def credit_rules_of(tx: Transaction, rules: RecordsRules) -> CreditRules:
    """The university's rules about credit, with the fee of a semester. Raises FEE_UNKNOWN."""
    known = {each.code: each.amount.amount for each in fees.load_fees(tx)}
    code = rules.study_credit.fee
    if code not in known:
        raise fee_unknown(code, sorted(known))
    return CreditRules.of(rules, known[code])


def credit_facts_of(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, CreditFacts]:
    """What credit depends on, of each person or applicant, with a fixed number of queries."""
    enrolled = enrolments.load_enrolments_of_persons(tx, person_ids)
    ids = [each.enrolment_id for own in enrolled.values() for each in own]
    decisions = semester_plan.load_decisions_of(tx, ids)
    prior = prior_studies.load_prior_studies(tx, person_ids)
    proven = semester_grounds.load_grounds_in_force(tx, person_ids)
    accepted: dict[UUID, list[Applicant]] = defaultdict(list)
    for applicant in applicants.load_open_applicants_of(tx, person_ids):
        if applicant.state is ApplicantState.ACCEPTED:
            accepted[applicant.person_id].append(applicant)
    programmes = catalogue.load_programmes(
        tx, {each.programme_code for several in accepted.values() for each in several}
    )
    return {
        person_id: CreditFacts(
            studies=(
                *(
                    _studies(each, decisions.get(each.enrolment_id, ()))
                    for each in enrolled.get(person_id, ())
                    if each.semesters
                ),
                *(
                    _studies_to_come(each, programmes[each.programme_code])
                    for each in accepted[person_id]
                ),
            ),
            prior_studies=prior.get(person_id) or _told_by(accepted[person_id]),
            grounds=proven.get(person_id, ()),
        )
        for person_id in person_ids
    }


def note_semesters_elsewhere(
    tx: Transaction, person_id: UUID, semesters: int, *, by: str
) -> PriorStudy | None:
    """Enters the number of semesters that an applicant named, at enrolment.

    Nothing is entered where there are none, or where somebody has entered studies in detail.
    """
    if semesters == 0 or prior_studies.load_prior_studies(tx, [person_id]):
        return None
    study = _told(tx.new_id(), person_id, semesters, tx.now, by)
    prior_studies.insert_prior_studies(tx, [study])
    return study


def _studies(enrolment: Enrolment, decisions: tuple[SemesterDecision, ...]) -> StudiesHere:
    return StudiesHere(
        programme_code=enrolment.programme.code,
        programme_name=enrolment.programme.name,
        doctoral=enrolment.kind is EnrolmentKind.DOCTORAL,
        consecutive=enrolment.programme.consecutive,
        standard_duration_semesters=enrolment.programme.standard_duration_semesters,
        semesters=tuple(each.recorded for each in enrolment.semesters),
        last_semester=Semester.of(enrolment.end_date) if enrolment.end_date else None,
        decisions=decisions,
    )


def _studies_to_come(applicant: Applicant, programme: Programme) -> StudiesHere:
    first = RecordedSemester(
        applicant.first_semester, SemesterStatus.ENROLLED, part_time=applicant.part_time
    )
    return StudiesHere(
        programme_code=programme.code,
        programme_name=programme.name,
        doctoral=programme.kind is EnrolmentKind.DOCTORAL,
        consecutive=programme.consecutive,
        standard_duration_semesters=programme.standard_duration_semesters,
        semesters=(first,),
    )


def _told_by(accepted: Collection[Applicant]) -> tuple[PriorStudy, ...]:
    """What applicants said about semesters elsewhere, until somebody enters them in detail."""
    told = max(accepted, key=lambda each: each.prior_semesters, default=None)
    if told is None or told.prior_semesters == 0:
        return ()
    return (
        _told(
            told.applicant_id,
            told.person_id,
            told.prior_semesters,
            told.create_time,
            told.created_by,
        ),
    )


def _told(
    prior_study_id: UUID, person_id: UUID, semesters: int, entered: datetime, by: str
) -> PriorStudy:
    """A number of semesters, of which nothing else is known."""
    return PriorStudy(
        prior_study_id=prior_study_id,
        person_id=person_id,
        university_name="",
        programme_name="",
        known_semesters=frozenset(),
        semesters=semesters,
        completed_degree=False,
        standard_duration_semesters=0,
        enter_time=entered,
        entered_by=by,
    )
