"""Changing the home address or the name.

Source: guide 002, "Changing your personal details": "in the case of a name change, we require the
application and the name-change document".
"""

from datetime import date

from chassis.values import LocalizedText, PersonName

from records.domain.applications.kinds import ProofNeeded
from records.domain.obstacles import NOTHING_HELPS, Obstacle

SOURCE = "Organise your Masters, “Changing your personal details”"

NAME_CHANGE_DOCUMENT = ProofNeeded(
    "name_change_document",
    LocalizedText(
        de="Urkunde über die Namensänderung, etwa die Heiratsurkunde",
        en="The name-change document, such as the marriage certificate",
    ),
)
# Nobody has to prove a move; some want to.
REGISTRATION_CERTIFICATE = ProofNeeded(
    "registration_certificate",
    LocalizedText(de="Meldebescheinigung", en="Certificate of registration"),
    required=False,
)

ADDRESS_UNCHANGED = Obstacle(
    "ADDRESS_UNCHANGED",
    LocalizedText(
        de="Das ist schon Ihre Heimatanschrift.", en="This is your home address already."
    ),
    NOTHING_HELPS,
    SOURCE,
    "address",
)
_NAME_UNCHANGED = Obstacle(
    "NAME_UNCHANGED",
    LocalizedText(de="So heißen Sie schon.", en="This is your name already."),
    LocalizedText(
        de="Geben Sie den Namen so an, wie er in der Urkunde steht.",
        en="Enter the name as it is in the document.",
    ),
    SOURCE,
    "name",
)
_NAME_DAY_TO_COME = Obstacle(
    "NAME_DAY_TO_COME",
    LocalizedText(
        de="Der neue Name gilt erst ab einem späteren Tag.",
        en="The new name holds from a later day on only.",
    ),
    LocalizedText(
        de="Stellen Sie den Antrag, sobald Sie den neuen Namen führen.",
        en="Apply once you bear the new name.",
    ),
    SOURCE,
    "valid_from_date",
)
_NAME_BEFORE_BIRTH = Obstacle(
    "NAME_DAY_BEFORE_BIRTH",
    LocalizedText(
        de="Der neue Name gälte schon vor dem Tag der Geburt.",
        en="The new name would hold from before the day of birth.",
    ),
    LocalizedText(
        de="Geben Sie den Tag an, der in der Urkunde steht.",
        en="Enter the day that is in the document.",
    ),
    SOURCE,
    "valid_from_date",
)


def obstacles_to_name_change(
    new: PersonName, present: PersonName, valid_from: date, *, birth_date: date, today: date
) -> tuple[Obstacle, ...]:
    """What stands against a tidied name, beside its letters."""
    obstacles = []
    if new == present:
        obstacles.append(_NAME_UNCHANGED)
    if valid_from > today:
        obstacles.append(_NAME_DAY_TO_COME)
    if valid_from < birth_date:
        obstacles.append(_NAME_BEFORE_BIRTH)
    return tuple(obstacles)
