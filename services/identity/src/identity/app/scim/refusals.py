"""What is refused to personnel systems, in words that name the remedy."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText


def scim_user_unknown(person_id: str) -> Failure:
    """There is no such user, or no longer."""
    return Failure(
        Code.NOT_FOUND,
        "SCIM_USER_UNKNOWN",
        LocalizedText(
            de="Diese Person gibt es nicht oder nicht mehr. Bitte prüfen Sie die Kennung.",
            en="There is no such user, or no longer. Please check the id.",
        ),
        metadata={"person_id": person_id},
    )


def user_kept_by_records(person_id: str) -> Failure:
    """Who studies or studied here is kept by the student records."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "USER_KEPT_BY_RECORDS",
        LocalizedText(
            de="Die Angaben zu Studierenden und Ehemaligen führt die Studierendenverwaltung."
            " Bitte ändern Sie sie dort; über SCIM lassen sie sich nur lesen.",
            en="The facts of students and alumni are kept by the student records. Please change"
            " them there; through SCIM they can only be read.",
        ),
        metadata={"person_id": person_id},
    )


def user_name_fixed(user_name: str) -> Failure:
    """User names never change."""
    message = LocalizedText(
        de=f"Der Nutzername {user_name} bleibt für immer. Bitte lassen Sie ihn unverändert.",
        en=f"The user name {user_name} stays for ever. Please leave it as it is.",
    )
    return Failure(
        Code.FAILED_PRECONDITION,
        "USER_NAME_FIXED",
        message,
        metadata={"user_name": user_name},
        fields=(FieldProblem("facts.user_name", "USER_NAME_FIXED", message),),
    )


def closed_by_administrator(person_id: str) -> Failure:
    """A system administrator closed the account."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "CLOSED_BY_ADMINISTRATOR",
        LocalizedText(
            de="Die Systemadministration hat diesen Account gesperrt, und nur sie gibt ihn wieder"
            " frei. Bitte wenden Sie sich dorthin.",
            en="A system administrator disabled this account, and only they enable it again."
            " Please turn to them.",
        ),
        metadata={"person_id": person_id},
    )


def external_id_taken(external_id: str) -> Failure:
    """The personnel system's key belongs to another user."""
    message = LocalizedText(
        de=f"Der Schlüssel {external_id} gehört schon zu einer anderen Person. Bitte prüfen Sie"
        " ihn.",
        en=f"The key {external_id} belongs to another user already. Please check it.",
    )
    return Failure(
        Code.ALREADY_EXISTS,
        "EXTERNAL_ID_TAKEN",
        message,
        fields=(FieldProblem("facts.external_id", "EXTERNAL_ID_TAKEN", message),),
    )


def version_outdated() -> Failure:
    """Somebody else changed the user in between."""
    return Failure(
        Code.ABORTED,
        "VERSION_OUTDATED",
        LocalizedText(
            de="Die Angaben haben sich inzwischen geändert. Bitte lesen Sie sie neu und ändern Sie"
            " sie dann.",
            en="The user has changed meanwhile. Please read it again and change it then.",
        ),
    )


def filter_unsuitable(attributes: str) -> Failure:
    """A comparison that the attribute's kind does not have."""
    message = LocalizedText(
        de=f"So lässt sich nicht suchen: {attributes}. Schlüssel, Rollen und Wahrheitswerte lassen"
        " sich nur auf Gleichheit prüfen, Zeitpunkte nicht auf Teile.",
        en=f"Users cannot be searched like this: {attributes}. Keys, roles and truth values can"
        " only be compared for equality, moments not by their parts.",
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "FILTER_UNSUITABLE",
        message,
        fields=(FieldProblem("filter", "FILTER_UNSUITABLE", message),),
    )
