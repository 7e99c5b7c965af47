"""Refusals about photos and corrected facts, naming what mends them."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText


def person_changed() -> Failure:
    """Somebody else changed the person since the caller read it."""
    return Failure(
        Code.ABORTED,
        "PERSON_CHANGED",
        LocalizedText(
            de="Die Angaben zur Person wurden inzwischen geändert. Bitte laden Sie sie neu und"
            " prüfen Sie, ob Ihre Berichtigung noch nötig ist.",
            en="The facts about the person have been changed meanwhile. Please load them again and"
            " check whether your correction is still needed.",
        ),
    )


def nothing_to_correct() -> Failure:
    """No fact differs from what is stored."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NOTHING_TO_CORRECT",
        LocalizedText(
            de="Alle Angaben stehen schon so in den Akten. Bitte ändern Sie die Angabe, die falsch"
            " ist.",
            en="All facts are on record like this already. Please change the fact that is wrong.",
        ),
    )


def photo_type_unknown() -> Failure:
    """The file is no PNG or JPEG by its content."""
    text = LocalizedText(
        de="Diese Datei ist ihrem Inhalt nach kein Foto im Format PNG oder JPEG. Bitte speichern"
        " Sie das Foto in einem dieser Formate und laden Sie es noch einmal hoch.",
        en="By its content this file is no photo in PNG or JPEG. Please save the photo in one of"
        " these formats and upload it again.",
    )
    reason = "PHOTO_TYPE_UNKNOWN"
    return Failure(
        Code.INVALID_ARGUMENT, reason, text, fields=(FieldProblem("content", reason, text),)
    )


def photo_unknown() -> Failure:
    """The person has no photo."""
    return Failure(
        Code.NOT_FOUND,
        "PHOTO_UNKNOWN",
        LocalizedText(
            de="Zu dieser Person ist kein Foto hinterlegt. Bitte laden Sie erst eines hoch.",
            en="There is no photo of this person. Please upload one first.",
        ),
    )
