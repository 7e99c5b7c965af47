"""What certificates hears: whether what it printed still holds, and where students are reached.

Each event may come twice, and an older one after a newer one: neither changes anything.
"""

from uuid import UUID

from chassis.database import Transaction
from chassis.events import Hearing
from matrikel.exams.v1 import status_pb2
from matrikel.exams.v1.events_pb2 import RecognitionChanged, RegistrationChanged, ResultCorrected
from matrikel.identity.v1.events_pb2 import AccountChanged, AccountCreated
from matrikel.records.v1.events_pb2 import Enrolled, PersonChanged

from certificates.app.accounts import remember_account
from certificates.app.outdating import heard_change
from certificates.clients.exams_unpacking import unpack_result
from certificates.clients.records_unpacking import unpack_enrolment, unpack_person
from certificates.domain.basis import (
    enrolment_part,
    gone_result,
    person_part,
    recognised_result,
    result_key,
    result_parts,
)

# With one of these a registration has no result any more, where it had one.
_WITHOUT_RESULT = frozenset(
    {
        status_pb2.REGISTRATION_STATUS_WITHDRAWAL_APPROVED,
        status_pb2.REGISTRATION_STATUS_DEREGISTERED,
    }
)


def on_person_changed(tx: Transaction, event: PersonChanged) -> None:
    """A name or a fact of birth may be another one."""
    person = unpack_person(event.person)
    heard_change(tx, person.person_id, {"person": person_part(person)})


def on_enrolled(tx: Transaction, event: Enrolled) -> None:
    """An enrolment changed: leave, part-time study, the programme, its end."""
    enrolment = unpack_enrolment(event.enrolment)
    change = {
        "person": person_part(unpack_person(event.person)),
        "enrolments": {str(enrolment.enrolment_id): enrolment_part(enrolment)},
    }
    heard_change(tx, enrolment.person_id, change)


def on_result_corrected(tx: Transaction, event: ResultCorrected) -> None:
    """A released result is another one."""
    change = {"results": result_parts((unpack_result(event.result),))}
    heard_change(tx, UUID(event.result.person_id), change)


def on_registration_changed(tx: Transaction, event: RegistrationChanged) -> None:
    """A result may have been taken away: the office approved a withdrawal afterwards."""
    registration = event.registration
    if registration.status in _WITHOUT_RESULT:
        key = result_key(registration_id=registration.registration_id)
        heard_change(tx, UUID(registration.person_id), {"results": gone_result(key)})


def on_recognition_changed(tx: Transaction, event: RecognitionChanged) -> None:
    """A recognition was made, changed or taken back."""
    recognition = event.recognition
    key = result_key(recognition_id=recognition.recognition_id)
    part = (
        gone_result(key)
        if recognition.HasField("revoke_time")
        else recognised_result(key, recognition.grade, recognition.credits_tenths)
    )
    heard_change(tx, UUID(recognition.person_id), {"results": part})


def on_account_created(tx: Transaction, event: AccountCreated) -> None:
    """An account was made; its mailbox is the person's."""
    account = event.account
    remember_account(tx, UUID(account.person_id), account.user_name, account.mailbox)


def on_account_changed(tx: Transaction, event: AccountChanged) -> None:
    """An account changed; its mailbox may be another one."""
    account = event.account
    remember_account(tx, UUID(account.person_id), account.user_name, account.mailbox)


HEARD = (
    Hearing(PersonChanged, on_person_changed),
    Hearing(Enrolled, on_enrolled),
    Hearing(ResultCorrected, on_result_corrected),
    Hearing(RegistrationChanged, on_registration_changed),
    Hearing(RecognitionChanged, on_recognition_changed),
    Hearing(AccountCreated, on_account_created),
    Hearing(AccountChanged, on_account_changed),
)
