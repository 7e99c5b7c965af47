"""May somebody go on leave of absence, and what does the approval do to the contribution?

Guide 002, "Leave of absence" with its parts "Exception: leave of absence for 4 semesters", "Fees
during leave of absence" and "Withdrawal of leave of absence". Every deadline looks at the day on
which the application arrived, also when it is decided later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chassis.values import LocalizedText, Semester

from records.domain.applications import obstacles_to_leave as told
from records.domain.applications.study_proofs import PROOF_NAMES, listed
from records.domain.calendar import SemesterDates
from records.domain.deadlines import months_after_start_of_lectures
from records.domain.enrolment import Enrolment, SemesterStatus
from records.domain.obstacles import Obstacle
from records.domain.rules import LeaveGround, LeaveRules, StudyProof
from records.domain.semester_plan import DecisionKind, SemesterDecision

GROUND_NAMES = {
    LeaveGround.HEALTH: LocalizedText(de="Krankheit", en="health"),
    LeaveGround.ABROAD: LocalizedText(de="Studienaufenthalt im Ausland", en="study abroad"),
    LeaveGround.INTERNSHIP: LocalizedText(
        de="vorgesehenes Praktikum, das nicht Teil des Studiengangs ist",
        en="prescribed internship that is not part of the programme",
    ),
    LeaveGround.COMMITTEE_WORK: LocalizedText(
        de="Mitarbeit in Gremien der Hochschule oder Studierendenschaft",
        en="activity in academic or student organisations",
    ),
    LeaveGround.FAMILY: LocalizedText(
        de="familiäre Gründe (z. B. Schwangerschaft, Kindererziehung)",
        en="family reasons (e.g. pregnancy, child rearing)",
    ),
    LeaveGround.OTHER: LocalizedText(de="anderer Grund", en="another ground"),
}


@dataclass(frozen=True, slots=True)
class LeaveFacts:
    """What decides about a leave of absence in one degree programme."""

    enrolment: Enrolment
    # What was decided about the enrolment's semesters.
    decisions: tuple[SemesterDecision, ...]
    # Semesters on leave in earlier enrolments in the same programme.
    taken_earlier: frozenset[Semester]
    # The published semesters.
    calendar: Mapping[Semester, SemesterDates]
    # The day on which the application arrived.
    received: date
    # The proofs that are attached.
    proofs: frozenset[str]


def leave_taken(enrolment: Enrolment, decisions: Iterable[SemesterDecision]) -> frozenset[Semester]:
    """The semesters on leave, recorded or approved for later."""
    recorded = {
        each.recorded.semester
        for each in enrolment.semesters
        if each.recorded.status is SemesterStatus.ON_LEAVE
    }
    to_come = {each.semester for each in decisions if each.kind is DecisionKind.LEAVE}
    return frozenset(recorded | to_come)


def spent_abroad(
    enrolment: Enrolment, decisions: Iterable[SemesterDecision]
) -> frozenset[Semester]:
    """The semesters abroad, recorded or approved for later."""
    recorded = {
        each.recorded.semester
        for each in enrolment.semesters
        if each.recorded.status is SemesterStatus.ABROAD
    }
    to_come = {each.semester for each in decisions if each.kind is DecisionKind.ABROAD}
    return frozenset(recorded | to_come)


def first_semester_of(enrolment: Enrolment) -> Semester:
    """The first semester of the programme."""
    return Semester.of(enrolment.first_enrolment_date)


def ends_before(enrolment: Enrolment, semester: Semester) -> bool:
    """Whether the enrolment is over when the semester begins."""
    return enrolment.end_date is not None and enrolment.end_date < semester.first_date


def deadline(dates: SemesterDates) -> date:
    """The last day for applications without an exception: the end of re-registration."""
    return dates.reregistration.last


def is_late(dates: SemesterDates, received: date) -> bool:
    """Whether the application is one of the exceptional cases."""
    return received > deadline(dates)


def obstacles_to_leave(
    semesters: tuple[Semester, ...],
    ground: LeaveGround,
    explanation: str,
    facts: LeaveFacts,
    rules: LeaveRules,
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way; nothing where the leave can be approved."""
    asked = tuple(sorted(set(semesters)))
    obstacles: list[Obstacle] = []
    if ground is LeaveGround.OTHER and not explanation.strip():
        obstacles.append(told.not_explained())
    late_ones: list[SemesterDates] = []
    for semester in asked:
        obstacles.extend(_obstacles_of_enrolment(semester, facts))
        dates = facts.calendar.get(semester)
        if dates is None:
            obstacles.append(told.not_published(semester))
        elif semester.last_date < facts.received:
            obstacles.append(told.past(semester))
        elif facts.received > months_after_start_of_lectures(dates, rules.late_months):
            limit = months_after_start_of_lectures(dates, rules.late_months)
            obstacles.append(told.late(semester, deadline(dates), limit))
        elif is_late(dates, facts.received):
            late_ones.append(dates)
    for dates in late_ones:
        obstacles.extend(_obstacles_to_exception(dates, explanation, facts, rules))
    obstacles.extend(_obstacles_of_number(asked, ground, facts, rules))
    return tuple(obstacles)


def has_important_reason(ground: LeaveGround, proofs: Iterable[str], rules: LeaveRules) -> bool:
    """Whether the ground is an important one, and proven."""
    return ground in rules.important_reasons and _is_proven(ground, proofs, rules)


def proofs_of(ground: LeaveGround, rules: LeaveRules) -> tuple[StudyProof, ...]:
    """The proofs of a ground; one is enough."""
    return rules.proofs.get(ground, ()) or (StudyProof.GROUND_PROOF,)


def _is_proven(ground: LeaveGround, proofs: Iterable[str], rules: LeaveRules) -> bool:
    return not set(proofs_of(ground, rules)).isdisjoint(proofs)


def _obstacles_of_enrolment(semester: Semester, facts: LeaveFacts) -> Iterator[Obstacle]:
    enrolment, first = facts.enrolment, first_semester_of(facts.enrolment)
    if semester <= first:
        yield told.first_semester(semester, first)
    if enrolment.end_date is not None and ends_before(enrolment, semester):
        yield told.after_the_end(semester, enrolment.end_date)
    if semester in leave_taken(enrolment, facts.decisions):
        yield told.on_leave_already(semester)
    if semester in spent_abroad(enrolment, facts.decisions):
        yield told.abroad(semester)


def _obstacles_to_exception(
    dates: SemesterDates, explanation: str, facts: LeaveFacts, rules: LeaveRules
) -> Iterator[Obstacle]:
    limit = months_after_start_of_lectures(dates, rules.late_months)
    if not explanation.strip():
        yield told.exception_not_explained(dates.semester, deadline(dates), limit)
    if StudyProof.EXCEPTION_PROOF not in facts.proofs:
        name = PROOF_NAMES[StudyProof.EXCEPTION_PROOF]
        yield told.exception_not_proven(dates.semester, deadline(dates), limit, name)


def _obstacles_of_number(
    asked: tuple[Semester, ...], ground: LeaveGround, facts: LeaveFacts, rules: LeaveRules
) -> Iterator[Obstacle]:
    if has_important_reason(ground, facts.proofs, rules):
        return
    taken = leave_taken(facts.enrolment, facts.decisions) | facts.taken_earlier
    remedy = _remedy_of_number(ground, rules)
    for run in _runs(taken | set(asked)):
        if len(run) > rules.most_in_a_row and not set(run).isdisjoint(set(asked) - taken):
            yield told.too_many_in_a_row(run, rules.most_in_a_row, remedy)
    new = len(set(asked) - taken)
    if new and len(taken) + new > rules.most_without_reason:
        yield told.too_many(len(taken), new, rules.most_without_reason, remedy)


def _remedy_of_number(ground: LeaveGround, rules: LeaveRules) -> LocalizedText:
    if ground in rules.important_reasons:
        return LocalizedText(
            de="Fügen Sie den Nachweis des wichtigen Grundes bei: {proofs}.",
            en="Add the proof of the important reason: {proofs}.",
        ).format(proofs=listed(proofs_of(ground, rules)))
    important = [GROUND_NAMES[each] for each in LeaveGround if each in rules.important_reasons]
    return LocalizedText(
        de="Beantragen Sie weniger Semester, oder weisen Sie einen wichtigen Grund nach:"
        " {grounds}.",
        en="Apply for fewer semesters, or prove an important reason: {grounds}.",
    ).format(
        grounds=LocalizedText(
            de="; ".join(each.de for each in important), en="; ".join(each.en for each in important)
        )
    )


def _runs(semesters: Iterable[Semester]) -> Iterator[tuple[Semester, ...]]:
    """Semesters one after the other, as runs without a gap."""
    run: list[Semester] = []
    for semester in sorted(semesters):
        if run and run[-1].next() != semester:
            yield tuple(run)
            run = []
        run.append(semester)
    if run:
        yield tuple(run)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a refund after a late application needs."""

    # The day on which the last of the confirmation documents arrived.
    documents: date
    # Whether no student card was issued for the semester, or it came back within the period.
    card_is_back: bool


def refund_deadline(dates: SemesterDates, rules: LeaveRules) -> date:
    """Until when application, card and documents have to be there after a late application."""
    return months_after_start_of_lectures(dates, rules.refund_months)


def contribution_stays(
    dates: SemesterDates, received: date, handed_in: HandedIn, rules: LeaveRules
) -> bool:
    """Whether an approved leave leaves the contribution as it was charged.

    In time it is reduced to what is due on leave. Late, only where the application, the student
    card, if one was issued, and all documents arrived within the period of guide 002, "Fees during
    leave of absence".
    """
    if not is_late(dates, received):
        return False
    limit = refund_deadline(dates, rules)
    return received > limit or handed_in.documents > limit or not handed_in.card_is_back


def obstacles_to_withdrawal(
    semester: Semester, facts: LeaveFacts, rules: LeaveRules
) -> tuple[Obstacle, ...]:
    """What stands in the way of giving an approved leave up."""
    obstacles: list[Obstacle] = []
    if semester not in leave_taken(facts.enrolment, facts.decisions):
        obstacles.append(told.not_on_leave(semester))
    end_date = facts.enrolment.end_date
    if end_date is not None and ends_before(facts.enrolment, semester):
        obstacles.append(told.after_the_end(semester, end_date))
    dates = facts.calendar.get(semester)
    if dates is None:
        obstacles.append(told.not_published(semester))
        return tuple(obstacles)
    limit = months_after_start_of_lectures(dates, rules.withdrawal_months)
    if facts.received > limit:
        obstacles.append(told.withdrawal_late(semester, limit))
    return tuple(obstacles)
