"""Every refusal of certificates: its reason code and its sentence, naming what mends it."""

from datetime import timedelta
from enum import Enum

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, Semester

_ENROLMENT_UNKNOWN = LocalizedText(
    de="Diese Einschreibung gibt es nicht, oder sie gehört Ihnen nicht. Bitte wählen Sie eine Ihrer"
    " Einschreibungen.",
    en="There is no such enrolment, or it is not yours. Please choose one of your enrolments.",
)
_NOT_ENROLLED = LocalizedText(
    de="Im {semester} sind Sie in diesem Studiengang nicht eingeschrieben. Bitte wählen Sie ein"
    " anderes Semester, oder wenden Sie sich an den Studierendenservice, wenn das nicht stimmt.",
    en="You are not enrolled in this programme in the {semester}. Please choose another semester,"
    " or turn to Student Services if this is wrong.",
)
_NOT_PRINTABLE = LocalizedText(
    de="Die Bescheinigung enthält Schriftzeichen, die sich nicht drucken lassen: {characters}."
    " Bitte wenden Sie sich an den Studierendenservice, damit die Angabe in lateinischer"
    " Schreibweise eingetragen wird.",
    en="The certificate contains characters that cannot be printed: {characters}. Please turn to"
    " Student Services to have the entry made in Latin letters.",
)
_MALFORMED = LocalizedText(
    de="Das ist keine Verifikationsnummer. Sie hat 16 Ziffern; vermutlich ist eine Ziffer falsch"
    " oder vertauscht. Bitte vergleichen Sie die Nummer mit der Bescheinigung.",
    en="This is not a verification number. It has 16 digits; probably one digit is wrong or two"
    " are swapped. Please compare the number with the certificate.",
)
_UNKNOWN = LocalizedText(
    de="Zu diesen Angaben gibt es keine Auskunft. Bitte vergleichen Sie die Nummer mit der"
    " Bescheinigung. Für manche Bescheinigungen sind außerdem Geburtsdatum oder PIN nötig, oder"
    " die Abfrage wurde beendet: Fragen Sie die Person, die sie Ihnen gegeben hat. Stimmt alles"
    " überein und bleibt es dabei, ist die Bescheinigung nicht echt oder zu alt für eine Auskunft.",
    en="Nothing can be said to this. Please compare the number with the certificate. Some"
    " certificates need the birth date or a PIN as well, or their look-up was ended: ask the"
    " person who gave it to you. If everything agrees and this remains, the certificate is not"
    " authentic, or too old to be looked up.",
)
# Whoever is refused so has to wait; flows.lookup_door remembers it.
TOO_MANY_MISSES = "TOO_MANY_UNKNOWN_NUMBERS"
_TOO_MANY_MISSES = LocalizedText(
    de="Von Ihrem Anschluss oder aus seiner Nachbarschaft wurden zu viele Nummern eingegeben, zu"
    " denen es keine Auskunft gibt. Bitte versuchen Sie es in {seconds} Sekunden noch einmal.",
    en="Too many numbers to which nothing can be said were entered from your connection or its"
    " neighbourhood. Please try again in {seconds} seconds.",
)
_TOO_BUSY = LocalizedText(
    de="Gerade werden zu viele Bescheinigungen auf einmal ausgestellt. Bitte versuchen Sie es in"
    " einigen Sekunden noch einmal.",
    en="Too many certificates are being issued at once. Please try again in a few seconds.",
)
_SIGN_IN = LocalizedText(
    de="Ihre Anmeldung gilt nicht mehr. Bitte melden Sie sich noch einmal an.",
    en="Your sign-in no longer holds. Please sign in again.",
)


class Asked(Enum):
    """The services that are asked when a certificate is issued, and what people call them."""

    RECORDS = LocalizedText(de="die Studierendenverwaltung", en="student records")
    EXAMS = LocalizedText(de="die Prüfungsverwaltung", en="exam administration")
    IDENTITY = LocalizedText(de="die Anmeldung", en="the sign-in service")


_UNAVAILABLE = LocalizedText(
    de="Die Bescheinigung kann gerade nicht ausgestellt werden, weil {service} nicht antwortet."
    " Bitte versuchen Sie es in einigen Minuten noch einmal.",
    en="The certificate cannot be issued right now, because {service} does not answer. Please try"
    " again in a few minutes.",
)


def enrolment_unknown(enrolment_id: str) -> Failure:
    """There is no such enrolment of this student."""
    return Failure(
        Code.NOT_FOUND,
        "ENROLMENT_UNKNOWN",
        _ENROLMENT_UNKNOWN,
        metadata={"enrolment_id": enrolment_id},
        fields=(FieldProblem("enrolment_id", "ENROLMENT_UNKNOWN", _ENROLMENT_UNKNOWN),),
    )


def not_enrolled_in_semester(semester: Semester) -> Failure:
    """The enrolment does not reach into the semester."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NOT_ENROLLED_IN_SEMESTER",
        _NOT_ENROLLED.format(semester=semester.name),
        metadata={"semester": semester.code},
    )


def not_printable(characters: str) -> Failure:
    """The typeface lacks characters of the content; a certificate with gaps is not issued."""
    named = ", ".join(f"{one} (U+{ord(one):04X})" for one in characters)
    return Failure(
        Code.FAILED_PRECONDITION,
        "CERTIFICATE_NOT_PRINTABLE",
        _NOT_PRINTABLE.format(characters=named),
        metadata={"characters": characters},
    )


def service_unavailable(asked: Asked) -> Failure:
    """Another service does not answer: RECORDS_UNAVAILABLE, EXAMS_UNAVAILABLE and so on."""
    return Failure(
        Code.UNAVAILABLE,
        f"{asked.name}_UNAVAILABLE",
        _UNAVAILABLE.format(service=asked.value),
        retry_after=timedelta(seconds=10),
    )


def too_busy() -> Failure:
    """More is to be drawn than the workers get done."""
    return Failure(Code.RESOURCE_EXHAUSTED, "TOO_BUSY", _TOO_BUSY, retry_after=timedelta(seconds=5))


def session_over() -> Failure:
    """Identity gives no token any more for the caller's session."""
    return Failure(Code.UNAUTHENTICATED, "SESSION_OVER", _SIGN_IN)


def verification_number_malformed() -> Failure:
    """Decided by the number alone."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "VERIFICATION_NUMBER_MALFORMED",
        _MALFORMED,
        fields=(FieldProblem("verification_number", "VERIFICATION_NUMBER_MALFORMED", _MALFORMED),),
    )


def certificate_unknown() -> Failure:
    """No certificate carries the number, or nobody may be told of it. The miss stays counted.

    One sentence for both, so that nobody learns which it is.
    """
    return Failure(Code.NOT_FOUND, "CERTIFICATE_UNKNOWN", _UNKNOWN, keeps_changes=True)


def too_many_misses(wait: timedelta) -> Failure:
    """The network asked too often for what nobody is told of."""
    seconds = max(1, round(wait.total_seconds()))
    return Failure(
        Code.RESOURCE_EXHAUSTED,
        TOO_MANY_MISSES,
        _TOO_MANY_MISSES.format(seconds=seconds),
        retry_after=timedelta(seconds=seconds),
    )
