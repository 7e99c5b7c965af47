"""What every document says besides its content, in both languages."""

from chassis.values import LocalizedText

NUMBER_LABEL = LocalizedText(de="Verifikationsnummer", en="Verification number")

VALID_WITHOUT_SIGNATURE = LocalizedText(
    de="Diese Bescheinigung wurde maschinell erstellt und ist ohne Unterschrift gültig.",
    en="This certificate was issued electronically and is valid without a signature.",
)

HOW_TO_VERIFY = LocalizedText(
    de=(
        "Echtheit prüfen: den Code scannen oder auf der folgenden Seite die Verifikationsnummer "
        "eingeben. Die Seite zeigt alle Angaben, wie sie ausgestellt wurden, zum Vergleich."
    ),
    en=(
        "To verify: scan the code, or enter the verification number on the page below. It shows "
        "every entry as it was issued, for comparison."
    ),
)

QR_ALTERNATIVE = LocalizedText(
    de="QR-Code, der zur Prüfung der Bescheinigung mit der Verifikationsnummer {number} führt",
    en="QR code that leads to the verification of the certificate with the number {number}",
)

LINK_DESCRIPTION = LocalizedText(
    de="Die Echtheit dieser Bescheinigung prüfen", en="Verify that this certificate is authentic"
)

NUMBER_AT_FOOT = LocalizedText(de="Verifikationsnummer {number}", en="Verification number {number}")

PAGE_AT_FOOT = LocalizedText(de="Seite {page} von {pages}", en="Page {page} of {pages}")
