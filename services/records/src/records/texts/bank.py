"""What the import of the bank's files says: refusals, problems of entries, effects."""

from collections.abc import Sequence

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from records.domain.bank_entries import EntryFault
from records.domain.bank_imports import Outcome

SUM_REPLACED = LocalizedText(
    de="Sammelbuchung, deren Zahlungen jetzt einzeln vorliegen",
    en="Sum of payments that are named one by one now",
)

_FILE_FAULTS = {
    "BANK_FILE_NOT_XML": LocalizedText(
        de="Diese Datei ist kein lesbares XML ({found}). Bitte laden Sie sie bei der Bank noch"
        " einmal herunter und importieren Sie sie unverändert.",
        en="This file is no readable XML ({found}). Please download it from the bank once more and"
        " import it unchanged.",
    ),
    "BANK_FILE_UNSAFE": LocalizedText(
        de="Diese Datei enthält eine Dokumenttyp-Deklaration ({found}); solche Dateien werden aus"
        " Sicherheitsgründen nicht gelesen, und keine Bank liefert sie. Bitte laden Sie die Datei"
        " bei der Bank herunter.",
        en="This file has a document type declaration ({found}); such files are not read for"
        " safety, and no bank sends them. Please download the file from the bank.",
    ),
    "BANK_FILE_KIND_UNKNOWN": LocalizedText(
        de="Diese Datei ist „{found}“. Gelesen werden: {known}. Bitte stellen Sie bei der Bank"
        " eines dieser Formate ein.",
        en="This file is “{found}”. These are read: {known}. Please set one of these formats at the"
        " bank.",
    ),
    "BANK_FILE_TOO_LARGE": LocalizedText(
        de="Diese Datei ist zu groß ({found}). Bitte lassen Sie sich die Auszüge der Bank für"
        " kürzere Zeiträume geben.",
        en="This file is too large ({found}). Please ask the bank for statements of shorter"
        " periods.",
    ),
    "BANK_FILE_EMPTY": LocalizedText(
        de="Diese Datei ({found}) enthält keinen Kontoauszug. Bitte wählen Sie eine andere.",
        en="This file ({found}) holds no statement. Please choose another one.",
    ),
}

FAULTS = {
    EntryFault.AMOUNT_MISSING: LocalizedText(
        de="Der Betrag fehlt. Die Buchung wurde ausgelassen; bitte klären Sie sie mit der Bank.",
        en="The amount is missing. The entry was left out; please ask the bank.",
    ),
    EntryFault.AMOUNT_WRONG: LocalizedText(
        de="„{found}“ ist kein Betrag in Euro und ganzen Cent. Die Buchung wurde ausgelassen; bitte"
        " klären Sie sie mit der Bank.",
        en="“{found}” is no amount in euros and whole cents. The entry was left out; please ask the"
        " bank.",
    ),
    EntryFault.CURRENCY_MISSING: LocalizedText(
        de="Die Währung fehlt oder ist falsch („{found}“). Die Buchung wurde ausgelassen; bitte"
        " klären Sie sie mit der Bank.",
        en="The currency is missing or wrong (“{found}”). The entry was left out; please ask the"
        " bank.",
    ),
    EntryFault.DIRECTION_MISSING: LocalizedText(
        de="Es fehlt, ob Geld kam oder ging („{found}“). Die Buchung wurde ausgelassen; bitte"
        " klären Sie sie mit der Bank.",
        en="Whether money came or went is missing (“{found}”). The entry was left out; please ask"
        " the bank.",
    ),
    EntryFault.STATUS_UNKNOWN: LocalizedText(
        de="Den Buchungsstatus „{found}“ gibt es nicht. Die Buchung wurde ausgelassen; bitte klären"
        " Sie sie mit der Bank.",
        en="There is no entry status “{found}”. The entry was left out; please ask the bank.",
    ),
    EntryFault.DATE_MISSING: LocalizedText(
        de="Buchungstag und Wertstellung fehlen. Die Buchung wurde ausgelassen; bitte klären Sie"
        " sie mit der Bank.",
        en="Booking date and value date are missing. The entry was left out; please ask the bank.",
    ),
    EntryFault.DATE_WRONG: LocalizedText(
        de="„{found}“ ist kein Datum. Die Buchung wurde ausgelassen; bitte klären Sie sie mit der"
        " Bank.",
        en="“{found}” is no date. The entry was left out; please ask the bank.",
    ),
    EntryFault.DATE_IMPLAUSIBLE: LocalizedText(
        de="Buchungstag oder Wertstellung ist der {found}; das kann nicht stimmen. Die Buchung"
        " wurde ausgelassen; bitte klären Sie sie mit der Bank.",
        en="The booking date or value date is {found}, which cannot be right. The entry was left"
        " out; please ask the bank.",
    ),
    EntryFault.DETAILS_DIFFER: LocalizedText(
        de="Die {found} Einzelzahlungen ergeben nicht den Betrag der Buchung. Sie steht als Summe"
        " in der Klärungsliste; bitte lassen Sie sich die Einzelzahlungen von der Bank geben.",
        en="The {found} payments do not add up to the entry. It is in the clearing list as one sum;"
        " please ask the bank for the single payments.",
    ),
    EntryFault.BALANCE_DIFFERS: LocalizedText(
        de="Anfangssaldo und Buchungen ergeben nicht den Endsaldo: Es fehlen {found} EUR. Bitte"
        " prüfen Sie, ob der Auszug vollständig ist.",
        en="Opening balance and entries do not lead to the closing balance: {found} EUR are"
        " missing. Please check whether the statement is complete.",
    ),
}

OUTCOMES = {
    Outcome.BOOKED: LocalizedText(de="wird gebucht", en="is booked"),
    Outcome.TO_CLEAR: LocalizedText(
        de="kommt in die Klärungsliste", en="goes to the clearing list"
    ),
    Outcome.KNOWN: LocalizedText(
        de="wurde früher importiert; nichts geschieht", en="was imported before; nothing happens"
    ),
    Outcome.TAKEN_BACK: LocalizedText(
        de="nimmt eine frühere Zahlung oder Erstattung zurück",
        en="takes a former payment or refund back",
    ),
    Outcome.REFUND_PAID: LocalizedText(
        de="ist eine Erstattung, die überwiesen wurde", en="is a refund that was transferred"
    ),
}


def file_unreadable(reason: str, found: str, known: Sequence[str]) -> Failure:
    """The file cannot be taken as a whole; nothing of it is booked."""
    text = _FILE_FAULTS[reason].format(found=found, known=", ".join(known))
    return Failure(
        Code.INVALID_ARGUMENT, reason, text, fields=(FieldProblem("content", reason, text),)
    )


def bank_account_foreign(own_iban: str, foreign: Sequence[tuple[str, str]]) -> Failure:
    """Statements of another account; `foreign` has their references and accounts."""
    named = "; ".join(f"{reference or '-'}: {iban or '-'}" for reference, iban in foreign[:10])
    text = LocalizedText(
        de="Die Datei enthält Auszüge eines anderen Kontos ({named}). Importiert werden nur Auszüge"
        " des Kontos {own}; nichts wurde gebucht. Bitte prüfen Sie, ob es die richtige Datei ist.",
        en="The file has statements of another account ({named}). Only statements of the account"
        " {own} are imported; nothing was booked. Please check whether it is the right file.",
    ).format(named=named, own=own_iban)
    reason = "BANK_ACCOUNT_FOREIGN"
    return Failure(
        Code.FAILED_PRECONDITION, reason, text, fields=(FieldProblem("content", reason, text),)
    )


def statement_unknown(bank_statement_id: str) -> Failure:
    """There is no such statement."""
    reason = "BANK_STATEMENT_UNKNOWN"
    text = LocalizedText(
        de="Diesen Kontoauszug gibt es nicht. Bitte wählen Sie ihn in der Liste aus.",
        en="There is no such statement. Please choose it from the list.",
    )
    return Failure(
        Code.NOT_FOUND,
        reason,
        text,
        metadata={"bank_statement_id": bank_statement_id},
        fields=(FieldProblem("bank_statement_id", reason, text),),
    )


def fault_text(fault: str, found: str) -> LocalizedText:
    """What is wrong with an entry, as it is kept."""
    return FAULTS[EntryFault(fault)].format(found=found)
