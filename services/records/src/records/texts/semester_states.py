"""Refusals of decisions about semesters."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, Semester

from records.domain.semester_plan import DecisionKind

_KINDS = {
    DecisionKind.LEAVE: LocalizedText(de="Beurlaubung", en="leave of absence"),
    DecisionKind.ABROAD: LocalizedText(de="Auslandssemester", en="semester abroad"),
    DecisionKind.PART_TIME: LocalizedText(de="Teilzeitstudium", en="part-time study"),
    DecisionKind.FULL_TIME: LocalizedText(de="Vollzeitstudium", en="full-time study"),
}


def semester_unknown(semester: Semester) -> Failure:
    """The calendar does not have the semester."""
    text = LocalizedText(
        de="Das {name} steht nicht im Semesterkalender. Bitte wählen Sie ein veröffentlichtes"
        " Semester oder lassen Sie den Kalender ergänzen.",
        en="The {name} is not in the semester calendar. Please choose a published semester, or"
        " have the calendar completed.",
    ).format(name=semester.name)
    return Failure(
        Code.NOT_FOUND,
        "SEMESTER_UNKNOWN",
        text,
        metadata={"semester": semester.code},
        fields=(FieldProblem("semester", "SEMESTER_UNKNOWN", text),),
    )


def decided_otherwise(semester: Semester, contrary: DecisionKind) -> Failure:
    """Leave and a semester abroad shut each other out."""
    text = LocalizedText(
        de="Für das {name} ist schon {contrary} eingetragen. Bitte nehmen Sie das zuerst zurück.",
        en="For the {name} there is {contrary} already. Please take that back first.",
    ).format(name=semester.name, contrary=_KINDS[contrary])
    return Failure(
        Code.FAILED_PRECONDITION,
        "SEMESTER_DECIDED_OTHERWISE",
        text,
        fields=(FieldProblem("semester", "SEMESTER_DECIDED_OTHERWISE", text),),
    )


def not_abroad(semester: Semester) -> Failure:
    """There is no semester abroad whose work could be recognised."""
    text = LocalizedText(
        de="Das {name} ist nicht als Auslandssemester eingetragen, oder noch nicht"
        " zurückgemeldet. Bitte wählen Sie ein Auslandssemester dieser Einschreibung.",
        en="The {name} is not recorded as a semester abroad, or not re-registered for yet. Please"
        " choose a semester abroad of this enrolment.",
    ).format(name=semester.name)
    return Failure(
        Code.FAILED_PRECONDITION,
        "NOT_ABROAD",
        text,
        fields=(FieldProblem("semester", "NOT_ABROAD", text),),
    )


def semester_over(semester: Semester) -> Failure:
    """What is past stays as it was."""
    text = LocalizedText(
        de="Das {name} ist vorbei und lässt sich nicht mehr aufheben. Bitte vermerken Sie"
        " stattdessen, ob Leistungen anerkannt wurden.",
        en="The {name} is over and can no longer be cancelled. Please record whether work was"
        " recognised instead.",
    ).format(name=semester.name)
    return Failure(
        Code.FAILED_PRECONDITION,
        "SEMESTER_OVER",
        text,
        fields=(FieldProblem("semester", "SEMESTER_OVER", text),),
    )
