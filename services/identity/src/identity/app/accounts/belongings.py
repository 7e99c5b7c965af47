"""How persons belong to the university, with the days on which that ended or will end."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from chassis.database import Transaction

from identity.app.accounts.affiliations import affiliations_of
from identity.domain.affiliation_names import Affiliation
from identity.domain.affiliations import Affiliations
from identity.domain.enrolments import EnrolmentKind, HeardEnrolment
from identity.domain.it_services import Belonging
from identity.store.account_rules import load_account_rules
from identity.store.enrolments import enrolments_of

_OF_KIND = {
    EnrolmentKind.STUDENT: Affiliation.STUDENT,
    EnrolmentKind.DOCTORAL: Affiliation.DOCTORAL_STUDENT,
}


def belongings_of(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[Belonging, ...]]:
    """The belongings of persons, those that have ended too; nothing for people without an account.

    The days are those without any grace: each IT service has one of its own.
    """
    grace_days = load_account_rules(tx).affiliations.grace_days
    enrolments = enrolments_of(tx, person_ids)
    return {
        person_id: (
            *_studies(enrolments.get(person_id, ())),
            *_others(affiliations, grace_days),
        )
        for person_id, affiliations in affiliations_of(tx, person_ids).items()
    }


def _studies(enrolments: Collection[HeardEnrolment]) -> tuple[Belonging, ...]:
    return tuple(
        Belonging(_OF_KIND[each.kind], each.school_code, each.end_date) for each in enrolments
    )


def _others(
    affiliations: Affiliations, grace_days: Mapping[Affiliation, int]
) -> tuple[Belonging, ...]:
    studies = set(_OF_KIND.values())
    found = []
    for affiliation in sorted((affiliations.held | set(affiliations.ended)) - studies):
        last_day = affiliations.ended.get(affiliation)
        if last_day is None and affiliation in affiliations.ends:
            grace = timedelta(days=grace_days[affiliation])
            last_day = affiliations.ends[affiliation] - grace
        found.append(Belonging(affiliation, last_day=last_day))
    return tuple(found)
