"""Why a certificate cannot be issued about these facts, and what is wrong with an order."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, Semester

_STUDENT_UNKNOWN = LocalizedText(
    de="Diese Person ist in der Studierendenverwaltung nicht verzeichnet.",
    en="This person is not on record in student records.",
)
_ENROLMENT_MISSING = LocalizedText(
    de="Diese Bescheinigung gilt einer bestimmten Einschreibung. Bitte wählen Sie eine aus.",
    en="This certificate is about one enrolment. Please choose one.",
)
_SEMESTER_MISSING = LocalizedText(
    de="Im laufenden Semester besteht diese Einschreibung nicht. Bitte wählen Sie das Semester,"
    " für das die Bescheinigung gelten soll.",
    en="This enrolment does not exist in the current semester. Please choose the semester that the"
    " certificate is to be about.",
)
_BAFOEG = LocalizedText(
    de="Für ein Promotionsstudium gibt es keine Bescheinigung nach § 9 BAföG, weil es nach dem"
    " BAföG nicht gefördert wird. Eine Immatrikulationsbescheinigung können Sie jederzeit"
    " ausstellen.",
    en="There is no certificate under section 9 BAföG for doctoral studies, as the BAföG does not"
    " support them. You can draw a certificate of enrolment at any time.",
)
_NOT_ENDED = LocalizedText(
    de="Das Ende dieser Einschreibung steht noch nicht fest. Eine Exmatrikulationsbescheinigung"
    " können Sie ausstellen, sobald die Exmatrikulation verfügt ist.",
    en="The end of this enrolment is not set yet. You can draw a certificate of de-registration as"
    " soon as the de-registration has been ordered.",
)
_NOTHING_CHARGED = LocalizedText(
    de="Für das {semester} wurde nichts berechnet. Bitte wählen Sie ein anderes Semester.",
    en="Nothing was charged for the {semester}. Please choose another semester.",
)
_DATE_WRONG = LocalizedText(
    de="Diesen Tag gibt es im Kalender nicht. Bitte prüfen Sie Tag und Monat.",
    en="There is no such day in the calendar. Please check day and month.",
)


def student_unknown(person_id: str) -> Failure:
    """Records has nobody of that id."""
    return _refused(Code.NOT_FOUND, "STUDENT_UNKNOWN", _STUDENT_UNKNOWN, "person_id", person_id)


def enrolment_missing() -> Failure:
    """The type is about one enrolment, and the order names none."""
    return _refused(Code.INVALID_ARGUMENT, "ENROLMENT_MISSING", _ENROLMENT_MISSING, "enrolment_id")


def semester_missing() -> Failure:
    """The type is about one semester, none is named, and the current one is not enrolled in."""
    return _refused(Code.INVALID_ARGUMENT, "SEMESTER_MISSING", _SEMESTER_MISSING, "semester")


def bafoeg_not_available() -> Failure:
    """Doctoral studies are not supported under the BAföG."""
    return _refused(Code.FAILED_PRECONDITION, "BAFOEG_NOT_AVAILABLE", _BAFOEG, "enrolment_id")


def enrolment_not_ended() -> Failure:
    """Nobody set an end of the enrolment."""
    return _refused(Code.FAILED_PRECONDITION, "ENROLMENT_NOT_ENDED", _NOT_ENDED, "enrolment_id")


def nothing_charged(semester: Semester) -> Failure:
    """The account of the semester is empty."""
    message = _NOTHING_CHARGED.format(semester=semester.name)
    return _refused(Code.FAILED_PRECONDITION, "NOTHING_CHARGED", message, "semester", semester.code)


def date_wrong(field: str) -> Failure:
    """No calendar has the day: 30 February."""
    return _refused(Code.INVALID_ARGUMENT, "DATE_WRONG", _DATE_WRONG, field)


def _refused(
    code: Code, reason: str, message: LocalizedText, field: str, value: str = ""
) -> Failure:
    return Failure(
        code,
        reason,
        message,
        metadata={field: value} if value else {},
        fields=(FieldProblem(field, reason, message),),
    )
