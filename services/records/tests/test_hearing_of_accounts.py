"""The mailbox of a new account becomes the person's."""

from collections.abc import Callable
from uuid import UUID, uuid4

from chassis.database import Database
from chassis.testing import within
from google.protobuf.message import Message
from matrikel.identity.v1.account_pb2 import Account
from matrikel.identity.v1.events_pb2 import AccountChanged, AccountCreated
from matrikel.records.v1.events_pb2 import PersonChanged
from records.app.enrolling import PersonEnrolled
from records.app.persons import person_with_id
from records.events.incoming import on_account_changed, on_account_created

Enrol = Callable[..., PersonEnrolled]
Told = Callable[[], list[Message]]


def created(person_id: UUID, mailbox: str = "lg100001@stud.example.org") -> AccountCreated:
    return AccountCreated(account=Account(person_id=str(person_id), mailbox=mailbox, version=1))


def test_the_mailbox_is_stored_and_told(loaded: Database, enrol: Enrol, told: Told) -> None:
    person = enrol().person
    told()
    within(loaded, on_account_created, created(person.person_id))
    stored = within(loaded, person_with_id, person.person_id)
    assert (stored.mailbox, stored.version) == ("lg100001@stud.example.org", 2)
    (event,) = told()
    assert isinstance(event, PersonChanged)
    assert (event.person.mailbox, event.person.version) == ("lg100001@stud.example.org", 2)


def test_a_known_mailbox_tells_nothing(loaded: Database, enrol: Enrol, told: Told) -> None:
    person = enrol().person
    within(loaded, on_account_created, created(person.person_id))
    told()
    within(loaded, on_account_created, created(person.person_id))
    assert told() == []
    assert within(loaded, person_with_id, person.person_id).version == 2


def test_a_new_mailbox_of_an_account_becomes_the_persons(
    loaded: Database, enrol: Enrol, told: Told
) -> None:
    person = enrol().person
    within(loaded, on_account_created, created(person.person_id))
    told()
    moved = created(person.person_id, "ayse@leuphana.example").account
    within(loaded, on_account_changed, AccountChanged(account=moved))
    stored = within(loaded, person_with_id, person.person_id)
    assert stored.mailbox == "ayse@leuphana.example"
    (event,) = told()
    assert isinstance(event, PersonChanged)


def test_an_account_of_somebody_who_is_no_student_changes_nothing(
    loaded: Database, told: Told
) -> None:
    told()
    within(loaded, on_account_created, created(uuid4(), "ameier@example.org"))
    assert told() == []
