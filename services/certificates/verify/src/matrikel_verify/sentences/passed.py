"""What is said of a check that passed."""

from collections.abc import Mapping

PASSED: Mapping[str, tuple[str, str]] = {
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
        "Nicht zurückgezogen, Stand {time} (UTC).",
        "Not withdrawn as of {time} (UTC).",
    ),
    "NUMBER_AGREES": (
        "Die Nummer auf dem Papier ist die der Datei.",
        "The number on the paper is that of the file.",
    ),
    "FILE_IN_LOG": (
        "Genau diese Datei steht im Transparenzprotokoll der Hochschule.",
        "Exactly this file stands in the university's transparency log.",
    ),
    "BARCODE_AGREES": (
        "Der Strichcode gehört zu dieser Bescheinigung.",
        "The barcode belongs to this certificate.",
    ),
}
