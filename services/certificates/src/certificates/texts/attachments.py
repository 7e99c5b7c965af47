"""What the attachments of a certificate are called in a viewer."""

from chassis.values import LocalizedText

EVIDENCE = LocalizedText(
    de="Nachweise zur Prüfung ohne Verbindung: Angaben und ihr Platz im Transparenzprotokoll",
    en="Evidence for verification offline: the claims and their place in the transparency log",
)
MESSAGE = LocalizedText(
    de="Maschinenlesbare Fassung (XHochschule 1.2)", en="Machine-readable version (XHochschule 1.2)"
)
