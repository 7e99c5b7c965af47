"""What every document says besides its content, in both languages."""

from chassis.values import LocalizedText

NUMBER_LABEL = LocalizedText(de="Verifikationsnummer", en="Verification number")

VALID_WITHOUT_SIGNATURE = LocalizedText(
    de="Maschinell erstellt und ohne Unterschrift gültig.",
    en="Issued electronically and valid without a signature.",
)

HOW_TO_VERIFY = LocalizedText(
    de=(
        "Echtheit prüfen: QR-Code scannen, oder auf der Seite die Nummer eingeben oder die "
        "PDF-Datei hochladen. Sie zeigt alle Angaben wie ausgestellt."
    ),
    en=(
        "To verify: scan the QR code, or enter the number or upload the PDF file on the page. It "
        "shows every entry as issued."
    ),
)

HOW_TO_VERIFY_OFFLINE = LocalizedText(
    de="Ohne Netz: Datensiegel oder PDF-Datei mit matrikel-verify prüfen.",
    en="Offline: check the data seal or the PDF file with matrikel-verify.",
)

QR_CAPTION = LocalizedText(de="Prüfseite", en="Verify")
DATA_SEAL_CAPTION = LocalizedText(de="Datensiegel", en="Data seal")

QR_ALTERNATIVE = LocalizedText(
    de="QR-Code, der zur Prüfung der Bescheinigung mit der Verifikationsnummer {number} führt",
    en="QR code that leads to the verification of the certificate with the number {number}",
)

DATA_SEAL_ALTERNATIVE = LocalizedText(
    de="Datensiegel: Strichcode mit den signierten Angaben der Bescheinigung {number}, zum Prüfen "
    "ohne Netz",
    en="Data seal: barcode with the signed contents of the certificate {number}, for checks "
    "without a network",
)

LINK_DESCRIPTION = LocalizedText(
    de="Die Echtheit dieser Bescheinigung prüfen", en="Verify that this certificate is authentic"
)

WEBSITE_DESCRIPTION = LocalizedText(
    de="Internetseite der Hochschule", en="Website of the university"
)

EMAIL_DESCRIPTION = LocalizedText(de="E-Mail an die Hochschule", en="E-mail to the university")

SEAL_DESCRIPTION = LocalizedText(
    de="Elektronisches Siegel der Hochschule", en="Electronic seal of the university"
)

ISSUED_AT_FOOT = LocalizedText(de="ausgestellt am {day}", en="issued on {day}")

PAGE_AT_FOOT = LocalizedText(de="Seite {page} von {pages}", en="Page {page} of {pages}")
