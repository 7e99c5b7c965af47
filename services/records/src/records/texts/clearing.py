"""What the clearing list says: why somebody has to look, and what cannot be done."""

from collections.abc import Sequence

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, euros_in_words

from records.domain.bank_imports import Settlement
from records.domain.matching import ClearingReason
from records.domain.settling import ShareFault, ShareProblem

REASONS = {
    ClearingReason.NO_NUMBER: LocalizedText(
        de="Im Verwendungszweck steht weder eine Matrikelnummer (7 Ziffern) noch eine"
        " Bewerbernummer (9 Ziffern).",
        en="The reference holds neither a matriculation number (7 digits) nor an applicant number"
        " (9 digits).",
    ),
    ClearingReason.NUMBER_UNKNOWN: LocalizedText(
        de="Die Nummer im Verwendungszweck hat niemand.",
        en="Nobody has the number in the reference.",
    ),
    ClearingReason.SEVERAL_CANDIDATES: LocalizedText(
        de="Der Verwendungszweck passt zu mehreren Personen.",
        en="The reference fits several persons.",
    ),
    ClearingReason.APPLICANT_NUMBER: LocalizedText(
        de="Angegeben ist die Bewerbernummer einer Person, die inzwischen eingeschrieben ist und"
        " eine Matrikelnummer hat.",
        en="The number is the applicant number of somebody who is enrolled since and has a"
        " matriculation number.",
    ),
    ClearingReason.USER_NAME: LocalizedText(
        de="Statt der Matrikelnummer ist ein Nutzername (lg…) angegeben.",
        en="A user name (lg…) stands in place of the matriculation number.",
    ),
    ClearingReason.NAME_DIFFERS: LocalizedText(
        de="Die Nummer gehört einer Person, der Name im Verwendungszweck ist ein anderer.",
        en="The number is one person's, the name in the reference is another one.",
    ),
    ClearingReason.FOREIGN_CURRENCY: LocalizedText(
        de="Die Zahlung kam in einer anderen Währung.",
        en="The payment came in another currency.",
    ),
    ClearingReason.BATCH_WITHOUT_DETAILS: LocalizedText(
        de="Die Bank hat mehrere Zahlungen in einer Summe gebucht, ohne sie zu nennen.",
        en="The bank booked several payments in one sum without naming them.",
    ),
    ClearingReason.RETURNED: LocalizedText(
        de="Die Bank hat eine Zahlung zurückgeholt, oder eine unserer Überweisungen kam zurück.",
        en="The bank took a payment back, or one of our transfers came back.",
    ),
    ClearingReason.PARTIAL: LocalizedText(
        de="Gebucht; die Zahlung ist geringer als der offene Betrag.",
        en="Booked; the payment is less than what is open.",
    ),
    ClearingReason.SURPLUS: LocalizedText(
        de="Gebucht; die Zahlung ist höher als der offene Betrag.",
        en="Booked; the payment is more than what is open.",
    ),
    ClearingReason.DOUBLE: LocalizedText(
        de="Gebucht; derselbe Betrag wurde schon einmal gezahlt, und es ist nichts mehr offen.",
        en="Booked; the same amount was paid before, and nothing is open any more.",
    ),
    ClearingReason.NOTHING_DUE: LocalizedText(
        de="Gebucht, obwohl nichts offen ist.",
        en="Booked, though nothing is open.",
    ),
    ClearingReason.UNKNOWN_DEBIT: LocalizedText(
        de="Geld ging ab, das zu keiner unserer Erstattungen gehört.",
        en="Money left the account that belongs to none of our refunds.",
    ),
    ClearingReason.TAKEN_OFF: LocalizedText(
        de="Die Zahlung wurde von einem Konto genommen und ist neu zuzuordnen.",
        en="The payment was taken off an account and is to be assigned anew.",
    ),
}

SETTLEMENTS = {
    Settlement.ASSIGNED: LocalizedText(de="zuordnen", en="assign"),
    Settlement.SPLIT: LocalizedText(de="aufteilen", en="split"),
    Settlement.RETURNED: LocalizedText(de="zurücküberweisen", en="return to the sender"),
    Settlement.KEPT: LocalizedText(de="so belassen", en="keep"),
    Settlement.DISMISSED: LocalizedText(de="ausbuchen", en="dismiss"),
    Settlement.BY_BANK: LocalizedText(de="von der Bank geklärt", en="settled by the bank"),
}

DISMISSED = LocalizedText(
    de="Kein Geld von Studierenden: {reason}", en="No money of students: {reason}"
)
REOPENED = LocalizedText(
    de="Klärung zurückgenommen: {reason}", en="Settlement taken back: {reason}"
)
ASSIGNED_ANEW = LocalizedText(de="Zahlung neu zugeordnet", en="Payment assigned anew")


def with_remark(former: str, new: str) -> str:
    """Remarks one below the other; what was said stays."""
    return "\n".join(each for each in (former, new) if each)


def item_unknown(clearing_item_id: str) -> Failure:
    """There is no such item."""
    text = LocalizedText(
        de="Diesen Vorgang gibt es nicht. Bitte wählen Sie ihn in der Klärungsliste aus.",
        en="There is no such item. Please choose it from the clearing list.",
    )
    failure = _refusal(Code.NOT_FOUND, "CLEARING_ITEM_UNKNOWN", text, "clearing_item_id")
    failure.metadata = {"clearing_item_id": clearing_item_id}
    return failure


def item_settled() -> Failure:
    """Somebody has settled it."""
    text = LocalizedText(
        de="Dieser Vorgang ist schon geklärt. Bitte öffnen Sie ihn wieder, wenn etwas daran falsch"
        " ist.",
        en="This item is settled already. Please reopen it if something about it is wrong.",
    )
    return _refusal(Code.FAILED_PRECONDITION, "CLEARING_ITEM_SETTLED", text, "clearing_item_id")


def item_open() -> Failure:
    """It waits to be settled; there is nothing to take back."""
    text = LocalizedText(
        de="Dieser Vorgang ist offen; es gibt nichts zurückzunehmen. Bitte klären Sie ihn.",
        en="This item is open; there is nothing to take back. Please settle it.",
    )
    return _refusal(Code.FAILED_PRECONDITION, "CLEARING_ITEM_OPEN", text, "clearing_item_id")


def settlement_not_possible(possible: Sequence[Settlement]) -> Failure:
    """The money stands so that it cannot be settled like that."""
    text = LocalizedText(
        de="So lässt sich dieser Vorgang nicht klären. Möglich ist: {possible}.",
        en="This item cannot be settled like that. Possible are: {possible}.",
    ).format(
        possible=LocalizedText(
            de=", ".join(SETTLEMENTS[each].de for each in possible),
            en=", ".join(SETTLEMENTS[each].en for each in possible),
        )
    )
    return _refusal(Code.FAILED_PRECONDITION, "SETTLEMENT_NOT_POSSIBLE", text, "settlement")


def not_reversible() -> Failure:
    """The money has gone on."""
    text = LocalizedText(
        de="Das lässt sich nicht mehr zurücknehmen: Das Geld ist schon zur Rücküberweisung bei der"
        " Bank, wurde erstattet, anders gebucht oder von der Bank zurückgeholt. Bitte brechen Sie"
        " eine offene Erstattung zuerst ab.",
        en="This can no longer be taken back: the money is with the bank to be returned, was"
        " refunded or booked otherwise, or the bank took it back. Please cancel an open refund"
        " first.",
    )
    return _refusal(Code.FAILED_PRECONDITION, "SETTLEMENT_NOT_REVERSIBLE", text, "clearing_item_id")


def remark_missing() -> Failure:
    """Money that leaves the ledger needs a reason."""
    text = LocalizedText(
        de="Bitte schreiben Sie, um welches Geld es sich handelt; ohne Bemerkung wird nichts"
        " ausgebucht.",
        en="Please write which money it is; nothing is dismissed without a remark.",
    )
    return _refusal(Code.INVALID_ARGUMENT, "REMARK_MISSING", text, "remark")


def shares_wrong(problems: Sequence[ShareProblem], cents: int) -> Failure:
    """The shares cannot be booked; every wrong one is named."""
    fields = []
    for each in problems:
        if each.fault is ShareFault.TWICE:
            message = LocalizedText(
                de="Diese Person steht schon in einem anderen Teil. Bitte fassen Sie beide"
                " zusammen.",
                en="This person is in another share already. Please put both together.",
            )
            path = f"split.shares[{each.place}].payer"
        else:
            message = LocalizedText(
                de="Die Teile ergeben {total}, die Zahlung ist {amount}. Bitte gleichen Sie den"
                " Unterschied von {difference} aus.",
                en="The shares add up to {total}, the payment is {amount}. Please make up for the"
                " difference of {difference}.",
            ).format(
                total=euros_in_words(each.cents),
                amount=euros_in_words(cents),
                difference=euros_in_words(cents - each.cents),
            )
            path = "split.shares"
        fields.append(FieldProblem(path, each.fault.value, message))
    return _wrong_shares(tuple(fields))


def payers_unknown(paths: Sequence[tuple[str, str]]) -> Failure:
    """Nobody has the numbers or ids; `paths` has each field and what it says."""
    fields = tuple(
        FieldProblem(
            path,
            "PAYER_UNKNOWN",
            LocalizedText(
                de="„{value}“ gehört niemandem. Bitte suchen Sie die Person nach Nummer oder"
                " Namen.",
                en="“{value}” is nobody's. Please search for the person by number or name.",
            ).format(value=value),
        )
        for path, value in paths
    )
    return Failure(Code.INVALID_ARGUMENT, "PAYER_UNKNOWN", fields[0].message, fields=fields)


def sender_account_wrong(*, iban_wrong: bool, holder_missing: bool) -> Failure:
    """The money cannot go back to that account; every wrong field is named."""
    fields = []
    if iban_wrong:
        message = LocalizedText(
            de="Dies ist keine IBAN, an die überwiesen werden kann. Bitte geben Sie die IBAN des"
            " Absenders ein.",
            en="This is no IBAN that can be transferred to. Please enter the sender's IBAN.",
        )
        fields.append(FieldProblem("return_to_sender.iban", "IBAN_WRONG", message))
    if holder_missing:
        message = LocalizedText(
            de="Die Bank nennt keinen Namen. Bitte geben Sie ein, wem das Konto gehört.",
            en="The bank tells no name. Please enter whose account it is.",
        )
        path = "return_to_sender.account_holder"
        fields.append(FieldProblem(path, "ACCOUNT_HOLDER_WRONG", message))
    first = fields[0]
    return Failure(Code.INVALID_ARGUMENT, first.reason, first.message, fields=tuple(fields))


def own_account() -> Failure:
    """The money is to go where it is."""
    message = LocalizedText(
        de="Dies ist das Konto der Universität. Bitte geben Sie die IBAN des Absenders ein.",
        en="This is the university's own account. Please enter the sender's IBAN.",
    )
    field = FieldProblem("return_to_sender.iban", "OWN_ACCOUNT", message)
    return Failure(Code.INVALID_ARGUMENT, "OWN_ACCOUNT", message, fields=(field,))


def _wrong_shares(fields: tuple[FieldProblem, ...]) -> Failure:
    text = LocalizedText(
        de="So lässt sich die Zahlung nicht aufteilen. Bitte berichtigen Sie die genannten Teile.",
        en="The payment cannot be split like that. Please correct the shares named.",
    )
    return Failure(Code.INVALID_ARGUMENT, "SHARES_WRONG", text, fields=fields)


def _refusal(code: Code, reason: str, text: LocalizedText, field: str) -> Failure:
    return Failure(code, reason, text, fields=(FieldProblem(field, reason, text),))
