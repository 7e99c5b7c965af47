"""Library cards that tutors hand out in the opening week."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from chassis.testing import DrivenClock
from chassis.values import PersonName
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import events_pb2, library_pb2
from matrikel.identity.v1 import library_handover_pb2 as messages
from matrikel.type.v1 import semester_pb2

from services.identity.tests.services_factories import (
    Campus,
    card_number,
    enrol,
    mails_of_kind,
    new_id,
)


@pytest.fixture
def campus(identity: Any) -> Campus:
    """The service with the university's library rules."""
    return Campus(identity)


def freshers(campus: Campus, count: int = 3) -> list[UUID]:
    names = ("Adler", "Brandt", "Celik", "Demir", "Ebert")
    return [enrol(campus.database, name=PersonName("Kim", family)) for family in names[:count]]


async def create(
    campus: Campus, programme: str = "KUWI-BA", most: int = 30, **more: Any
) -> messages.HandoverList:
    request = messages.CreateHandoverListRequest(
        name="Gruppe 7",
        programme_code=programme,
        semester=semester_pb2.Semester(code="2026W"),
        most_people=most,
        request_id=new_id(),
        **more,
    )
    answer = await campus.handover.CreateHandoverList(request, metadata=campus.desk())
    return answer.handover_list


async def assign(campus: Campus, list_id: str, *numbers: int) -> messages.HandoverList:
    request = messages.AssignHandoverCardsRequest(
        handover_list_id=list_id,
        card_numbers=[card_number(each) for each in numbers],
        request_id=new_id(),
    )
    answer = await campus.handover.AssignHandoverCards(request, metadata=campus.desk())
    return answer.handover_list


async def record(campus: Campus, list_id: str, *people: UUID) -> messages.RecordHandoverResponse:
    request = messages.RecordHandoverRequest(
        handover_list_id=list_id, person_ids=map(str, people), request_id=new_id()
    )
    return await campus.handover.RecordHandover(request, metadata=campus.desk())


async def close(campus: Campus, list_id: str, **more: Any) -> messages.HandoverList:
    request = messages.CloseHandoverListRequest(
        handover_list_id=list_id, request_id=new_id(), **more
    )
    answer = await campus.handover.CloseHandoverList(request, metadata=campus.desk())
    return answer.handover_list


async def export(campus: Campus, list_id: str) -> bytes:
    request = messages.ExportHandoverListRequest(handover_list_id=list_id, language="en")
    answer = await campus.handover.ExportHandoverList(request, metadata=campus.desk())
    data: bytes = answer.body.data
    return data


async def import_file(campus: Campus, list_id: str, content: bytes, **more: Any) -> Any:
    request = messages.ImportHandoverRequest(
        handover_list_id=list_id, content=content, request_id=new_id(), **more
    )
    return await campus.handover.ImportHandover(request, metadata=campus.desk())


async def account_of(campus: Campus, person_id: UUID) -> library_pb2.LibraryAccount:
    request = library_pb2.GetLibraryAccountRequest(person_id=str(person_id))
    answer = await campus.library.GetLibraryAccount(request, metadata=campus.desk())
    return answer.library_account


async def test_a_tutor_hands_out_cards_in_the_opening_week(campus: Campus) -> None:
    """Guide 001, "Library account": "You will receive your Leuphana Card during the Opening Week
    from your Opening Week Tutor."
    """
    first, second, third = freshers(campus)
    made = await create(campus)
    assert [each.name.family_name for each in made.entries] == ["Adler", "Brandt", "Celik"]
    waiting = await account_of(campus, first)
    assert waiting.pickup == library_pb2.LIBRARY_CARD_PICKUP_TUTOR
    assert waiting.handover_list_name == "Gruppe 7"
    await assign(campus, made.handover_list_id, 1, 2, 3)
    done = await record(campus, made.handover_list_id, first, second)
    assert done.handover_list.handed_over == 2
    told = campus.identity.told(events_pb2.LibraryCardIssued)
    assert {(each.person_id, each.card_number) for each in told} == {
        (str(first), card_number(1)),
        (str(second), card_number(2)),
    }
    await record(campus, made.handover_list_id, first)
    assert len(campus.identity.told(events_pb2.LibraryCardIssued)) == 2
    card = (await account_of(campus, first)).cards[0]
    assert card.pickup == library_pb2.LIBRARY_CARD_PICKUP_TUTOR
    assert card.identity_document == 0
    assert (await account_of(campus, third)).cards == []


async def test_whoever_was_not_there_comes_to_the_library(campus: Campus) -> None:
    """Guide 001, "Library account": "If you need the card beforehand or were not present during the
    Opening Week, you will alternatively receive the Leuphana Card when you register in the
    library."
    """
    early, present, absent = freshers(campus)
    made = await create(campus)
    await assign(campus, made.handover_list_id, 1, 2, 3)
    await campus.issue_card(early, 9)
    done = await record(campus, made.handover_list_id, early, present)
    assert [each.person_id for each in done.left] == [str(early)]
    dry = await close(campus, made.handover_list_id, validate_only=True)
    assert not dry.HasField("close_time")
    closed = await close(campus, made.handover_list_id)
    assert closed.HasField("close_time")
    [(_, text)] = mails_of_kind(campus.database, "library_come")
    assert "Servicetisch" in text
    await campus.issue_card(absent, 3)
    refusal = await campus.identity.refusal(record(campus, made.handover_list_id, absent))
    assert refusal.reason == "HANDOVER_CLOSED"


async def test_students_of_a_master_get_their_cards_at_the_library(campus: Campus) -> None:
    """Guide 001, "Library account": "If you are studying for a Master's degree, you will also
    receive the card when you register in the library."
    """
    enrol(campus.database, school="graduate-school", programme="MDS-MSC")
    refusal = await campus.identity.refusal(create(campus, "MDS-MSC"))
    assert refusal.reason == "HANDOVER_PROGRAMME_AT_THE_DESK"


async def test_nobody_stands_on_two_lists_or_gets_a_second_card(campus: Campus) -> None:
    people = freshers(campus, 5)
    enrol(campus.database, first_semester="2025W")
    await campus.issue_card(people[0], 9)
    dry = await create(campus, most=2, validate_only=True)
    assert dry.people == 2
    first, second = await asyncio.gather(create(campus, most=2), create(campus, most=2))
    on_lists = [each.person_id for one in (first, second) for each in one.entries]
    assert sorted(on_lists) == sorted(map(str, people[1:]))
    refusal = await campus.identity.refusal(create(campus))
    assert refusal.reason == "HANDOVER_NOBODY"


async def test_cards_are_assigned_once(campus: Campus) -> None:
    people = freshers(campus)
    made = await create(campus)
    list_id = made.handover_list_id
    stranger = enrol(campus.database, programme="UWI-BSC")
    await campus.issue_card(stranger, 9)
    for numbers, reason in (
        ((1, 1), "LIBRARY_CARD_NUMBER_TWICE"),
        ((9,), "LIBRARY_CARD_NUMBER_TAKEN"),
        ((1, 2, 3, 4), "HANDOVER_TOO_MANY_CARDS"),
    ):
        refusal = await campus.identity.refusal(assign(campus, list_id, *numbers))
        assert refusal.reason == reason
    await assign(campus, list_id, 1)
    refusal = await campus.identity.refusal(assign(campus, list_id, 1))
    assert refusal.reason == "LIBRARY_CARD_NUMBER_TAKEN"
    refusal = await campus.identity.refusal(campus.issue_card(people[1], 1))
    assert refusal.reason == "LIBRARY_CARD_NUMBER_TAKEN"
    refusal = await campus.identity.refusal(record(campus, list_id, people[1]))
    assert refusal.reason == "HANDOVER_ENTRY_WITHOUT_CARD"
    refusal = await campus.identity.refusal(record(campus, list_id, stranger))
    assert refusal.reason == "HANDOVER_ENTRY_UNKNOWN"


async def test_the_slip_in_the_envelope_starts_the_library_account(campus: Campus) -> None:
    first, second = freshers(campus, 2)
    made = await create(campus)
    request = messages.IssueHandoverStartCodesRequest(handover_list_id=made.handover_list_id)
    refusal = await campus.identity.refusal(
        campus.handover.IssueHandoverStartCodes(request, metadata=campus.desk())
    )
    assert refusal.reason == "HANDOVER_WITHOUT_CARDS"
    await assign(campus, made.handover_list_id, 1, 2)
    slips = await campus.handover.IssueHandoverStartCodes(request, metadata=campus.desk())
    codes = {each.person_id: each.start_code for each in slips.start_codes}
    refusal = await campus.identity.refusal(campus.set_secret(1, start_code=codes[str(first)]))
    assert refusal.reason == "LIBRARY_PROOF_REFUSED"
    await record(campus, made.handover_list_id, first)
    await campus.set_secret(1, start_code=codes[str(first)])
    assert (await account_of(campus, first)).state == library_pb2.LIBRARY_ACCOUNT_STATE_ACTIVE
    await close(campus, made.handover_list_id)
    await campus.issue_card(second, 2)
    refusal = await campus.identity.refusal(campus.set_secret(2, start_code=codes[str(second)]))
    assert refusal.reason == "LIBRARY_PROOF_REFUSED"


async def test_the_ticked_list_is_read_again(campus: Campus) -> None:
    first, _ = freshers(campus, 2)
    made = await create(campus)
    list_id = made.handover_list_id
    await assign(campus, list_id, 1, 2)
    blank = await export(campus, list_id)
    ticked = blank.replace(f"{card_number(1)};;".encode(), f"{card_number(1)};x;".encode())
    dry = await import_file(campus, list_id, ticked, validate_only=True)
    assert (dry.newly_handed_over, dry.handover_list.handed_over) == (1, 0)
    done = await import_file(campus, list_id, ticked)
    assert (done.newly_handed_over, done.handover_list.handed_over) == (1, 1)
    again = await import_file(campus, list_id, ticked)
    assert again.newly_handed_over == 0
    assert len((await account_of(campus, first)).cards) == 1
    refusal = await campus.identity.refusal(import_file(campus, list_id, b"a\nb\n"))
    assert refusal.problems == {("content", "HANDOVER_FILE_UNREADABLE")}


async def test_the_lists_go_on_page_by_page_and_are_for_the_desk(
    campus: Campus, clock: DrivenClock
) -> None:
    freshers(campus, 3)
    made = []
    for _ in range(3):
        made.append((await create(campus, most=1)).handover_list_id)
        clock.advance(timedelta(minutes=1))
    seen: list[str] = []
    token = ""
    while len(seen) < 3:
        request = messages.ListHandoverListsRequest(page_size=2, page_token=token)
        page = await campus.handover.ListHandoverLists(request, metadata=campus.desk())
        seen += [each.handover_list_id for each in page.handover_lists]
        token = page.next_page_token
    assert seen == made[::-1]
    assert token == ""
    student = campus.person(enrol(campus.database), access_pb2.ROLE_STUDENT)
    getting = messages.GetHandoverListRequest(handover_list_id=made[0])
    refusal = await campus.identity.refusal(
        campus.handover.GetHandoverList(getting, metadata=student)
    )
    assert refusal.code == "PERMISSION_DENIED"
    nothing = messages.GetHandoverListRequest(handover_list_id=new_id())
    refusal = await campus.identity.refusal(
        campus.handover.GetHandoverList(nothing, metadata=campus.desk())
    )
    assert refusal.code == "NOT_FOUND"
