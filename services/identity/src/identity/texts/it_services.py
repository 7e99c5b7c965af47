"""What is said about IT services and service passwords."""

from chassis.values import LocalizedText

from identity.domain.affiliation_names import Affiliation
from identity.domain.it_services import Entitlement, ItService, WhyNot

AFFILIATIONS = {
    Affiliation.STUDENT: LocalizedText(de="Studierende", en="students"),
    Affiliation.DOCTORAL_STUDENT: LocalizedText(de="Promovierende", en="doctoral students"),
    Affiliation.EMPLOYEE: LocalizedText(de="Beschäftigte", en="employees"),
    Affiliation.LIBRARY_USER: LocalizedText(de="Bibliotheksnutzende", en="library users"),
    Affiliation.ALUM: LocalizedText(de="Ehemalige", en="alumni"),
}

SERVICE = LocalizedText(de="Dienst", en="Service")
DEVICE = LocalizedText(de="Gerät oder Programm", en="Device or program")
LAST_DAY = LocalizedText(de="Letzter Tag", en="Last day")

ACTIVATED_SUBJECT = LocalizedText(de="IT-Dienst freigeschaltet", en="IT service activated")
ACTIVATED = LocalizedText(
    de="Sie haben einen IT-Dienst freigeschaltet.", en="You have activated an IT service."
)
DEACTIVATED_SUBJECT = LocalizedText(de="IT-Dienst abgeschaltet", en="IT service deactivated")
DEACTIVATED = LocalizedText(
    de="Sie haben einen IT-Dienst abgeschaltet. Seine Passwörter gelten nicht mehr.",
    en="You have deactivated an IT service. Its passwords are no longer valid.",
)
NOT_YOU = LocalizedText(
    de="Waren Sie das nicht? Dann ändern Sie bitte sofort Ihr Passwort und wenden sich an den"
    "\nIT-Service.",
    en="Was this not you? Then please change your password at once and turn to the IT service.",
)
ENDS_SUBJECT = LocalizedText(de="Ein IT-Dienst endet bald", en="An IT service ends soon")
ENDS = LocalizedText(
    de="Ihre Berechtigung für einen IT-Dienst ist beendet oder endet. Der Dienst bleibt bis zu dem"
    "\ngenannten Tag offen.",
    en="Your right to use an IT service has ended or is ending. The service stays open until the"
    "\nday named here.",
)
ENDS_ADVICE = LocalizedText(
    de="Bitte sichern Sie vorher, was Sie noch brauchen.",
    en="Please save beforehand what you still need.",
)
ENDED_SUBJECT = LocalizedText(de="Ein IT-Dienst ist beendet", en="An IT service has ended")
ENDED = LocalizedText(
    de="Ihre Berechtigung für einen IT-Dienst ist abgelaufen. Der Dienst ist abgeschaltet, seine"
    "\nPasswörter gelten nicht mehr.",
    en="Your right to use an IT service has expired. The service is deactivated, its passwords are"
    "\nno longer valid.",
)
ENDED_ADVICE = LocalizedText(
    de="Haben Sie Fragen dazu, wenden Sie sich bitte an den IT-Service.",
    en="If you have questions about this, please turn to the IT service.",
)
PASSWORD_MADE_SUBJECT = LocalizedText(
    de="Neues Passwort für einen IT-Dienst", en="New password for an IT service"
)
PASSWORD_MADE = LocalizedText(
    de="Für Ihren Universitäts-Account wurde ein Passwort für ein einzelnes Gerät oder Programm"
    "\nangelegt.",
    en="A password for a single device or program was made for your university account.",
)
PASSWORD_ENDED_SUBJECT = LocalizedText(
    de="Passwort für einen IT-Dienst gelöscht", en="Password for an IT service deleted"
)
PASSWORD_ENDED = LocalizedText(
    de="Ein Passwort für ein einzelnes Gerät oder Programm wurde gelöscht. Es gilt ab sofort nicht"
    "\nmehr.",
    en="A password for a single device or program was deleted. It is no longer valid from now on.",
)


def why_not(service: ItService, entitled: Entitlement) -> LocalizedText | None:
    """Why somebody may not use the service, and what would change that."""
    match entitled.why_not:
        case None:
            return None
        case WhyNot.AFFILIATION:
            german = ", ".join(AFFILIATIONS[each].de for each in service.affiliations)
            english = ", ".join(AFFILIATIONS[each].en for each in service.affiliations)
            return LocalizedText(
                de=f"Dieser Dienst steht offen für: {german}. Fragen beantwortet der IT-Service.",
                en=f"This service is open to: {english}. The IT service answers questions.",
            )
        case WhyNot.SCHOOL:
            return LocalizedText(
                de="Dieser Dienst steht nur den Studierenden bestimmter Schools offen, zu denen Ihr"
                " Studiengang nicht gehört. Fragen beantwortet der IT-Service.",
                en="This service is open to students of certain schools only, which your programme"
                " does not belong to. The IT service answers questions.",
            )
        case WhyNot.ENDED:
            return LocalizedText(
                de="Ihre Berechtigung für diesen Dienst ist abgelaufen. Mit einer neuen"
                " Einschreibung oder Beschäftigung lebt sie wieder auf.",
                en="Your right to use this service has expired. It comes back with a new enrolment"
                " or employment.",
            )
