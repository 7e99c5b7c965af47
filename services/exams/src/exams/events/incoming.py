"""What exams hears, so that it decides alone: persons, enrolments, calendar, accounts."""

from uuid import UUID

from chassis.database import Transaction
from chassis.events import Hearing
from chassis.packing import unpack_date, unpack_name, unpack_semester, unpack_text
from matrikel.identity.v1 import account_pb2
from matrikel.identity.v1.events_pb2 import AccountChanged, AccountCreated
from matrikel.records.v1 import enrolment_pb2, person_pb2
from matrikel.records.v1.events_pb2 import (
    PRESELECTION_GROUND_CHILD_CARE,
    PRESELECTION_GROUND_PART_TIME,
    Enrolled,
    PersonChanged,
    PreselectionRightChanged,
    SemesterPublished,
)

from exams.app import copies
from exams.domain.examinations import EnrolledSemester, SemesterStatus
from exams.store.students import EnrolmentCopy, PersonCopy

_STATUSES = {
    enrolment_pb2.SEMESTER_STATUS_ENROLLED: SemesterStatus.ENROLLED,
    enrolment_pb2.SEMESTER_STATUS_REREGISTERED: SemesterStatus.REREGISTERED,
    enrolment_pb2.SEMESTER_STATUS_ON_LEAVE: SemesterStatus.ON_LEAVE,
    enrolment_pb2.SEMESTER_STATUS_ABROAD: SemesterStatus.ABROAD,
}

# As they are kept.
_GROUNDS = {
    PRESELECTION_GROUND_PART_TIME: "part_time",
    PRESELECTION_GROUND_CHILD_CARE: "child_care",
}


def on_person_changed(tx: Transaction, event: PersonChanged) -> None:
    """A person was entered or changed."""
    copies.keep_person(tx, _person(event.person))


def on_enrolled(tx: Transaction, event: Enrolled) -> None:
    """A person was enrolled, or an enrolment changed its state."""
    copies.keep_enrolment(tx, _person(event.person), _enrolment(event.enrolment))


def on_semester_published(tx: Transaction, event: SemesterPublished) -> None:
    """The dates of a semester were published or changed."""
    copies.keep_semester(
        tx,
        unpack_semester(event.semester.semester),
        (
            unpack_date(event.semester.lectures_first_date),
            unpack_date(event.semester.lectures_last_date),
        ),
    )


def on_account_created(tx: Transaction, event: AccountCreated) -> None:
    """An account was made: a student's mailbox or an examiner's name becomes known."""
    _keep_account(tx, event.account)


def on_account_changed(tx: Transaction, event: AccountChanged) -> None:
    """An account changed: its mailbox or name may be another one."""
    _keep_account(tx, event.account)


def on_preselection_right_changed(tx: Transaction, event: PreselectionRightChanged) -> None:
    """A right of pre-selection in lotteries was proven, or taken back."""
    copies.keep_preselection_right(
        tx,
        right_id=UUID(event.preselection_right_id),
        person_id=UUID(event.person_id),
        semester=unpack_semester(event.semester),
        ground=_GROUNDS[event.ground],
        holds=event.holds,
    )


HEARD = (
    Hearing(PersonChanged, on_person_changed),
    Hearing(Enrolled, on_enrolled),
    Hearing(SemesterPublished, on_semester_published),
    Hearing(AccountCreated, on_account_created),
    Hearing(AccountChanged, on_account_changed),
    Hearing(PreselectionRightChanged, on_preselection_right_changed),
)


def _keep_account(tx: Transaction, account: account_pb2.Account) -> None:
    copies.keep_account(
        tx,
        person_id=UUID(account.person_id),
        user_name=account.user_name,
        mailbox=account.mailbox,
        display_name=unpack_name(account.name).full,
    )


def _person(person: person_pb2.Person) -> PersonCopy:
    return PersonCopy(
        person_id=UUID(person.person_id),
        matriculation_number=person.matriculation_number,
        name=unpack_name(person.name),
        version=person.version,
    )


def _enrolment(enrolment: enrolment_pb2.Enrolment) -> EnrolmentCopy:
    programme = enrolment.programme
    if len(programme.regulations_versions) != 1:
        raise ValueError(
            f"enrolment {enrolment.enrolment_id} names "
            f"{len(programme.regulations_versions)} regulations versions instead of one"
        )
    version = programme.regulations_versions[0]
    return EnrolmentCopy(
        enrolment_id=UUID(enrolment.enrolment_id),
        person_id=UUID(enrolment.person_id),
        degree_code=programme.degree.degree_code,
        degree_name=unpack_text(programme.degree.name),
        programme_code=programme.programme_code,
        programme_name=unpack_text(programme.name),
        regulations_version_code=version.regulations_version_code,
        regulations_version_name=unpack_text(version.name),
        first_enrolment_date=unpack_date(enrolment.first_enrolment_date),
        end_date=unpack_date(enrolment.end_date) if enrolment.HasField("end_date") else None,
        semesters=tuple(
            EnrolledSemester(
                unpack_semester(one.semester),
                _STATUSES[one.status],
                one.programme_semester,
                one.part_time,
            )
            for one in enrolment.semesters
        ),
    )
