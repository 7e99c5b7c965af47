"""What the validation rules of the contracts say to people."""

from chassis.values import LocalizedText

OTHER = LocalizedText(
    de="Diese Angabe hat nicht die verlangte Form.",
    en="This entry does not have the required form.",
)

BY_RULE = {
    "required": LocalizedText(de="Diese Angabe fehlt.", en="This entry is missing."),
    "string.uuid": LocalizedText(
        de="Das ist keine Kennung (UUID). Bitte übernehmen Sie sie unverändert.",
        en="This is not an identifier (UUID). Please copy it unchanged.",
    ),
    "string.uuid_empty": LocalizedText(
        de="Hier fehlt eine Kennung (UUID).", en="An identifier (UUID) is missing here."
    ),
    "string.min_len": LocalizedText(
        de="Bitte geben Sie mindestens {value} Zeichen ein.",
        en="Please enter at least {value} characters.",
    ),
    "string.max_len": LocalizedText(
        de="Bitte geben Sie höchstens {value} Zeichen ein.",
        en="Please enter at most {value} characters.",
    ),
    "string.nul": LocalizedText(
        de="Diese Angabe enthält ein Zeichen (NUL), das kein Text enthalten darf.",
        en="This entry contains a character (NUL) that no text may contain.",
    ),
    "string.printable": LocalizedText(
        de="Diese Angabe enthält ein unsichtbares Steuerzeichen ({value}). Bitte löschen Sie es"
        " oder tippen Sie den Text neu.",
        en="This entry contains an invisible control character ({value}). Please delete it, or type"
        " the text anew.",
    ),
    "string.blank": LocalizedText(
        de="Leerzeichen allein zählen nicht. Bitte geben Sie mindestens {value} Zeichen Text ein.",
        en="Blanks alone do not count. Please enter at least {value} characters of text.",
    ),
    "bytes.min_len": LocalizedText(
        de="Die Datei ist leer. Bitte wählen Sie eine andere.",
        en="The file is empty. Please choose another one.",
    ),
    "bytes.max_len": LocalizedText(
        de="Die Datei ist zu groß. Bitte wählen Sie eine mit höchstens {value}.",
        en="The file is too large. Please choose one of at most {value}.",
    ),
    "time.range": LocalizedText(
        de="Diesen Zeitpunkt gibt es nicht, oder er liegt außerhalb der Jahre {value}. Bitte "
        "berichtigen Sie ihn.",
        en="There is no such time, or it lies outside of the years {value}. Please correct it.",
    ),
    "date.range": LocalizedText(
        de="Der Tag liegt außerhalb der Jahre {value}. Bitte berichtigen Sie das Datum.",
        en="The day lies outside of the years {value}. Please correct the date.",
    ),
    "string.in": LocalizedText(
        de="Erlaubt ist nur: {value}.", en="Only these are allowed: {value}."
    ),
    "enum.defined_only": LocalizedText(
        de="Diesen Wert gibt es nicht.", en="There is no such value."
    ),
    "enum.not_in": LocalizedText(de="Bitte wählen Sie einen Wert.", en="Please choose a value."),
    "int32.gte": LocalizedText(
        de="Die Zahl muss mindestens {value} sein.", en="The number must be at least {value}."
    ),
    "int32.lte": LocalizedText(
        de="Die Zahl darf höchstens {value} sein.", en="The number must be at most {value}."
    ),
    "int32.gte_lte": LocalizedText(
        de="Die Zahl liegt außerhalb des erlaubten Bereichs; er beginnt bei {value}.",
        en="The number is outside of the allowed range, which starts at {value}.",
    ),
    "int64.gte": LocalizedText(
        de="Die Zahl muss mindestens {value} sein.", en="The number must be at least {value}."
    ),
    "int64.gte_lte": LocalizedText(
        de="Die Zahl liegt außerhalb des erlaubten Bereichs; er beginnt bei {value}.",
        en="The number is outside of the allowed range, which starts at {value}.",
    ),
    "int64.gt_lte": LocalizedText(
        de="Die Zahl liegt außerhalb des erlaubten Bereichs; sie muss größer als {value} sein.",
        en="The number is outside of the allowed range; it must be greater than {value}.",
    ),
    "repeated.min_items": LocalizedText(
        de="Hier fehlt etwas. Verlangt sind mindestens {value}.",
        en="Something is missing here. At least {value} are needed.",
    ),
    "repeated.max_items": LocalizedText(
        de="Das sind zu viele. Erlaubt sind höchstens {value}.",
        en="These are too many. At most {value} are allowed.",
    ),
    "repeated.unique": LocalizedText(
        de="Hier steht etwas zweimal. Bitte geben Sie jedes einmal an.",
        en="Something stands here twice. Please name each one once.",
    ),
    "string.email": LocalizedText(
        de="Das ist keine E-Mail-Adresse. Bitte geben Sie sie in der Form name@example.org ein.",
        en="This is no e-mail address. Please enter it in the form name@example.org.",
    ),
    "string.email_empty": LocalizedText(
        de="Hier fehlt eine E-Mail-Adresse.", en="An e-mail address is missing here."
    ),
}


# What the patterns of the contracts ask for, in words.
BY_PATTERN = {
    "^[0-9]{7}$": LocalizedText(
        de="Bitte geben Sie sieben Ziffern ein.", en="Please enter seven digits."
    ),
    "^([0-9]{7})?$": LocalizedText(
        de="Bitte geben Sie sieben Ziffern ein.", en="Please enter seven digits."
    ),
    "^([0-9]{7}|[0-9]{9})$": LocalizedText(
        de="Bitte geben Sie eine Matrikelnummer (sieben Ziffern) oder eine Bewerbernummer (neun"
        " Ziffern) ein.",
        en="Please enter a matriculation number (seven digits) or an applicant number (nine"
        " digits).",
    ),
    "^([0-9]{9})?$": LocalizedText(
        de="Bitte geben Sie neun Ziffern ein.", en="Please enter nine digits."
    ),
    "^[0-9]{10}$": LocalizedText(
        de="Bitte geben Sie zehn Ziffern ein.", en="Please enter ten digits."
    ),
    "^([0-9]{6,10})?$": LocalizedText(
        de="Bitte geben Sie sechs bis zehn Ziffern ein.", en="Please enter six to ten digits."
    ),
    "^[0-9]{6,20}$": LocalizedText(
        de="Bitte geben Sie die Nummer ohne Leerzeichen ein: sechs bis zwanzig Ziffern.",
        en="Please enter the number without blanks: six to twenty digits.",
    ),
    "^(de|en)?$": LocalizedText(
        de="Bitte wählen Sie Deutsch (de) oder Englisch (en).",
        en="Please choose German (de) or English (en).",
    ),
    "^[12][0-9]{3}[SW]$": LocalizedText(
        de="Bitte schreiben Sie das Semester wie 2026W oder 2027S.",
        en="Please write the semester like 2026W or 2027S.",
    ),
    "^[A-Z]{2}$": LocalizedText(
        de="Bitte geben Sie zwei Großbuchstaben ein, zum Beispiel DE.",
        en="Please enter two capital letters, such as DE.",
    ),
    "^[1-5][.][0-9]$": LocalizedText(
        de="Bitte schreiben Sie die Note mit Punkt und einer Nachkommastelle, zum Beispiel 1.7.",
        en="Please write the grade with a point and one decimal, such as 1.7.",
    ),
    "^([1-5][.][0-9])?$": LocalizedText(
        de="Bitte schreiben Sie die Note mit Punkt und einer Nachkommastelle, zum Beispiel 1.7, "
        "oder lassen Sie sie weg.",
        en="Please write the grade with a point and one decimal, such as 1.7, or leave it out.",
    ),
}


_MEBIBYTE = 1024 * 1024


def rule_text(rule: str, value: object) -> LocalizedText:
    """The sentence for a violated rule; `value` is the rule's own, such as a greatest length."""
    shown: object = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
    if rule == "bytes.max_len" and isinstance(value, int):
        shown = _size(value)
    if rule == "string.pattern":
        return BY_PATTERN.get(str(value), OTHER)
    return BY_RULE.get(rule, OTHER).format(value=shown)


def _size(count: int) -> LocalizedText:
    """A number of bytes as people read it: "10 MiB", "1,5 MiB", "500 Bytes"."""
    if count < _MEBIBYTE:
        return LocalizedText(de=f"{count} Bytes", en=f"{count} bytes")
    number = f"{count / _MEBIBYTE:.1f}".removesuffix(".0")
    return LocalizedText(de=f"{number.replace('.', ',')} MiB", en=f"{number} MiB")
