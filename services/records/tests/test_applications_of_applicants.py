"""Applications that Student Services file for applicants, before they are enrolled."""

from datetime import date
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from records.app.applicant_decisions import withdraw_applicant
from records.app.applications import drafts, reading, review
from records.app.applications.checks import Refused
from records.domain.applications.contents import SecondDegree
from records.domain.applications.workflow import Application, ApplicationState
from records.store import applicants

from services.records.tests.application_factories import (
    MOVE,
    S,
    adviser,
    approved,
    clerk,
    decide,
    mail_of,
    reasons,
    sent_mails,
    with_document,
)
from services.records.tests.enrol_factories import CONTRIBUTION, University

DAY = date(2026, 11, 2)
SECOND = SecondDegree("DATA-MSC", "", S("2027S"), "", "", "Es ergänzt die Geschichte.")


@pytest.fixture
def university(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


def filed(university: University, applicant_id: UUID) -> Application:
    database, office = university.database, clerk()
    paper = within(
        database,
        drafts.file_application,
        office,
        applicant_id,
        None,
        SECOND,
        DAY,
    )
    with_document(database, office, paper.application_id, "transcript")
    return paper


def test_an_applicant_applies_for_two_degrees_and_the_office_decides_after_the_enrolment(
    university: University,
) -> None:
    """002, "Procedure for applying to study for two degrees": "Complete […] the online
    application", before anybody is enrolled.
    """
    database, office = university.database, clerk()
    applicant = university.applicant().applicant
    paper = filed(university, applicant.applicant_id)
    outcome = within(database, review.submit_application, office, paper.application_id)
    assert not isinstance(outcome, Refused)
    assert [each.step.programme_code for each in outcome.steps] == ["HIST-BA", "DATA-MSC", ""]
    # There is no mailbox yet: the applicant is told at the private address.
    assert "Smith" in mail_of(database, "application_received")
    file = within(database, reading.file_of, paper.application_id, office)
    assert (file.subject.mailbox, file.subject.matriculation_number) == (applicant.email, "")
    assert file.subject.programme_code == "HIST-BA"

    approved(database, adviser("HIST-BA"), paper.application_id)
    approved(database, adviser("DATA-MSC"), paper.application_id, step=2)
    refused = decide(database, office, paper.application_id, step=3)
    assert reasons(refused) == ["FIRST_ENROLMENT_PENDING"]

    university.pays(applicant.person_id, CONTRIBUTION, DAY)
    done = approved(database, office, paper.application_id, step=3)
    assert done.state is ApplicationState.APPROVED
    programmes = {
        each.programme_code
        for each in within(database, applicants.load_applicants_of, applicant.person_id)
    }
    assert programmes == {"HIST-BA", "DATA-MSC"}


def test_an_admission_that_has_lapsed_carries_no_application(university: University) -> None:
    database, office = university.database, clerk()
    applicant = university.applicant().applicant
    paper = filed(university, applicant.applicant_id)
    within(database, withdraw_applicant, applicant.applicant_id, applicant.version, "sservice")
    outcome = within(database, review.submit_application, office, paper.application_id)
    assert reasons(outcome) == ["NOT_AN_ACCEPTED_APPLICANT"]
    assert "application_received" not in [kind for kind, _ in sent_mails(database)]


def test_what_only_students_apply_for_is_not_filed_for_applicants(university: University) -> None:
    applicant = university.applicant().applicant
    with pytest.raises(Failure) as failure:
        within(
            university.database,
            drafts.file_application,
            clerk(),
            applicant.applicant_id,
            None,
            MOVE,
            DAY,
        )
    assert failure.value.reason == "PERSON_UNKNOWN"
