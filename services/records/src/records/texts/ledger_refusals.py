"""The refusals of the ledger: reason codes and sentences, naming what mends them."""

from collections.abc import Sequence

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, euros_in_words


def fee_unknown(code: str, known: Sequence[str]) -> Failure:
    """The profile has no such fee."""
    text = LocalizedText(
        de="Die Gebühr {code} gibt es nicht. Bitte wählen Sie eine von diesen: {known}.",
        en="There is no fee {code}. Please choose one of these: {known}.",
    ).format(code=code, known=", ".join(known))
    return _refusal(Code.NOT_FOUND, "FEE_UNKNOWN", text, "fee_code")


def account_holder_unknown(person_id: str) -> Failure:
    """There is neither a student nor an applicant with the id."""
    text = LocalizedText(
        de="Diese Person gibt es nicht. Bitte suchen Sie sie über Nummer oder Namen.",
        en="There is no such person. Please search by number or name.",
    )
    failure = _refusal(Code.NOT_FOUND, "ACCOUNT_HOLDER_UNKNOWN", text, "person_id")
    failure.metadata = {"person_id": person_id}
    return failure


def charge_unknown(charge_id: str) -> Failure:
    """The person has no such charge."""
    text = LocalizedText(
        de="Diese Forderung gibt es nicht. Bitte wählen Sie sie im Kontoauszug aus.",
        en="There is no such charge. Please choose it in the account statement.",
    )
    failure = _refusal(Code.NOT_FOUND, "CHARGE_UNKNOWN", text, "charge_id")
    failure.metadata = {"charge_id": charge_id}
    return failure


def charge_cancelled() -> Failure:
    """The charge was cancelled."""
    text = LocalizedText(
        de="Diese Forderung ist storniert. Soll die Gebühr noch einmal erhoben werden, geben Sie"
        " bitte einen anderen Anlass an.",
        en="This charge was cancelled. To charge the fee once more, please name another occasion.",
    )
    return _refusal(Code.FAILED_PRECONDITION, "CHARGE_CANCELLED", text, "charge_id")


def contribution_follows_from_semester() -> Failure:
    """The contribution is what the semester makes it."""
    text = LocalizedText(
        de="Der Semesterbeitrag folgt daraus, wie das Semester verbracht wird, und wird hier nicht"
        " storniert. Bitte ändern Sie die Beurlaubung, das Auslandssemester oder die"
        " Einschreibung, oder erlassen Sie den Beitrag.",
        en="The semester contribution follows from how the semester is spent and is not cancelled"
        " here. Please change the leave, the semester abroad or the enrolment, or waive the"
        " contribution.",
    )
    return _refusal(
        Code.FAILED_PRECONDITION, "CONTRIBUTION_FOLLOWS_FROM_SEMESTER", text, "charge_id"
    )


def waived_beyond_charge(due_cents: int) -> Failure:
    """More is to be waived than is due."""
    text = LocalizedText(
        de="Für diese Forderung sind {due} zu zahlen; mehr kann nicht erlassen werden. Bitte geben"
        " Sie höchstens diesen Betrag ein.",
        en="{due} are due for this charge; no more can be waived. Please enter at most that.",
    ).format(due=euros_in_words(due_cents))
    return _refusal(Code.FAILED_PRECONDITION, "WAIVED_BEYOND_CHARGE", text, "amount_cents")


def booking_unknown(booking_id: str) -> Failure:
    """The person's ledger has no such booking."""
    text = LocalizedText(
        de="Diese Buchung gibt es nicht. Bitte wählen Sie sie im Kontoauszug aus.",
        en="There is no such booking. Please choose it in the account statement.",
    )
    failure = _refusal(Code.NOT_FOUND, "BOOKING_UNKNOWN", text, "booking_id")
    failure.metadata = {"booking_id": booking_id}
    return failure


def booking_reversed() -> Failure:
    """The booking was taken back before."""
    text = LocalizedText(
        de="Diese Buchung wurde schon zurückgenommen. Der Kontoauszug zeigt den jetzigen Stand.",
        en="This booking was taken back before. The account statement shows how things stand.",
    )
    return _refusal(Code.FAILED_PRECONDITION, "BOOKING_REVERSED", text, "booking_id")


def booking_not_reversible() -> Failure:
    """The booking is none that is taken back so."""
    text = LocalizedText(
        de="Zurücknehmen lassen sich Zahlungen und Erlasse. Eine Gebühr wird storniert, eine"
        " Erstattung abgebrochen; der Semesterbeitrag folgt aus dem Semester.",
        en="Payments and waivers can be taken back. A fee is cancelled, so is a refund; the"
        " semester contribution follows from the semester.",
    )
    return _refusal(Code.FAILED_PRECONDITION, "BOOKING_NOT_REVERSIBLE", text, "booking_id")


def money_refunded() -> Failure:
    """The money has gone back to the person already."""
    text = LocalizedText(
        de="Geld aus dieser Zahlung ist schon erstattet oder zur Erstattung vorgesehen. Bitte"
        " brechen Sie zuerst die Erstattung ab; ist sie schon überwiesen, muss der Betrag"
        " zurückgefordert werden.",
        en="Money of this payment has been refunded or is set aside for a refund. Please cancel the"
        " refund first; once it is transferred, the amount has to be claimed back.",
    )
    return _refusal(Code.FAILED_PRECONDITION, "MONEY_REFUNDED", text, "booking_id")


def cash_beyond_open(open_cents: int) -> Failure:
    """More cash than is open."""
    text = LocalizedText(
        de="Offen sind {open}; mehr wird nicht bar angenommen. Bitte geben Sie Wechselgeld heraus"
        " oder buchen Sie zuerst die Gebühr.",
        en="{open} are open; no more cash is taken. Please give change, or charge the fee first.",
    ).format(open=euros_in_words(open_cents))
    return _refusal(Code.FAILED_PRECONDITION, "CASH_BEYOND_OPEN", text, "amount_cents")


def amount_too_large_for_one_transfer() -> Failure:
    """More than one SEPA transfer with a code can carry."""
    text = LocalizedText(
        de="Der Betrag ist zu hoch für einen Überweisungscode. Bitte wählen Sie einzelne"
        " Forderungen aus.",
        en="The amount is too high for a payment code. Please choose single charges.",
    )
    return _refusal(
        Code.FAILED_PRECONDITION, "AMOUNT_TOO_LARGE_FOR_ONE_TRANSFER", text, "charge_ids"
    )


def _refusal(code: Code, reason: str, text: LocalizedText, field: str) -> Failure:
    return Failure(code, reason, text, fields=(FieldProblem(field, reason, text),))
