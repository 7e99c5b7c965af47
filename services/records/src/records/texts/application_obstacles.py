"""What stands against applications of any kind."""

from chassis.values import LocalizedText

from records.domain.applications.kinds import ApplicationKind
from records.domain.obstacles import Obstacle
from records.texts.application_kinds import KIND_NAMES


def proof_missing(name: LocalizedText) -> Obstacle:
    """A required document is not attached."""
    return Obstacle(
        "PROOF_MISSING",
        LocalizedText(de="Es fehlt: {name}.", en="Missing: {name}.").format(name=name),
        LocalizedText(
            de="Fügen Sie die Unterlage als PDF, PNG oder JPEG hinzu.",
            en="Add the document as PDF, PNG or JPEG.",
        ),
        "",
    )


def open_already(kind: ApplicationKind) -> Obstacle:
    """Another application for the same waits for its decision."""
    return Obstacle(
        "APPLICATION_OPEN_ALREADY",
        LocalizedText(
            de="Über einen Antrag „{kind}“ in derselben Sache ist noch nicht entschieden.",
            en="An application “{kind}” for the same thing is not decided yet.",
        ).format(kind=KIND_NAMES[kind]),
        LocalizedText(
            de="Warten Sie die Entscheidung ab, oder ziehen Sie den anderen Antrag zurück.",
            en="Wait for the decision, or withdraw the other application.",
        ),
        "",
    )


def enrolment_ended(programme: LocalizedText, end: LocalizedText) -> Obstacle:
    """The enrolment that it is about has ended."""
    return Obstacle(
        "ENROLMENT_ENDED",
        LocalizedText(
            de="Die Einschreibung im Studiengang {programme} hat am {end} geendet.",
            en="The enrolment in {programme} ended on {end}.",
        ).format(programme=programme, end=end),
        LocalizedText(
            de="Wenden Sie sich an den Studierendenservice, wenn das ein Irrtum ist.",
            en="Turn to Student Services if this is a mistake.",
        ),
        "Immatrikulationsordnung",
    )


def not_an_applicant() -> Obstacle:
    """Neither enrolled nor an accepted applicant."""
    return Obstacle(
        "NOT_AN_ACCEPTED_APPLICANT",
        LocalizedText(
            de="Die Zulassung, für die der Antrag gestellt ist, ist erloschen oder bereits zur"
            " Einschreibung geworden.",
            en="The admission for which it was filed has lapsed, or became an enrolment already.",
        ),
        LocalizedText(
            de="Stellen Sie nach der Einschreibung einen neuen Antrag.",
            en="File a new application after the enrolment.",
        ),
        "Immatrikulationsordnung",
    )
