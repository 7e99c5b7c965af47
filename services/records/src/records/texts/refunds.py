"""What refunds say in words, and their refusals."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, euros_in_words

from records.domain.refunds import RefundReason

REASONS = {
    RefundReason.CREDIT: LocalizedText(de="Guthaben", en="Credit"),
    RefundReason.DEREGISTRATION: LocalizedText(de="Exmatrikulation", en="De-registration"),
    RefundReason.CONTRIBUTION_REDUCED: LocalizedText(
        de="Ermäßigter Semesterbeitrag", en="Reduced semester contribution"
    ),
    RefundReason.FEE_WAIVED: LocalizedText(de="Erlassene Gebühr", en="Waived fee"),
    RefundReason.NOT_ENROLLED: LocalizedText(de="Keine Immatrikulation", en="Not enrolled"),
    RefundReason.PAID_BY_MISTAKE: LocalizedText(de="Irrtümliche Zahlung", en="Paid by mistake"),
}
# In the file for the bank, in letters that every bank takes.
TRANSFER_REFERENCE = "Erstattung {number} {name}"
TRANSFER_REFERENCE_OF_STRANGER = "Rueckzahlung einer irrtuemlichen Ueberweisung"
PAYMENT_WENT_BACK = LocalizedText(de="Die Zahlung ist zurückgegangen.", en="The payment went back.")


def refund_unknown(refund_id: str) -> Failure:
    """There is no such refund."""
    text = LocalizedText(
        de="Diese Erstattung gibt es nicht. Bitte wählen Sie sie in der Liste aus.",
        en="There is no such refund. Please choose it from the list.",
    )
    failure = _refusal(Code.NOT_FOUND, "REFUND_UNKNOWN", text, "refund_id")
    failure.metadata = {"refund_id": refund_id}
    return failure


def refund_beyond_credit(credit_cents: int) -> Failure:
    """More is to go back than is there."""
    if credit_cents <= 0:
        text = LocalizedText(
            de="Es ist kein Guthaben da, das erstattet werden könnte.",
            en="There is no credit that could go back.",
        )
    else:
        text = LocalizedText(
            de="Das Guthaben beträgt {credit}; mehr wird nicht erstattet. Bitte geben Sie höchstens"
            " diesen Betrag ein.",
            en="The credit is {credit}; no more goes back. Please enter that amount at most.",
        ).format(credit=euros_in_words(credit_cents))
    return _refusal(Code.FAILED_PRECONDITION, "REFUND_BEYOND_CREDIT", text, "amount_cents")


def refund_too_large(most_cents: int) -> Failure:
    """No SEPA transfer carries so much."""
    text = LocalizedText(
        de="Eine SEPA-Überweisung trägt höchstens {most}; die Bank würde die ganze Datei ablehnen."
        " Bitte erstatten Sie in mehreren Beträgen oder überweisen Sie bei der Bank selbst.",
        en="A SEPA transfer carries {most} at most; the bank would refuse the whole file. Please"
        " give it back in several amounts, or transfer it at the bank yourself.",
    ).format(most=euros_in_words(most_cents))
    return _refusal(Code.FAILED_PRECONDITION, "REFUND_TOO_LARGE", text, "amount_cents")


def refund_not_open() -> Failure:
    """The refund is ordered, paid or cancelled."""
    text = LocalizedText(
        de="Diese Erstattung ist schon bei der Bank beauftragt, bezahlt oder abgebrochen und lässt"
        " sich nicht mehr ändern. Bitte wenden Sie sich an den Studierendenservice.",
        en="This refund has been ordered at the bank, paid or cancelled and can no longer be"
        " changed. Please turn to Student Services.",
    )
    return _refusal(Code.FAILED_PRECONDITION, "REFUND_NOT_OPEN", text, "refund_id")


def iban_wrong() -> Failure:
    """The IBAN has a mistake."""
    text = LocalizedText(
        de="Diese IBAN stimmt nicht: Länge oder Prüfziffern passen nicht. Bitte vergleichen Sie sie"
        " mit Ihrer Bankkarte oder dem Kontoauszug.",
        en="This IBAN is not right: its length or its check digits do not fit. Please compare it"
        " with your bank card or a bank statement.",
    )
    return _refusal(Code.INVALID_ARGUMENT, "IBAN_WRONG", text, "iban")


def iban_outside_sepa() -> Failure:
    """The account is out of reach for SEPA transfers."""
    text = LocalizedText(
        de="Dieses Konto liegt außerhalb des SEPA-Raums und kann nicht per SEPA-Überweisung"
        " erreicht werden. Bitte nennen Sie ein Konto im SEPA-Raum; es muss nicht Ihres sein.",
        en="This account lies outside the SEPA area and cannot be reached by SEPA transfers. Please"
        " name an account within it; it need not be your own.",
    )
    return _refusal(Code.INVALID_ARGUMENT, "IBAN_OUTSIDE_SEPA", text, "iban")


def own_account() -> Failure:
    """The account that is named is the university's own."""
    text = LocalizedText(
        de="Dies ist das Konto der Universität. Bitte nennen Sie das Konto, auf das das Geld gehen"
        " soll.",
        en="This is the university's own account. Please name the account that the money is to go"
        " to.",
    )
    return _refusal(Code.INVALID_ARGUMENT, "OWN_ACCOUNT", text, "iban")


def account_holder_wrong() -> Failure:
    """The account holder's name has no letter that a bank could read."""
    text = LocalizedText(
        de="Bitte geben Sie den Namen der Person an, der das Konto gehört, in lateinischen"
        " Buchstaben.",
        en="Please enter the name of the account's holder in Latin letters.",
    )
    return _refusal(Code.INVALID_ARGUMENT, "ACCOUNT_HOLDER_WRONG", text, "account_holder")


def no_refund_ready() -> Failure:
    """There is nothing to order."""
    text = LocalizedText(
        de="Zurzeit ist keine Erstattung bereit. Erstattungen werden bereit, sobald die"
        " Studierenden ein Konto genannt haben.",
        en="No refund is ready at present. Refunds become ready once the students have named an"
        " account.",
    )
    return Failure(Code.FAILED_PRECONDITION, "NO_REFUND_READY", text)


def payment_order_unknown(number: str) -> Failure:
    """There is no such payment order."""
    text = LocalizedText(
        de="Den Zahlungsauftrag {number} gibt es nicht. Bitte wählen Sie ihn in der Liste aus.",
        en="There is no payment order {number}. Please choose it from the list.",
    ).format(number=number)
    return _refusal(Code.NOT_FOUND, "PAYMENT_ORDER_UNKNOWN", text, "payment_order_number")


def _refusal(code: Code, reason: str, text: LocalizedText, field: str) -> Failure:
    return Failure(code, reason, text, fields=(FieldProblem(field, reason, text),))
