"""Study credit, history, grounds and prior studies as messages of the contract."""

from chassis.packing import pack_date, pack_moment, pack_name, pack_semester, pack_text
from matrikel.records.v1 import application_content_pb2, enrolment_pb2, study_credit_pb2

from records.app.study_credit import CreditOfPerson, HistoryOfPerson
from records.domain.credit_explained import CreditGrant, CreditLine, FeeState
from records.domain.credit_facts import Ground, PriorStudy, SemesterGround
from records.domain.preselection import PreselectionHolder
from records.domain.study_history import HistoryLine, StudyPeriod
from records.events.packing import pack_enrolment
from records.events.preselection_packing import GROUNDS
from records.texts import study_credit as texts

# The contract's enum carries the names of the domain's, behind its own name.
CREDIT_GROUNDS = {
    one: application_content_pb2.FeeExemptionGround.Value(f"FEE_EXEMPTION_GROUND_{one.name}")
    for one in Ground
}
_FEES = {
    FeeState.NOT_DUE: study_credit_pb2.LONG_TERM_FEE_STATE_NOT_DUE,
    FeeState.DUE: study_credit_pb2.LONG_TERM_FEE_STATE_DUE,
    FeeState.EXEMPT: study_credit_pb2.LONG_TERM_FEE_STATE_EXEMPT,
    FeeState.WAIVED: study_credit_pb2.LONG_TERM_FEE_STATE_WAIVED,
}


def pack_credit(of_person: CreditOfPerson) -> study_credit_pb2.StudyCredit:
    """A person's credit, explained."""
    credit, age = of_person.credit, of_person.child_under_years
    return study_credit_pb2.StudyCredit(
        person_id=str(of_person.person_id),
        applies=credit.applies,
        granted=credit.granted,
        consumed=credit.consumed,
        not_consumed=credit.not_consumed,
        left=credit.left,
        grants=[_pack_grant(each) for each in credit.grants],
        lines=[_pack_line(each, age) for each in credit.lines],
        fee_from_semester=pack_semester(credit.fee_from) if credit.fee_from else None,
        fee_cents=of_person.fee_cents,
        summary=pack_text(texts.summary(credit)),
        remarks=[pack_text(texts.FIRST_DEGREE_UNKNOWN)] if credit.first_degree_unknown else [],
    )


def pack_history(of_person: HistoryOfPerson) -> study_credit_pb2.StudyHistory:
    """How a person has studied."""
    history = of_person.history
    packed = {
        each.enrolment.enrolment_id: pack_enrolment(each.enrolment) for each in history.periods
    }
    return study_credit_pb2.StudyHistory(
        person_id=str(of_person.person_id),
        lines=[
            _pack_history_line(each, packed[each.enrolment.enrolment_id]) for each in history.lines
        ],
        periods=[
            _pack_period(each, packed[each.enrolment.enrolment_id]) for each in history.periods
        ],
        prior_studies=[pack_prior_study(each) for each in of_person.prior_studies],
    )


def pack_prior_study(study: PriorStudy) -> study_credit_pb2.PriorStudy:
    """Studies elsewhere."""
    return study_credit_pb2.PriorStudy(
        prior_study_id=str(study.prior_study_id),
        university_name=study.university_name,
        programme_name=study.programme_name,
        known_semesters=[pack_semester(each) for each in sorted(study.known_semesters)],
        semesters=study.semesters,
        completed_degree=study.completed_degree,
        standard_duration_semesters=study.standard_duration_semesters,
        enter_time=pack_moment(study.enter_time),
        entered_by=study.entered_by,
        reason=study.reason,
    )


def pack_ground(ground: SemesterGround) -> study_credit_pb2.SemesterGround:
    """A ground in a semester."""
    return study_credit_pb2.SemesterGround(
        semester_ground_id=str(ground.semester_ground_id),
        person_id=str(ground.person_id),
        semester=pack_semester(ground.semester),
        ground=CREDIT_GROUNDS[ground.ground],
        waived_cents=ground.waived_cents,
        child_birth_date=pack_date(ground.child_birth_date),
        application_id=str(ground.application_id) if ground.application_id else "",
        reason=ground.reason,
        enter_time=pack_moment(ground.enter_time),
        entered_by=ground.entered_by,
        take_back_time=pack_moment(ground.end_time),
        taken_back_by=ground.ended_by,
        take_back_reason=ground.end_reason,
    )


def pack_holder(holder: PreselectionHolder) -> study_credit_pb2.PreselectionHolder:
    """Somebody who is drawn first."""
    return study_credit_pb2.PreselectionHolder(
        person_id=str(holder.person_id),
        matriculation_number=holder.matriculation_number,
        name=pack_name(holder.name),
        grounds=[GROUNDS[each] for each in holder.grounds],
    )


def _pack_grant(grant: CreditGrant) -> study_credit_pb2.CreditGrant:
    return study_credit_pb2.CreditGrant(
        semesters=grant.semesters,
        reason=pack_text(texts.grant_reason(grant)),
        from_semester=pack_semester(grant.from_semester) if grant.from_semester else None,
    )


def _pack_line(line: CreditLine, age: int) -> study_credit_pb2.CreditLine:
    return study_credit_pb2.CreditLine(
        semester=pack_semester(line.semester) if line.semester else None,
        programme=pack_text(texts.joined(list(line.programmes))),
        event=pack_text(texts.event(line)),
        consumed=line.consumed,
        reason=pack_text(texts.use_reason(line, age)),
        credit_left=line.credit_left,
        fee=_FEES[line.fee.state],
        fee_reason=pack_text(texts.fee_reason(line.fee, age)),
        fee_cents=line.fee.cents,
        planned=line.planned,
    )


def _pack_history_line(
    line: HistoryLine, packed: enrolment_pb2.Enrolment
) -> study_credit_pb2.HistoryLine:
    code = line.semester.code
    semester = next(each for each in packed.semesters if each.semester.code == code)
    return study_credit_pb2.HistoryLine(
        semester=semester.semester,
        enrolment_id=packed.enrolment_id,
        programme_name=packed.programme.name,
        degree=packed.programme.degree.short_name,
        status=semester.status,
        programme_semester=semester.programme_semester,
        university_semester=semester.university_semester,
        part_time=semester.part_time,
        end_date=packed.end_date if line.ends else None,
        end_reason=packed.end_reason if line.ends else enrolment_pb2.END_REASON_UNSPECIFIED,
    )


def _pack_period(
    period: StudyPeriod, packed: enrolment_pb2.Enrolment
) -> study_credit_pb2.StudyPeriod:
    return study_credit_pb2.StudyPeriod(
        enrolment_id=packed.enrolment_id,
        programme_code=packed.programme.programme_code,
        programme_name=packed.programme.name,
        degree=packed.programme.degree.short_name,
        kind=packed.kind,
        major_name=packed.major_name if packed.HasField("major_name") else None,
        minor_name=packed.minor_name if packed.HasField("minor_name") else None,
        first_enrolment_date=packed.first_enrolment_date,
        end_date=packed.end_date if packed.HasField("end_date") else None,
        end_reason=packed.end_reason,
        completion_date=packed.completion_date if packed.HasField("completion_date") else None,
        standard_duration_semesters=packed.programme.standard_duration_semesters,
        individual_standard_duration_semesters=period.individual_standard_duration,
        programme_semesters=period.programme_semesters,
        leave_semesters=period.leave_semesters,
        abroad_semesters=period.abroad_semesters,
        part_time_semesters=period.part_time_semesters,
    )
