"""What persons are to the university: read by every area that lets somebody in for it."""

from collections.abc import Collection
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from identity.domain.affiliations import Affiliation, Affiliations, affiliations_on
from identity.store.account_rules import load_account_rules
from identity.store.account_standing import employments_of
from identity.store.enrolments import enrolments_of
from identity.store.library_accounts import holders_among

__all__ = ["Affiliation", "Affiliations", "affiliations_of"]


def affiliations_of(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, Affiliations]:
    """The affiliations of persons with an account today; nothing for anybody else."""
    rules = load_account_rules(tx).affiliations
    enrolments = enrolments_of(tx, person_ids)
    holders = holders_among(tx, person_ids)
    return {
        person_id: affiliations_on(
            local_date(tx.now),
            enrolments.get(person_id, ()),
            employment,
            person_id in holders,
            rules,
        )
        for person_id, employment in employments_of(tx, person_ids).items()
    }
