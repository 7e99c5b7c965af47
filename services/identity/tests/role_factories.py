"""What tests of roles and support access are made of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.testing import DrivenClock, within
from chassis.values import LocalizedText, PersonName
from identity.app.accounts.making import NewStaff, PersonFacts, create_staff_account, enrolled
from identity.app.roles.lists import load_grantable_roles
from identity.app.sign_in.session_starting import Origin, SignedIn, start_session
from identity.domain.accounts import Account, AccountState
from identity.domain.proofs import Proof
from identity.domain.role_grants import GrantableRole
from identity.domain.roles import Role
from identity.domain.sessions import SessionLimits, SessionRules
from identity.store.accounts import (
    change_account,
    find_account,
    set_password_hash,
)
from identity.store.sessions import find_session
from sqlalchemy import select

from .accounts_factories import an_enrolment

P = ParamSpec("P")
T = TypeVar("T")

TEXT = LocalizedText(de="Was sie darf.", en="What it may do.")
PRIVILEGED = (Role.EXAMINATIONS_OFFICE, Role.STUDENT_SERVICES, Role.SYSTEM_ADMINISTRATOR)
NOON = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)


def a_grantable(role: Role = Role.EXAMINER, **more: Any) -> GrantableRole:
    """A role as the profile has it."""
    facts: dict[str, Any] = {
        "description": TEXT,
        "needs_second_administrator": role in PRIVILEGED,
        "most_days": 0,
        "lapse_days": 14,
    }
    return GrantableRole(role, **(facts | more))


ROLES = [
    a_grantable(Role.EXAMINER),
    a_grantable(Role.LIBRARY_DESK, most_days=30),
    *(a_grantable(role) for role in PRIVILEGED),
]


def an_account(*roles: Role, **more: Any) -> Account:
    """An active account that is in no database."""
    facts: dict[str, Any] = {
        "person_id": uuid4(),
        "user_name": "someone",
        "mailbox": "someone@leuphana.example",
        "name": PersonName("Ada", "Brandt"),
        "roles": frozenset(roles),
        "state": AccountState.ACTIVE,
        "created_at": NOON,
        "version": 1,
    }
    return Account(**(facts | more))


class Office:
    """A university with two administrators, on one database."""

    def __init__(self, database: Database, clock: DrivenClock) -> None:
        self.database = database
        self.clock = clock
        self.rules = SessionRules(
            students=SessionLimits(_minutes(30), _minutes(720)),
            staff=SessionLimits(_minutes(15), _minutes(480)),
        )
        self.run(load_grantable_roles, ROLES)
        self.first = self.staff("first", Role.SYSTEM_ADMINISTRATOR)
        self.second = self.staff("second", Role.SYSTEM_ADMINISTRATOR)

    def run(
        self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a use case in a transaction of its own."""
        return within(self.database, use_case, *args, **kwargs)

    def staff(self, user_name: str, *roles: Role, active: bool = True) -> UUID:
        """A member of staff with these roles."""
        staff = NewStaff(user_name, PersonName("Kim", user_name.title()), frozenset(roles))
        account = self.run(create_staff_account, staff, "leuphana.example")
        if active:
            self.run(_activate, account)
        return account.person_id

    def student(self) -> UUID:
        """A student with an active account."""
        enrolment = an_enrolment()
        facts = PersonFacts(PersonName("Ayşe", "Öztürk"), 1)
        account = self.run(enrolled, enrolment, facts, "stud.leuphana.example")
        self.run(_activate, account)
        return account.person_id

    def account(self, person_id: UUID) -> Account:
        """Somebody's account as it is stored."""
        found = self.run(find_account, person_id)
        assert found is not None
        return found.account

    def signed_in(self, person_id: UUID) -> SignedIn:
        """A new session of somebody."""
        return self.run(
            start_session,
            self.account(person_id),
            self.rules,
            service="gateway",
            proof=Proof(("pwd", "otp")),
            origin=Origin("192.0.2.7", "Mozilla/5.0 Firefox/130.0"),
        )

    def is_open(self, session_id: UUID) -> bool:
        """Whether nobody has ended the session."""
        found = self.run(find_session, session_id)
        return found is not None and found.ended_at is None

    def mails(self, kind: str) -> list[tuple[str, str]]:
        """To whom mails of a kind went, and what they say."""
        chosen = select(mails.c.address, mails.c.body).where(mails.c.kind == kind)
        ordered = chosen.order_by(mails.c.address)
        return self.run(lambda tx: [(row.address, row.body) for row in tx.execute(ordered)])


def _activate(tx: Transaction, account: Account) -> None:
    set_password_hash(tx, account.person_id, "$argon2id$of-tests")
    change_account(tx, replace(account, state=AccountState.ACTIVE, version=account.version + 1))


def _minutes(count: int) -> Any:

    return timedelta(minutes=count)


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)
