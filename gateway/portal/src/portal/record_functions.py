"""The contract's methods behind the offices' pages on records; their grants say who sees which."""

from google.protobuf.descriptor import FileDescriptor, MethodDescriptor
from matrikel.records.v1 import (
    applicant_pb2,
    application_pb2,
    appointment_pb2,
    bank_pb2,
    contact_pb2,
    deregistration_pb2,
    ledger_pb2,
    person_pb2,
    refund_pb2,
    reregistration_pb2,
    semester_plan_pb2,
    student_card_pb2,
    study_credit_pb2,
)

from portal.access import method_of


def _of(file: FileDescriptor, service: str, method: str) -> MethodDescriptor:
    return method_of(file, f"{service}Service", method)


LIST_OPEN_APPLICATIONS = _of(application_pb2.DESCRIPTOR, "Application", "ListOpenApplications")
DECIDE_APPLICATION = _of(application_pb2.DESCRIPTOR, "Application", "DecideApplication")
FILE_APPLICATION = _of(application_pb2.DESCRIPTOR, "Application", "FileApplication")

LIST_PERSONS = _of(person_pb2.DESCRIPTOR, "Person", "ListPersons")
CORRECT_PERSON = _of(person_pb2.DESCRIPTOR, "Person", "CorrectPerson")
SET_HOME_ADDRESS = _of(contact_pb2.DESCRIPTOR, "Contact", "SetHomeAddress")
ISSUE_CARD = _of(student_card_pb2.DESCRIPTOR, "StudentCard", "IssueStudentCard")
CHECK_CARD = _of(student_card_pb2.DESCRIPTOR, "StudentCard", "CheckStudentCard")
ADD_PRIOR_STUDY = _of(study_credit_pb2.DESCRIPTOR, "StudyCredit", "AddPriorStudy")
DEREGISTER_PERSON = _of(deregistration_pb2.DESCRIPTOR, "Deregistration", "DeregisterPerson")

LIST_OWING = _of(ledger_pb2.DESCRIPTOR, "Ledger", "ListAccountsOwing")
LIST_IN_CREDIT = _of(ledger_pb2.DESCRIPTOR, "Ledger", "ListAccountsInCredit")
CHARGE_FEE = _of(ledger_pb2.DESCRIPTOR, "Ledger", "ChargeFee")
ORDER_REFUNDS = _of(refund_pb2.DESCRIPTOR, "Refund", "OrderRefunds")

LIST_APPLICANTS = _of(applicant_pb2.DESCRIPTOR, "Applicant", "ListApplicants")
ACCEPT_APPLICANT = _of(applicant_pb2.DESCRIPTOR, "Applicant", "AcceptApplicant")

IMPORT_STATEMENTS = _of(bank_pb2.DESCRIPTOR, "Bank", "ImportBankStatements")
LIST_CLEARING = _of(bank_pb2.DESCRIPTOR, "Bank", "ListClearingItems")

LIST_REREGISTRATIONS = _of(reregistration_pb2.DESCRIPTOR, "Reregistration", "ListReregistrations")
START_JOB = _of(reregistration_pb2.DESCRIPTOR, "SemesterJob", "StartSemesterJob")

OFFER_APPOINTMENTS = _of(appointment_pb2.DESCRIPTOR, "Appointment", "OfferAppointments")
RECORD_ABROAD = _of(semester_plan_pb2.DESCRIPTOR, "SemesterPlan", "RecordAbroadRecognition")
