"""Reporting that something is wrong or missing; the Info-Portal answers."""

from chassis.values import LocalizedText

from records.domain.applications.contents import ErrorReport, ErrorSubject
from records.domain.obstacles import Obstacle

# Of the master data there is only one; of the others there are many.
_NAMED_ONE_BY_ONE = frozenset(
    {ErrorSubject.RESULT, ErrorSubject.REGISTRATION, ErrorSubject.CERTIFICATE}
)


def obstacles_to_report(content: ErrorReport) -> tuple[Obstacle, ...]:
    """What the Info-Portal needs to find the error."""
    obstacles = []
    if content.subject in _NAMED_ONE_BY_ONE and not content.reference:
        obstacles.append(_REFERENCE_MISSING)
    if not content.text:
        obstacles.append(_TEXT_MISSING)
    return tuple(obstacles)


_REFERENCE_MISSING = Obstacle(
    "REFERENCE_MISSING",
    LocalizedText(
        de="Es fehlt, welches Ergebnis, welche Anmeldung oder welche Bescheinigung gemeint ist.",
        en="It is not said which result, registration or certificate is meant.",
    ),
    LocalizedText(
        de="Geben Sie die Prüfungsnummer, die Modulnummer oder die Verifikationsnummer an.",
        en="Enter the exam number, the module number or the verification number.",
    ),
    "",
    "reference",
)
_TEXT_MISSING = Obstacle(
    "REPORT_TEXT_MISSING",
    LocalizedText(de="Es fehlt, was falsch ist.", en="It is not said what is wrong."),
    LocalizedText(
        de="Schreiben Sie, was falsch ist und was richtig wäre.",
        en="Write what is wrong, and what would be right.",
    ),
    "",
    "text",
)
