"""What is said of a check that failed, for each way in which it can."""

from collections.abc import Mapping

FAILED: Mapping[str, tuple[str, str]] = {
    "FILE_READABLE": (
        "Die Datei ist keine PDF-Datei, die sich lesen lässt: Sie ist beschädigt oder etwas"
        " anderes.",
        "The file is not a PDF file that can be read: it is damaged or something else.",
    ),
    "FILE_READABLE.TOO_LARGE": (
        "Die Datei ist größer als 10 MiB; gesiegelte Bescheinigungen sind kleiner.",
        "The file is larger than 10 MiB; sealed certificates are smaller.",
    ),
    "FILE_READABLE.ENCRYPTED": (
        "Die Datei ist verschlüsselt oder mit einem Kennwort geschützt. Die Hochschule"
        " verschlüsselt keine Bescheinigung; verlangen Sie die Originaldatei.",
        "The file is encrypted or protected by a password. The university encrypts no"
        " certificate; ask for the original file.",
    ),
    "ONE_REVISION": (
        "An die Datei wurde etwas angefügt, nachdem sie gesiegelt war.",
        "Something was added to the file after it was sealed.",
    ),
    "NOTHING_HIDDEN": (
        "Die Datei ist anders gebaut als gesiegelte Dateien: Sie wurde verändert, neu gespeichert"
        " oder verbirgt etwas.",
        "The file is built differently from sealed files: it was changed, saved anew, or hides"
        " something.",
    ),
    "ONE_SEAL": (
        "Die Datei trägt kein Siegel, mehr als eines oder eines von anderer Art. Wurde sie"
        " ausgedruckt oder neu gespeichert, verlangen Sie die Originaldatei.",
        "The file carries no seal, more than one, or one of another kind. If it was printed or"
        " saved anew, ask for the original file.",
    ),
    "SEAL_COVERS_WHOLE_FILE": (
        "Das Siegel umfasst nicht die ganze Datei: Sie wurde verändert oder neu gespeichert.",
        "The seal does not cover the whole file: it was changed or saved anew.",
    ),
    "SEAL_INTACT": (
        "Das Siegel passt nicht zum Inhalt: Die Datei wurde verändert.",
        "The seal does not fit the content: the file was changed.",
    ),
    "SEAL_CERTIFICATE_KNOWN": (
        "Das Siegel ist nicht von {university}: Jemand anderes hat die Datei gesiegelt.",
        "The seal is not that of {university}: somebody else sealed the file.",
    ),
    "SEAL_TIMESTAMP": (
        "Der Zeitstempel passt nicht zum Siegel oder ist von keinem bekannten Dienst.",
        "The timestamp does not fit the seal, or is from no known service.",
    ),
    "SEAL_CERTIFICATE_IN_FORCE.EXPIRED": (
        "Das Zertifikat des Siegels ist am {last} (UTC) abgelaufen, und kein Zeitstempel zeigt,"
        " dass die Datei vorher gesiegelt war.",
        "The certificate of the seal expired on {last} (UTC), and no timestamp shows that the"
        " file was sealed before.",
    ),
    "SEAL_CERTIFICATE_IN_FORCE.STAMPED_LATE": (
        "Die Datei wurde am {time} (UTC) gesiegelt, als das Zertifikat des Siegels nicht galt"
        " ({first} bis {last}).",
        "The file was sealed on {time} (UTC), when the certificate of the seal was not in force"
        " ({first} to {last}).",
    ),
    "SEAL_CERTIFICATE_IN_FORCE.EARLY": (
        "Das Zertifikat des Siegels gilt erst ab {first} (UTC).",
        "The certificate of the seal is in force from {first} (UTC) only.",
    ),
    "ATTACHMENTS_EXPECTED": (
        "Die Anlagen der Datei sind nicht die, die sie enthalten soll.",
        "The attachments of the file are not those that it should hold.",
    ),
    "NUMBER_WELL_FORMED": (
        "Die Verifikationsnummer ist falsch: Eine Ziffer ist verändert oder vertauscht.",
        "The verification number is wrong: a digit is changed or swapped.",
    ),
    "IN_LOG": (
        "Die Bescheinigung steht nicht im Transparenzprotokoll der Hochschule: Sie wurde nicht von"
        " der Hochschule ausgestellt.",
        "The certificate does not stand in the university's transparency log: the university did"
        " not issue it.",
    ),
    "LOG_CONSISTENT": (
        "Das Transparenzprotokoll wurde verändert: Sein neuerer Stand setzt den nicht fort, mit"
        " dem diese Datei gesiegelt wurde.",
        "The transparency log was altered: its newer state does not continue the one that this"
        " file was sealed with.",
    ),
    "LOG_CONSISTENT.TRUNCATED": (
        "Das Transparenzprotokoll wurde gekürzt: Es hat {size} Einträge, beim Siegeln hatte es"
        " {former}.",
        "The transparency log was cut: it has {size} entries, and had {former} when the file was"
        " sealed.",
    ),
    "LOG_CONSISTENT.UNSIGNED": (
        "Der genannte Stand des Transparenzprotokolls ist nicht von der Hochschule signiert.",
        "The given state of the transparency log is not signed by the university.",
    ),
    "LOG_CONSISTENT.UNWITNESSED": (
        "Den genannten Stand des Transparenzprotokolls hat kein bekannter Zeuge bestätigt.",
        "No known witness confirmed the given state of the transparency log.",
    ),
    "TEXT_AGREES": (
        "Seite {page} sagt etwas anderes als das, was die Hochschule ausgestellt hat.",
        "Page {page} says something else than what the university issued.",
    ),
    "TEXT_AGREES.DRAWN": (
        "Auf den Seiten steht etwas, das keine Bescheinigung enthält: ein Bild, unsichtbarer oder"
        " anders zu lesender Text.",
        "The pages hold something that no certificate has: a picture, text that is invisible or"
        " to be read differently.",
    ),
    "ATTACHMENT_AGREES": (
        "Der maschinenlesbare Datensatz (XHochschule) nennt andere Angaben als die Seiten.",
        "The machine-readable record (XHochschule) states something else than the pages.",
    ),
    "NOT_WITHDRAWN": (
        "Die Hochschule hat die Bescheinigung zurückgezogen (Stand {time} UTC).",
        "The university withdrew the certificate (as of {time} UTC).",
    ),
    "FILE_IN_LOG": (
        "Diese Datei hat die Hochschule nicht ausgestellt: Sie steht nicht im"
        " Transparenzprotokoll.",
        "The university did not issue this file: it does not stand in the transparency log.",
    ),
    "NUMBER_AGREES": (
        "Die Datei gehört zu einer anderen Bescheinigung als das Papier: Sie nennt {number}.",
        "The file belongs to another certificate than the paper: it names {number}.",
    ),
    "NUMBER_AGREES.MISTYPED": (
        "Die Nummer auf dem Papier ist keine Verifikationsnummer: Eine Ziffer ist falsch oder"
        " vertauscht.",
        "The number on the paper is no verification number: a digit is wrong or swapped.",
    ),
    "BARCODE_AGREES": (
        "Der Strichcode gehört zu einer anderen Bescheinigung.",
        "The barcode belongs to another certificate.",
    ),
    "BARCODE_AGREES.NONE": (
        "In dem Bild wurde kein Datensiegel gefunden.",
        "No data seal was found in the picture.",
    ),
}
