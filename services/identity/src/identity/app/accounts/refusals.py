"""What accounts in the hands of offices and administrators are refused for."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText


def account_disabled_already(person_id: str) -> Failure:
    """The account is disabled, for whatever reason."""
    return _precondition(
        "ACCOUNT_DISABLED_ALREADY",
        person_id,
        LocalizedText(
            de="Der Account ist schon gesperrt oder geschlossen. Es ist nichts zu tun.",
            en="The account is disabled already. There is nothing to do.",
        ),
    )


def account_disabled(person_id: str) -> Failure:
    """What was asked for needs an account that is open."""
    return _precondition(
        "ACCOUNT_DISABLED",
        person_id,
        LocalizedText(
            de="Der Account ist gesperrt oder geschlossen. Bitte öffnen Sie ihn zuerst wieder.",
            en="The account is disabled. Please enable it first.",
        ),
    )


def account_not_disabled(person_id: str) -> Failure:
    """Only a disabled account can be enabled."""
    return _precondition(
        "ACCOUNT_NOT_DISABLED",
        person_id,
        LocalizedText(
            de="Der Account ist nicht gesperrt. Es ist nichts zu tun.",
            en="The account is not disabled. There is nothing to do.",
        ),
    )


def nothing_keeps_account_open(person_id: str) -> Failure:
    """The account would be closed again on the same day."""
    return _precondition(
        "NOTHING_KEEPS_ACCOUNT_OPEN",
        person_id,
        LocalizedText(
            de="Weder eine Einschreibung noch eine Beschäftigung hält diesen Account offen, und die"
            " Fristen nach ihrem Ende sind vorüber. Bitte tragen Sie zuerst eine Beschäftigung ein"
            " oder warten Sie auf die Einschreibung.",
            en="Neither an enrolment nor an employment keeps this account open, and the times after"
            " their end are over. Please enter an employment first, or wait for the enrolment.",
        ),
    )


def account_not_activated_yet(person_id: str) -> Failure:
    """There is nothing to restart."""
    return _precondition(
        "ACCOUNT_NOT_ACTIVATED_YET",
        person_id,
        LocalizedText(
            de="Der Account ist noch nicht aktiviert. Bitte geben Sie stattdessen einen"
            " Initialcode aus.",
            en="The account is not activated yet. Please issue an initial code instead.",
        ),
    )


def holds_privileged_roles(person_id: str) -> Failure:
    """Whoever gets the code becomes the person: one administrator alone must not take a role so."""
    return _precondition(
        "ACCOUNT_HOLDS_PRIVILEGED_ROLES",
        person_id,
        LocalizedText(
            de="Der Account hat Rollen, denen zwei Personen zustimmen müssen. Bitte entziehen Sie"
            " diese Rollen zuerst; nach der Aktivierung werden sie neu beantragt.",
            en="The account holds roles that two people have to agree to. Please take these roles"
            " away first; they are asked for anew after the activation.",
        ),
    )


def account_of_staff(person_id: str) -> Failure:
    """Student Services print codes for students only."""
    return _precondition(
        "ACCOUNT_OF_STAFF",
        person_id,
        LocalizedText(
            de="Das ist ein Account für Beschäftigte. Den Initialcode gibt die"
            " Systemadministration aus.",
            en="This is an account of staff. Its initial code is handed out by a system"
            " administrator.",
        ),
    )


def name_comes_from_records(person_id: str) -> Failure:
    """The name of somebody who studies or studied here is changed in the records."""
    text = LocalizedText(
        de="Der Name dieser Person kommt aus den Studierendendaten. Bitte ändern Sie ihn dort.",
        en="The name of this person comes from the student records. Please change it there.",
    )
    return Failure(
        Code.FAILED_PRECONDITION,
        "NAME_COMES_FROM_RECORDS",
        text,
        metadata={"person_id": person_id},
        fields=(FieldProblem("name", "NAME_COMES_FROM_RECORDS", text),),
    )


def account_changed_meanwhile(person_id: str) -> Failure:
    """Somebody else changed the account since it was read."""
    return Failure(
        Code.ABORTED,
        "ACCOUNT_CHANGED_MEANWHILE",
        LocalizedText(
            de="Der Account wurde inzwischen geändert. Bitte laden Sie die Seite neu und prüfen Sie"
            " die Angaben.",
            en="The account was changed in the meantime. Please load the page again and check the"
            " entries.",
        ),
        metadata={"person_id": person_id},
    )


def mailbox_unsuitable() -> Failure:
    """The text is no e-mail address."""
    text = LocalizedText(
        de="Das ist keine E-Mail-Adresse. Bitte prüfen Sie die Eingabe.",
        en="This is no e-mail address. Please check what you typed.",
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "MAILBOX_UNSUITABLE",
        text,
        fields=(FieldProblem("mailbox", "MAILBOX_UNSUITABLE", text),),
    )


def mailbox_taken(mailbox: str) -> Failure:
    """Another account has the mailbox."""
    text = LocalizedText(
        de=f"Das Postfach {mailbox} gehört schon zu einem anderen Account. Bitte geben Sie ein"
        " anderes an.",
        en=f"The mailbox {mailbox} belongs to another account already. Please enter another one.",
    )
    return Failure(
        Code.ALREADY_EXISTS,
        "MAILBOX_TAKEN",
        text,
        fields=(FieldProblem("mailbox", "MAILBOX_TAKEN", text),),
    )


def mailbox_for_students(domain: str) -> Failure:
    """The mailbox is, or will be, that of somebody who enrols."""
    text = LocalizedText(
        de=f"Postfächer unter {domain} sind für Studierende. Bitte geben Sie ein Postfach für"
        " Beschäftigte an.",
        en=f"Mailboxes of {domain} are for students. Please enter a mailbox for staff.",
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "MAILBOX_FOR_STUDENTS",
        text,
        fields=(FieldProblem("mailbox", "MAILBOX_FOR_STUDENTS", text),),
    )


def day_unknown(field: str) -> Failure:
    """No calendar has the day."""
    text = LocalizedText(
        de="Diesen Tag gibt es nicht. Bitte prüfen Sie das Datum.",
        en="There is no such day. Please check the date.",
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "DAY_UNKNOWN",
        text,
        fields=(FieldProblem(field, "DAY_UNKNOWN", text),),
    )


def no_account_without_code() -> Failure:
    """There is no letter to draw."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "NO_ACCOUNT_WITHOUT_CODE",
        LocalizedText(
            de="Alle Accounts, die auf ihre Aktivierung warten, haben einen gültigen Code. Es ist"
            " kein Brief zu drucken.",
            en="Every account that waits for its activation has a code that can be used. There is"
            " no letter to print.",
        ),
    )


def terms_unknown() -> Failure:
    """The university has not loaded terms of use."""
    return Failure(
        Code.NOT_FOUND,
        "TERMS_UNKNOWN",
        LocalizedText(
            de="Es gibt noch keine Nutzungsordnung. Bitte versuchen Sie es später noch einmal.",
            en="There are no terms of use yet. Please try again later.",
        ),
    )


def terms_outdated() -> Failure:
    """Another version than the one that was read holds by now."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "TERMS_OUTDATED",
        LocalizedText(
            de="Die Nutzungsordnung wurde inzwischen geändert. Bitte lesen Sie die neue Fassung.",
            en="The terms of use were changed in the meantime. Please read the new version.",
        ),
    )


def _precondition(reason: str, person_id: str, text: LocalizedText) -> Failure:
    return Failure(Code.FAILED_PRECONDITION, reason, text, metadata={"person_id": person_id})
