"""What the directory of IT services and the service passwords refuse."""

from chassis.errors import Code, Failure
from chassis.values import LocalizedText

from identity.domain.it_services import ItService


def it_service_unknown(code: str) -> Failure:
    """There is no such IT service."""
    text = LocalizedText(
        de="Diesen IT-Dienst gibt es nicht. Bitte wählen Sie einen aus dem Verzeichnis.",
        en="There is no such IT service. Please choose one from the directory.",
    )
    return _refused(Code.NOT_FOUND, "IT_SERVICE_UNKNOWN", text, code)


def not_entitled(code: str, reason: LocalizedText) -> Failure:
    """The person may not use the service; the reason says why."""
    return _refused(Code.FAILED_PRECONDITION, "IT_SERVICE_NOT_ENTITLED", reason, code)


def needs_no_activation(service: ItService) -> Failure:
    """There is nothing to activate."""
    text = LocalizedText(
        de=f"{service.name.de} muss nicht freigeschaltet werden. Sie können den Dienst gleich"
        " benutzen.",
        en=f"{service.name.en} needs no activation. You can use the service right away.",
    )
    return _refused(Code.FAILED_PRECONDITION, "IT_SERVICE_NEEDS_NO_ACTIVATION", text, service.code)


def account_not_active(code: str) -> Failure:
    """Services are for accounts that are in use."""
    text = LocalizedText(
        de="Der Universitäts-Account ist nicht aktiv. Bitte aktivieren Sie zuerst den Account.",
        en="The university account is not active. Please activate the account first.",
    )
    return _refused(Code.FAILED_PRECONDITION, "IT_SERVICE_ACCOUNT_NOT_ACTIVE", text, code)


def service_not_active(service: ItService) -> Failure:
    """The service is not activated, or not any more."""
    text = LocalizedText(
        de=f"{service.name.de} ist für Sie nicht freigeschaltet. Bitte schalten Sie den Dienst im"
        " Verzeichnis der IT-Dienste frei.",
        en=f"{service.name.en} is not activated for you. Please activate the service in the"
        " directory of IT services.",
    )
    return _refused(Code.FAILED_PRECONDITION, "IT_SERVICE_NOT_ACTIVE", text, service.code)


def without_passwords(service: ItService) -> Failure:
    """The service has no passwords of its own."""
    text = LocalizedText(
        de=f"{service.name.de} hat keine eigenen Passwörter. Bitte melden Sie sich mit dem"
        " Universitäts-Account an.",
        en=f"{service.name.en} has no passwords of its own. Please sign in with the university"
        " account.",
    )
    return _refused(Code.FAILED_PRECONDITION, "IT_SERVICE_WITHOUT_PASSWORDS", text, service.code)


def too_many_passwords(service: ItService) -> Failure:
    """The person has as many as the service allows."""
    most = service.most_service_passwords
    text = LocalizedText(
        de=f"Für {service.name.de} sind höchstens {most} Passwörter möglich. Bitte löschen Sie"
        " zuerst eines, das Sie nicht mehr brauchen.",
        en=f"For {service.name.en} at most {most} passwords are possible. Please delete one that"
        " you no longer need first.",
    )
    return _refused(Code.FAILED_PRECONDITION, "TOO_MANY_SERVICE_PASSWORDS", text, service.code)


def service_password_refused() -> Failure:
    """One answer for everything that is not a person's working password for the service."""
    return Failure(
        Code.UNAUTHENTICATED,
        "SERVICE_PASSWORD_REFUSED",
        LocalizedText(
            de="Nutzername oder Passwort stimmen nicht, oder der Dienst ist nicht"
            " freigeschaltet. Bitte prüfen Sie beides in der Account-Selbstbedienung.",
            en="User name or password are not right, or the service is not activated. Please check"
            " both in the account self-service.",
        ),
        keeps_changes=True,
    )


def service_not_of_client(code: str) -> Failure:
    """The system is not registered for the service."""
    text = LocalizedText(
        de="Dieses System ist für den IT-Dienst nicht eingetragen. Bitte wenden Sie sich an die"
        " Systemverwaltung.",
        en="This system is not registered for the IT service. Please turn to the system"
        " administrators.",
    )
    return _refused(Code.PERMISSION_DENIED, "IT_SERVICE_NOT_OF_CLIENT", text, code)


def _refused(status: Code, reason: str, text: LocalizedText, code: str) -> Failure:
    return Failure(status, reason, text, metadata={"it_service_code": code})
