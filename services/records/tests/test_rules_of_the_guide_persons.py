"""The rules of the guide about personal details, cards, membership and who is in charge."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.values import PersonName
from matrikel.access.v1 import access_pb2
from matrikel.records.v1 import contact_pb2
from records.app import addresses, card_desk
from records.app.appointments import Host, book_appointment, offer_appointments
from records.app.contact import add_contact_entry, contact_data_of
from records.app.contributions import bring_contributions_up_to_date
from records.app.memberships import memberships_of
from records.app.names import change_name, former_names_of
from records.app.payments import book_payment
from records.app.public_facts import contacts_of_programme
from records.app.student_cards import issue_card, replace_card
from records.domain.appointments import HostOffice, Series
from records.domain.catalogue import ContactFunction
from records.domain.contact import EntryKind
from records.domain.student_cards import CardDelivery, CardLoss, StudentCard

from services.records.tests.persons_factories import ABROAD, HOME, ROOM, Enrol

TODAY = date(2026, 11, 2)


@pytest.fixture
def person_id(enrol: Enrol) -> UUID:
    return enrol().person.person_id


def test_students_change_their_details_themselves_but_not_the_home_address() -> None:
    """002_…, "Changing your personal details": "you have the chance to change your details
    independently via myCampus"; "address and name changes […] should be communicated to the
    administrator at Student Services".
    """
    service = contact_pb2.DESCRIPTOR.services_by_name["ContactService"]
    writes = {
        method.name: {
            role
            for grant in method.GetOptions().Extensions[access_pb2.access].grants
            for role in grant.roles
        }
        for method in service.methods
        if not method.name.startswith(("Get", "List"))
    }
    of_students = {name for name, roles in writes.items() if access_pb2.ROLE_STUDENT in roles}
    assert writes["SetHomeAddress"] == {access_pb2.ROLE_STUDENT_SERVICES}
    assert of_students == set(writes) - {"SetHomeAddress"}


def test_documents_reach_students_where_they_live_on_the_day(
    loaded: Database, person_id: UUID, clock: DrivenClock
) -> None:
    """002_…, "Changing your personal details": "the amended details should be communicated […]
    immediately in order to ensure that important programme documents reach you".
    """
    within(loaded, addresses.set_home_address, person_id, HOME, TODAY, "sservice")
    clock.set(datetime(2026, 11, 9, 9, tzinfo=UTC))
    moves = date(2026, 11, 16)
    within(loaded, addresses.set_home_address, person_id, ABROAD, moves, "sservice")
    before, _ = within(loaded, addresses.letter_to, person_id, date(2026, 11, 15))
    after, _ = within(loaded, addresses.letter_to, person_id, moves)
    assert (before.address, after.address) == (HOME, ABROAD)


def test_students_are_reached_by_phone_and_mobile(loaded: Database, person_id: UUID) -> None:
    """002_…, "Changing your personal details": "you should also communicate your telephone number
    or mobile phone number".
    """
    for kind, number in ((EntryKind.PHONE, "04131 677-2277"), (EntryKind.MOBILE, "0171 1234567")):
        within(loaded, add_contact_entry, person_id, kind, number, "lg100001")
    entries = within(loaded, contact_data_of, person_id).entries
    assert [each.value for each in entries] == ["+4941316772277", "+491711234567"]


def test_a_changed_name_leaves_the_former_one_on_record(loaded: Database, person_id: UUID) -> None:
    """002_…, "Changing your personal details": "in the case of a name change, we require the
    application and the name-change document".
    """
    new = PersonName("Ayşe", "Schmidt", birth_name="Öztürk")
    within(loaded, change_name, person_id, new, TODAY, "sservice")
    (former,) = within(loaded, former_names_of, person_id)
    assert former.name.family_name == "Öztürk"


def test_enrolment_makes_a_member_of_school_faculty_and_student_council(
    loaded: Database, person_id: UUID
) -> None:
    """002_…, "Enrolment": students "belong to a specific school" and "also become members of a
    specific faculty and Student Council through the selection of their degree programme".
    """
    (one,) = within(loaded, memberships_of, person_id)
    programme = one.enrolment.programme
    assert one.school_name.de == "College"
    assert programme.faculty_name.de == "Fakultät Geist"
    assert programme.student_council.de == "Fachschaft Geist"


def test_an_appointment_is_booked_in_the_advisers_list(loaded: Database, person_id: UUID) -> None:
    """002_…, "Administrative topics and examinations": "To make a personal appointment, please
    register in your advisor's list".
    """
    start = datetime(2026, 11, 3, 9, tzinfo=UTC)
    times = Series(start, start + timedelta(minutes=30), None, weeks=1)
    host = Host("padvise", HostOffice.ADVISER)
    (offered,) = within(loaded, offer_appointments, host, times, "Raum 1")
    appointment_id = offered.appointment.appointment_id
    booked = within(loaded, book_appointment, person_id, appointment_id, "Prüfungen")
    assert booked.appointment.person_id == person_id


def test_the_administrator_assigned_to_a_programme_is_named(loaded: Database) -> None:
    """002_…, "Programme coordination": "please contact the administrator assigned to your
    programme".
    """
    _, contacts = within(loaded, contacts_of_programme, "HIST-BA", "")
    (administrator,) = (each for each in contacts if each.function is ContactFunction.ADMINISTRATOR)
    assert (administrator.name, administrator.email) == ("Sara Service", "sara@example.org")


def test_the_card_comes_once_the_contribution_is_complete(
    loaded: Database, person_id: UUID
) -> None:
    """002_…, "Re-registration": "Only once the complete contribution has been received will you
    receive your student card".
    """
    issued = within(loaded, issue_card, person_id, CardDelivery.POST)
    assert isinstance(issued, StudentCard)
    semester = issued.valid_until_semester
    within(loaded, card_desk.return_card, issued.student_card_id, TODAY)
    within(loaded, bring_contributions_up_to_date, semester, [person_id])
    within(loaded, book_payment, person_id, 24314, TODAY)
    refused = within(loaded, issue_card, person_id, CardDelivery.POST)
    assert isinstance(refused, tuple)
    assert [each.reason for each in refused] == ["CONTRIBUTION_OPEN"]
    within(loaded, book_payment, person_id, 1, TODAY)
    assert isinstance(within(loaded, issue_card, person_id, CardDelivery.POST), StudentCard)


def test_the_note_field_tells_when_to_re_register(loaded: Database, person_id: UUID) -> None:
    """002_…, "Re-registration": "The exact dates are indicated in the note field of your student
    card".
    """
    issued = within(loaded, issue_card, person_id, CardDelivery.POST)
    assert isinstance(issued, StudentCard)
    note = within(loaded, card_desk.card_with_id, issued.student_card_id).note
    assert note.next_semester is not None
    assert note.next_semester.semester.code == "2027S"
    assert (note.ticket_from, note.ticket_until) == (date(2026, 10, 1), date(2027, 3, 31))


def test_after_theft_the_new_card_is_handed_over_else_it_is_sent(
    loaded: Database, person_id: UUID
) -> None:
    """002_…, "Provision of the new semester ticket/ student card": "In the case of theft, the new
    semester ticket/ the student card can be issued immediately in person. In all other cases, it is
    sent by post to the indicated address".
    """
    within(loaded, issue_card, person_id, CardDelivery.POST)
    in_person, post = CardDelivery.IN_PERSON, CardDelivery.POST
    assert within(loaded, replace_card, person_id, CardLoss.STOLEN, in_person)
    for loss in (CardLoss.LOST, CardLoss.DAMAGED):
        with pytest.raises(Failure) as refused:
            within(loaded, replace_card, person_id, loss, in_person)
        assert refused.value.reason == "DELIVERY_BY_POST"
        new = within(loaded, replace_card, person_id, loss, post, ROOM)
        sent = within(loaded, card_desk.deliver_card, new.student_card_id, post)
        assert sent.envelope[1:] == ("bei Müller", "Uelzener Straße 12 a", "21335 Lüneburg")
