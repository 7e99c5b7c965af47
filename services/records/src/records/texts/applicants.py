"""What is said about applicants."""

from datetime import date

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, Semester, day_in_words

from records.domain.applicants import ApplicantState

NOT_COMING = LocalizedText(
    de="Die Zulassung besteht nicht mehr.", en="The acceptance does not stand any more."
)
_STATES = {
    ApplicantState.ACCEPTED: LocalizedText(de="zugelassen", en="accepted"),
    ApplicantState.ENROLLED: LocalizedText(de="eingeschrieben", en="enrolled"),
    ApplicantState.LAPSED: LocalizedText(de="erloschen", en="lapsed"),
    ApplicantState.WITHDRAWN: LocalizedText(de="zurückgezogen", en="withdrawn"),
}


def applicant_unknown() -> Failure:
    """There is no such applicant."""
    return Failure(
        Code.NOT_FOUND,
        "APPLICANT_UNKNOWN",
        LocalizedText(
            de="Diese Bewerbung gibt es nicht. Bitte suchen Sie sie über Bewerbernummer oder"
            " Namen.",
            en="There is no such applicant. Please search by applicant number or name.",
        ),
    )


def number_taken(applicant_number: str) -> Failure:
    """Another applicant has the number."""
    text = LocalizedText(
        de="Die Bewerbernummer {number} ist schon vergeben. Bitte prüfen Sie die Nummer oder lassen"
        " Sie das Feld leer, damit eine neue vergeben wird.",
        en="The applicant number {number} is taken. Please check the number, or leave the field"
        " empty to have a new one allotted.",
    ).format(number=applicant_number)
    return Failure(
        Code.ALREADY_EXISTS,
        "APPLICANT_NUMBER_TAKEN",
        text,
        metadata={"applicant_number": applicant_number},
        fields=(FieldProblem("applicant_number", "APPLICANT_NUMBER_TAKEN", text),),
    )


def numbers_used_up() -> Failure:
    """All nine-digit numbers are given."""
    return Failure(
        Code.RESOURCE_EXHAUSTED,
        "APPLICANT_NUMBERS_USED_UP",
        LocalizedText(
            de="Alle Bewerbernummern sind vergeben. Bitte geben Sie die Nummer des"
            " Bewerbungssystems an.",
            en="All applicant numbers have been given. Please give the number of the application"
            " system.",
        ),
    )


def already_accepted(applicant_number: str, programme: LocalizedText) -> Failure:
    """The person is accepted for the programme already."""
    text = LocalizedText(
        de="Die Person ist für „{programme}“ unter der Nummer {number} bereits zugelassen. Bitte"
        " öffnen Sie die vorhandene Bewerbung.",
        en="The person is accepted for “{programme}” already, with the number {number}. Please open"
        " the existing applicant.",
    ).format(programme=programme, number=applicant_number)
    return Failure(
        Code.ALREADY_EXISTS,
        "ALREADY_ACCEPTED",
        text,
        metadata={"applicant_number": applicant_number},
        fields=(FieldProblem("programme_code", "ALREADY_ACCEPTED", text),),
    )


def deadline_passed(today: date) -> Failure:
    """A payment deadline in the past."""
    return _deadline(
        "DEADLINE_PASSED",
        LocalizedText(
            de="Die Zahlungsfrist liegt in der Vergangenheit. Bitte nennen Sie den {today} oder"
            " einen späteren Tag.",
            en="The payment deadline lies in the past. Please name {today} or a later day.",
        ).format(today=day_in_words(today)),
    )


def deadline_not_later(deadline: date) -> Failure:
    """A new deadline that is not later."""
    return _deadline(
        "DEADLINE_NOT_LATER",
        LocalizedText(
            de="Die Frist läuft schon bis zum {deadline}. Bitte nennen Sie einen späteren Tag.",
            en="The deadline runs until {deadline} already. Please name a later day.",
        ).format(deadline=day_in_words(deadline)),
    )


def deadline_implausible(first_semester: Semester) -> Failure:
    """A deadline behind the end of the first semester."""
    return _deadline(
        "DEADLINE_IMPLAUSIBLE",
        LocalizedText(
            de="Die Zahlungsfrist liegt nach dem Ende des ersten Semesters. Bitte nennen Sie einen"
            " Tag bis zum {last_date}; meist ist das Jahr falsch.",
            en="The payment deadline lies behind the end of the first semester. Please name a day"
            " until {last_date}; mostly the year is wrong.",
        ).format(last_date=day_in_words(first_semester.last_date)),
    )


def deadline_impossible() -> Failure:
    """A day that no calendar has."""
    return _deadline(
        "DEADLINE_IMPOSSIBLE",
        LocalizedText(
            de="Diesen Tag gibt es im Kalender nicht. Bitte prüfen Sie Tag, Monat und Jahr.",
            en="There is no such day in the calendar. Please check day, month and year.",
        ),
    )


def part_time_not_offered(programme: LocalizedText) -> Failure:
    """The programme cannot be studied part-time."""
    text = LocalizedText(
        de="„{programme}“ kann nicht in Teilzeit studiert werden. Bitte wählen Sie Vollzeit.",
        en="“{programme}” cannot be studied part-time. Please choose full-time study.",
    ).format(programme=programme)
    return Failure(
        Code.INVALID_ARGUMENT,
        "PART_TIME_NOT_OFFERED",
        text,
        fields=(FieldProblem("part_time", "PART_TIME_NOT_OFFERED", text),),
    )


def semester_over(field: str) -> Failure:
    """The first semester is over."""
    text = LocalizedText(
        de="Das erste Semester ist schon vorbei. Bitte wählen Sie das laufende oder ein späteres.",
        en="The first semester is over. Please choose the current one or a later one.",
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "FIRST_SEMESTER_OVER",
        text,
        fields=(FieldProblem(field, "FIRST_SEMESTER_OVER", text),),
    )


def decided(state: ApplicantState) -> Failure:
    """Nothing is to be decided any more."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "APPLICANT_DECIDED",
        LocalizedText(
            de="Der Stand ist „{state}“; daran ist nichts mehr zu entscheiden. Bitte laden Sie die"
            " Bewerbung neu oder legen Sie eine neue an.",
            en="The state is “{state}”; nothing is to be decided any more. Please load the"
            " applicant anew, or accept a new one.",
        ).format(state=_STATES[state]),
        metadata={"state": state.value},
    )


def contribution_incomplete(open_amount: LocalizedText, open_cents: int) -> Failure:
    """Something is left to pay."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "CONTRIBUTION_INCOMPLETE",
        LocalizedText(
            de="Es fehlen noch {amount}. Bitte warten Sie den Eingang ab oder verlängern Sie die"
            " Frist.",
            en="{amount} are still missing. Please wait for the payment, or extend the deadline.",
        ).format(amount=open_amount),
        metadata={"open_cents": str(open_cents)},
    )


def changed_meanwhile() -> Failure:
    """The decision was made on an older version."""
    return Failure(
        Code.ABORTED,
        "APPLICANT_CHANGED",
        LocalizedText(
            de="Die Bewerbung hat sich inzwischen geändert. Bitte laden Sie sie neu und entscheiden"
            " Sie noch einmal.",
            en="The applicant has changed meanwhile. Please load it anew and decide again.",
        ),
    )


def _deadline(reason: str, text: LocalizedText) -> Failure:
    return Failure(
        Code.INVALID_ARGUMENT,
        reason,
        text,
        fields=(FieldProblem("payment_deadline_date", reason, text),),
    )
