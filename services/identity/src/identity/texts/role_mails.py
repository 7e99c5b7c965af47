"""The mails about roles, to the person concerned and to the system administrators."""

from collections.abc import Mapping

from chassis.values import LocalizedText

from identity.domain.roles import Role

ROLE_NAMES: Mapping[Role, LocalizedText] = {
    Role.STUDENT: LocalizedText(de="Studierende", en="Student"),
    Role.DOCTORAL_STUDENT: LocalizedText(de="Promovierende", en="Doctoral student"),
    Role.FORMER_STUDENT: LocalizedText(de="Ehemalige", en="Former student"),
    Role.EXAMINER: LocalizedText(de="Prüfende", en="Examiner"),
    Role.EXAMINATIONS_OFFICE: LocalizedText(de="Prüfungsamt", en="Examinations office"),
    Role.STUDENT_SERVICES: LocalizedText(de="Studierendenservice", en="Student Services"),
    Role.INTERNATIONAL_CENTER: LocalizedText(de="International Center", en="International Center"),
    Role.PROGRAMME_ADVISER: LocalizedText(de="Studienfachberatung", en="Programme adviser"),
    Role.LIBRARY_DESK: LocalizedText(de="Bibliothekstheke", en="Library desk"),
    Role.SYSTEM_ADMINISTRATOR: LocalizedText(de="Systemadministration", en="System administrator"),
}

WHO = LocalizedText(de="Person", en="Person")
ROLE = LocalizedText(de="Rolle", en="Role")
REASON = LocalizedText(de="Begründung", en="Reason")
REQUESTED_BY = LocalizedText(de="Beantragt von", en="Requested by")
APPROVED_BY = LocalizedText(de="Zugestimmt hat", en="Approved by")
REFUSED_BY = LocalizedText(de="Abgelehnt von", en="Refused by")
REVOKED_BY = LocalizedText(de="Entzogen von", en="Revoked by")
REFUSAL = LocalizedText(de="Grund der Ablehnung", en="Reason for refusing")
LAST_DAY = LocalizedText(de="Letzter Tag", en="Last day")
BY_TIME = LocalizedText(de="niemandem: Die Frist ist vorüber", en="nobody: its time is over")

REQUESTED_SUBJECT = LocalizedText(de="Eine Rolle ist beantragt", en="A role was asked for")
REQUESTED_FOR_PERSON = LocalizedText(
    de="Für Ihren Account ist eine Rolle beantragt. Sie gilt, sobald eine zweite"
    " Systemadministration zugestimmt hat.",
    en="A role was asked for for your account. It takes effect once a second system administrator"
    " has agreed.",
)
REQUESTED_FOR_OTHERS = LocalizedText(
    de="Eine Rolle ist beantragt, die eine zweite Systemadministration bestätigen muss.",
    en="A role was asked for that a second system administrator has to confirm.",
)
REQUESTED_ADVICE = LocalizedText(
    de="Bitte prüfen Sie, ob die Person die Rolle braucht, und entscheiden Sie unter „Rollen“.",
    en="Please check whether the person needs the role, and decide under “Roles”.",
)

GRANTED_SUBJECT = LocalizedText(de="Eine Rolle ist vergeben", en="A role was given")
GRANTED_FOR_PERSON = LocalizedText(
    de="Ihr Account hat eine neue Rolle. Ihre bisherigen Sitzungen sind beendet.",
    en="Your account has a new role. Your former sessions have ended.",
)
GRANTED_FOR_OTHERS = LocalizedText(
    de="Ein Account hat eine neue Rolle.", en="An account has a new role."
)
GRANTED_ADVICE = LocalizedText(
    de="Bitte melden Sie sich neu an. Rollen, die Daten anderer öffnen, verlangen einen zweiten"
    " Faktor. Erwarten Sie diese Rolle nicht, melden Sie sich bei der Systemadministration.",
    en="Please sign in again. Roles that open other people's data ask for a second factor. If you"
    " did not expect this role, tell the system administrators.",
)

REFUSED_SUBJECT = LocalizedText(
    de="Ein Antrag auf eine Rolle ist abgelehnt", en="A role was refused"
)
REFUSED = LocalizedText(
    de="Ein Antrag auf eine Rolle ist abgelehnt oder zurückgezogen. An den Rechten des Accounts"
    " ändert sich nichts.",
    en="A request for a role was refused or withdrawn. Nothing changes for the account.",
)
REFUSED_ADVICE = LocalizedText(
    de="Fragen beantwortet die Systemadministration. Ein neuer Antrag ist möglich.",
    en="The system administrators answer questions. A new request can be made.",
)

REVOKED_SUBJECT = LocalizedText(de="Eine Rolle ist beendet", en="A role has ended")
REVOKED_FOR_PERSON = LocalizedText(
    de="Eine Rolle Ihres Accounts ist beendet. Ihre bisherigen Sitzungen sind beendet.",
    en="A role of your account has ended. Your former sessions have ended.",
)
REVOKED_FOR_OTHERS = LocalizedText(
    de="Eine Rolle eines Accounts ist beendet.", en="A role of an account has ended."
)
REVOKED_ADVICE = LocalizedText(
    de="Brauchen Sie die Rolle weiterhin, lassen Sie sie bitte neu beantragen.",
    en="If you still need the role, please have it asked for again.",
)

WATCH_ADVICE = LocalizedText(
    de="Sie bekommen diese E-Mail als Systemadministration. Wissen Sie nichts davon, prüfen Sie es"
    " bitte unter „Rollen“.",
    en="You get this e-mail as a system administrator. If you know nothing of it, please look at it"
    " under “Roles”.",
)
EMERGENCY_SUBJECT = LocalizedText(
    de="Notfall: eine weitere Systemadministration", en="Emergency: a further system administrator"
)
EMERGENCY = LocalizedText(
    de="Auf dem Server ist mit dem Notfallbefehl eine weitere Systemadministration eingerichtet"
    " worden, ohne Zustimmung einer zweiten.",
    en="On the server, a further system administrator was set up with the emergency command,"
    " without the approval of a second one.",
)
EMERGENCY_ADVICE = LocalizedText(
    de="War das nicht abgesprochen, sperren Sie den Account bitte sofort und prüfen Sie die"
    " Protokolle des Servers.",
    en="If that was not agreed upon, please disable the account at once and look into the server's"
    " logs.",
)
