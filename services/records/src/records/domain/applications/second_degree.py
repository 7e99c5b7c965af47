"""Studying for two degrees: what stands against it.

Source: guide 002, "Procedure for applying to study for two degrees".
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from chassis.values import LocalizedText, Semester

from records.domain.applications.contents import SecondDegree
from records.domain.applications.kinds import Office, ProofNeeded, Step
from records.domain.catalogue import Programme
from records.domain.obstacles import NOTHING_HELPS, Obstacle

SOURCE = "Organise your Masters, “Procedure for applying to study for two degrees”"
TRANSCRIPT = ProofNeeded(
    "transcript",
    LocalizedText(
        de="Leistungsnachweis (Notenspiegel) des ersten Studiengangs",
        en="Performance record (transcript) of the first programme",
    ),
)


@dataclass(frozen=True, slots=True)
class SecondDegreeFacts:
    """What decides about a second degree."""

    first_programme_code: str
    # None where the catalogue has no such programme.
    second_programme: Programme | None
    # Of the second programme; None where it has no such version.
    version_known: bool
    # Programmes in which the person is enrolled now, and those of open acceptances.
    enrolled_in: Collection[str]
    accepted_for: Collection[str]
    # Those of the two programmes that no adviser is named for.
    without_adviser: Collection[LocalizedText]
    semester_published: bool
    today: date
    # An applicant whose first programme waits for the contribution, while the last step decides.
    first_enrolment_pending: bool


def steps_of(first_programme_code: str, second_programme_code: str) -> tuple[Step, ...]:
    """The adviser of the first programme, that of the second one, then Student Services."""
    return (
        Step(Office.ADVISER, first_programme_code),
        Step(Office.ADVISER, second_programme_code),
        Step(Office.STUDENT_SERVICES),
    )


def obstacles_to_second_degree(
    content: SecondDegree, facts: SecondDegreeFacts
) -> tuple[Obstacle, ...]:
    """Everything that stands against studying for the second degree."""
    obstacles = [*_about_the_programme(content, facts)]
    if not facts.semester_published:
        obstacles.append(_not_published(content.first_semester))
    if content.first_semester.last_date < facts.today:
        obstacles.append(_semester_over(content.first_semester))
    if not content.justification:
        obstacles.append(_JUSTIFICATION_MISSING)
    obstacles += [_without_adviser(name) for name in facts.without_adviser]
    if facts.first_enrolment_pending:
        obstacles.append(_FIRST_ENROLMENT_PENDING)
    return tuple(obstacles)


def _about_the_programme(content: SecondDegree, facts: SecondDegreeFacts) -> list[Obstacle]:
    programme = facts.second_programme
    if programme is None:
        return [_unknown("PROGRAMME_UNKNOWN", "programme_code", content.programme_code)]
    obstacles = []
    if programme.code == facts.first_programme_code:
        obstacles.append(_SAME_PROGRAMME)
    elif programme.code in facts.enrolled_in:
        obstacles.append(_enrolled_already(programme.name))
    if programme.code in facts.accepted_for:
        obstacles.append(_accepted_already(programme.name))
    if not facts.version_known:
        code = content.regulations_version_code
        obstacles.append(_unknown("REGULATIONS_VERSION_UNKNOWN", "regulations_version_code", code))
    if content.major and programme.major_named(content.major) is None:
        obstacles.append(_unknown("MAJOR_UNKNOWN", "major", content.major))
    if content.minor and programme.minor_named(content.minor) is None:
        obstacles.append(_unknown("MINOR_UNKNOWN", "minor", content.minor))
    return obstacles


def _unknown(reason: str, field: str, value: str) -> Obstacle:
    return Obstacle(
        reason,
        LocalizedText(
            de="Das steht nicht im Studiengangsverzeichnis: {value}.",
            en="This is not in the programme catalogue: {value}.",
        ).format(value=value),
        LocalizedText(de="Wählen Sie aus dem Verzeichnis.", en="Choose from the catalogue."),
        "",
        field,
    )


_SAME_PROGRAMME = Obstacle(
    "SECOND_DEGREE_SAME_PROGRAMME",
    LocalizedText(
        de="Das zweite Studium ist derselbe Studiengang wie das erste.",
        en="The second programme is the same as the first one.",
    ),
    LocalizedText(de="Wählen Sie einen anderen Studiengang.", en="Choose another programme."),
    SOURCE,
    "programme_code",
)


def _enrolled_already(programme: LocalizedText) -> Obstacle:
    return Obstacle(
        "ALREADY_ENROLLED",
        LocalizedText(
            de="Sie sind im Studiengang {programme} schon eingeschrieben.",
            en="You are enrolled in {programme} already.",
        ).format(programme=programme),
        NOTHING_HELPS,
        SOURCE,
        "programme_code",
    )


def _accepted_already(programme: LocalizedText) -> Obstacle:
    return Obstacle(
        "ALREADY_ACCEPTED",
        LocalizedText(
            de="Für den Studiengang {programme} liegt schon eine Zulassung vor.",
            en="There is an admission to {programme} already.",
        ).format(programme=programme),
        LocalizedText(
            de="Zahlen Sie den Semesterbeitrag, um sich einzuschreiben, oder wenden Sie sich an den"
            " Studierendenservice.",
            en="Pay the semester contribution to enrol, or turn to Student Services.",
        ),
        SOURCE,
        "programme_code",
    )


def _not_published(semester: Semester) -> Obstacle:
    return Obstacle(
        "SEMESTER_NOT_PUBLISHED",
        LocalizedText(
            de="Die Termine für das {semester} sind noch nicht veröffentlicht.",
            en="The dates of the {semester} are not published yet.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Wählen Sie ein früheres Semester, oder warten Sie, bis die Termine feststehen.",
            en="Choose an earlier semester, or wait until the dates are known.",
        ),
        "",
        "first_semester",
    )


def _semester_over(semester: Semester) -> Obstacle:
    return Obstacle(
        "FIRST_SEMESTER_OVER",
        LocalizedText(de="Das {semester} ist vorbei.", en="The {semester} is over.").format(
            semester=semester.name
        ),
        LocalizedText(de="Wählen Sie ein späteres Semester.", en="Choose a later semester."),
        SOURCE,
        "first_semester",
    )


_JUSTIFICATION_MISSING = Obstacle(
    "JUSTIFICATION_MISSING",
    LocalizedText(
        de="Die Studiengangsberatung prüft, ob das zweite Studium das erste sinnvoll ergänzt; dazu"
        " fehlt die Begründung.",
        en="The adviser reviews whether the second degree is a sensible complement of the first"
        " one; the justification for it is missing.",
    ),
    LocalizedText(
        de="Begründen Sie, wie sich die beiden Studiengänge ergänzen.",
        en="Explain how the two programmes complement each other.",
    ),
    SOURCE,
    "justification",
)


def _without_adviser(programme: LocalizedText) -> Obstacle:
    return Obstacle(
        "NO_ADVISER_NAMED",
        LocalizedText(
            de="Für den Studiengang {programme} ist keine Studiengangsberatung benannt, die"
            " entscheiden könnte.",
            en="No adviser is named for {programme} who could decide.",
        ).format(programme=programme),
        LocalizedText(
            de="Wenden Sie sich an den Studierendenservice; er lässt jemanden benennen.",
            en="Turn to Student Services: they have somebody named.",
        ),
        SOURCE,
    )


_FIRST_ENROLMENT_PENDING = Obstacle(
    "FIRST_ENROLMENT_PENDING",
    LocalizedText(
        de="Die Einschreibung im ersten Studiengang steht noch aus; ein zweites Studium setzt sie"
        " voraus.",
        en="The enrolment in the first programme is still to come; a second degree needs it.",
    ),
    LocalizedText(
        de="Entscheiden Sie, sobald der Semesterbeitrag für den ersten Studiengang da ist.",
        en="Decide once the contribution for the first programme has arrived.",
    ),
    SOURCE,
)
WHAT_FOLLOWS = LocalizedText(
    de="Mit der Genehmigung werden Sie für den zweiten Studiengang zugelassen. Eingeschrieben sind"
    " Sie, sobald der Semesterbeitrag des Semesters vollständig eingegangen ist.",
    en="With the approval you are admitted to the second programme. You are enrolled once the"
    " contribution of the semester is complete.",
)
