"""Refusals about certificates that were issued: look-up, replacing, withdrawing."""

from collections.abc import Iterable

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from certificates.domain.lookup import LookupProblem
from certificates.domain.standing import ReplacingProblem

_NOT_RESTRICTABLE = LocalizedText(
    de="Diese Bescheinigung lässt sich immer mit der Nummer allein prüfen; so ist es allen"
    " zugesagt, die sie erhalten. Bitte lassen Sie die Einschränkung weg.",
    en="This certificate can always be checked with the number alone; all who receive it were"
    " promised so. Please leave the restriction out.",
)
_END_IN_THE_PAST = LocalizedText(
    de="Der letzte Tag der Abfrage liegt in der Vergangenheit. Bitte wählen Sie heute oder einen"
    " späteren Tag, oder schalten Sie die Abfrage ab.",
    en="The last day of the look-up lies in the past. Please choose today or a later day, or"
    " switch the look-up off.",
)
_PIN_MISSING = LocalizedText(
    de="Bitte wählen Sie eine PIN aus 6 bis 10 Ziffern.",
    en="Please choose a PIN of 6 to 10 digits.",
)
_PIN_WITHOUT_NEED = LocalizedText(
    de="Eine PIN wird nur gebraucht, wenn die Abfrage nach ihr fragt. Bitte lassen Sie sie weg,"
    " oder wählen Sie die Abfrage mit PIN.",
    en="A PIN is needed only if the look-up asks for it. Please leave it out, or choose the"
    " look-up with a PIN.",
)
_NOT_FOUND = LocalizedText(
    de="Diese Nummer trägt keine Bescheinigung, oder ihre Daten sind nach Ablauf der Frist"
    " gelöscht. Bitte vergleichen Sie die Nummer mit der Bescheinigung.",
    en="No certificate carries this number, or its data was deleted when its time was over. Please"
    " compare the number with the certificate.",
)
_CHANGED = LocalizedText(
    de="Die Bescheinigung wurde inzwischen geändert. Bitte laden Sie sie neu und entscheiden Sie"
    " noch einmal.",
    en="The certificate was changed in the meantime. Please load it again and decide once more.",
)
_ALREADY_WITHDRAWN = LocalizedText(
    de="Die Bescheinigung ist schon zurückgezogen. Es ist nichts mehr zu tun.",
    en="The certificate is withdrawn already. There is nothing left to do.",
)
_REPLACED_UNKNOWN = LocalizedText(
    de="Die Bescheinigung, die ersetzt werden soll, gibt es nicht, oder sie gehört jemand anderem."
    " Bitte wählen Sie eine der ausgestellten Bescheinigungen.",
    en="The certificate to be replaced does not exist, or it is somebody else's. Please choose one"
    " of the certificates that were issued.",
)
_TYPE_DIFFERS = LocalizedText(
    de="Eine Bescheinigung lässt sich nur durch eine derselben Art ersetzen. Bitte wählen Sie eine"
    " andere, oder ersetzen Sie keine.",
    en="A certificate can be replaced by one of the same type only. Please choose another one, or"
    " replace none.",
)
_CANNOT_BE_REPLACED = LocalizedText(
    de="Die Bescheinigung wurde schon ersetzt oder zurückgezogen. Bitte stellen Sie die neue aus,"
    " ohne eine andere zu ersetzen.",
    en="The certificate was replaced or withdrawn already. Please issue the new one without"
    " replacing another.",
)

# What is wrong, and the field that it is wrong with.
_LOOKUP = {
    LookupProblem.END_IN_THE_PAST: ("lookup_rule.last_date", _END_IN_THE_PAST),
    LookupProblem.PIN_MISSING: ("pin", _PIN_MISSING),
    LookupProblem.PIN_WITHOUT_NEED: ("pin", _PIN_WITHOUT_NEED),
}


def lookup_refused(
    problems: Iterable[LookupProblem], restrictable: Code = Code.INVALID_ARGUMENT
) -> Failure:
    """The rule of look-up is not possible; the first problem is the reason.

    A type that cannot be restricted is wrong in an order; of a certificate that exists it is a
    fact, so that `restrictable` is FAILED_PRECONDITION there.
    """
    problems = tuple(problems)
    if LookupProblem.NOT_RESTRICTABLE in problems:
        reason = LookupProblem.NOT_RESTRICTABLE.value
        field = FieldProblem("lookup_rule", reason, _NOT_RESTRICTABLE)
        return Failure(restrictable, reason, _NOT_RESTRICTABLE, fields=(field,))
    fields = tuple(FieldProblem(_LOOKUP[one][0], one.value, _LOOKUP[one][1]) for one in problems)
    return Failure(Code.INVALID_ARGUMENT, fields[0].reason, fields[0].message, fields=fields)


def replacing_refused(problem: ReplacingProblem) -> Failure:
    """The certificate that an order names cannot be replaced by it."""
    code, message = {
        ReplacingProblem.UNKNOWN: (Code.NOT_FOUND, _REPLACED_UNKNOWN),
        ReplacingProblem.TYPE_DIFFERS: (Code.INVALID_ARGUMENT, _TYPE_DIFFERS),
        ReplacingProblem.CANNOT_BE_REPLACED: (Code.FAILED_PRECONDITION, _CANNOT_BE_REPLACED),
    }[problem]
    field = FieldProblem("replaces_certificate_id", problem.value, message)
    return Failure(code, problem.value, message, fields=(field,))


def certificate_not_found() -> Failure:
    """No certificate carries the number that an office looks for."""
    field = FieldProblem("verification_number", "CERTIFICATE_UNKNOWN", _NOT_FOUND)
    return Failure(Code.NOT_FOUND, "CERTIFICATE_UNKNOWN", _NOT_FOUND, fields=(field,))


def certificate_changed() -> Failure:
    """The certificate is of another version than the decision was made for."""
    return Failure(Code.ABORTED, "CERTIFICATE_CHANGED", _CHANGED)


def already_withdrawn() -> Failure:
    """Nobody withdraws twice."""
    return Failure(Code.FAILED_PRECONDITION, "CERTIFICATE_ALREADY_WITHDRAWN", _ALREADY_WITHDRAWN)
