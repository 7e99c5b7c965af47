"""Rules that stand in the way: what a decision answers instead of a plain no."""

from dataclasses import dataclass

from chassis.values import LocalizedText

NOTHING_HELPS = LocalizedText(de="", en="")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A rule that stands in the way of what somebody applies for or wants to do."""

    # The code that the contract carries: "LEAVE_DEADLINE_PASSED".
    reason: str
    # What the rule says, with the facts it was decided on.
    explanation: LocalizedText
    # What would help; `NOTHING_HELPS` where nothing does.
    remedy: LocalizedText
    # Where the rule stands: "NHG § 12"; empty where nobody wrote it down.
    source: str
    # The field of the content that it is about: "semesters"; empty for none.
    field: str = ""


def in_one_sentence(obstacles: tuple[Obstacle, ...]) -> LocalizedText:
    """Every explanation with its remedy, one behind the other."""
    return LocalizedText(
        de=" ".join(
            text for one in obstacles for text in (one.explanation.de, one.remedy.de) if text
        ),
        en=" ".join(
            text for one in obstacles for text in (one.explanation.en, one.remedy.en) if text
        ),
    )
