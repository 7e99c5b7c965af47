"""What changes of somebody's roles are refused for."""

from collections.abc import Mapping

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from identity.domain.role_grants import GrantableRole, RoleObjection

_SENTENCES: Mapping[RoleObjection, LocalizedText] = {
    RoleObjection.ROLE_NOT_GRANTABLE: LocalizedText(
        de="Diese Rolle wird hier nicht vergeben. Rollen von Studierenden folgen aus der"
        " Einschreibung; bitte wählen Sie eine Rolle aus der Liste.",
        en="This role is not given here. Students' roles follow from their enrolment; please choose"
        " a role from the list.",
    ),
    RoleObjection.EXPIRE_DATE_PASSED: LocalizedText(
        de="Der letzte Tag liegt in der Vergangenheit. Bitte nennen Sie heute oder einen späteren"
        " Tag.",
        en="The last day has passed. Please name today or a later day.",
    ),
    RoleObjection.ROLE_HELD: LocalizedText(
        de="Die Person hat diese Rolle schon, mindestens so lange. Es ist nichts zu tun.",
        en="The person holds this role already, at least for as long. There is nothing to do.",
    ),
    RoleObjection.ACCOUNT_DISABLED: LocalizedText(
        de="Der Account ist gesperrt oder geschlossen. Bitte öffnen Sie ihn zuerst wieder.",
        en="The account is disabled. Please enable it first.",
    ),
    RoleObjection.ACCOUNT_NOT_ACTIVATED_YET: LocalizedText(
        de="Diese Rolle bekommt nur, wer den eigenen Account schon aktiviert hat: Bis dahin kennt"
        " noch jemand anderes den Initialcode. Bitte warten Sie die Aktivierung ab.",
        en="This role is for people who have activated their account: until then somebody else"
        " knows the initial code. Please wait for the activation.",
    ),
    RoleObjection.OWN_ROLE: LocalizedText(
        de="Über die eigenen Rollen entscheidet niemand selbst. Bitte wenden Sie sich an eine"
        " andere Systemadministration.",
        en="Nobody decides about their own roles. Please turn to another system administrator.",
    ),
    RoleObjection.ROLE_REQUEST_DECIDED: LocalizedText(
        de="Über diesen Antrag ist schon entschieden. Bitte laden Sie die Liste neu.",
        en="This request was decided already. Please load the list again.",
    ),
    RoleObjection.ROLE_REQUEST_LAPSED: LocalizedText(
        de="Dieser Antrag ist verfallen. Bitte stellen Sie einen neuen, wenn die Rolle noch"
        " gebraucht wird.",
        en="This request has lapsed. Please make a new one if the role is still needed.",
    ),
    RoleObjection.SECOND_ADMINISTRATOR_NEEDED: LocalizedText(
        de="Sie haben diese Rolle selbst beantragt. Zustimmen muss eine zweite"
        " Systemadministration.",
        en="You asked for this role yourself. A second system administrator has to agree.",
    ),
}
_FIELDS = {
    RoleObjection.ROLE_NOT_GRANTABLE: "role",
    RoleObjection.EXPIRE_DATE_PASSED: "expire_date",
    RoleObjection.EXPIRE_DATE_TOO_FAR: "expire_date",
}
_DENIED = {RoleObjection.OWN_ROLE, RoleObjection.SECOND_ADMINISTRATOR_NEEDED}


def role_objected(
    objection: RoleObjection, grantable: GrantableRole | None = None, approving: bool = False
) -> Failure:
    """The refusal for an objection; while approving, no field of the request is to blame."""
    if objection is RoleObjection.EXPIRE_DATE_TOO_FAR:
        days = grantable.most_days if grantable else 0
        sentence = LocalizedText(
            de=f"Diese Rolle wird für höchstens {days} Tage vergeben. Bitte nennen Sie einen"
            " früheren letzten Tag.",
            en=f"This role is given for at most {days} days. Please name an earlier last day.",
        )
    else:
        sentence = _SENTENCES[objection]
    field = None if approving else _FIELDS.get(objection)
    if objection in _DENIED:
        return Failure(Code.PERMISSION_DENIED, objection.value, sentence)
    if field is None:
        return Failure(Code.FAILED_PRECONDITION, objection.value, sentence)
    problem = FieldProblem(field, objection.value, sentence)
    return Failure(Code.INVALID_ARGUMENT, objection.value, sentence, fields=(problem,))


def expire_date_invalid() -> Failure:
    """No calendar has the day."""
    sentence = LocalizedText(
        de="Diesen Tag gibt es nicht. Bitte prüfen Sie das Datum.",
        en="There is no such day. Please check the date.",
    )
    problem = FieldProblem("expire_date", "EXPIRE_DATE_INVALID", sentence)
    return Failure(Code.INVALID_ARGUMENT, "EXPIRE_DATE_INVALID", sentence, fields=(problem,))


def role_request_unknown(role_request_id: str) -> Failure:
    """There is no such request."""
    return Failure(
        Code.NOT_FOUND,
        "ROLE_REQUEST_UNKNOWN",
        LocalizedText(
            de="Diesen Antrag gibt es nicht. Bitte prüfen Sie die Auswahl.",
            en="There is no such request. Please check the selection.",
        ),
        metadata={"role_request_id": role_request_id},
    )


def role_request_open() -> Failure:
    """The same was asked for already."""
    return _precondition(
        "ROLE_REQUEST_OPEN",
        LocalizedText(
            de="Für diese Person ist die Rolle schon beantragt. Bitte warten Sie auf die"
            " Entscheidung, oder ziehen Sie den Antrag zurück.",
            en="The role was asked for already for this person. Please wait for the decision, or"
            " withdraw that request.",
        ),
    )


def role_not_held() -> Failure:
    """Nothing is to be taken."""
    return _precondition(
        "ROLE_NOT_HELD",
        LocalizedText(
            de="Die Person hat diese Rolle nicht. Es ist nichts zu tun.",
            en="The person does not hold this role. There is nothing to do.",
        ),
    )


def employment_over() -> Failure:
    """Roles of staff end with the employment; giving one would have no effect."""
    return _precondition(
        "EMPLOYMENT_OVER",
        LocalizedText(
            de="Beschäftigung oder Studium dieser Person sind beendet, und damit ihre Rollen. Bitte"
            " tragen Sie zuerst das neue Ende der Beschäftigung ein.",
            en="The employment or studies of this person have ended, and roles with them. Please"
            " enter the new end of the employment first.",
        ),
    )


def last_administrator() -> Failure:
    """Nobody else could administer the system."""
    return _precondition(
        "LAST_ADMINISTRATOR",
        LocalizedText(
            de="Das ist die letzte aktive Systemadministration. Bitte geben Sie die Rolle zuerst"
            " einer weiteren Person, die ihren Account aktiviert.",
            en="This is the last active system administrator. Please give the role to another"
            " person first, who activates the account.",
        ),
    )


def administrators_too_few() -> Failure:
    """A personnel system would leave fewer than two system administrators."""
    return _precondition(
        "ADMINISTRATORS_TOO_FEW",
        LocalizedText(
            de="Danach gäbe es weniger als zwei aktive Systemadministrationen. Bitte geben Sie die"
            " Rolle zuerst weiteren Personen, die ihren Account aktivieren.",
            en="Fewer than two active system administrators would remain. Please give the role to"
            " further people first, who activate their accounts.",
        ),
    )


def administrators_there() -> Failure:
    """The command for the first administrators is of no use any more."""
    return _precondition(
        "ADMINISTRATORS_THERE",
        LocalizedText(
            de="Zwei Systemadministrationen gibt es schon; weitere beantragen sie in der"
            " Anwendung. Ist niemand von ihnen mehr erreichbar: --emergency mit dem Grund.",
            en="There are two system administrators already; they ask for further ones in the"
            " application. If none of them can be reached any more: --emergency with the reason.",
        ),
    )


def _precondition(reason: str, sentence: LocalizedText) -> Failure:
    return Failure(Code.FAILED_PRECONDITION, reason, sentence)
