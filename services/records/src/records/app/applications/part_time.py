"""Part-time study and the return from it: who decides, what stands against it, and its effect."""

from dataclasses import replace
from typing import ClassVar

from chassis.database import Transaction
from chassis.values import LocalizedText

from records.app import semester_states
from records.app.applications.handler import Handler
from records.app.applications.study_facts import calendar, enrolment_of, proofs_attached
from records.app.enrolments import enrolment_with_id
from records.app.persons import person_with_id
from records.domain.applicants import Applicant, ApplicantState
from records.domain.applications.contents import Content, PartTime
from records.domain.applications.kinds import ApplicationKind, Office, ProofNeeded, Step
from records.domain.applications.part_time import (
    ApplicantFacts,
    PartTimeFacts,
    confirmation_is_attached,
    hint_of_return,
    notices_of_part_time,
    obstacles_for_applicant,
    obstacles_to_part_time,
    proofs_of,
)
from records.domain.applications.study_proofs import PROOF_NAMES
from records.domain.applications.workflow import Application
from records.domain.catalogue import ContactFunction
from records.domain.enrolment import Enrolment
from records.domain.obstacles import Obstacle
from records.domain.rules import StudyProof
from records.domain.semester_plan import DecisionKind
from records.mail.semester_states import mail_time_model
from records.store import applicants, catalogue
from records.store.programme_contacts import contacts_of
from records.store.rules import load_rules
from records.texts.applicants import applicant_unknown

_CAN_CONFIRM = frozenset({ContactFunction.ADVISER, ContactFunction.DIRECTOR_OF_STUDIES})


class PartTimeHandler(Handler):
    """A change between full-time and part-time study (guide 002, "Part-time studies")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.PART_TIME

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:
        """Student Services decide.

        Where the consultation is not proven by a document, an adviser of the programme confirms it
        first.
        """
        content = application.asking(PartTime)
        decides = Step(Office.STUDENT_SERVICES)
        changes_from_full_time = content.to_part_time and application.enrolment_id is not None
        if changes_from_full_time and not confirmation_is_attached(
            proofs_attached(tx, application)
        ):
            programme = enrolment_of(tx, application).programme
            return (Step(Office.ADVISER, programme.code), decides)
        return (decides,)

    def proofs(self, tx: Transaction, content: Content) -> tuple[ProofNeeded, ...]:
        """Those of the reason, one of which the obstacles demand, and that of the consultation."""
        if not isinstance(content, PartTime) or not content.to_part_time:
            return ()
        rules = load_rules(tx).part_time
        of_reason = proofs_of(content.reason, rules) if content.reason else ()
        named = (*of_reason, StudyProof.CONSULTATION_CONFIRMATION)
        return tuple(ProofNeeded(each, PROOF_NAMES[each], required=False) for each in named)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """Every reason against it; see `domain.applications.part_time`."""
        content = application.asking(PartTime)
        rules = load_rules(tx).part_time
        proofs = proofs_attached(tx, application)
        if application.enrolment_id is None:
            applicant = _applicant(tx, application)
            programmes = catalogue.load_programmes(tx, [applicant.programme_code])
            facts_before = ApplicantFacts(
                programmes[applicant.programme_code],
                applicant.first_semester,
                _in_time(application, applicant),
                proofs,
            )
            return obstacles_for_applicant(content, facts_before, rules)
        enrolment = enrolment_of(tx, application)
        in_charge = contacts_of(tx, enrolment.programme.code)
        facts = PartTimeFacts(
            enrolment=enrolment,
            decisions=semester_states.decisions_of(tx, enrolment.enrolment_id),
            published=frozenset(calendar(tx)),
            received=application.received_on,
            proofs=proofs,
            adviser_can_confirm=any(each.function in _CAN_CONFIRM for each in in_charge),
        )
        return obstacles_to_part_time(content, facts, rules)

    def notices(self, tx: Transaction, application: Application) -> tuple[LocalizedText, ...]:
        """BAföG, the commitment and the recommended time."""
        content = application.asking(PartTime)
        rules = load_rules(tx).part_time
        if content.to_part_time or application.enrolment_id is None:
            return notices_of_part_time(content, rules)
        decisions = semester_states.decisions_of(tx, application.enrolment_id)
        hint = hint_of_return(content.from_semester, decisions, rules)
        return () if hint is None else (hint,)

    def apply(self, tx: Transaction, application: Application) -> None:
        """The time model holds from the semester on; an applicant is enrolled with it."""
        content = application.asking(PartTime)
        if application.enrolment_id is None:
            applicant = _applicant(tx, application)
            changed = replace(applicant, part_time=True, version=applicant.version + 1)
            applicants.update_applicant(tx, changed)
            if applicant.enrolment_id is None:
                return
        enrolment = _enrolment(tx, application)
        kind = DecisionKind.PART_TIME if content.to_part_time else DecisionKind.FULL_TIME
        semester_states.decide_semester(
            tx,
            enrolment.enrolment_id,
            content.from_semester,
            kind,
            content.reason.value if content.reason else "",
            application.application_id,
        )
        mail_time_model(
            tx,
            person_with_id(tx, enrolment.person_id),
            enrolment.programme.name,
            content.from_semester,
            part_time=content.to_part_time,
        )


def _in_time(application: Application, applicant: Applicant) -> bool:
    """Sent before enrolling; the contribution may enrol the applicant before it is decided on."""
    waits = applicant.state is ApplicantState.ACCEPTED
    return waits or (application.is_open and applicant.state is ApplicantState.ENROLLED)


def _enrolment(tx: Transaction, application: Application) -> Enrolment:
    """The enrolment that it is about, or that the applicant has got since."""
    if application.enrolment_id is not None:
        return enrolment_of(tx, application)
    enrolment_id = _applicant(tx, application).enrolment_id
    assert enrolment_id is not None, "only who is enrolled has a time model"
    return enrolment_with_id(tx, enrolment_id)


def _applicant(tx: Transaction, application: Application) -> Applicant:
    applicant = applicants.load_applicant(tx, application.person_id)
    if applicant is None:
        raise applicant_unknown()
    return applicant
