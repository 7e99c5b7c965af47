"""The words of a job's list, in both languages at once, as one list goes to the whole office."""

from chassis.values import LocalizedText

from certificates.domain.jobs import JobOutcome

HEADINGS = (
    "Nr. / No.",
    "Matrikelnummer / Matriculation number",
    "Nachname / Family name",
    "Vornamen / Given names",
    "Ergebnis / Outcome",
    "Verifikationsnummer / Verification number",
    "Datei / File",
    "Grund / Reason",
    "Erläuterung / Explanation",
)
OUTCOMES = {
    JobOutcome.WAITING: "wartet / waiting",
    JobOutcome.ISSUED: "ausgestellt / issued",
    JobOutcome.REFUSED: "abgelehnt / refused",
}
ARCHIVE_NAME = LocalizedText(de="bescheinigungen-{semester}.zip", en="certificates-{semester}.zip")
PRINT_NAME = LocalizedText(
    de="bescheinigungen-{semester}-druck-{part}.pdf", en="certificates-{semester}-print-{part}.pdf"
)
PRINT_TITLE = "Bescheinigungen {semester}, Druckdatei {part}"
