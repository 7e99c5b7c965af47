"""May somebody change between full-time and part-time study?

Guide 002, "Part-time studies" with its parts "Who may study part-time?", "Further requirements",
"Change from full-time to part-time", "BaföG during part-time study" and "Application and
deadlines".
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from chassis.values import LocalizedText, Semester, Term

from records.domain.applications import obstacles_to_part_time as told
from records.domain.applications.contents import PartTime
from records.domain.applications.leave import ends_before, first_semester_of
from records.domain.applications.study_proofs import listed
from records.domain.catalogue import EnrolmentKind, Programme
from records.domain.enrolment import Enrolment
from records.domain.obstacles import Obstacle
from records.domain.rules import PartTimeReason, PartTimeRules, StudyProof
from records.domain.semester_plan import (
    TIME_MODELS,
    DecisionKind,
    SemesterDecision,
    TimeModel,
    time_model_in,
)


@dataclass(frozen=True, slots=True)
class PartTimeFacts:
    """What decides about a change of the time model of one enrolment."""

    enrolment: Enrolment
    decisions: tuple[SemesterDecision, ...]
    published: frozenset[Semester]
    # The day on which the application arrived.
    received: date
    # The proofs that are attached.
    proofs: frozenset[str]
    # Whether the programme has an adviser or director of studies who can confirm the consultation.
    adviser_can_confirm: bool


@dataclass(frozen=True, slots=True)
class ApplicantFacts:
    """What decides about part-time study from the first semester on, before enrolment."""

    programme: Programme
    first_semester: Semester
    # Whether it was sent while the applicant was accepted and not yet enrolled.
    waits_for_enrolment: bool
    proofs: frozenset[str]


def deadline_of(semester: Semester, rules: PartTimeRules, *, to_part_time: bool) -> date | None:
    """The last day of an application for the semester; None where no change is possible with it.

    Winter semesters have theirs in the year in which they begin. The university may let students
    return to full-time study with summer semesters, too.
    """
    if semester.term is Term.WINTER:
        return rules.deadline.in_year(semester.year)
    if to_part_time or rules.return_in_summer_deadline is None:
        return None
    in_year = rules.return_in_summer_deadline.in_year(semester.year)
    # A day of the second half of the year lies before the summer semester's year.
    if in_year > semester.last_date:
        return rules.return_in_summer_deadline.in_year(semester.year - 1)
    return in_year


def next_semester_for(received: date, rules: PartTimeRules, *, to_part_time: bool) -> Semester:
    """The first semester for which an application of the day is in time."""
    semester = Semester.of(received).next()
    while True:
        deadline = deadline_of(semester, rules, to_part_time=to_part_time)
        if deadline is not None and received <= deadline:
            return semester
        semester = semester.next()


def obstacles_to_part_time(
    content: PartTime, facts: PartTimeFacts, rules: PartTimeRules
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of a change, in either direction."""
    obstacles = [*_obstacles_of_semester(content, facts, rules)]
    if not content.to_part_time:
        obstacles.extend(_obstacles_to_return(content.from_semester, facts, rules))
        return tuple(obstacles)
    if not may_study_part_time(facts.enrolment.programme):
        obstacles.append(told.not_offered(facts.enrolment.programme.name))
    if _model_of(facts, content.from_semester) is TimeModel.PART_TIME:
        obstacles.append(told.part_time_already(content.from_semester))
    obstacles.extend(_obstacles_of_reason(content, facts.proofs, rules))
    if not content.consultation_confirmed_by.strip():
        obstacles.append(told.consultation_not_held())
    if not (confirmation_is_attached(facts.proofs) or facts.adviser_can_confirm):
        obstacles.append(told.consultation_not_confirmed())
    if not content.bafoeg_loss_acknowledged:
        obstacles.append(told.bafoeg_not_acknowledged())
    return tuple(obstacles)


def obstacles_for_applicant(
    content: PartTime, facts: ApplicantFacts, rules: PartTimeRules
) -> tuple[Obstacle, ...]:
    """What stands in the way of part-time study from the first semester on.

    There is nothing to change from, so that no consultation is demanded; the deadline is the
    enrolment.
    """
    obstacles: list[Obstacle] = []
    if not facts.waits_for_enrolment:
        obstacles.append(told.enrolled_meanwhile())
    if not content.to_part_time:
        return (*obstacles, told.back_before_begin())
    if not may_study_part_time(facts.programme):
        obstacles.append(told.not_offered(facts.programme.name))
    first = facts.first_semester
    if content.from_semester != first:
        obstacles.append(told.not_first_semester(content.from_semester, first))
    if deadline_of(first, rules, to_part_time=True) is None:
        obstacles.append(told.not_in_this_term(first, first.next()))
    obstacles.extend(_obstacles_of_reason(content, facts.proofs, rules))
    if not content.bafoeg_loss_acknowledged:
        obstacles.append(told.bafoeg_not_acknowledged())
    return tuple(obstacles)


def may_study_part_time(programme: Programme) -> bool:
    """Students of the College and the Graduate School may; doctoral students have other rules."""
    return programme.part_time_possible and programme.kind is not EnrolmentKind.DOCTORAL


def confirmation_is_attached(proofs: Collection[str]) -> bool:
    """Whether the consultation is confirmed by a document; else an adviser has to confirm it."""
    return StudyProof.CONSULTATION_CONFIRMATION in proofs


def proofs_of(reason: PartTimeReason, rules: PartTimeRules) -> tuple[StudyProof, ...]:
    """The documents that prove a reason; one is needed."""
    return rules.proofs.get(reason, ()) or (StudyProof.GROUND_PROOF,)


def notices_of_part_time(content: PartTime, rules: PartTimeRules) -> tuple[LocalizedText, ...]:
    """What somebody should know before the application is sent."""
    if not content.to_part_time:
        return ()
    return (
        LocalizedText(
            de="Im Teilzeitstudium besteht kein Anspruch auf BAföG. Er kann für die Zeit des"
            " Teilzeitstudiums ruhen und im Vollzeitstudium weiterlaufen; die Förderungsdauer"
            " verlängert sich dadurch nicht. Verbindliche Auskünfte gibt das BAföG-Amt.",
            en="Part-time students have no right to BAföG. It can be interrupted during part-time"
            " study and go on in full-time study; this does not extend the total duration of"
            " support. Binding information is given by the BAföG office.",
        ),
        LocalizedText(
            de="Sie verpflichten sich für mindestens {least} Semester; empfohlen sind mindestens"
            " {recommended}, da sich die Inhalte eines Semesters auf zwei verteilen und manche"
            " Veranstaltungen nur im Winter oder Sommer stattfinden.",
            en="You commit yourself for at least {least} semesters; at least {recommended} are"
            " recommended, as the content of a semester is divided across two and some classes"
            " are offered in winter or summer only.",
        ).format(least=rules.least_semesters, recommended=rules.recommended_semesters),
        LocalizedText(
            de="Der Semesterbeitrag bleibt unverändert.",
            en="The semester contribution remains unaffected.",
        ),
        LocalizedText(
            de="Pro Semester ist etwa die Hälfte der sonst vorgesehenen Module vorgesehen, ohne"
            " eigene Veranstaltungen. Vor dem Beginn berät Sie die Studienberatung.",
            en="You take half of the modules usually planned for a semester, without classes of"
            " their own. The Student Counselling Service advises you before you begin.",
        ),
    )


def hint_of_return(
    semester: Semester, decisions: Collection[SemesterDecision], rules: PartTimeRules
) -> LocalizedText | None:
    """A recommendation for who returns to full-time study early; None where there is none."""
    since = part_time_since(decisions, semester)
    if since is None or _between(since, semester) >= rules.recommended_semesters:
        return None
    return LocalizedText(
        de="Empfohlen sind mindestens {recommended} Semester Teilzeitstudium; bis zum {semester}"
        " wären es {count}.",
        en="At least {recommended} semesters of part-time study are recommended; until the"
        " {semester} it would be {count}.",
    ).format(
        recommended=rules.recommended_semesters,
        semester=semester.name,
        count=_between(since, semester),
    )


def part_time_since(decisions: Collection[SemesterDecision], semester: Semester) -> Semester | None:
    """Since when the semester before is studied part-time; None where it is not."""
    since: Semester | None = None
    for each in sorted(decisions, key=lambda one: one.semester):
        if each.kind in TIME_MODELS and each.semester < semester:
            if each.kind is DecisionKind.FULL_TIME:
                since = None
            elif since is None:
                since = each.semester
    return since


def _obstacles_of_semester(
    content: PartTime, facts: PartTimeFacts, rules: PartTimeRules
) -> Iterator[Obstacle]:
    semester, enrolment = content.from_semester, facts.enrolment
    if semester not in facts.published:
        yield told.not_published(semester)
    if enrolment.end_date is not None and ends_before(enrolment, semester):
        yield told.after_the_end(semester, enrolment.end_date)
    if content.to_part_time and semester <= first_semester_of(enrolment):
        yield told.after_enrolment(semester)
    possible = next_semester_for(facts.received, rules, to_part_time=content.to_part_time)
    deadline = deadline_of(semester, rules, to_part_time=content.to_part_time)
    if deadline is None:
        yield told.not_in_this_term(semester, possible)
    elif facts.received > deadline:
        yield told.late(semester, deadline, possible)
    elif semester > possible:
        yield told.too_early(semester, possible)


def _obstacles_to_return(
    semester: Semester, facts: PartTimeFacts, rules: PartTimeRules
) -> Iterator[Obstacle]:
    if _model_of(facts, semester) is TimeModel.FULL_TIME:
        yield told.full_time_already(semester)
        return
    since = part_time_since(facts.decisions, semester)
    if since is not None and _between(since, semester) < rules.least_semesters:
        until = since
        for _ in range(rules.least_semesters - 1):
            until = until.next()
        yield told.committed(since, rules.least_semesters, until)


def _obstacles_of_reason(
    content: PartTime, attached: frozenset[str], rules: PartTimeRules
) -> Iterator[Obstacle]:
    if content.reason is None:
        yield told.reason_missing()
        return
    if content.reason is PartTimeReason.OTHER and not content.explanation.strip():
        yield told.reason_not_explained()
    proofs = proofs_of(content.reason, rules)
    if attached.isdisjoint(proofs):
        yield told.reason_not_proven(listed(proofs))


def _model_of(facts: PartTimeFacts, semester: Semester) -> TimeModel:
    return time_model_in(facts.decisions, semester)


def _between(since: Semester, until: Semester) -> int:
    """How many semesters lie from the one to before the other."""
    return (until.year - since.year) * 2 + (until.term > since.term) - (until.term < since.term)
