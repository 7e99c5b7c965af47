"""An account with everything that follows from it: what its person and the offices read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.accounts.esi import european_student_identifier
from identity.app.accounts.making import get_account
from identity.app.accounts.views import view_of
from identity.domain.account_view import AccountView
from identity.domain.affiliations import assurance, eduperson, scoped
from identity.domain.enrolments import HeardEnrolment
from identity.domain.terms import Acceptance
from identity.store.account_rules import load_account_rules
from identity.store.accounts import find_initial_code
from identity.store.enrolments import enrolments_of
from identity.store.terms import acceptances_of, current_terms_version


@dataclass(frozen=True, slots=True)
class AccountOverview:
    """The account with what other systems are told, the terms, and the open initial code."""

    view: AccountView
    enrolments: tuple[HeardEnrolment, ...]
    eduperson_affiliations: tuple[str, ...]
    scoped_affiliations: tuple[str, ...]
    assurance: tuple[str, ...]
    home_organization: str
    european_student_identifier: str
    accepted_terms: Acceptance | None
    current_terms_version: int
    initial_code_expires_at: datetime | None


def overview_of(tx: Transaction, person_id: UUID) -> AccountOverview:
    """The account of a person as it stands today. Raises ACCOUNT_UNKNOWN."""
    view = view_of(tx, get_account(tx, person_id))
    rules = load_account_rules(tx)
    values = eduperson(view.affiliations, rules.affiliations)
    code = find_initial_code(tx, view.account.user_name)
    usable = code is not None and code.used_at is None and tx.now < code.expires_at
    accepted = acceptances_of(tx, person_id)
    return AccountOverview(
        view=view,
        enrolments=enrolments_of(tx, [person_id]).get(person_id, ()),
        eduperson_affiliations=values,
        scoped_affiliations=scoped(values, rules.scope),
        assurance=assurance(view.affiliations, rules.affiliations),
        home_organization=rules.home_organization,
        european_student_identifier=european_student_identifier(tx, person_id),
        accepted_terms=accepted[0] if accepted else None,
        current_terms_version=current_terms_version(tx),
        initial_code_expires_at=code.expires_at if code and usable else None,
    )
