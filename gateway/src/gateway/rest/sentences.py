"""What the gateway says to people, in German and English."""

import grpc
from chassis.values import LocalizedText

UNEXPECTED = LocalizedText(
    de="Bei uns ist ein Fehler aufgetreten. Versuchen Sie es später noch einmal und nennen Sie "
    "beim Nachfragen die Fehlernummer {error_id}.",
    en="Something went wrong on our side. Try again later, and give the error number {error_id} "
    "when you ask for help.",
)

SENTENCES = {
    grpc.StatusCode.UNAVAILABLE: (
        "SERVICE_UNAVAILABLE",
        LocalizedText(
            de="Dieser Teil des Systems ist gerade nicht erreichbar. Versuchen Sie es in einigen "
            "Minuten noch einmal.",
            en="This part of the system cannot be reached right now. Try again in a few minutes.",
        ),
    ),
    grpc.StatusCode.DEADLINE_EXCEEDED: (
        "DEADLINE_EXCEEDED",
        LocalizedText(
            de="Die Antwort hat zu lange gedauert. Prüfen Sie, ob Ihre Änderung schon wirksam "
            "ist, bevor Sie es noch einmal versuchen.",
            en="The answer took too long. Check whether your change has already taken effect "
            "before you try again.",
        ),
    ),
    grpc.StatusCode.RESOURCE_EXHAUSTED: (
        "TOO_BUSY",
        LocalizedText(
            de="Gerade sind zu viele Anfragen in Arbeit. Versuchen Sie es gleich noch einmal.",
            en="Too many requests are in progress. Try again in a moment.",
        ),
    ),
    grpc.StatusCode.UNAUTHENTICATED: (
        "SIGN_IN_REQUIRED",
        LocalizedText(
            de="Melden Sie sich an und versuchen Sie es noch einmal.",
            en="Sign in and try again.",
        ),
    ),
    grpc.StatusCode.PERMISSION_DENIED: (
        "PERMISSION_DENIED",
        LocalizedText(
            de="Ihr Account darf das nicht. Wenden Sie sich an die Stelle, die für Ihre Rolle "
            "zuständig ist.",
            en="Your account may not do this. Ask the office in charge of your role.",
        ),
    ),
    grpc.StatusCode.NOT_FOUND: (
        "NOT_FOUND",
        LocalizedText(
            de="Das gibt es nicht, oder es gehört nicht zu Ihnen. Prüfen Sie die Angaben.",
            en="There is no such thing, or it is not yours. Check what you entered.",
        ),
    ),
    grpc.StatusCode.INVALID_ARGUMENT: (
        "INVALID_ARGUMENT",
        LocalizedText(
            de="Die Angaben passen nicht. Prüfen Sie sie und versuchen Sie es noch einmal.",
            en="What you sent does not fit. Check it and try again.",
        ),
    ),
    grpc.StatusCode.FAILED_PRECONDITION: (
        "FAILED_PRECONDITION",
        LocalizedText(
            de="Das ist im Augenblick nicht möglich. Laden Sie den aktuellen Stand neu.",
            en="This is not possible at the moment. Load the current state again.",
        ),
    ),
    grpc.StatusCode.ALREADY_EXISTS: (
        "ALREADY_EXISTS",
        LocalizedText(
            de="Das gibt es schon. Laden Sie den aktuellen Stand neu.",
            en="This exists already. Load the current state again.",
        ),
    ),
    grpc.StatusCode.ABORTED: (
        "ABORTED",
        LocalizedText(
            de="Jemand war gleichzeitig am selben Vorgang. Laden Sie den aktuellen Stand und "
            "versuchen Sie es noch einmal.",
            en="Somebody worked on the same thing at the same time. Load the current state and "
            "try again.",
        ),
    ),
    grpc.StatusCode.CANCELLED: (
        "CANCELLED",
        LocalizedText(
            de="Der Vorgang wurde abgebrochen. Versuchen Sie es noch einmal.",
            en="The call was cancelled. Try again.",
        ),
    ),
    grpc.StatusCode.UNIMPLEMENTED: (
        "NOT_OFFERED",
        LocalizedText(
            de="Das wird hier nicht angeboten. Die Übersicht der Methoden steht unter /api.",
            en="This is not offered here. The list of methods is at /api.",
        ),
    ),
    grpc.StatusCode.OUT_OF_RANGE: (
        "OUT_OF_RANGE",
        LocalizedText(
            de="Die Angabe liegt außerhalb des möglichen Bereichs. Prüfen Sie sie.",
            en="The value is out of range. Check it.",
        ),
    ),
}
"""Reason and sentence where a service sent a bare gRPC status."""

IDEMPOTENCY_KEY_FORM = LocalizedText(
    de="eine UUID, die Sie für diesen Vorgang wählen",
    en="a UUID that you choose for this action",
)
REQUEST_TIMEOUT_FORM = LocalizedText(
    de="eine Zahl von Sekunden wie 2.5",
    en="a number of seconds such as 2.5",
)
