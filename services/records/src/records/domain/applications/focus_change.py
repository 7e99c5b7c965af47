"""Changing the main focus or the minor of a degree programme.

Source: guide 002, "Change of main focus or minor".
"""

from chassis.values import LocalizedText

from records.domain.applications.contents import FocusChange
from records.domain.enrolment import Enrolment
from records.domain.obstacles import NOTHING_HELPS, Obstacle

SOURCE = "Organise your Masters, “Change of main focus or minor”"


def obstacles_to_focus_change(content: FocusChange, enrolment: Enrolment) -> tuple[Obstacle, ...]:
    """Everything that stands against the change."""
    obstacles = []
    programme = enrolment.programme
    if not programme.focus_change_possible:
        obstacles.append(_not_possible(programme.name))
    if not content.new_major and not content.new_minor:
        obstacles.append(_NOTHING_CHOSEN)
    if content.new_major:
        known = programme.major_named(content.new_major) is not None
        obstacles += _about("new_major", content.new_major, enrolment.major, known=known)
    if content.new_minor:
        known = programme.minor_named(content.new_minor) is not None
        obstacles += _about("new_minor", content.new_minor, enrolment.minor, known=known)
    if not content.justification:
        obstacles.append(_JUSTIFICATION_MISSING)
    return tuple(obstacles)


def _about(field: str, chosen: str, present: str, *, known: bool) -> list[Obstacle]:
    """What stands against one choice: not in the catalogue, or what it is already."""
    name = _FIELD_NAMES[field]
    if not known:
        return [
            Obstacle(
                "FOCUS_UNKNOWN",
                LocalizedText(
                    de="Diesen {name} bietet der Studiengang nicht an: {chosen}.",
                    en="The programme does not offer this {name}: {chosen}.",
                ).format(name=name, chosen=chosen),
                LocalizedText(
                    de="Wählen Sie aus dem Verzeichnis des Studiengangs.",
                    en="Choose from the catalogue of the programme.",
                ),
                SOURCE,
                field,
            )
        ]
    if chosen == present:
        return [
            Obstacle(
                "FOCUS_UNCHANGED",
                LocalizedText(
                    de="{chosen} ist schon Ihr {name}.", en="{chosen} is your {name} already."
                ).format(name=name, chosen=chosen),
                LocalizedText(
                    de="Wählen Sie einen anderen, oder lassen Sie das Feld leer.",
                    en="Choose another one, or leave the field empty.",
                ),
                SOURCE,
                field,
            )
        ]
    return []


_FIELD_NAMES = {
    "new_major": LocalizedText(de="Studienschwerpunkt", en="main focus"),
    "new_minor": LocalizedText(de="Minor", en="minor"),
}


def _not_possible(programme: LocalizedText) -> Obstacle:
    return Obstacle(
        "FOCUS_CHANGE_NOT_POSSIBLE",
        LocalizedText(
            de="Im Studiengang {programme} können Studienschwerpunkt und Minor nicht gewechselt"
            " werden.",
            en="In the programme {programme} main focus and minor cannot be changed.",
        ).format(programme=programme),
        NOTHING_HELPS,
        SOURCE,
    )


_NOTHING_CHOSEN = Obstacle(
    "FOCUS_NOT_CHOSEN",
    LocalizedText(
        de="Es ist weder ein neuer Studienschwerpunkt noch ein neuer Minor gewählt.",
        en="Neither a new main focus nor a new minor is chosen.",
    ),
    LocalizedText(de="Wählen Sie wenigstens einen.", en="Choose at least one."),
    SOURCE,
    "new_major",
)
_JUSTIFICATION_MISSING = Obstacle(
    "JUSTIFICATION_MISSING",
    LocalizedText(
        de="Ein Wechsel ist nur in begründeten Fällen möglich, und es fehlt die Begründung.",
        en="A change is possible in justified cases only, and the justification is missing.",
    ),
    LocalizedText(
        de="Begründen Sie, warum Sie wechseln möchten.", en="Explain why you want to change."
    ),
    SOURCE,
    "justification",
)
DECIDED_BY = LocalizedText(
    de="Es entscheidet die Sachbearbeitung Ihres Studiengangs im Studierendenservice: {name}.",
    en="The administrator of your programme at Student Services decides: {name}.",
)
