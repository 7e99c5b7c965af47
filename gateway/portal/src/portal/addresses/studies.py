"""Pages for students and doctoral students on their records: studies, fees, applications."""

from collections.abc import Awaitable, Callable

from google.protobuf.descriptor import MethodDescriptor
from matrikel.records.v1 import (
    application_pb2,
    appointment_pb2,
    contact_pb2,
    ledger_pb2,
    person_pb2,
    refund_pb2,
    student_card_pb2,
    study_credit_pb2,
)
from starlette.responses import Response

from portal import menu
from portal.access import method_of
from portal.page import POST, Page
from portal.pages.applications import documents, drafting, one, overview, submitting
from portal.pages.studies import (
    appointments,
    card,
    contact_data,
    contacts,
    credit,
    enrolments,
    fees,
    photo,
    refunds,
    semester_address,
)
from portal.pages.studies import overview as studies
from portal.visit import Visit

_HISTORY = method_of(study_credit_pb2.DESCRIPTOR, "StudyCreditService", "GetStudyHistory")
_CREDIT = method_of(study_credit_pb2.DESCRIPTOR, "StudyCreditService", "GetStudyCredit")
_STATEMENT = method_of(ledger_pb2.DESCRIPTOR, "LedgerService", "GetAccountStatement")
_PAYMENT = method_of(ledger_pb2.DESCRIPTOR, "LedgerService", "GetPaymentInstructions")
_RECEIPTS = method_of(ledger_pb2.DESCRIPTOR, "LedgerService", "ListCashReceipts")
_LIST_REFUNDS = method_of(refund_pb2.DESCRIPTOR, "RefundService", "ListRefunds")
_NAME_ACCOUNT = method_of(refund_pb2.DESCRIPTOR, "RefundService", "SetRefundAccount")
_CONTACT_DATA = method_of(contact_pb2.DESCRIPTOR, "ContactService", "GetContactData")
_SET_ADDRESS = method_of(contact_pb2.DESCRIPTOR, "ContactService", "SetSemesterAddress")
_REMOVE_ADDRESS = method_of(contact_pb2.DESCRIPTOR, "ContactService", "RemoveSemesterAddress")
_CHOOSE = method_of(contact_pb2.DESCRIPTOR, "ContactService", "ChooseCorrespondenceAddress")
_ADD_ENTRY = method_of(contact_pb2.DESCRIPTOR, "ContactService", "AddContactEntry")
_UPDATE_ENTRY = method_of(contact_pb2.DESCRIPTOR, "ContactService", "UpdateContactEntry")
_DELETE_ENTRY = method_of(contact_pb2.DESCRIPTOR, "ContactService", "DeleteContactEntry")
_CONTACT_HISTORY = method_of(contact_pb2.DESCRIPTOR, "ContactService", "ListContactHistory")
_UPLOAD_PHOTO = method_of(person_pb2.DESCRIPTOR, "PersonService", "UploadPhoto")
_DOWNLOAD_PHOTO = method_of(person_pb2.DESCRIPTOR, "PersonService", "DownloadPhoto")
_REMOVE_PHOTO = method_of(person_pb2.DESCRIPTOR, "PersonService", "RemovePhoto")
_CARDS = method_of(student_card_pb2.DESCRIPTOR, "StudentCardService", "ListStudentCards")
_BLOCK_CARD = method_of(student_card_pb2.DESCRIPTOR, "StudentCardService", "BlockStudentCard")
_BOOK = method_of(appointment_pb2.DESCRIPTOR, "AppointmentService", "BookAppointment")
_CANCEL = method_of(appointment_pb2.DESCRIPTOR, "AppointmentService", "CancelBooking")
_APPLY = method_of(application_pb2.DESCRIPTOR, "ApplicationService", "CreateApplication")
_LIST_APPLICATIONS = method_of(application_pb2.DESCRIPTOR, "ApplicationService", "ListApplications")

_FEES = "studies/fees"
_REFUND = f"{_FEES}/refunds/{{refund_id:uuid}}"
_CONTACT = "studies/contact-data"
_ADDRESS = f"{_CONTACT}/semester-address"
_ENTRY = f"{_CONTACT}/entries/{{contact_entry_id:uuid}}"
_PHOTO = f"{_CONTACT}/photo"
_BLOCK = "studies/card/{student_card_id:uuid}/block"
_APPOINTMENT = "studies/appointments/{appointment_id:uuid}/cancel"
_NEW = "studies/applications/new/{kind}"
_ONE = "studies/applications/{application_id:uuid}"
_FORM_OF_ONE = "studies/applications/{application_id}"
_DOCUMENT = f"{_ONE}/documents/{{document_id:uuid}}"


def _own(
    path: str,
    answer: Callable[[Visit], Awaitable[Response]],
    needs: MethodDescriptor,
    method: str = "GET",
    form_path: str | None = None,
) -> Page:
    return Page(path, answer, needs, method, form_path, own=True)


STUDIES = (
    _own("studies", studies.show, menu.LIST_ENROLMENTS),
    _own("studies/enrolments", enrolments.show, _HISTORY),
    _own("studies/credit", credit.show, _CREDIT),
    _own("studies/contacts", contacts.show, menu.LIST_ENROLMENTS),
    _own(_FEES, fees.show, _PAYMENT),
    _own(f"{_FEES}/statement", fees.statement, _STATEMENT),
    _own(f"{_FEES}/receipts", fees.receipts, _RECEIPTS),
    _own(f"{_FEES}/refunds", refunds.show, _LIST_REFUNDS),
    _own(_REFUND, refunds.ask_for_account, _NAME_ACCOUNT),
    _own(_REFUND, refunds.name_account, _NAME_ACCOUNT, POST),
    _own(_CONTACT, contact_data.show, _CONTACT_DATA),
    _own(f"{_CONTACT}/correspondence", contact_data.choose, _CHOOSE, POST, _CONTACT),
    _own(_ADDRESS, semester_address.ask, _SET_ADDRESS),
    _own(_ADDRESS, semester_address.enter, _SET_ADDRESS, POST),
    _own(f"{_ADDRESS}/remove", semester_address.ask_to_remove, _REMOVE_ADDRESS),
    _own(f"{_ADDRESS}/remove", semester_address.remove, _REMOVE_ADDRESS, POST),
    _own(f"{_CONTACT}/entries", contact_data.add_entry, _ADD_ENTRY, POST, _CONTACT),
    _own(_ENTRY, contact_data.ask_for_change, _UPDATE_ENTRY),
    _own(_ENTRY, contact_data.change_entry, _UPDATE_ENTRY, POST),
    _own(f"{_ENTRY}/delete", contact_data.delete_entry, _DELETE_ENTRY, POST, _CONTACT),
    _own(f"{_CONTACT}/history", contact_data.history, _CONTACT_HISTORY),
    _own(_PHOTO, photo.ask, _UPLOAD_PHOTO),
    _own(_PHOTO, photo.upload, _UPLOAD_PHOTO, POST),
    _own(f"{_PHOTO}/picture", photo.picture, _DOWNLOAD_PHOTO),
    _own(f"{_PHOTO}/remove", photo.remove, _REMOVE_PHOTO, POST, _PHOTO),
    _own("studies/card", card.show, _CARDS),
    _own(_BLOCK, card.ask_to_block, _BLOCK_CARD),
    _own(_BLOCK, card.block, _BLOCK_CARD, POST),
    _own("studies/appointments", appointments.show, _BOOK),
    _own("studies/appointments", appointments.book, _BOOK, POST),
    _own(_APPOINTMENT, appointments.ask_to_cancel, _CANCEL),
    _own(_APPOINTMENT, appointments.cancel, _CANCEL, POST),
    _own("studies/applications", overview.show, _LIST_APPLICATIONS),
    _own("studies/applications/new", overview.choose, _APPLY),
    _own(_NEW, drafting.ask, _APPLY),
    _own(_NEW, drafting.create, _APPLY, POST),
    _own(_ONE, one.show, _LIST_APPLICATIONS),
    _own(f"{_ONE}/change", drafting.ask_for_change, _APPLY),
    _own(f"{_ONE}/change", drafting.change, _APPLY, POST),
    _own(f"{_ONE}/documents", documents.add, _APPLY, POST, _FORM_OF_ONE),
    _own(_DOCUMENT, documents.download, _LIST_APPLICATIONS),
    _own(f"{_DOCUMENT}/remove", documents.remove, _APPLY, POST, _FORM_OF_ONE),
    _own(f"{_ONE}/check", submitting.check, _APPLY),
    _own(f"{_ONE}/submit", submitting.submit, _APPLY, POST, f"{_FORM_OF_ONE}/check"),
    _own(f"{_ONE}/answer", submitting.answer, _APPLY, POST, _FORM_OF_ONE),
    _own(f"{_ONE}/withdraw", submitting.ask_to_withdraw, _APPLY),
    _own(f"{_ONE}/withdraw", submitting.withdraw, _APPLY, POST),
)
