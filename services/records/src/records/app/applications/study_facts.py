"""Facts that the applications about whole semesters are decided on."""

from collections.abc import Mapping

from chassis.database import Transaction
from chassis.values import Semester

from records.app.enrolments import enrolment_with_id
from records.domain.applications.workflow import Application
from records.domain.calendar import SemesterDates
from records.domain.enrolment import Enrolment
from records.store import application_documents, catalogue


def enrolment_of(tx: Transaction, application: Application) -> Enrolment:
    """The enrolment that an application is about. Raises ENROLMENT_UNKNOWN."""
    if application.enrolment_id is None:
        raise ValueError(f"application {application.application_id} is about no enrolment")
    return enrolment_with_id(tx, application.enrolment_id)


def calendar(tx: Transaction) -> Mapping[Semester, SemesterDates]:
    """The published semesters."""
    return {each.semester: each for each in catalogue.load_semesters(tx)}


def proofs_attached(tx: Transaction, application: Application) -> frozenset[str]:
    """Which proofs are attached."""
    documents = application_documents.documents_of(tx, application.application_id)
    return frozenset(each.proof for each in documents)
