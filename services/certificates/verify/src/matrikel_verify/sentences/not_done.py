"""What is said of a check that was not done, for each reason that it can have."""

from collections.abc import Mapping

NOT_DONE: Mapping[str, tuple[str, str]] = {
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
        "Nicht geprüft, ob die Bescheinigung zurückgezogen ist: Geben Sie eine Statusliste an.",
        "Not checked whether the certificate is withdrawn: give a status list.",
    ),
    "NOT_WITHDRAWN.UNUSABLE": (
        "Nicht geprüft, ob die Bescheinigung zurückgezogen ist: Die Statusliste ist abgelaufen oder"
        " nicht von der Hochschule signiert. Laden Sie sie neu.",
        "Not checked whether the certificate is withdrawn: the status list is expired or not"
        " signed by the university. Fetch it anew.",
    ),
    "NOT_WITHDRAWN.DELETED": (
        "Ausgestellt, aber so alt, dass die Hochschule keine Angaben mehr dazu hat.",
        "Issued, but so old that the university has no data about it any more.",
    ),
    "NOT_WITHDRAWN.BARCODE": (
        "Ob die Bescheinigung zurückgezogen ist, sagt der Strichcode nicht: Geben Sie die Nummer"
        " auf der Prüfseite der Hochschule ein.",
        "The barcode does not say whether the certificate is withdrawn: enter the number on the"
        " university's verification page.",
    ),
    "BARCODE_AGREES.UNSEALED": (
        "Das Bild trägt selbst kein Siegel; geprüft wurde nur der Strichcode. Vergleichen Sie jede"
        " Angabe mit dem Papier.",
        "The picture itself carries no seal; only the barcode was checked. Compare every entry"
        " with the paper.",
    ),
}
