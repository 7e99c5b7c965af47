"""Pages on records for Student Services, the International Center, advisers, the library desk."""

from google.protobuf.descriptor import MethodDescriptor

from portal import record_functions as f
from portal.page import POST, Page
from portal.pages.applications import documents
from portal.pages.staff.records import (
    abroad,
    applicants,
    application,
    appointments,
    bank,
    cards,
    clearing,
    contact,
    credit,
    enrolments,
    facts,
    fee_changes,
    fees,
    filing,
    inbox,
    money,
    reregistration,
)
from portal.pages.staff.records.changes import Change

_PERSON = "students/{person_id:uuid}"
_CONTACT = f"{_PERSON}/contact"
_FEES = f"{_PERSON}/fees"
_CHARGE = f"{_FEES}/charges/{{charge_id:uuid}}"
_REFUND = f"{_FEES}/refunds/{{refund_id:uuid}}"
_CARD = f"{_PERSON}/card/{{student_card_id:uuid}}"
_CREDIT = f"{_PERSON}/credit"
_STUDY = f"{_CREDIT}/prior-studies/{{prior_study_id:uuid}}/remove"
_GROUND = f"{_CREDIT}/grounds/{{semester_ground_id:uuid}}/take-back"
_TAKE_BACK = f"{_PERSON}/enrolments/{{enrolment_id:uuid}}/take-back"
_APPLICATION = "applications/{application_id:uuid}"
_DOCUMENT = f"{_APPLICATION}/documents/{{document_id:uuid}}"
_FORM_OF_PERSON = "students/{person_id}"
_FORM_OF_APPLICATION = "applications/{application_id}"


def _changing(path: str, change: Change, needs: MethodDescriptor) -> tuple[Page, Page]:
    """A form, and what its sending does."""
    return (Page(path, change.ask, needs), Page(path, change.send, needs, POST))


_RECORD = (
    Page(_PERSON, facts.show, f.LIST_PERSONS),
    Page(f"{_PERSON}/photo", facts.photo, f.LIST_PERSONS),
    *_changing(f"{_PERSON}/correct", facts.CORRECT, f.CORRECT_PERSON),
    Page(_CONTACT, contact.show, f.SET_HOME_ADDRESS),
    *_changing(f"{_CONTACT}/home-address", contact.SET_HOME, f.SET_HOME_ADDRESS),
    *_changing(f"{_CONTACT}/semester-address", contact.SET_SEMESTER, f.SET_HOME_ADDRESS),
    *_changing(f"{_CONTACT}/entries", contact.ADD_ENTRY, f.SET_HOME_ADDRESS),
    Page(
        f"{_CONTACT}/entries/{{contact_entry_id:uuid}}/delete",
        contact.delete_entry,
        f.SET_HOME_ADDRESS,
        POST,
        f"{_FORM_OF_PERSON}/contact",
    ),
    Page(f"{_PERSON}/enrolments", enrolments.show, f.DEREGISTER_PERSON),
    *_changing(f"{_PERSON}/deregister", enrolments.DEREGISTER, f.DEREGISTER_PERSON),
    Page(
        _TAKE_BACK,
        enrolments.take_back,
        f.DEREGISTER_PERSON,
        POST,
        f"{_FORM_OF_PERSON}/enrolments",
    ),
    Page(f"{_PERSON}/card", cards.show, f.ISSUE_CARD),
    *_changing(f"{_PERSON}/card/issue", cards.ISSUE, f.ISSUE_CARD),
    *_changing(f"{_CARD}/deliver", cards.DELIVER, f.ISSUE_CARD),
    *_changing(f"{_CARD}/block", cards.BLOCK, f.ISSUE_CARD),
    *_changing(f"{_CARD}/return", cards.RETURN, f.ISSUE_CARD),
    Page("card-check", cards.check, f.CHECK_CARD),
    Page(_CREDIT, credit.show, f.ADD_PRIOR_STUDY),
    *_changing(f"{_CREDIT}/prior-studies", credit.ADD_STUDY, f.ADD_PRIOR_STUDY),
    *_changing(_STUDY, credit.REMOVE_STUDY, f.ADD_PRIOR_STUDY),
    *_changing(f"{_CREDIT}/grounds", credit.ADD_GROUND, f.ADD_PRIOR_STUDY),
    *_changing(_GROUND, credit.TAKE_GROUND_BACK, f.ADD_PRIOR_STUDY),
    *_changing(f"{_CREDIT}/preselection", credit.SET_RIGHT, f.ADD_PRIOR_STUDY),
)

_ACCOUNT = (
    Page(_FEES, fees.show, f.CHARGE_FEE),
    Page(f"{_FEES}/receipts/{{receipt_number}}", fees.receipt, f.CHARGE_FEE),
    *_changing(f"{_FEES}/charge", fee_changes.CHARGE, f.CHARGE_FEE),
    *_changing(f"{_FEES}/cash", fee_changes.CASH, f.CHARGE_FEE),
    *_changing(f"{_FEES}/refund", fee_changes.REFUND, f.CHARGE_FEE),
    *_changing(f"{_CHARGE}/waive", fee_changes.WAIVE, f.CHARGE_FEE),
    *_changing(f"{_CHARGE}/cancel", fee_changes.CANCEL, f.CHARGE_FEE),
    *_changing(f"{_FEES}/bookings/{{booking_id:uuid}}/reverse", fee_changes.REVERSE, f.CHARGE_FEE),
    *_changing(f"{_REFUND}/account", fee_changes.NAME_ACCOUNT, f.CHARGE_FEE),
    *_changing(f"{_REFUND}/cancel", fee_changes.CANCEL_REFUND, f.CHARGE_FEE),
)

_CASE = _FORM_OF_APPLICATION
_APPLICATIONS = (
    Page("applications", inbox.show, f.LIST_OPEN_APPLICATIONS),
    Page(_APPLICATION, application.show, f.LIST_OPEN_APPLICATIONS),
    Page(f"{_APPLICATION}/decide", application.decide, f.DECIDE_APPLICATION, POST, _CASE),
    Page(f"{_APPLICATION}/ask", application.ask, f.DECIDE_APPLICATION, POST, _CASE),
    Page(_DOCUMENT, documents.download, f.LIST_OPEN_APPLICATIONS),
    Page(f"{_PERSON}/applications", filing.show, f.LIST_PERSONS),
    Page(f"{_PERSON}/applications/new/{{kind}}", filing.ask, f.FILE_APPLICATION),
    Page(f"{_PERSON}/applications/new/{{kind}}", filing.file, f.FILE_APPLICATION, POST),
    Page(f"{_APPLICATION}/change", filing.ask_for_change, f.FILE_APPLICATION),
    Page(f"{_APPLICATION}/change", filing.change, f.FILE_APPLICATION, POST),
    Page(f"{_APPLICATION}/documents", filing.add_document, f.FILE_APPLICATION, POST, _CASE),
    Page(f"{_DOCUMENT}/remove", filing.remove_document, f.FILE_APPLICATION, POST, _CASE),
    Page(f"{_APPLICATION}/submit", filing.submit, f.FILE_APPLICATION, POST, _CASE),
    Page(f"{_APPLICATION}/withdraw", filing.withdraw, f.FILE_APPLICATION, POST, _CASE),
    Page(f"{_APPLICATION}/answer", filing.answer, f.FILE_APPLICATION, POST, _CASE),
)

_APPLICANT = "applicants/{applicant_id:uuid}"
_ITEM = "bank/clearing/{clearing_item_id:uuid}"
_FORM_OF_ITEM = "bank/clearing/{clearing_item_id}"
_PREVIEW = "reregistration/preview/{kind}"
_ALL_TOGETHER = (
    Page("applicants", applicants.show, f.LIST_APPLICANTS),
    *_changing("applicants/accept", applicants.ACCEPT, f.ACCEPT_APPLICANT),
    *_changing("applicants/accept-known", applicants.ACCEPT_KNOWN, f.ACCEPT_APPLICANT),
    Page(_APPLICANT, applicants.one, f.LIST_APPLICANTS),
    *_changing(f"{_APPLICANT}/extend", applicants.EXTEND, f.ACCEPT_APPLICANT),
    *_changing(f"{_APPLICANT}/withdraw", applicants.WITHDRAW, f.ACCEPT_APPLICANT),
    *_changing(f"{_APPLICANT}/enrol", applicants.ENROL, f.ACCEPT_APPLICANT),
    Page("bank", bank.show, f.IMPORT_STATEMENTS),
    Page("bank/import", bank.ask, f.IMPORT_STATEMENTS),
    Page("bank/import", bank.upload, f.IMPORT_STATEMENTS, POST),
    Page("bank/statements/{bank_statement_id:uuid}", bank.statement, f.IMPORT_STATEMENTS),
    Page("bank/clearing", clearing.show, f.LIST_CLEARING),
    Page(_ITEM, clearing.one, f.LIST_CLEARING),
    Page(_ITEM, clearing.settle, f.LIST_CLEARING, POST),
    Page(f"{_ITEM}/reopen", clearing.reopen, f.LIST_CLEARING, POST, _FORM_OF_ITEM),
    Page("reregistration", reregistration.show, f.LIST_REREGISTRATIONS),
    Page(_PREVIEW, reregistration.preview, f.START_JOB),
    Page(_PREVIEW, reregistration.start, f.START_JOB, POST),
    Page("reregistration/jobs/{semester_job_id:uuid}", reregistration.job, f.START_JOB),
    Page("money", money.owing, f.LIST_OWING),
    Page("money/credit", money.in_credit, f.LIST_IN_CREDIT),
    Page("money/balance", money.balance, f.LIST_OWING),
    Page("money/refunds", money.refunds, f.ORDER_REFUNDS),
    Page("money/refunds/order", money.ask_to_order, f.ORDER_REFUNDS),
    Page("money/refunds/order", money.order, f.ORDER_REFUNDS, POST),
    Page("money/orders/{payment_order_number}", money.download, f.ORDER_REFUNDS),
)

_RECOGNITION = f"{_APPLICATION}/recognition"
_CANCEL_ABROAD = f"{_APPLICATION}/cancel-abroad"
_CANCEL_APPOINTMENT = "appointments/{appointment_id:uuid}/cancel"
_ADVICE_AND_ABROAD = (
    Page("appointments", appointments.show, f.OFFER_APPOINTMENTS),
    *_changing("appointments/offer", appointments.OFFER, f.OFFER_APPOINTMENTS),
    *_changing(_CANCEL_APPOINTMENT, appointments.CANCEL, f.OFFER_APPOINTMENTS),
    Page("abroad", abroad.show, f.RECORD_ABROAD),
    Page(_RECOGNITION, abroad.ask_for_recognition, f.RECORD_ABROAD),
    Page(_RECOGNITION, abroad.record, f.RECORD_ABROAD, POST),
    Page(_CANCEL_ABROAD, abroad.ask_to_cancel, f.RECORD_ABROAD),
    Page(_CANCEL_ABROAD, abroad.cancel, f.RECORD_ABROAD, POST),
)

OFFICE = (*_APPLICATIONS, *_RECORD, *_ACCOUNT, *_ALL_TOGETHER, *_ADVICE_AND_ABROAD)
