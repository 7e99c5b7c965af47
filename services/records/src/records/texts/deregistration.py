"""What is said about de-registration."""

from datetime import date

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, day_in_words

from records.domain.deregistration import EndFault, TakeBackFault

CONTRIBUTION_COMES_BACK = LocalizedText(
    de="Exmatrikulation und Rückgabe des Studierendenausweises waren rechtzeitig.",
    en="De-registration and return of the student card were in time.",
)
DUE_AGAIN = LocalizedText(
    de="Der Semesterbeitrag ist wieder fällig.", en="The semester contribution is due again."
)
_END_FAULTS = {
    EndFault.RETROACTIVE: LocalizedText(
        de="Rückwirkend wird niemand exmatrikuliert. Bitte nennen Sie heute oder einen späteren"
        " Tag.",
        en="Nobody is de-registered retroactively. Please name today or a later day.",
    ),
    EndFault.TOO_LATE: LocalizedText(
        de="Der letzte Tag liegt im laufenden Semester, spätestens am {last}. Für ein späteres Ende"
        " muss sich die Person erst zurückmelden.",
        en="The last day lies in the current semester, {last} at the latest. For a later end the"
        " person has to re-register first.",
    ),
}
_TAKE_BACK_FAULTS = {
    TakeBackFault.NOT_DEREGISTERED: LocalizedText(
        de="Diese Einschreibung hat kein Ende, das aufgehoben werden könnte. Es ist nichts zu tun.",
        en="This enrolment has no end that could be taken back. There is nothing to do.",
    ),
    TakeBackFault.ENROLMENT_ENDED: LocalizedText(
        de="Diese Einschreibung ist schon beendet. Bitte schreiben Sie die Person neu ein.",
        en="This enrolment has ended already. Please enrol the person anew.",
    ),
    TakeBackFault.ENDED_BY_COMPLETION: LocalizedText(
        de="Diese Einschreibung endet, weil das Studium abgeschlossen ist. Ist das falsch,"
        " berichtigt das Prüfungsamt das Ergebnis.",
        en="This enrolment ends because the studies are complete. If that is wrong, the"
        " examinations office corrects the result.",
    ),
}


def end_refused(fault: EndFault, last_date: date) -> Failure:
    """An enrolment cannot end on that day."""
    text = _END_FAULTS[fault].format(last=day_in_words(last_date))
    return Failure(
        Code.INVALID_ARGUMENT,
        fault.value,
        text,
        metadata={"last_date": last_date.isoformat()},
        fields=(FieldProblem("end_date", fault.value, text),),
    )


def take_back_refused(fault: TakeBackFault) -> Failure:
    """A de-registration cannot be taken back."""
    return Failure(Code.FAILED_PRECONDITION, fault.value, _TAKE_BACK_FAULTS[fault])


def not_enrolled() -> Failure:
    """The person is not enrolled, or not any more, in what is named."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NOT_ENROLLED",
        LocalizedText(
            de="Die Person ist nicht eingeschrieben oder schon zu diesem Tag exmatrikuliert. Bitte"
            " prüfen Sie die Liste der Einschreibungen.",
            en="The person is not enrolled, or de-registered as of that day already. Please check"
            " the list of enrolments.",
        ),
    )
