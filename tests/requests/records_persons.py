"""Requests to records: contact data, facts about persons, cards, appointments, the catalogue."""

from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from matrikel.records.v1 import (
    application_content_pb2,
    appointment_pb2,
    catalogue_pb2,
    contact_pb2,
    person_pb2,
    student_card_pb2,
)

from tests.requests.named import Named, new_id, of

_CONTACT = "records.v1.ContactService"
_PERSONS = "records.v1.PersonService"
_CARDS = "records.v1.StudentCardService"
_APPOINTMENTS = "records.v1.AppointmentService"

SMALL_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17) + b"IEND\xaeB`\x82"
SOMEWHERE = application_content_pb2.MailingAddress(
    street_address="Am Sande 1", postal_code="21335", city="Lüneburg", country="DE"
)


def _moment(hour: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 12, 1, hour, tzinfo=UTC))
    return moment


@of("records.v1.CatalogueService", "GetProgramme")
def get_programme(named: Named) -> catalogue_pb2.GetProgrammeRequest:
    """The programme."""
    return catalogue_pb2.GetProgrammeRequest(programme_code=named.programme_code)


@of("records.v1.CatalogueService", "ListProgrammeContacts")
def list_programme_contacts(named: Named) -> catalogue_pb2.ListProgrammeContactsRequest:
    """Who is in charge of the programme."""
    return catalogue_pb2.ListProgrammeContactsRequest(programme_code=named.programme_code)


@of(_PERSONS, "ListMemberships")
def list_memberships(named: Named) -> person_pb2.ListMembershipsRequest:
    """What the person is a member of."""
    return person_pb2.ListMembershipsRequest(person_id=named.person_id)


@of(_PERSONS, "ListFormerNames")
def list_former_names(named: Named) -> person_pb2.ListFormerNamesRequest:
    """The person's former names."""
    return person_pb2.ListFormerNamesRequest(person_id=named.person_id)


@of(_PERSONS, "CorrectPerson")
def correct_person(named: Named) -> person_pb2.CorrectPersonRequest:
    """Another birth date, tried out."""
    return person_pb2.CorrectPersonRequest(
        person_id=named.person_id,
        birth_date=Date(year=2003, month=3, day=28),
        reason="Reisepass lag vor",
        validate_only=True,
        request_id=new_id(),
    )


@of(_PERSONS, "ListPersonCorrections")
def list_person_corrections(named: Named) -> person_pb2.ListPersonCorrectionsRequest:
    """What was corrected about the person."""
    return person_pb2.ListPersonCorrectionsRequest(person_id=named.person_id)


@of(_PERSONS, "UploadPhoto")
def upload_photo(named: Named) -> person_pb2.UploadPhotoRequest:
    """A small photo."""
    return person_pb2.UploadPhotoRequest(
        person_id=named.person_id, file_name="ich.png", content=SMALL_PNG, request_id=new_id()
    )


@of(_PERSONS, "DownloadPhoto")
def download_photo(named: Named) -> person_pb2.DownloadPhotoRequest:
    """The person's photo."""
    return person_pb2.DownloadPhotoRequest(person_id=named.person_id)


@of(_PERSONS, "RemovePhoto")
def remove_photo(named: Named) -> person_pb2.RemovePhotoRequest:
    """The person's photo."""
    return person_pb2.RemovePhotoRequest(person_id=named.person_id, request_id=new_id())


@of(_CONTACT, "GetContactData")
def get_contact_data(named: Named) -> contact_pb2.GetContactDataRequest:
    """How the person is reached."""
    return contact_pb2.GetContactDataRequest(person_id=named.person_id)


@of(_CONTACT, "GetLetterAddress")
def get_letter_address(named: Named) -> contact_pb2.GetLetterAddressRequest:
    """Where a letter of today goes."""
    return contact_pb2.GetLetterAddressRequest(person_id=named.person_id)


@of(_CONTACT, "SetHomeAddress")
def set_home_address(named: Named) -> contact_pb2.SetHomeAddressRequest:
    """A home address from today on."""
    return contact_pb2.SetHomeAddressRequest(
        person_id=named.person_id, address=SOMEWHERE, request_id=new_id()
    )


@of(_CONTACT, "SetSemesterAddress")
def set_semester_address(named: Named) -> contact_pb2.SetSemesterAddressRequest:
    """A semester address from today on."""
    return contact_pb2.SetSemesterAddressRequest(
        person_id=named.person_id, address=SOMEWHERE, request_id=new_id()
    )


@of(_CONTACT, "RemoveSemesterAddress")
def remove_semester_address(named: Named) -> contact_pb2.RemoveSemesterAddressRequest:
    """No semester address from today on."""
    return contact_pb2.RemoveSemesterAddressRequest(person_id=named.person_id, request_id=new_id())


@of(_CONTACT, "ChooseCorrespondenceAddress")
def choose_correspondence_address(
    named: Named,
) -> contact_pb2.ChooseCorrespondenceAddressRequest:
    """Letters go home."""
    return contact_pb2.ChooseCorrespondenceAddressRequest(
        person_id=named.person_id, kind=contact_pb2.ADDRESS_KIND_HOME, request_id=new_id()
    )


@of(_CONTACT, "AddContactEntry")
def add_contact_entry(named: Named) -> contact_pb2.AddContactEntryRequest:
    """A fax number."""
    return contact_pb2.AddContactEntryRequest(
        person_id=named.person_id,
        kind=contact_pb2.CONTACT_ENTRY_KIND_FAX,
        value="04131 677-2278",
        request_id=new_id(),
    )


@of(_CONTACT, "UpdateContactEntry")
def update_contact_entry(named: Named) -> contact_pb2.UpdateContactEntryRequest:
    """The number in another spelling."""
    return contact_pb2.UpdateContactEntryRequest(
        person_id=named.person_id,
        contact_entry_id=named.contact_entry_id,
        value="+49 4131 677 2277",
        request_id=new_id(),
    )


@of(_CONTACT, "DeleteContactEntry")
def delete_contact_entry(named: Named) -> contact_pb2.DeleteContactEntryRequest:
    """The number."""
    return contact_pb2.DeleteContactEntryRequest(
        person_id=named.person_id, contact_entry_id=named.contact_entry_id, request_id=new_id()
    )


@of(_CONTACT, "ListContactHistory")
def list_contact_history(named: Named) -> contact_pb2.ListContactHistoryRequest:
    """The first page of the changes."""
    return contact_pb2.ListContactHistoryRequest(person_id=named.person_id, page_size=5)


@of(_CARDS, "ListStudentCards")
def list_student_cards(named: Named) -> student_card_pb2.ListStudentCardsRequest:
    """The cards of the person."""
    return student_card_pb2.ListStudentCardsRequest(person_id=named.person_id)


@of(_CARDS, "GetStudentCard")
def get_student_card(named: Named) -> student_card_pb2.GetStudentCardRequest:
    """The card."""
    return student_card_pb2.GetStudentCardRequest(student_card_id=named.student_card_id)


@of(_CARDS, "IssueStudentCard")
def issue_student_card(named: Named) -> student_card_pb2.IssueStudentCardRequest:
    """A card by post."""
    return student_card_pb2.IssueStudentCardRequest(
        person_id=named.person_id,
        delivery=application_content_pb2.CARD_DELIVERY_POST,
        request_id=new_id(),
    )


@of(_CARDS, "DeliverStudentCard")
def deliver_student_card(named: Named) -> student_card_pb2.DeliverStudentCardRequest:
    """The card was handed over."""
    return student_card_pb2.DeliverStudentCardRequest(
        student_card_id=named.student_card_id,
        delivery=application_content_pb2.CARD_DELIVERY_IN_PERSON,
        request_id=new_id(),
    )


@of(_CARDS, "BlockStudentCard")
def block_student_card(named: Named) -> student_card_pb2.BlockStudentCardRequest:
    """The card was lost, tried out."""
    return student_card_pb2.BlockStudentCardRequest(
        student_card_id=named.student_card_id,
        reason=application_content_pb2.CARD_LOSS_LOST,
        validate_only=True,
        request_id=new_id(),
    )


@of(_CARDS, "ReturnStudentCard")
def return_student_card(named: Named) -> student_card_pb2.ReturnStudentCardRequest:
    """The card was handed in today, tried out."""
    return student_card_pb2.ReturnStudentCardRequest(
        student_card_id=named.student_card_id, validate_only=True, request_id=new_id()
    )


@of(_CARDS, "CheckStudentCard")
def check_student_card(named: Named) -> student_card_pb2.CheckStudentCardRequest:
    """Whether the card is valid."""
    return student_card_pb2.CheckStudentCardRequest(card_number=named.card_number)


@of(_APPOINTMENTS, "OfferAppointments")
def offer_appointments(_named: Named) -> appointment_pb2.OfferAppointmentsRequest:
    """Two appointments."""
    return appointment_pb2.OfferAppointmentsRequest(
        start_time=_moment(9),
        end_time=_moment(10),
        minutes_each=30,
        location="C5.101",
        request_id=new_id(),
    )


@of(_APPOINTMENTS, "ListOfferedAppointments")
def list_offered_appointments(
    _named: Named,
) -> appointment_pb2.ListOfferedAppointmentsRequest:
    """The first page of the caller's list."""
    return appointment_pb2.ListOfferedAppointmentsRequest(page_size=5)


@of(_APPOINTMENTS, "CancelAppointment")
def cancel_appointment(named: Named) -> appointment_pb2.CancelAppointmentRequest:
    """The appointment has to be cancelled, tried out."""
    return appointment_pb2.CancelAppointmentRequest(
        appointment_id=named.appointment_id, validate_only=True, request_id=new_id()
    )


@of(_APPOINTMENTS, "ListFreeAppointments")
def list_free_appointments(named: Named) -> appointment_pb2.ListFreeAppointmentsRequest:
    """The first page of what the person can book."""
    return appointment_pb2.ListFreeAppointmentsRequest(person_id=named.person_id, page_size=5)


@of(_APPOINTMENTS, "ListBookedAppointments")
def list_booked_appointments(
    named: Named,
) -> appointment_pb2.ListBookedAppointmentsRequest:
    """What the person booked."""
    return appointment_pb2.ListBookedAppointmentsRequest(person_id=named.person_id)


@of(_APPOINTMENTS, "BookAppointment")
def book_appointment(named: Named) -> appointment_pb2.BookAppointmentRequest:
    """The free appointment."""
    return appointment_pb2.BookAppointmentRequest(
        person_id=named.person_id,
        appointment_id=named.free_appointment_id,
        subject="Anerkennung",
        request_id=new_id(),
    )


@of(_APPOINTMENTS, "CancelBooking")
def cancel_booking(named: Named) -> appointment_pb2.CancelBookingRequest:
    """The appointment that the person booked."""
    return appointment_pb2.CancelBookingRequest(
        appointment_id=named.appointment_id, request_id=new_id()
    )
