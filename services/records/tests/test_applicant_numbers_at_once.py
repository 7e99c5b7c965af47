"""Clerks who give the same applicant number to different people at once: one of them has it."""

import asyncio
from datetime import date

from chassis.database import Database
from chassis.errors import Failure
from chassis.values import PersonName
from records.app.applicants import Acceptance, ApplicantShown, accept_applicant
from records.app.enrolling import EnrolmentOrder
from records.domain.person import PersonFacts

from services.records.tests.enrol_factories import FIRST_NUMBER, NEXT

CLERKS = 6


def acceptance_of(family_name: str) -> Acceptance:
    facts = PersonFacts(PersonName("John", family_name), date(2003, 5, 17), "Leeds", "GB")
    return Acceptance(
        applicant_number="123123124",
        order=EnrolmentOrder(facts, "HIST-BA", "", NEXT),
        email="john@example.com",
        part_time=False,
        prior_semesters=0,
        payment_deadline_date=None,
    )


async def test_different_people_at_once_never_get_the_same_number(loaded: Database) -> None:
    outcomes = await asyncio.gather(
        *(
            loaded.write(accept_applicant, acceptance_of(f"Smith{letter}"), "clerk", FIRST_NUMBER)
            for letter in "abcdef"[:CLERKS]
        ),
        return_exceptions=True,
    )
    accepted = [each for each in outcomes if isinstance(each, ApplicantShown)]
    refused = [each for each in outcomes if isinstance(each, Failure)]
    assert (len(accepted), len(refused)) == (1, CLERKS - 1), outcomes
    assert {each.reason for each in refused} == {"APPLICANT_NUMBER_TAKEN"}
