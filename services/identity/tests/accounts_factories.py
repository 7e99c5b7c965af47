"""What tests of accounts are made of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.testing import within
from chassis.values import LocalizedText, PersonName
from identity.app.accounts.making import PersonFacts, enrolled
from identity.app.accounts.rules import load_rules
from identity.domain.account_rules import AccountRules
from identity.domain.accounts import Account, AccountState, Employment
from identity.domain.enrolments import EndReason, EnrolmentKind, HeardEnrolment
from identity.domain.roles import Role
from identity.profile.accounts import read_account_rules
from identity.store.accounts import change_account, find_account, set_password_hash
from sqlalchemy import select

PROGRAMME = LocalizedText(de="Kulturwissenschaften", en="Cultural Studies")
PROFILE = Path(__file__).parents[3] / "deploy" / "profiles" / "leuphana" / "identity"
_read = read_account_rules(PROFILE)
assert _read is not None
RULES: AccountRules = _read
DOMAIN = "stud.leuphana.example"


def an_enrolment(
    person_id: UUID | None = None,
    *,
    kind: EnrolmentKind = EnrolmentKind.STUDENT,
    school: str = "college",
    end: date | None = None,
    reason: EndReason | None = EndReason.COMPLETION,
    enrolment_id: UUID | None = None,
    version: int = 1,
) -> HeardEnrolment:
    """An enrolment; `reason` counts only where it has an end."""
    return HeardEnrolment(
        enrolment_id=enrolment_id or uuid4(),
        person_id=person_id or uuid4(),
        kind=kind,
        programme_code="b-cultural-studies",
        programme_name=PROGRAMME,
        school_code=school,
        end_date=end,
        end_reason=reason if end else None,
        version=version,
    )


def an_account(
    *roles: Role,
    state: AccountState = AccountState.ACTIVE,
    employment: Employment | None = None,
    **facts: Any,
) -> Account:
    """An account as the domain sees it."""
    return Account(
        person_id=uuid4(),
        user_name="lg100001",
        mailbox="lg100001@stud.leuphana.example",
        name=PersonName("Ayşe", "Öztürk"),
        roles=frozenset(roles),
        state=state,
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
        version=1,
        employment=employment,
        **facts,
    )


class Accounts:
    """Lets enrolments be heard and reads what became of the accounts."""

    def __init__(self, database: Database, rules: AccountRules = RULES) -> None:
        self.database = database
        within(database, load_rules, rules)

    def hear(self, enrolment: HeardEnrolment, name: PersonName | None = None) -> Account:
        """An enrolment that records tell of."""
        facts = PersonFacts(name or PersonName("Ayşe", "Öztürk"), 1)
        return within(self.database, enrolled, enrolment, facts, DOMAIN)

    def student(self, **facts: Any) -> HeardEnrolment:
        """The enrolment of a student whose account is active."""
        enrolment = an_enrolment(**facts)
        self.hear(enrolment)
        self.activate(enrolment.person_id)
        return enrolment

    def activate(self, person_id: UUID) -> None:
        """Gives the account a password, as its person does."""

        def give(tx: Transaction) -> None:
            known = find_account(tx, person_id)
            assert known is not None
            set_password_hash(tx, person_id, "$argon2id$of-a-test")
            change_account(tx, replace(known.account, state=AccountState.ACTIVE))

        within(self.database, give)

    def read(self, person_id: UUID) -> Account:
        """The account of a person."""
        known = within(self.database, find_account, person_id)
        assert known is not None
        return known.account

    def mailed(self) -> list[tuple[str, str]]:
        """Kind and address of the queued mails, in order."""

        def read(tx: Transaction) -> list[tuple[str, str]]:
            rows = tx.execute(select(mails).order_by(mails.c.create_time, mails.c.kind))
            return [(row.kind, row.address) for row in rows]

        return within(self.database, read)
