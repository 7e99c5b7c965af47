"""The composition root of records: the only file that knows every part."""

from functools import partial
from pathlib import Path

from chassis.service import Composition, Runtime, Served, ServiceDefinition
from matrikel.records.v1 import (
    applicant_pb2,
    application_pb2,
    appointment_pb2,
    bank_pb2,
    calendar_pb2,
    catalogue_pb2,
    contact_pb2,
    deregistration_pb2,
    enrolment_pb2,
    ledger_pb2,
    person_pb2,
    refund_pb2,
    reregistration_pb2,
    semester_plan_pb2,
    student_card_pb2,
    study_credit_pb2,
    university_pb2,
)

from records.api.applicants import ApplicantApi
from records.api.application_relations import relation_to_application
from records.api.applications import ApplicationApi
from records.api.appointments import AppointmentApi
from records.api.bank import BankApi
from records.api.contact import ContactApi
from records.api.deregistration import DeregistrationApi
from records.api.enrolments import EnrolmentApi
from records.api.ledger import LedgerApi
from records.api.ledger_relations import (
    relation_to_account,
    relation_to_bank_statement,
    relation_to_payment_order,
    relation_to_refund,
)
from records.api.persons import PersonApi
from records.api.public import CalendarApi, CatalogueApi, UniversityApi
from records.api.refunds import RefundApi
from records.api.relations import (
    relation_to_applicant,
    relation_to_appointment,
    relation_to_clearing_item,
    relation_to_enrolment,
    relation_to_person,
    relation_to_semester_job,
    relation_to_student_card,
)
from records.api.reregistration import ReregistrationApi
from records.api.semester_jobs import SemesterJobApi
from records.api.semester_plan import SemesterPlanApi
from records.api.student_cards import StudentCardApi
from records.api.study_credit import StudyCreditApi
from records.events.incoming import HEARD
from records.events.snapshots import SNAPSHOTS
from records.flows.semester_jobs import keep_running
from records.settings import RecordsSettings
from records.store import tables


def compose(runtime: Runtime) -> Composition:
    """Puts the parts of records together."""
    settings = runtime.settings
    if not isinstance(settings, RecordsSettings):
        raise TypeError(f"records runs with RecordsSettings, not {type(settings).__name__}")
    work = runtime.work
    enrolments = EnrolmentApi(work, settings.first_matriculation_number)
    return Composition(
        served=(
            Served(
                university_pb2.DESCRIPTOR.services_by_name["UniversityService"], UniversityApi(work)
            ),
            Served(
                catalogue_pb2.DESCRIPTOR.services_by_name["CatalogueService"], CatalogueApi(work)
            ),
            Served(calendar_pb2.DESCRIPTOR.services_by_name["CalendarService"], CalendarApi(work)),
            Served(person_pb2.DESCRIPTOR.services_by_name["PersonService"], PersonApi(work)),
            Served(enrolment_pb2.DESCRIPTOR.services_by_name["EnrolmentService"], enrolments),
            Served(bank_pb2.DESCRIPTOR.services_by_name["BankService"], BankApi(work)),
            Served(contact_pb2.DESCRIPTOR.services_by_name["ContactService"], ContactApi(work)),
            Served(
                student_card_pb2.DESCRIPTOR.services_by_name["StudentCardService"],
                StudentCardApi(work),
            ),
            Served(
                appointment_pb2.DESCRIPTOR.services_by_name["AppointmentService"],
                AppointmentApi(work),
            ),
            Served(
                applicant_pb2.DESCRIPTOR.services_by_name["ApplicantService"],
                ApplicantApi(work, settings.first_matriculation_number),
            ),
            Served(
                reregistration_pb2.DESCRIPTOR.services_by_name["ReregistrationService"],
                ReregistrationApi(work),
            ),
            Served(
                reregistration_pb2.DESCRIPTOR.services_by_name["SemesterJobService"],
                SemesterJobApi(work),
            ),
            Served(
                application_pb2.DESCRIPTOR.services_by_name["ApplicationService"],
                ApplicationApi(work),
            ),
            Served(
                deregistration_pb2.DESCRIPTOR.services_by_name["DeregistrationService"],
                DeregistrationApi(work),
            ),
            Served(
                semester_plan_pb2.DESCRIPTOR.services_by_name["SemesterPlanService"],
                SemesterPlanApi(work),
            ),
            Served(
                study_credit_pb2.DESCRIPTOR.services_by_name["StudyCreditService"],
                StudyCreditApi(work),
            ),
            Served(
                ledger_pb2.DESCRIPTOR.services_by_name["LedgerService"],
                LedgerApi(work, runtime.compute),
            ),
            Served(refund_pb2.DESCRIPTOR.services_by_name["RefundService"], RefundApi(work)),
        ),
        relations={
            "clearing_item": relation_to_clearing_item,
            "account_holder": relation_to_account,
            "refund": relation_to_refund,
            "bank_statement": relation_to_bank_statement,
            "payment_order": relation_to_payment_order,
            "person": relation_to_person,
            "enrolment": relation_to_enrolment,
            "applicant": relation_to_applicant,
            "application": relation_to_application,
            "semester_job": relation_to_semester_job,
            "student_card": relation_to_student_card,
            "appointment": relation_to_appointment,
        },
        hears=HEARD,
        background=(partial(keep_running, runtime.database, settings.reregistration_page),),
    )


service = ServiceDefinition(
    name="records",
    settings=RecordsSettings,
    tables=tables.metadata,
    migrations=Path(__file__).parent / "store" / "migrations" / "versions",
    compose=compose,
    snapshots=SNAPSHOTS,
)
