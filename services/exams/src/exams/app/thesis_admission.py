"""Admitting theses, refusing applications, extending the working time: by the office."""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.signing import Signer
from chassis.values import LocalizedText, Semester, day_in_words

from exams.app.exam_days import holidays_of_period
from exams.app.seating import give_seat
from exams.app.theses import (
    ThesisRefused,
    problem,
    problem_for_office,
    require_examiners,
    rule_of_thesis,
    tell_examiners,
    tell_student,
)
from exams.app.thesis_obstacles import THESIS_GROUP, obstacles_to_thesis
from exams.domain.profile import sitting_id_of
from exams.domain.theses import (
    Thesis,
    ThesisProblem,
    ThesisState,
    due_date_of,
    extended_due_date,
    problem_with_decision,
    problem_with_extension,
    thesis_sitting,
)
from exams.mail.theses import ThesisMail
from exams.store import desk, registrations, students, thesis_sittings
from exams.store import theses as stored
from exams.store.exam_days import first_period_of
from exams.store.regulations import share_content
from exams.store.standing import standings_of
from exams.texts import theses as texts


def admit_thesis(
    tx: Transaction,
    signer: Signer,
    *,
    thesis_id: UUID,
    title: str,
    examiners: tuple[str, str],
    start_date: date,
    semester: Semester,
    by: UUID,
) -> Thesis | ThesisRefused:
    """Fixes topic, examiners and working time, and registers the student.

    The registration is one for the semester's sitting of the thesis, which is made when missing.
    The rules are asked again, as time has passed since the application. Raises THESIS_DECIDED,
    EXAMINER_UNKNOWN, SAME_EXAMINER, OWN_THESIS, PERIOD_UNKNOWN and START_DATE_WRONG.
    """
    thesis = stored.get_thesis(tx, thesis_id)
    period = first_period_of(tx, semester)
    if period is None:
        raise _field_wrong("semester", "PERIOD_UNKNOWN", texts.NO_PERIOD, semester=semester.name)
    if not semester.first_date <= start_date <= semester.last_date:
        raise _field_wrong(
            "start_date",
            "START_DATE_WRONG",
            texts.START_WRONG,
            semester=semester.name,
            first=day_in_words(semester.first_date),
            last=day_in_words(semester.last_date),
        )
    sitting_id = _sitting_of_theses(tx, thesis, semester, period)
    held = desk.hold_sittings(tx, [sitting_id])[sitting_id]
    students.lock_student(tx, thesis.person_id)
    share_content(tx, [thesis.person_id])
    stored.lock_thesis(tx, thesis_id)
    thesis = stored.get_thesis(tx, thesis_id)
    if found := problem_with_decision(thesis):
        raise problem(found, thesis)
    require_examiners(tx, examiners, thesis.person_id)
    standing = standings_of(tx, [thesis.person_id])[thesis.person_id]
    enrolment = next(one for one in standing.enrolments if one.enrolment_id == thesis.enrolment_id)
    obstacles = obstacles_to_thesis(
        tx,
        standing,
        enrolment,
        thesis.exam_number,
        stored.theses_of(tx, thesis.person_id),
        semester,
        applied=thesis_id,
    )
    if obstacles:
        return ThesisRefused(obstacles)
    rule = rule_of_thesis(tx, enrolment.regulations_version_code)
    seated = give_seat(tx, signer, held, person_id=thesis.person_id, enrolment=enrolment, mail=None)
    years = range(start_date.year, start_date.year + 3)
    stored.note_admission(
        tx,
        thesis_id,
        registration_id=seated.registration.registration_id,
        title=title,
        examiners=examiners,
        start_date=start_date,
        due_date=due_date_of(
            start_date, rule.working_weeks, holidays_of_period(tx, semester, period, years)
        ),
        decided_by=by,
    )
    admitted = stored.get_thesis(tx, thesis_id)
    tell_student(tx, ThesisMail.ADMITTED, admitted)
    tell_examiners(tx, ThesisMail.APPOINTED, admitted)
    return admitted


def refuse_thesis(tx: Transaction, *, thesis_id: UUID, reason: str, by: UUID) -> Thesis:
    """Refuses an application. Raises THESIS_DECIDED."""
    stored.lock_thesis(tx, thesis_id)
    thesis = stored.get_thesis(tx, thesis_id)
    if found := problem_with_decision(thesis):
        raise problem(found, thesis)
    stored.note_end(tx, thesis_id, ThesisState.REFUSED, decided_by=by, reason=reason)
    refused = stored.get_thesis(tx, thesis_id)
    tell_student(tx, ThesisMail.REFUSED, refused)
    return refused


def extend_thesis(tx: Transaction, *, thesis_id: UUID, reason: str) -> Thesis:
    """Extends the working time, once, by the weeks of the regulations, before its end.

    Raises THESIS_NOT_UNDER_WAY, ALREADY_EXTENDED, NO_EXTENSION and DUE_DATE_PASSED.
    """
    stored.lock_thesis(tx, thesis_id)
    thesis = stored.get_thesis(tx, thesis_id)
    if thesis.registration_id is None or thesis.due_date is None:
        raise problem(ThesisProblem.NOT_UNDER_WAY, thesis)
    registration = registrations.get_registration(tx, thesis.registration_id)
    rule = rule_of_thesis(tx, registration.regulations_version_code)
    if found := problem_with_extension(thesis, rule, tx.now):
        raise problem_for_office(found, thesis)
    sitting = registration.sitting
    years = range(thesis.due_date.year, thesis.due_date.year + 3)
    holidays = holidays_of_period(tx, sitting.semester, sitting.period, years)
    stored.note_extension(
        tx,
        thesis_id,
        due_date=extended_due_date(thesis.due_date, rule, holidays),
        reason=reason,
    )
    extended = stored.get_thesis(tx, thesis_id)
    tell_student(tx, ThesisMail.EXTENDED, extended)
    return extended


def _sitting_of_theses(tx: Transaction, thesis: Thesis, semester: Semester, period: int) -> UUID:
    tx.hold([f"theses {thesis.exam_number} {semester.code}"])
    found = thesis_sittings.sitting_of_theses(tx, thesis.exam_number, semester, thesis.person_id)
    if found is not None:
        return found
    number = thesis_sittings.count_sittings_of_theses(tx, thesis.exam_number, semester) + 1
    group = f"{THESIS_GROUP}-{number}"
    sitting_id = sitting_id_of(thesis.exam_number, semester, period, group)
    thesis_sittings.add_sitting_of_theses(
        tx, thesis_sitting(thesis.exam_number, thesis.exam_name, semester, period, sitting_id)
    )
    return sitting_id


def _field_wrong(field: str, reason: str, message: LocalizedText, **facts: object) -> Failure:
    worded = message.format(**facts)
    return Failure(
        Code.INVALID_ARGUMENT, reason, worded, fields=(FieldProblem(field, reason, worded),)
    )
