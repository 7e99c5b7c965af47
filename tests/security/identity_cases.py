"""What there is to ask identity about: a request for a role, a system that signs people in.

And what the owner has: a session on a device, a service password, a library card.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName, Semester
from identity.app.accounts.terms import load_terms
from identity.app.it_services.directory import activate_it_service, load_it_services
from identity.app.it_services.service_passwords import (
    create_service_password,
    end_service_passwords,
)
from identity.app.library.cards import load_rules
from identity.app.library.desk import issue_card
from identity.app.library.handover import NewList, create_list
from identity.app.oidc.registry import create_client
from identity.app.roles.lists import load_grantable_roles
from identity.app.sign_in.password_hashing import PasswordHashing
from identity.app.sign_in.session_starting import Origin, SignedIn, start_session
from identity.domain.accounts import Account, AccountState
from identity.domain.library import CardLoss, CardState, IdentityDocument
from identity.domain.passwords import normalised
from identity.domain.proofs import PASSWORD, Proof
from identity.domain.role_grants import RequestState, RoleRequest, WantedRole
from identity.domain.roles import Role
from identity.profile.accounts import read_terms
from identity.profile.it_services import read_it_services
from identity.profile.library import read_library_rules
from identity.profile.roles import read_grantable_roles
from identity.settings import IdentitySettings
from identity.store.accounts import (
    add_account,
    change_account,
    find_account,
    find_account_for_change,
    set_password_hash,
)
from identity.store.devices import drop_other_devices
from identity.store.library_cards import change_card, find_card
from identity.store.role_requests import add_request
from identity.store.second_factors import TotpApp, store_totp
from identity.store.tables import account_failures, address_failures, reset_requests
from sqlalchemy import delete

from services.identity.tests.oidc_factories import CODE_CLIENT
from tests.requests import Named

PROFILE = Path(__file__).parents[2] / "deploy" / "profiles" / "leuphana" / "identity"


def add_identity_cases(tx: Transaction, owner: UUID, staff: UUID, named: Named) -> Named:
    """Adds it, asked for by an administrator, and says how requests name it.

    `staff` is somebody who tries as a clerk, whom identity knows like everybody who signs in.
    """
    roles = read_grantable_roles(PROFILE)
    assert roles is not None
    load_grantable_roles(tx, roles)
    administrator = tx.new_id()
    _add_staff(tx, administrator, "kadmin", Role.SYSTEM_ADMINISTRATOR)
    _add_staff(tx, staff, "ameier", Role.EXAMINER)
    request = RoleRequest(
        role_request_id=tx.new_id(),
        wanted=WantedRole(owner, Role.EXAMINATIONS_OFFICE, "Vertritt im Winter"),
        requested_by=administrator,
        requested_at=tx.now,
        lapses_at=tx.now + timedelta(days=14),
        state=RequestState.OPEN,
    )
    add_request(tx, request)
    client = create_client(tx, CODE_CLIENT, calls_loopback=False).client
    return replace(
        named,
        role_request_id=str(request.role_request_id),
        oidc_client_id=str(client.client_id),
    )


def add_belongings(tx: Transaction, owner: UUID, other: UUID, named: Named) -> Named:
    """Gives the owner a card and a password; the other student waits on a tutor's list."""
    load_it_services(tx, read_it_services(PROFILE))
    rules = read_library_rules(PROFILE)
    assert rules is not None
    load_rules(tx, rules)
    terms = read_terms(PROFILE)
    assert terms is not None
    load_terms(tx, terms)
    for person_id in (owner, other):
        _activate(tx, person_id, named.password)
    semester = Semester.parse(named.semester)
    waiting = NewList("Gruppe 7", named.programme_code, semester, 30)
    handover = create_list(tx, waiting, validate_only=False)
    issue_card(tx, owner, named.library_card_number, IdentityDocument.PASSPORT, validate_only=False)
    activate_it_service(tx, owner, named.active_it_service_code)
    return replace(named, handover_list_id=str(handover.handover_list_id))


def _with_session(tx: Transaction, owner: UUID, named: Named) -> Named:
    # Of too many devices the older ones make room, and here all are of the same moment.
    drop_other_devices(tx, owner, None)
    session = open_session(tx, owner).session
    return replace(named, session_id=str(session.session_id), device_id=str(session.device_id))


def _with_service_password(tx: Transaction, owner: UUID, named: Named) -> Named:
    end_service_passwords(tx, owner)
    made = create_service_password(tx, owner, named.active_it_service_code, "Laptop")
    return replace(named, service_password_id=str(made.service_password.service_password_id))


def _with_app(tx: Transaction, owner: UUID, named: Named) -> Named:
    store_totp(tx, owner, TotpApp("Telefon", tx.now, None, 0, b"a seed that nobody opens"))
    return named


def _with_blocked_card(tx: Transaction, _owner: UUID, named: Named) -> Named:
    card = find_card(tx, named.library_card_number)
    assert card is not None
    change_card(tx, card.ended(CardState.BLOCKED, tx.now, CardLoss.LOST))
    return named


def _with_version(tx: Transaction, owner: UUID, named: Named) -> Named:
    known = find_account(tx, owner)
    assert known is not None
    return replace(named, account_version=known.account.version)


def _without_failures(tx: Transaction, _owner: UUID, named: Named) -> Named:
    for table in (account_failures, address_failures, reset_requests):
        tx.execute(delete(table))
    return named


# What a method uses up is there anew for every call of it.
RENEWED: Mapping[str, Callable[[Transaction, UUID, Named], Named]] = {
    "CheckSession": _with_session,
    "ConfirmRecoveryAddress": _without_failures,
    "CreateRecoveryCodes": _with_app,
    "EndSession": _with_session,
    "ProveAgain": _without_failures,
    "ProvePasswordReset": _without_failures,
    "RemoveDevice": _with_session,
    "RemoveTotp": _with_app,
    "RenameTotp": _with_app,
    "RevokeServicePassword": _with_service_password,
    "SetLibrarySecret": _without_failures,
    "SignIn": _without_failures,
    "StartPasswordReset": _without_failures,
    "UnblockLibraryCard": _with_blocked_card,
    "UpdateStaffAccount": _with_version,
}


def open_session(tx: Transaction, person_id: UUID) -> SignedIn:
    """A session of somebody with an account, proven with the password just now."""
    known = find_account(tx, person_id)
    assert known is not None
    return start_session(
        tx,
        known.account,
        IdentitySettings().session_rules,
        service="",
        proof=Proof((PASSWORD,)),
        origin=Origin("192.0.2.7"),
    )


def _activate(tx: Transaction, person_id: UUID, password: str) -> None:
    known = find_account_for_change(tx, person_id)
    assert known is not None
    set_password_hash(tx, person_id, PasswordHashing(1, 8).hash(normalised(password)))
    change_account(tx, known.account.activated())


def _add_staff(tx: Transaction, person_id: UUID, user_name: str, role: Role) -> None:
    add_account(
        tx,
        Account(
            person_id=person_id,
            user_name=user_name,
            mailbox=f"{user_name}@leuphana.example",
            name=PersonName("Kim", "Sommer"),
            roles=frozenset({role}),
            state=AccountState.ASSIGNED,
            created_at=tx.now,
            version=1,
        ),
    )
