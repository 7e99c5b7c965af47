"""What the ledger says in words: names of charges and accounts, and the texts of bookings."""

from collections.abc import Mapping

from chassis.values import LocalizedText, Semester

from records.domain.ledger import CONTRIBUTION as CONTRIBUTION_CODE

CONTRIBUTION = LocalizedText(de="Semesterbeitrag", en="Semester contribution")
CONTRIBUTION_CHARGED = LocalizedText(
    de="Semesterbeitrag, {semester}", en="Semester contribution, {semester}"
)
CONTRIBUTION_CHANGED = {
    "raised": LocalizedText(
        de="Semesterbeitrag erhöht, {semester}", en="Semester contribution raised, {semester}"
    ),
    "reduced": LocalizedText(
        de="Semesterbeitrag ermäßigt, {semester}", en="Semester contribution reduced, {semester}"
    ),
    "moved": LocalizedText(
        de="Teile des Semesterbeitrags geändert, {semester}",
        en="Parts of the semester contribution changed, {semester}",
    ),
    "waived": LocalizedText(
        de="Erlass entfällt, soweit nichts mehr fällig ist, {semester}",
        en="Waiver ends where nothing is due any more, {semester}",
    ),
}
FEE_OF_SEMESTER = LocalizedText(de="{name}, {semester}", en="{name}, {semester}")
# A fee that the profile no longer names.
UNKNOWN_FEE = LocalizedText(de="Gebühr {code}", en="Fee {code}")
CANCELLED = LocalizedText(de="Storniert: {reason}", en="Cancelled: {reason}")
LIBRARY_CARD_RETURNED = LocalizedText(
    de="Leuphana Card zurückgegeben", en="Leuphana Card handed in"
)
WAIVED = LocalizedText(de="Erlassen: {reason}", en="Waived: {reason}")
REVERSED = LocalizedText(de="Zurückgenommen: {reason}", en="Taken back: {reason}")
PAYMENT = LocalizedText(de="Überweisung", en="Bank transfer")
RETURNED = LocalizedText(
    de="Von der Bank zurückgegebene Zahlung", en="Payment returned by the bank"
)
CASH = LocalizedText(de="Barzahlung, Quittung {number}", en="Cash payment, receipt {number}")
HELD = LocalizedText(de="Zahlung in Klärung", en="Payment that is being cleared")
REFUND = LocalizedText(de="Erstattung: {reason}", en="Refund: {reason}")
REFUND_PAID = LocalizedText(de="Erstattung überwiesen", en="Refund transferred")
REFUND_BOUNCED = LocalizedText(
    de="Erstattung kam von der Bank zurück", en="Refund came back from the bank"
)

ACCOUNTS = {
    "receivable": LocalizedText(de="Forderungen an Studierende", en="Receivable from students"),
    "bank": LocalizedText(de="Bank", en="Bank"),
    "cash": LocalizedText(de="Kasse", en="Cash"),
    "clearing": LocalizedText(de="Ungeklärte Zahlungen", en="Payments to be cleared"),
    "refunds": LocalizedText(de="Auszuzahlende Erstattungen", en="Refunds to be paid"),
    "waivers": LocalizedText(de="Erlasse", en="Waivers"),
}
INCOME = LocalizedText(de="Einnahmen: {name}", en="Income: {name}")

NOTHING_DUE = LocalizedText(
    de="Zurzeit ist nichts zu zahlen.", en="There is nothing to pay at present."
)
CREDIT_LEFT = LocalizedText(
    de="Zurzeit ist nichts zu zahlen. Ihr Guthaben beträgt {credit}.",
    en="There is nothing to pay at present. You have a credit of {credit}.",
)
TO_TRANSFER = LocalizedText(
    de="Bitte überweisen Sie {amount}. Geben Sie als Verwendungszweck genau „{reference}“ an,"
    " damit die Zahlung zugeordnet werden kann. Es zählt der Tag, an dem das Geld auf dem Konto"
    " der Hochschule eingeht (Wertstellung).",
    en="Please transfer {amount}. Give exactly “{reference}” as the reference, so that the payment"
    " can be assigned. The day counts on which the money is on the university's account (value"
    " date).",
)


def fee_name(code: str, fees: Mapping[str, LocalizedText]) -> LocalizedText:
    """What a charge is called, by its code; a fee that the profile lost is named by the code."""
    if code == CONTRIBUTION_CODE:
        return CONTRIBUTION
    return fees.get(code) or UNKNOWN_FEE.format(code=code)


def named_for_semester(name: LocalizedText, semester: Semester | None) -> LocalizedText:
    """A fee with its semester, where it belongs to one."""
    return name if semester is None else FEE_OF_SEMESTER.format(name=name, semester=semester.name)
