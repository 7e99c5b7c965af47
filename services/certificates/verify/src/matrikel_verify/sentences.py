"""What each check says to people, in both languages, for each way it can come out."""

from collections.abc import Mapping

from matrikel_verify.verdict import Check, Outcome

_Text = tuple[str, str]

_PASSED: Mapping[str, _Text] = {
    "FILE_READABLE": ("Die Datei ist eine lesbare PDF-Datei.", "The file is a readable PDF file."),
    "ONE_REVISION": (
        "Die Datei ist in einem Stück geschrieben; nichts wurde angefügt.",
        "The file was written in one piece; nothing was added to it.",
    ),
    "NOTHING_HIDDEN": (
        "Die Datei ist gebaut wie gesiegelte Dateien; nichts ist in ihr verborgen.",
        "The file is built as sealed files are; nothing is hidden in it.",
    ),
    "ONE_SEAL": (
        "Die Datei trägt genau ein Siegel, das keine Änderung erlaubt.",
        "The file carries exactly one seal, which allows no change.",
    ),
    "SEAL_COVERS_WHOLE_FILE": (
        "Das Siegel umfasst die ganze Datei.",
        "The seal covers the whole file.",
    ),
    "SEAL_INTACT": (
        "Die Datei ist seit dem Siegeln unverändert.",
        "The file is unchanged since it was sealed.",
    ),
    "SEAL_CERTIFICATE_KNOWN": (
        "Das Siegel ist von {university}.",
        "The seal is that of {university}.",
    ),
    "SEAL_TIMESTAMP": (
        "Ein Zeitstempel zeigt, dass die Datei am {time} (UTC) gesiegelt war.",
        "A timestamp shows that the file was sealed on {time} (UTC).",
    ),
    "SEAL_CERTIFICATE_IN_FORCE": (
        "Das Zertifikat des Siegels galt am {time} (UTC).",
        "The certificate of the seal was in force on {time} (UTC).",
    ),
    "ATTACHMENTS_EXPECTED": (
        "Die Datei enthält genau die Anlagen, die sie enthalten soll.",
        "The file holds exactly the attachments that it should.",
    ),
    "NUMBER_WELL_FORMED": (
        "Die Verifikationsnummer {number} hat die richtige Prüfziffer.",
        "The verification number {number} has the right check digit.",
    ),
    "IN_LOG": (
        "Die Bescheinigung steht als Eintrag {index} im Transparenzprotokoll der Hochschule.",
        "The certificate stands in the university's transparency log, as entry {index}.",
    ),
    "LOG_CONSISTENT": (
        "Das Protokoll ist mit seinem neueren Stand vereinbar ({size} Einträge).",
        "The log agrees with its newer state ({size} entries).",
    ),
    "TEXT_AGREES": (
        "Die Seiten sagen genau das, was die Hochschule ausgestellt hat.",
        "The pages say exactly what the university issued.",
    ),
    "ATTACHMENT_AGREES": (
        "Der maschinenlesbare Datensatz (XHochschule) nennt dieselben Angaben wie die Seiten.",
        "The machine-readable record (XHochschule) states the same as the pages.",
    ),
    "NOT_WITHDRAWN": (
        "Nicht widerrufen, Stand {time} (UTC).",
        "Not withdrawn as of {time} (UTC).",
    ),
    "FILE_IN_LOG": (
        "Genau diese Datei steht im Transparenzprotokoll der Hochschule.",
        "Exactly this file stands in the university's transparency log.",
    ),
    "BARCODE_AGREES": (
        "Der Barcode gehört zu dieser Bescheinigung.",
        "The barcode belongs to this certificate.",
    ),
}

_FAILED: Mapping[str, _Text] = {
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
        "Die Hochschule hat die Bescheinigung widerrufen (Stand {time} UTC).",
        "The university withdrew the certificate (as of {time} UTC).",
    ),
    "FILE_IN_LOG": (
        "Diese Datei hat die Hochschule nicht ausgestellt: Sie steht nicht im"
        " Transparenzprotokoll.",
        "The university did not issue this file: it does not stand in the transparency log.",
    ),
    "BARCODE_AGREES": (
        "Der Barcode gehört zu einer anderen Bescheinigung.",
        "The barcode belongs to another certificate.",
    ),
    "BARCODE_AGREES.NONE": (
        "In dem Bild wurde kein Datensiegel gefunden.",
        "No data seal was found in the picture.",
    ),
}

_NOT_DONE: Mapping[str, _Text] = {
    "": (
        "Nicht geprüft, weil eine Prüfung davor fehlgeschlagen ist.",
        "Not checked, as a check before it failed.",
    ),
    "SEAL_TIMESTAMP": (
        "Das Siegel trägt keinen Zeitstempel; es gilt, solange sein Zertifikat gilt.",
        "The seal carries no timestamp; it counts as long as its certificate is in force.",
    ),
    "SEAL_TIMESTAMP.UNKNOWN_SERVICE": (
        "Der Zeitstempel wurde nicht geprüft, weil kein Zeitstempeldienst hinterlegt ist.",
        "The timestamp was not checked, as no timestamp service is pinned.",
    ),
    "LOG_CONSISTENT": (
        "Nicht mit einem neueren Stand des Transparenzprotokolls verglichen, weil keiner"
        " angegeben ist.",
        "Not compared with a newer state of the transparency log, as none was given.",
    ),
    "LOG_CONSISTENT.NO_PROOF": (
        "Ob der neuere Stand des Transparenzprotokolls den der Datei fortsetzt, ist ohne die"
        " Kacheln des Protokolls nicht zu prüfen.",
        "Whether the newer state of the transparency log continues that of the file cannot be"
        " checked without the tiles of the log.",
    ),
    "ATTACHMENT_AGREES": (
        "Diese Bescheinigung enthält keinen maschinenlesbaren Datensatz.",
        "This certificate holds no machine-readable record.",
    ),
    "NOT_WITHDRAWN": (
        "Nicht geprüft, ob die Bescheinigung widerrufen ist: Geben Sie eine Statusliste an.",
        "Not checked whether the certificate is withdrawn: give a status list.",
    ),
    "NOT_WITHDRAWN.UNUSABLE": (
        "Nicht geprüft, ob die Bescheinigung widerrufen ist: Die Statusliste ist abgelaufen oder"
        " nicht von der Hochschule signiert. Laden Sie sie neu.",
        "Not checked whether the certificate is withdrawn: the status list is expired or not"
        " signed by the university. Fetch it anew.",
    ),
    "NOT_WITHDRAWN.DELETED": (
        "Ausgestellt, aber so alt, dass die Hochschule keine Angaben mehr dazu hat.",
        "Issued, but so old that the university has no data about it any more.",
    ),
    "NOT_WITHDRAWN.BARCODE": (
        "Ob die Bescheinigung widerrufen ist, sagt der Barcode nicht: Geben Sie die Nummer auf der"
        " Prüfseite der Hochschule ein.",
        "The barcode does not say whether the certificate is withdrawn: enter the number on the"
        " university's verification page.",
    ),
    "BARCODE_AGREES.UNSEALED": (
        "Das Bild trägt selbst kein Siegel; geprüft wurde nur der Barcode. Vergleichen Sie jede"
        " Angabe mit dem Papier.",
        "The picture itself carries no seal; only the barcode was checked. Compare every entry"
        " with the paper.",
    ),
}

# What is to be known of a certificate that was not withdrawn.
_STATES: Mapping[str, _Text] = {
    "SUPERSEDED": (
        "Nicht widerrufen, aber durch eine neuere Bescheinigung ersetzt, Stand {time} (UTC).",
        "Not withdrawn, but replaced by a newer certificate, as of {time} (UTC).",
    ),
    "NO_LONGER_CURRENT": (
        "Nicht widerrufen und bei Ausstellung richtig, inzwischen nicht mehr aktuell, Stand"
        " {time} (UTC).",
        "Not withdrawn and correct when issued, but no longer current, as of {time} (UTC).",
    ),
}


def passed(code: str, **values: object) -> Check:
    """The check passed."""
    return _check(code, Outcome.PASSED, _PASSED[code], values)


def failed(code: str, variant: str = "", **values: object) -> Check:
    """The check failed; `variant` names the way in which, where there are several."""
    return _check(code, Outcome.FAILED, _FAILED[_key(code, variant)], values)


def not_done(code: str, variant: str = "", **values: object) -> Check:
    """The check could not be done for a reason of its own."""
    return _check(code, Outcome.NOT_DONE, _NOT_DONE[_key(code, variant)], values)


def not_reached(code: str) -> Check:
    """The check was not done because one before it failed."""
    return _check(code, Outcome.NOT_DONE, _NOT_DONE[""], {})


def not_withdrawn(state: str, **values: object) -> Check:
    """The certificate is not withdrawn; `state` is empty, SUPERSEDED or NO_LONGER_CURRENT."""
    text = _STATES[state] if state else _PASSED["NOT_WITHDRAWN"]
    return _check("NOT_WITHDRAWN", Outcome.PASSED, text, values)


def _key(code: str, variant: str) -> str:
    return f"{code}.{variant}" if variant else code


def _check(code: str, outcome: Outcome, text: _Text, values: Mapping[str, object]) -> Check:
    de, en = text
    return Check(code, outcome, de.format(**values), en.format(**values))
