"""What a support access is refused for."""

from collections.abc import Mapping

from chassis.errors import Code, Failure
from chassis.values import LocalizedText

from identity.domain.support_access import SupportObjection

_SENTENCES: Mapping[SupportObjection, LocalizedText] = {
    SupportObjection.SUPPORT_FOR_STUDENTS_ONLY: LocalizedText(
        de="Die Support-Ansicht gibt es nur für Accounts von Studierenden, nicht für solche mit"
        " einer Rolle des Personals. Bitte klären Sie die Frage mit der Person selbst.",
        en="The support view is for accounts of students only, not for those with a role of staff."
        " Please settle the question with the person.",
    ),
    SupportObjection.ACCOUNT_NOT_ACTIVE: LocalizedText(
        de="Der Account ist nicht aktiviert oder gesperrt; es gibt keine Ansicht zu zeigen. Bitte"
        " prüfen Sie den Stand des Accounts.",
        en="The account is not activated or is disabled; there is no view to show. Please look at"
        " the state of the account.",
    ),
    SupportObjection.SUPPORT_NOT_FROM_HERE: LocalizedText(
        de="Die Support-Ansicht beginnt nur in Ihrer eigenen Sitzung. Bitte melden Sie sich an,"
        " oder beenden Sie zuerst die laufende Ansicht.",
        en="The support view begins in your own session only. Please sign in, or leave the present"
        " view first.",
    ),
}


def not_for_support() -> Failure:
    """What is for the person alone, though it only reads."""
    return Failure(
        Code.PERMISSION_DENIED,
        "NOT_FOR_SUPPORT",
        LocalizedText(
            de="Was über eine Person gespeichert ist, lädt nur sie selbst herunter. Bitte beenden"
            " Sie die Support-Ansicht.",
            en="What is stored about a person is for that person to download. Please leave the"
            " support view.",
        ),
    )


def support_objected(objection: SupportObjection) -> Failure:
    """The refusal for an objection."""
    return Failure(Code.FAILED_PRECONDITION, objection.value, _SENTENCES[objection])
