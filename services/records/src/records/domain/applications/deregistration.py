"""On which day may somebody leave the university on application?

Guide 002, "De-registration". What counts is the day on which the application arrived, also when it
is decided later.
"""

from dataclasses import dataclass
from datetime import date

from chassis.values import LocalizedText, Semester, day_in_words

from records.domain.applications.contents import Deregistration, DeregistrationWhen
from records.domain.enrolment import Enrolment
from records.domain.obstacles import Obstacle

SOURCE = "Organise your Masters, “De-registration”"


@dataclass(frozen=True, slots=True)
class DeregistrationFacts:
    """What decides about leaving one degree programme."""

    enrolment: Enrolment
    # The day on which the application arrived.
    received: date


def last_day(content: Deregistration, facts: DeregistrationFacts) -> date | None:
    """The last day of membership that is asked for; None where no day is named.

    The end of the semester is that of the semester in which the application arrived. The day of the
    last examination is the one that records knows, where the studies are complete.
    """
    if content.when is DeregistrationWhen.END_OF_SEMESTER:
        return Semester.of(facts.received).last_date
    if content.when is DeregistrationWhen.LAST_EXAM_DATE and content.day is None:
        return facts.enrolment.completion_date
    return content.day


def obstacles_to_deregistration(
    content: Deregistration, facts: DeregistrationFacts
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of ending the enrolment on the day asked for."""
    day = last_day(content, facts)
    if day is None:
        return (_no_day(content.when),)
    obstacles: list[Obstacle] = []
    current = Semester.of(facts.received)
    if day < facts.received:
        obstacles.append(_retroactive(day, facts.received))
    if day > current.last_date:
        obstacles.append(_after_the_semester(day, current))
    if day < facts.enrolment.first_enrolment_date:
        obstacles.append(_before_the_begin(day, facts.enrolment.first_enrolment_date))
    end_date = facts.enrolment.end_date
    if end_date is not None and end_date <= day:
        obstacles.append(_ends_already(end_date))
    known = facts.enrolment.completion_date
    if (
        content.when is DeregistrationWhen.LAST_EXAM_DATE
        and content.day is not None
        and known is not None
        and known != content.day
    ):
        obstacles.append(_other_last_exam(content.day, known))
    return tuple(obstacles)


def _no_day(when: DeregistrationWhen) -> Obstacle:
    explanation = LocalizedText(de="Es ist kein Tag angegeben.", en="No day is named.")
    if when is DeregistrationWhen.LAST_EXAM_DATE:
        explanation = LocalizedText(
            de="Der Tag Ihrer letzten Prüfung ist nicht angegeben und noch nicht gemeldet.",
            en="The day of your last examination is not named and not reported yet.",
        )
    return Obstacle(
        "DEREGISTRATION_DAY_MISSING",
        explanation,
        LocalizedText(
            de="Geben Sie den Tag an, mit dem die Einschreibung enden soll.",
            en="Name the day with which the enrolment is to end.",
        ),
        SOURCE,
        "date",
    )


def _retroactive(day: date, received: date) -> Obstacle:
    return Obstacle(
        "END_DATE_RETROACTIVE",
        LocalizedText(
            de="Der {day} liegt vor dem Eingang des Antrags ({received}); rückwirkend ist keine"
            " Exmatrikulation möglich.",
            en="{day} lies before the arrival of the application ({received}); there is no"
            " retroactive de-registration.",
        ).format(day=day_in_words(day), received=day_in_words(received)),
        LocalizedText(
            de="Wählen Sie einen Tag vom {received} an oder das Ende des Semesters.",
            en="Choose a day from {received} on, or the end of the semester.",
        ).format(received=day_in_words(received)),
        SOURCE,
        "date",
    )


def _after_the_semester(day: date, current: Semester) -> Obstacle:
    return Obstacle(
        "END_DATE_TOO_LATE",
        LocalizedText(
            de="Der {day} liegt nach dem Ende des laufenden Semesters ({end}); ein einzelner Tag"
            " kann nur im laufenden Semester liegen.",
            en="{day} lies after the end of the current semester ({end}); a single day can only be"
            " one of the current semester.",
        ).format(day=day_in_words(day), end=day_in_words(current.last_date)),
        LocalizedText(
            de="Wählen Sie das Ende des Semesters ({end}), oder stellen Sie den Antrag im"
            " nächsten Semester.",
            en="Choose the end of the semester ({end}), or apply in the next semester.",
        ).format(end=day_in_words(current.last_date)),
        SOURCE,
        "date",
    )


def _before_the_begin(day: date, first: date) -> Obstacle:
    return Obstacle(
        "END_DATE_BEFORE_BEGIN",
        LocalizedText(
            de="Die Einschreibung beginnt am {first}, nach dem {day}.",
            en="The enrolment begins on {first}, after {day}.",
        ).format(first=day_in_words(first), day=day_in_words(day)),
        LocalizedText(
            de="Wer das Studium nicht antreten will, wendet sich an den Studierendenservice.",
            en="Who does not want to begin the studies turns to Student Services.",
        ),
        SOURCE,
        "date",
    )


def _ends_already(end_date: date) -> Obstacle:
    return Obstacle(
        "ENDS_ALREADY",
        LocalizedText(
            de="Die Einschreibung endet bereits am {end}.",
            en="The enrolment ends on {end} already.",
        ).format(end=day_in_words(end_date)),
        LocalizedText(
            de="Ein Antrag ist nicht nötig, es sei denn, Sie wollen früher ausscheiden; wählen Sie"
            " dann einen früheren Tag.",
            en="No application is needed unless you want to leave earlier; then choose an earlier"
            " day.",
        ),
        SOURCE,
        "date",
    )


def _other_last_exam(named: date, known: date) -> Obstacle:
    return Obstacle(
        "LAST_EXAM_ON_ANOTHER_DAY",
        LocalizedText(
            de="Ihre letzte Prüfung war am {known}, nicht am {named}.",
            en="Your last examination was on {known}, not on {named}.",
        ).format(known=day_in_words(known), named=day_in_words(named)),
        LocalizedText(
            de="Wählen Sie einen Tag des laufenden Semesters oder dessen Ende.",
            en="Choose a day of the current semester, or its end.",
        ),
        SOURCE,
        "date",
    )
