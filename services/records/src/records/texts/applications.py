"""Why something cannot be done with an application."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from records.domain.applications.workflow import WorkflowFault

REFUSED = LocalizedText(
    de="Dem Antrag steht etwas entgegen: {all}", en="Something stands against it: {all}"
)
REFUSED_FOR_MANY_REASONS = LocalizedText(
    de="Dem Antrag stehen {count} Gründe entgegen. Prüfen Sie den Antrag; dort steht jeder mit"
    " seiner Abhilfe.",
    en="{count} reasons stand against it. Check the application: each is named there with its"
    " remedy.",
)

_FAULTS = {
    WorkflowFault.NOT_A_DRAFT: LocalizedText(
        de="Der Antrag ist eingereicht und kann nicht mehr geändert werden. Ziehen Sie ihn zurück"
        " und stellen Sie einen neuen, wenn die Angaben falsch sind.",
        en="The application was submitted and can no longer be changed. If what it says is wrong,"
        " withdraw it and begin a new one.",
    ),
    WorkflowFault.NOT_IN_REVIEW: LocalizedText(
        de="Der Antrag ist noch ein Entwurf. Über ihn kann erst entschieden werden, wenn er"
        " eingereicht ist.",
        en="The application is still a draft. It can be decided on once it is submitted.",
    ),
    WorkflowFault.DECIDED: LocalizedText(
        de="Der Antrag ist bereits entschieden oder zurückgezogen. Stellen Sie bei Bedarf einen"
        " neuen Antrag.",
        en="The application is decided or withdrawn already. Begin a new one if you need to.",
    ),
    WorkflowFault.QUESTION_OPEN_ALREADY: LocalizedText(
        de="Zu diesem Antrag ist schon eine Rückfrage offen. Warten Sie die Antwort ab, oder"
        " entscheiden Sie.",
        en="A question about this application is open already. Wait for the answer, or decide.",
    ),
    WorkflowFault.NO_QUESTION_OPEN: LocalizedText(
        de="Zu diesem Antrag ist keine Rückfrage offen; sie ist beantwortet oder wurde mit der"
        " Entscheidung hinfällig. Bitte laden Sie die Seite neu.",
        en="No question about this application is open: it was answered, or the decision made it"
        " needless. Please load the page again.",
    ),
    WorkflowFault.CHANGED: LocalizedText(
        de="Der Antrag hat sich geändert, seit Sie ihn geöffnet haben. Bitte laden Sie ihn neu und"
        " prüfen Sie ihn noch einmal.",
        en="The application has changed since you opened it. Please load it again and look at it"
        " once more.",
    ),
    WorkflowFault.STEP_OF_ANOTHER_OFFICE: LocalizedText(
        de="Über diesen Schritt entscheidet eine andere Stelle. Der Antrag kommt in Ihren"
        " Eingang, wenn Sie an der Reihe sind.",
        en="Another office decides this step. The application comes to your inbox when it is your"
        " turn.",
    ),
    WorkflowFault.REASON_MISSING: LocalizedText(
        de="Bitte geben Sie eine Begründung oder Antwort an; sie wird der Studentin oder dem"
        " Studenten mitgeteilt.",
        en="Please give a reason or an answer; the student is told it.",
    ),
    WorkflowFault.CLOSED_FOR_DOCUMENTS: LocalizedText(
        de="Unterlagen können nur zu einem Entwurf und während einer offenen Rückfrage hinzugefügt"
        " oder entfernt werden. Wenden Sie sich an die entscheidende Stelle; sie kann danach"
        " fragen.",
        en="Documents can be added to a draft and while a question is open only, or taken off"
        " again. Turn to the office that decides: it can ask for them.",
    ),
}
_CODES = {
    WorkflowFault.CHANGED: Code.ABORTED,
    WorkflowFault.STEP_OF_ANOTHER_OFFICE: Code.PERMISSION_DENIED,
    WorkflowFault.REASON_MISSING: Code.INVALID_ARGUMENT,
}


def fault(found: WorkflowFault) -> Failure:
    """What was asked for cannot be done with the application as it stands."""
    text = _FAULTS[found]
    is_reason = found is WorkflowFault.REASON_MISSING
    fields = (FieldProblem("reason", found.value, text),) if is_reason else ()
    return Failure(_CODES.get(found, Code.FAILED_PRECONDITION), found.value, text, fields=fields)


def application_unknown() -> Failure:
    """There is no such application, or the caller may not see it."""
    return Failure(
        Code.NOT_FOUND,
        "APPLICATION_UNKNOWN",
        LocalizedText(
            de="Diesen Antrag gibt es nicht, oder er ist nicht für Sie bestimmt. Bitte wählen Sie"
            " ihn in der Liste aus.",
            en="There is no such application, or it is not meant for you. Please choose it from"
            " the list.",
        ),
    )


def not_acting_for_the_applicant() -> Failure:
    """Only the student, or the office that filed it on paper, changes an application."""
    return Failure(
        Code.PERMISSION_DENIED,
        "APPLICATION_OF_THE_STUDENT",
        LocalizedText(
            de="Diesen Antrag hat die Studentin oder der Student selbst gestellt; nur sie oder er"
            " kann ihn ändern. Stellen Sie bei Bedarf eine Rückfrage.",
            en="The student began this application and is the only one to change it. Ask a"
            " question if you need something.",
        ),
    )


def kind_of_another_office() -> Failure:
    """The International Center files semesters abroad only."""
    return Failure(
        Code.PERMISSION_DENIED,
        "KIND_OF_ANOTHER_OFFICE",
        LocalizedText(
            de="Diese Art von Antrag nimmt der Studierendenservice entgegen. Bitte leiten Sie das"
            " Papier dorthin weiter.",
            en="Student Services take this kind of application. Please pass the paper on to them.",
        ),
    )


def own_application() -> Failure:
    """Nobody decides on an application of their own, or files one on paper for themselves."""
    return Failure(
        Code.PERMISSION_DENIED,
        "OWN_APPLICATION",
        LocalizedText(
            de="Über eigene Anträge entscheiden Sie nicht, und für sich selbst erfassen Sie keinen"
            " als Dienststelle. Eine Kollegin oder ein Kollege übernimmt das.",
            en="You neither decide on applications of your own nor file one for yourself as an"
            " office. A colleague does that.",
        ),
    )


def enrolment_missing() -> Failure:
    """The kind is about a degree programme, and none was named."""
    return _invalid(
        "enrolment_id",
        "ENROLMENT_MISSING",
        LocalizedText(
            de="Dieser Antrag betrifft einen Studiengang. Bitte wählen Sie die Einschreibung aus.",
            en="This application is about a degree programme. Please choose the enrolment.",
        ),
    )


def text_missing(field: str) -> Failure:
    """A question or an answer of nothing but blanks."""
    return _invalid(
        field,
        "TEXT_MISSING",
        LocalizedText(
            de="Hier steht noch nichts. Bitte schreiben Sie wenigstens einen Satz.",
            en="Nothing is written here yet. Please write at least one sentence.",
        ),
    )


def kind_changed() -> Failure:
    """A draft keeps its kind."""
    return _invalid(
        "content",
        "KIND_CHANGED",
        LocalizedText(
            de="Ein Entwurf behält seine Art. Bitte beginnen Sie für etwas anderes einen neuen"
            " Antrag.",
            en="A draft keeps its kind. Please begin a new application for something else.",
        ),
    )


def too_many_drafts(most: int) -> Failure:
    """A person has that many drafts already."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "TOO_MANY_DRAFTS",
        LocalizedText(
            de="Es liegen schon {most} Entwürfe vor. Bitte reichen Sie einen ein oder verwerfen Sie"
            " ihn.",
            en="There are {most} drafts already. Please submit or discard one.",
        ).format(most=most),
    )


def receive_date_wrong() -> Failure:
    """The paper cannot have arrived on that day."""
    return _invalid(
        "receive_date",
        "RECEIVE_DATE_WRONG",
        LocalizedText(
            de="Der Eingangstag liegt in der Zukunft oder mehr als ein Jahr zurück. Bitte geben Sie"
            " den Tag des Eingangsstempels an.",
            en="The day of receipt is in the future or more than a year ago. Please enter the day"
            " of the date stamp.",
        ),
    )


def document_type_unknown() -> Failure:
    """The content is none of the types that are taken."""
    return _invalid(
        "content",
        "DOCUMENT_TYPE_UNKNOWN",
        LocalizedText(
            de="Diese Datei ist weder PDF noch PNG noch JPEG. Bitte speichern Sie das Dokument als"
            " PDF, oder fotografieren Sie es.",
            en="This file is neither PDF nor PNG nor JPEG. Please save the document as PDF, or take"
            " a photograph of it.",
        ),
    )


def proof_unknown(known: str) -> Failure:
    """The kind names no such proof."""
    return _invalid(
        "proof",
        "PROOF_UNKNOWN",
        LocalizedText(
            de="Diesen Nachweis gibt es bei diesem Antrag nicht. Möglich sind: {known}.",
            en="This application has no such proof. Choose one of these: {known}.",
        ).format(known=known),
    )


def too_many_documents(most: int) -> Failure:
    """The application holds that many documents already."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "TOO_MANY_DOCUMENTS",
        LocalizedText(
            de="Mehr als {most} Unterlagen nimmt ein Antrag nicht auf. Fassen Sie Seiten zu einem"
            " PDF zusammen.",
            en="An application takes no more than {most} documents. Put pages together in one PDF.",
        ).format(most=most),
    )


def document_unknown() -> Failure:
    """The application has no such document."""
    return Failure(
        Code.NOT_FOUND,
        "DOCUMENT_UNKNOWN",
        LocalizedText(
            de="Diese Unterlage gibt es bei dem Antrag nicht. Bitte laden Sie die Seite neu.",
            en="The application has no such document. Please load the page again.",
        ),
    )


def document_was_submitted() -> Failure:
    """What was submitted stays."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "DOCUMENT_WAS_SUBMITTED",
        LocalizedText(
            de="Diese Unterlage wurde mit dem Antrag eingereicht und bleibt bei ihm. Fügen Sie eine"
            " bessere hinzu und erklären Sie das in Ihrer Antwort.",
            en="This document was submitted with the application and stays with it. Add a better"
            " one, and say so in your answer.",
        ),
    )


def _invalid(field: str, reason: str, text: LocalizedText) -> Failure:
    return Failure(Code.INVALID_ARGUMENT, reason, text, fields=(FieldProblem(field, reason, text),))
