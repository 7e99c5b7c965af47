"""The part of the tour that shows accounts: one's own, services, the library, administration."""

from collections.abc import Mapping
from urllib.parse import urlencode

from tests.journeys.identity_scene import SERVICE, IdentityScene
from tests.journeys.newcomers import Newcomer

Addresses = Mapping[str, str]

# The provider's addresses are not below a language.
AUTHORIZE, LOGOUT = "../oauth2/authorize", "../oauth2/logout"


def of_anybody(scene: IdentityScene) -> Addresses:
    """What is read before there is a sign-in, and requests of systems."""
    return {
        "terms-of-use": "terms-of-use",
        "it-services": "it-services",
        "library-secret": "library/secret",
        "client-sign-in": _authorize(scene),
        "no-client": AUTHORIZE,
        "client-signed-out": LOGOUT,
    }


def of_student(scene: IdentityScene) -> Addresses:
    """The account with everything that belongs to it."""
    passwords = "account/service-passwords"
    return {
        "account": "account",
        "password": "account/password",
        "sessions": "account/sessions",
        "connections": "account/connections",
        "support-accesses": "account/support-accesses",
        "own-data": "account/data",
        "terms-of-use": "account/terms",
        "confirm": "confirm?next=/de/account",
        "own-it-services": "it-services",
        "deactivate-service": f"it-services/{SERVICE}/deactivate",
        "service-passwords": passwords,
        "revoke-password": f"{passwords}/{scene.service_password}/revoke",
        "library": "library",
        "library-secret": f"library/secret?card={scene.card_number}",
        "library-change-secret": f"library/secret?card={scene.card_number}&with=secret",
        "library-block": "library/block",
        "consent": _authorize(scene),
        "client-sign-out": LOGOUT,
    }


def of_secured_student() -> Addresses:
    """What looks different with a second factor."""
    security = "account/security"
    return {
        "security": f"{security}?done=totp",
        "set-up": f"{security}/set-up",
        "totp": f"{security}/totp",
        "remove-totp": f"{security}/totp/remove",
        "recovery-codes": f"{security}/recovery-codes",
        "sessions": "account/sessions",
        "library": "library",
    }


def of_library_desk(student: Newcomer, classmate: Newcomer, scene: IdentityScene) -> Addresses:
    """Who sees whether a student card is valid, and who hands out library cards."""
    desk = "library-desk"
    person = f"{desk}/people/{student.person_id}"
    blocked = f"{desk}/people/{classmate.person_id}"
    without_card = f"{desk}/people/{scene.secured.student.person_id}"
    card, lists = f"{person}/cards/{scene.card_number}", f"{desk}/lists"
    return {
        "start": "",
        "card-check": "card-check",
        "library-desk": f"{desk}?query={student.family_name}",
        "library-nobody": f"{desk}?query=Niemandsname",
        "library-register": f"{desk}/register",
        "library-person": f"{person}?done=issued",
        "library-start-code": f"{person}/start-code",
        "library-block": f"{card}/block",
        "library-blocked": blocked,
        "library-unblock": f"{blocked}/cards/{scene.blocked_card_number}/unblock",
        "library-issue": f"{without_card}/issue",
        "library-replace": f"{card}/replace",
        "library-return": f"{card}/return",
        "library-lists": lists,
        "library-new-list": f"{lists}/new",
        "library-list": f"{lists}/{scene.handover_list}",
        "library-close-list": f"{lists}/{scene.handover_list}/close",
    }


def of_student_services(student: Newcomer) -> Addresses:
    """Accounts as offices see them."""
    return {
        "accounts": f"accounts?query={student.user_name}",
        "no-accounts": "accounts?query=niemand-heisst-so",
        "account": f"accounts/{student.person_id}",
        "initial-codes": "initial-codes",
        "support": f"students/{student.person_id}/support",
    }


def of_system_administrator(student: Newcomer, staff: str, scene: IdentityScene) -> Addresses:
    """Accounts, roles and systems; `staff` is the id of an examiner's account."""
    account, client = f"accounts/{student.person_id}", f"clients/{scene.client}"
    return {
        "start": "",
        "accounts": f"accounts?query={student.user_name}",
        "account": account,
        "staff-account": f"accounts/{staff}",
        "new-account": "accounts/new",
        "edit-account": f"accounts/{staff}/edit",
        "disable-account": f"{account}/disable",
        "restart-account": f"{account}/restart",
        "initial-codes": "initial-codes",
        "password-blocks": "password-blocks",
        "roles": "roles?ended=yes",
        "role-requests": "roles/requests",
        "find-person": "roles/give?query=meier",
        "give-role": f"roles/give/{staff}",
        "revoke-role": f"roles/revoke/{staff}/examiner",
        "clients": "clients",
        "register-client": "clients/register",
        "client": client,
        "change-client": f"{client}/change",
        "client-secret": f"{client}/secret",
        "disable-client": f"{client}/disable",
        "enable-client": f"{client}/enable",
    }


def _authorize(scene: IdentityScene) -> str:
    """A request of a system of somebody else."""
    asked = {
        "client_id": scene.client,
        "redirect_uri": scene.redirect_uri,
        "response_type": "code",
        "scope": "openid profile email eduperson offline_access",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
        "prompt": "consent",
    }
    return f"{AUTHORIZE}?{urlencode(asked)}"
