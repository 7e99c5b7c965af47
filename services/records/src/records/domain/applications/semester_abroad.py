"""May a semester be registered as a semester abroad?

Guide 002, "Semester abroad". The deadline looks at the day on which the application arrived at the
International Center.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chassis.values import LocalizedText, Semester, day_in_words

from records.domain.applications.contents import SemesterAbroad
from records.domain.applications.leave import (
    ends_before,
    first_semester_of,
    leave_taken,
    spent_abroad,
)
from records.domain.applications.study_proofs import PROOF_NAMES
from records.domain.calendar import SemesterDates
from records.domain.deadlines import months_after_start_of_lectures
from records.domain.enrolment import Enrolment
from records.domain.obstacles import Obstacle
from records.domain.rules import AbroadRules, StudyProof
from records.domain.semester_plan import SemesterDecision

SOURCE = "Organise your Masters, “Semester abroad”"
_HOME_COUNTRY = "DE"
_CHOOSE_ANOTHER = LocalizedText(
    de="Wählen Sie ein anderes Semester.", en="Choose another semester."
)


@dataclass(frozen=True, slots=True)
class AbroadFacts:
    """What decides about a semester abroad."""

    enrolment: Enrolment
    decisions: tuple[SemesterDecision, ...]
    calendar: Mapping[Semester, SemesterDates]
    # The day on which the application arrived.
    received: date
    # The two letters of every country (ISO 3166-1).
    countries: frozenset[str]


def obstacles_to_semester_abroad(
    content: SemesterAbroad, facts: AbroadFacts, rules: AbroadRules
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way; missing documents the workflow names."""
    semester, enrolment = content.semester, facts.enrolment
    obstacles: list[Obstacle] = []
    if content.country == _HOME_COUNTRY:
        obstacles.append(_not_abroad())
    if content.country not in facts.countries:
        obstacles.append(_country_unknown(content.country))
    if semester < first_semester_of(enrolment):
        obstacles.append(_before_enrolment(semester))
    if enrolment.end_date is not None and ends_before(enrolment, semester):
        obstacles.append(_after_the_end(semester, enrolment.end_date))
    if semester in spent_abroad(enrolment, facts.decisions):
        obstacles.append(_registered_already(semester))
    if semester in leave_taken(enrolment, facts.decisions):
        obstacles.append(_on_leave(semester))
    dates = facts.calendar.get(semester)
    if dates is None:
        obstacles.append(_not_published(semester))
    else:
        limit = months_after_start_of_lectures(dates, rules.deadline_months)
        if facts.received > limit:
            obstacles.append(_late(semester, limit))
    return tuple(obstacles)


def notices_of_semester_abroad(rules: AbroadRules) -> tuple[LocalizedText, ...]:
    """What somebody should know before the application is sent."""
    notices = []
    if not rules.parts_due:
        notices.append(
            LocalizedText(
                de="Für das Auslandssemester ist kein Semesterbeitrag zu zahlen; was schon gezahlt"
                " ist, wird erstattet. Damit entfällt auch das Semesterticket.",
                en="For a semester abroad no semester contribution is due; what was paid already"
                " is given back. So the semester ticket falls away, too.",
            )
        )
    if rules.counts_until_known:
        text = LocalizedText(
            de="Das Auslandssemester zählt als Fachsemester, wenn anerkannte Leistungen im Ausland"
            " erbracht werden; Rechte und Pflichten bleiben bestehen.",
            en="A semester abroad counts as a semester of the programme if recognised work is"
            " completed abroad; all rights and obligations are maintained.",
        )
    else:
        text = LocalizedText(
            de="Das Auslandssemester zählt nur als Fachsemester, wenn anerkannte Leistungen im"
            " Ausland erbracht werden, bis dahin nicht; Rechte und Pflichten bleiben bestehen.",
            en="A semester abroad counts as a semester of the programme only if recognised work is"
            " completed abroad, not until then; all rights and obligations are maintained.",
        )
    return (*notices, text)


def proof_names(proofs: tuple[StudyProof, ...]) -> tuple[tuple[StudyProof, LocalizedText], ...]:
    """The documents that are needed, with what they are called."""
    return tuple((each, PROOF_NAMES[each]) for each in proofs)


def _not_abroad() -> Obstacle:
    return Obstacle(
        "HOST_NOT_ABROAD",
        LocalizedText(
            de="Die Gasthochschule liegt in Deutschland.", en="The host university is in Germany."
        ),
        LocalizedText(
            de="Wählen Sie das Land der Gasthochschule. Für ein Semester an einer anderen deutschen"
            " Hochschule berät Sie der Studierendenservice.",
            en="Choose the country of the host university. Student Services advise you on a"
            " semester at another German university.",
        ),
        SOURCE,
        "country",
    )


def _country_unknown(country: str) -> Obstacle:
    return Obstacle(
        "COUNTRY_UNKNOWN",
        LocalizedText(
            de=f"Ein Land „{country}“ gibt es in ISO 3166-1 nicht.",
            en=f"There is no country “{country}” in ISO 3166-1.",
        ),
        LocalizedText(
            de="Wählen Sie das Land der Gasthochschule aus der Liste.",
            en="Choose the country of the host university from the list.",
        ),
        "",
        "country",
    )


def _before_enrolment(semester: Semester) -> Obstacle:
    return _of_semester(
        "ABROAD_BEFORE_ENROLMENT",
        semester,
        de="Im {semester} waren Sie in diesem Studiengang noch nicht eingeschrieben.",
        en="In the {semester} you were not enrolled in this programme yet.",
    )


def _after_the_end(semester: Semester, end_date: date) -> Obstacle:
    return _of_semester(
        "ABROAD_AFTER_END",
        semester,
        de=f"Ihre Einschreibung endet am {day_in_words(end_date).de}, also vor dem {{semester}}.",
        en=f"Your enrolment ends on {day_in_words(end_date).en}, that is before the {{semester}}.",
    )


def _registered_already(semester: Semester) -> Obstacle:
    return _of_semester(
        "ABROAD_ALREADY",
        semester,
        de="Das {semester} ist schon als Auslandssemester eingetragen.",
        en="The {semester} is registered as a semester abroad already.",
        remedy=LocalizedText(de="Ein Antrag ist nicht nötig.", en="No application is needed."),
    )


def _on_leave(semester: Semester) -> Obstacle:
    return _of_semester(
        "ABROAD_WHILE_ON_LEAVE",
        semester,
        de="Für das {semester} sind Sie beurlaubt; ein Auslandssemester ist daneben nicht möglich.",
        en="You are on leave of absence in the {semester}; a semester abroad is not possible"
        " beside it.",
        remedy=LocalizedText(
            de="Nehmen Sie zuerst die Beurlaubung zurück, oder wählen Sie ein anderes Semester.",
            en="Withdraw the leave of absence first, or choose another semester.",
        ),
    )


def _not_published(semester: Semester) -> Obstacle:
    return _of_semester(
        "SEMESTER_NOT_PUBLISHED",
        semester,
        de="Die Termine für das {semester} sind noch nicht veröffentlicht.",
        en="The dates of the {semester} are not published yet.",
        remedy=LocalizedText(
            de="Stellen Sie den Antrag, sobald die Termine feststehen.",
            en="Apply as soon as its dates are known.",
        ),
    )


def _late(semester: Semester, limit: date) -> Obstacle:
    return _of_semester(
        "ABROAD_DEADLINE_PASSED",
        semester,
        de=f"Für das {{semester}} musste der Antrag bis {day_in_words(limit).de} beim International"
        " Center eingehen.",
        en=f"For the {{semester}} the application had to reach the International Center by"
        f" {day_in_words(limit).en}.",
    )


def _of_semester(
    reason: str,
    semester: Semester,
    *,
    de: str,
    en: str,
    remedy: LocalizedText = _CHOOSE_ANOTHER,
) -> Obstacle:
    return Obstacle(
        reason,
        LocalizedText(de=de, en=en).format(semester=semester.name),
        remedy,
        SOURCE,
        "semester",
    )
