"""Replacing a student card: what is needed, and how the new one is handed over.

Sources: guide 002, "Replacing the student ID card" and "Provision of the new semester ticket/
student card".
"""

from dataclasses import dataclass

from chassis.values import LocalizedText

from records.domain.applications.contents import CardReplacement
from records.domain.applications.kinds import ProofNeeded
from records.domain.obstacles import Obstacle
from records.domain.student_cards import CardDelivery, CardLoss, deliveries_after

SOURCE = "Organise your Masters, “Replacing the student ID card”"
POLICE_REPORT = "police_report"

_POLICE_REPORT = LocalizedText(
    de="Kopie der Diebstahlanzeige bei der Polizei", en="Copy of the report to the police"
)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What decides about replacing a card."""

    # Whether the person has a card, or had one that was blocked and not replaced.
    has_card: bool
    is_enrolled: bool
    # Whether an address for letters of today is known.
    has_letter_address: bool


def proofs_of(content: CardReplacement) -> tuple[ProofNeeded, ...]:
    """The report to the police after theft; nothing else needs a document."""
    if content.loss is CardLoss.STOLEN:
        return (ProofNeeded(POLICE_REPORT, _POLICE_REPORT),)
    return ()


def obstacles_to_replacing(content: CardReplacement, facts: CardFacts) -> tuple[Obstacle, ...]:
    """Everything that stands against a replacement."""
    obstacles = []
    if not facts.is_enrolled:
        obstacles.append(_NOT_ENROLLED)
    if not facts.has_card:
        obstacles.append(_NO_CARD)
    if content.loss is not CardLoss.STOLEN and not content.explanation:
        obstacles.append(_REASONS_MISSING)
    if content.delivery not in deliveries_after(content.loss):
        obstacles.append(_BY_POST_ONLY)
    by_post = content.delivery is CardDelivery.POST
    if by_post and content.address is None and not facts.has_letter_address:
        obstacles.append(_NO_ADDRESS)
    return tuple(obstacles)


_NOT_ENROLLED = Obstacle(
    "NOT_ENROLLED",
    LocalizedText(
        de="Einen Studierendenausweis erhält nur, wer eingeschrieben ist.",
        en="Only those who are enrolled get a student card.",
    ),
    LocalizedText(
        de="Wenden Sie sich an den Studierendenservice, wenn das ein Irrtum ist.",
        en="Turn to Student Services if this is a mistake.",
    ),
    "Immatrikulationsordnung",
)
_NO_CARD = Obstacle(
    "NO_CARD_TO_REPLACE",
    LocalizedText(
        de="Es gibt keinen Ausweis, der zu ersetzen wäre: Es wurde noch keiner ausgestellt, oder er"
        " wurde zurückgegeben.",
        en="There is no card to replace: none was issued yet, or it was handed in.",
    ),
    LocalizedText(
        de="Den ersten Ausweis erhalten Sie, sobald der Semesterbeitrag vollständig da ist.",
        en="You get the first card once the complete contribution has been received.",
    ),
    SOURCE,
)
_REASONS_MISSING = Obstacle(
    "CARD_REASONS_MISSING",
    LocalizedText(
        de="Bei Verlust oder Beschädigung ist zu begründen, warum ein neuer Ausweis nötig ist.",
        en="After loss or damage reasons for a new card must be given.",
    ),
    LocalizedText(de="Schreiben Sie kurz, wie es dazu kam.", en="Write briefly how it came about."),
    SOURCE,
    "explanation",
)
_BY_POST_ONLY = Obstacle(
    "DELIVERY_BY_POST",
    LocalizedText(
        de="Nur nach einem Diebstahl wird der neue Ausweis sofort persönlich ausgegeben; in allen"
        " anderen Fällen wird er mit der Post geschickt.",
        en="Only after theft is the new card issued at once in person; in all other cases it is"
        " sent by post.",
    ),
    LocalizedText(de="Wählen Sie die Zusendung mit der Post.", en="Choose delivery by post."),
    "Organise your Masters, “Provision of the new semester ticket/ student card”",
    "delivery",
)
_NO_ADDRESS = Obstacle(
    "NO_ADDRESS",
    LocalizedText(
        de="Es ist keine Anschrift bekannt, an die der Ausweis geschickt werden könnte.",
        en="No address is known to which the card could be sent.",
    ),
    LocalizedText(de="Geben Sie eine Anschrift an.", en="Enter an address."),
    SOURCE,
    "address",
)

BLOCKED_AT_ONCE = LocalizedText(
    de="Mit dem Absenden wird Ihr bisheriger Ausweis gesperrt. Das lässt sich nicht rückgängig"
    " machen, auch wenn er sich wiederfindet.",
    en="When you send the application, your present card is blocked. This cannot be undone, even if"
    " you find it again.",
)
FEE = LocalizedText(
    de="Es wird eine Gebühr von {euros} fällig ({fee}). Sie können sie bar im Info-Portal zahlen.",
    en="A fee of {euros} falls due ({fee}). You can pay it in cash at the Info-Portal.",
)
NO_NEW_CARD = LocalizedText(
    de="Es wurde kein neuer Ausweis ausgestellt.", en="No new card was issued."
)
