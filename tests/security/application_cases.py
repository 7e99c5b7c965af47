"""What there is to ask records about an application: one that everybody has to do with."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester, local_date
from chassis.values.uploads import read_upload
from records.domain.applications import workflow
from records.domain.applications.contents import SemesterAbroad
from records.domain.applications.kinds import OTHER_PROOF, Office, Step
from records.domain.applications.workflow import Application, ApplicationState, Change, Decider
from records.store import application_documents, applications, tables
from sqlalchemy import insert

from tests.requests import SMALL_PDF, Named


def add_application_case(tx: Transaction, owner: UUID, adviser: UUID, named: Named) -> Named:
    """An application of the owner's that waits for the adviser, who has asked a question.

    It is about a semester abroad, which the International Center sees too.
    """
    # Records knows no account of the adviser, whose id then stands for a user name.
    user_name = str(adviser)
    appoint(tx, user_name, named.programme_code)
    draft = Application(
        application_id=tx.new_id(),
        person_id=owner,
        enrolment_id=UUID(named.enrolment_id),
        content=SemesterAbroad(Semester.parse("2027S"), "Boğaziçi Üniversitesi", "TR", True),
        state=ApplicationState.DRAFT,
        create_time=tx.now,
        version=1,
    )
    applications.insert_application(tx, draft)
    upload = read_upload(SMALL_PDF, "Bestätigung.pdf")
    assert upload is not None
    attached = application_documents.attach(
        tx, draft.application_id, OTHER_PROOF, upload, "lg100001"
    )
    steps = (
        Step(Office.ADVISER, named.programme_code),
        Step(Office.INTERNATIONAL_CENTER),
        Step(Office.STUDENT_SERVICES),
    )
    sent = workflow.submitted(draft, steps, local_date(tx.now), tx.now, "lg100001")
    assert isinstance(sent, Change)
    asking = Decider(user_name, frozenset(), frozenset({named.programme_code}))
    # Later than the document, which therefore stays.
    asked = workflow.asked(sent.application, asking, "Ab wann?", tx.now + timedelta(minutes=1))
    assert isinstance(asked, Change)
    applications.update_application(tx, asked.application)
    applications.add_events(tx, draft.application_id, (*sent.events, *asked.events))
    return replace(
        named,
        application_id=str(draft.application_id),
        application_document_id=str(attached.document_id),
    )


def appoint(tx: Transaction, user_name: str, programme_code: str) -> None:
    """Names somebody an adviser of a programme."""
    contacts = tables.programme_contacts
    tx.execute(
        insert(contacts).values(
            programme_contact_id=f"{programme_code}/{user_name}",
            programme_code=programme_code,
            position=99,
            function="adviser",
            major="",
            user_name=user_name,
            name="Ada Rat",
            email="",
            phone="",
            location="",
            office_hours=LocalizedText(de="", en=""),
        )
    )
