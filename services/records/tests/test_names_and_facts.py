"""Changed names, corrected facts, photos and memberships."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.database.tables import documents
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock, within
from chassis.values import PersonName
from google.protobuf.message import Message
from matrikel.records.v1.events_pb2 import PersonChanged
from matrikel.records.v1.person_pb2 import SEX_ENTRY_DIVERSE
from records.app.corrections import correct_person, corrections_of
from records.app.memberships import memberships_of
from records.app.names import change_name, former_names_of
from records.app.persons import PersonSearch, person_with_id, search_persons
from records.app.photos import keep_photo, photo_of, remove_photo
from records.domain.person import SexEntry
from records.domain.person_changes import NewFacts, name_problems
from records.store import tables
from sqlalchemy import func, select, update

from services.records.tests.persons_factories import JPEG, PDF, PNG, Enrol

Told = Callable[[], list[Message]]


@pytest.fixture
def person_id(enrol: Enrol) -> UUID:
    return enrol().person.person_id


def test_a_new_name_is_told_found_and_the_former_one_kept(
    loaded: Database, person_id: UUID, told: Told
) -> None:
    told()
    new = PersonName("Ays\u0327e ", "Schmidt", birth_name="Öztürk")
    day = date(2026, 10, 17)
    changed = within(loaded, change_name, person_id, new, day, "sservice")
    assert changed.name == PersonName("Ayşe", "Schmidt", "Öztürk")
    (event,) = told()
    assert isinstance(event, PersonChanged)
    assert (event.person.name.family_name, event.person.version) == ("Schmidt", 2)
    found = within(loaded, search_persons, PersonSearch("", "schmi"), None, 5).persons
    assert [each.person_id for each in found] == [person_id]
    (former,) = within(loaded, former_names_of, person_id)
    assert (former.name, former.until) == (PersonName("Ayşe", "Öztürk"), day)
    assert former.changed_by == "sservice"
    assert within(loaded, change_name, person_id, new, day, "sservice") == changed
    assert told() == []


def test_a_name_that_cannot_be_written_changes_nothing(
    loaded: Database, person_id: UUID, told: Told
) -> None:
    told()
    with pytest.raises(Failure) as refused:
        within(
            loaded, change_name, person_id, PersonName("Анна", "-"), date(2026, 11, 2), "sservice"
        )
    assert refused.value.reason == "PERSON_FACTS_INVALID"
    assert [each.path for each in refused.value.fields] == ["name.given_names", "name.family_name"]
    assert told() == []
    assert name_problems(PersonName("Anna", "Öztürk", title="Dr.")) == ()


def test_corrected_facts_are_told_and_what_stood_there_is_kept(
    loaded: Database, person_id: UUID, told: Told
) -> None:
    told()
    new = NewFacts(birth_date=date(2004, 5, 18), sex_entry=SexEntry.DIVERSE, citizenship="TR")

    def correct(tx: Transaction) -> None:
        correct_person(tx, person_id, new, reason=" Pass ", by="sservice", seen_version=1)

    within(loaded, correct)
    (event,) = told()
    assert isinstance(event, PersonChanged)
    assert event.person.sex_entry == SEX_ENTRY_DIVERSE
    made = within(loaded, corrections_of, person_id)
    assert [(each.fact, each.former_value, each.new_value) for each in made] == [
        ("birth_date", "2004-05-17", "2004-05-18"),
        ("sex_entry", "unknown", "diverse"),
    ]
    assert {(each.reason, each.corrected_by) for each in made} == {("Pass", "sservice")}
    with pytest.raises(Failure) as refused:
        within(loaded, correct)
    assert (refused.value.code, refused.value.reason) == (Code.ABORTED, "PERSON_CHANGED")


def test_a_correction_is_tried_out_without_changing_anything(
    loaded: Database, person_id: UUID, told: Told
) -> None:
    told()

    def correct(tx: Transaction, new: NewFacts) -> SexEntry:
        tried = correct_person(tx, person_id, new, reason="Pass", by="x", validate_only=True)
        return tried.sex_entry

    assert within(loaded, correct, NewFacts(sex_entry=SexEntry.NONE)) is SexEntry.NONE
    assert within(loaded, person_with_id, person_id).sex_entry is SexEntry.UNKNOWN
    with pytest.raises(Failure) as refused:
        within(loaded, correct, NewFacts(birth_date=date(2027, 1, 1), birth_place="5"))
    assert [each.path for each in refused.value.fields] == ["birth_place", "birth_date"]
    with pytest.raises(Failure) as refused:
        within(loaded, correct, NewFacts(citizenship="TR"))
    assert refused.value.reason == "NOTHING_TO_CORRECT"
    assert told() == []


def test_a_photo_is_kept_replaced_and_deleted_for_good(
    loaded: Database, person_id: UUID, told: Told
) -> None:
    told()
    within(loaded, keep_photo, person_id, PNG, "ich.exe")
    photo = within(loaded, photo_of, person_id)
    assert (photo.content, photo.content_type) == (PNG, "image/png")
    assert photo.file_name == "ich.exe.png"
    within(loaded, keep_photo, person_id, JPEG, "ich.jpg")
    within(loaded, remove_photo, person_id)
    has_photo = [each.person.has_photo for each in told() if isinstance(each, PersonChanged)]
    assert has_photo == [True, True, False]
    kept = select(func.count()).select_from(documents)
    assert within(loaded, lambda tx: tx.execute(kept).scalar_one()) == 0
    for use_case in (photo_of, remove_photo):
        with pytest.raises(Failure) as refused:
            within(loaded, use_case, person_id)
        assert refused.value.reason == "PHOTO_UNKNOWN"


@pytest.mark.parametrize("content", [PDF, b"<svg/>", b"GIF89a" + bytes(20)])
def test_what_is_no_photo_by_its_content_is_refused(
    loaded: Database, person_id: UUID, content: bytes
) -> None:
    with pytest.raises(Failure) as refused:
        within(loaded, keep_photo, person_id, content, "ich.png")
    assert refused.value.reason == "PHOTO_TYPE_UNKNOWN"
    assert within(loaded, person_with_id, person_id).photo_document_id is None


def test_memberships_end_with_de_registration(
    loaded: Database, person_id: UUID, clock: DrivenClock
) -> None:
    (one,) = within(loaded, memberships_of, person_id)
    assert one.school_name.en == "College"
    assert one.enrolment.programme.faculty_name.en == "Faculty of Humanities"
    assert one.enrolment.programme.student_council.en == "Student Council Humanities"
    end = update(tables.enrolments).values(end_date=date(2026, 11, 30), end_reason="application")
    within(loaded, lambda tx: tx.execute(end))
    assert len(within(loaded, memberships_of, person_id)) == 1
    clock.set(datetime(2026, 11, 30, 23, tzinfo=UTC))
    assert within(loaded, memberships_of, person_id) == ()
