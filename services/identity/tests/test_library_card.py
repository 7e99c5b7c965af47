"""The Leuphana Card and the library account: registered, issued, blocked, replaced, handed in."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.testing import DrivenClock
from matrikel.identity.v1 import events_pb2
from matrikel.identity.v1 import library_pb2 as messages
from matrikel.identity.v1.account_administration_pb2 import IDENTITY_DOCUMENT_PASSPORT
from matrikel.type.v1 import person_name_pb2

from services.identity.tests.services_factories import (
    SECRET,
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


async def account_of(campus: Campus, person_id: UUID) -> messages.LibraryAccount:
    request = messages.GetLibraryAccountRequest(person_id=str(person_id))
    metadata = campus.person(person_id)
    return (await campus.library.GetLibraryAccount(request, metadata=metadata)).library_account


async def register(campus: Campus, person_id: UUID) -> messages.LibraryAccount:
    request = messages.PreregisterLibraryAccountRequest(
        person_id=str(person_id), request_id=new_id()
    )
    metadata = campus.person(person_id)
    answer = await campus.library.PreregisterLibraryAccount(request, metadata=metadata)
    return answer.library_account


async def block(campus: Campus, number: int, metadata: Any, **more: Any) -> messages.LibraryCard:
    request = messages.BlockLibraryCardRequest(
        **{
            "card_number": card_number(number),
            "loss": messages.LIBRARY_CARD_LOSS_LOST,
            "request_id": new_id(),
            **more,
        }
    )
    return (await campus.library.BlockLibraryCard(request, metadata=metadata)).card


async def unblock(campus: Campus, number: int) -> messages.LibraryCard:
    request = messages.UnblockLibraryCardRequest(
        card_number=card_number(number), request_id=new_id()
    )
    return (await campus.library.UnblockLibraryCard(request, metadata=campus.desk())).card


async def replace(campus: Campus, number: int, new: int) -> messages.LibraryCard:
    request = messages.ReplaceLibraryCardRequest(
        card_number=card_number(number),
        new_card_number=card_number(new),
        loss=messages.LIBRARY_CARD_LOSS_LOST,
        request_id=new_id(),
    )
    return (await campus.library.ReplaceLibraryCard(request, metadata=campus.desk())).card


async def hand_in(campus: Campus, number: int, **more: Any) -> messages.LibraryCard:
    request = messages.ReturnLibraryCardRequest(
        card_number=card_number(number), request_id=new_id(), **more
    )
    return (await campus.library.ReturnLibraryCard(request, metadata=campus.desk())).card


async def test_one_registers_online_and_gets_the_card_at_the_desk(campus: Campus) -> None:
    """Guide 001, "Library account": "To obtain a user card and a library account, you first
    register online […] and then appear in person at the library service desk to get your card.
    This ID is also called the Leuphana Card." and "The card is issued against a deposit of
    € 10.00."
    """
    student = enrol(campus.database)
    before = await account_of(campus, student)
    assert before.state == messages.LIBRARY_ACCOUNT_STATE_NONE
    assert before.deposit_cents == 1000
    registered = await register(campus, student)
    assert registered.state == messages.LIBRARY_ACCOUNT_STATE_REGISTERED
    assert registered.pickup == messages.LIBRARY_CARD_PICKUP_DESK
    assert campus.identity.told(events_pb2.LibraryCardIssued) == []
    card = await campus.issue_card(student, 1)
    assert card.identity_document == IDENTITY_DOCUMENT_PASSPORT
    [told] = campus.identity.told(events_pb2.LibraryCardIssued)
    assert (told.card_number, told.person_id) == (card_number(1), str(student))
    after = await account_of(campus, student)
    assert after.state == messages.LIBRARY_ACCOUNT_STATE_WITHOUT_SECRET
    assert after.pickup == messages.LIBRARY_CARD_PICKUP_UNSPECIFIED
    [(_, text)] = mails_of_kind(campus.database, "library_card_issued")
    assert "10,00" in text


async def test_nobody_registers_twice_and_a_registration_can_be_taken_back(
    campus: Campus,
) -> None:
    student = enrol(campus.database)
    await register(campus, student)
    refusal = await campus.identity.refusal(register(campus, student))
    assert refusal.reason == "LIBRARY_ACCOUNT_EXISTS"
    request = messages.WithdrawLibraryRegistrationRequest(
        person_id=str(student), request_id=new_id()
    )
    answer = await campus.library.WithdrawLibraryRegistration(
        request, metadata=campus.person(student)
    )
    assert answer.library_account.state == messages.LIBRARY_ACCOUNT_STATE_NONE
    again = messages.WithdrawLibraryRegistrationRequest(person_id=str(student), request_id=new_id())
    refusal = await campus.identity.refusal(
        campus.library.WithdrawLibraryRegistration(again, metadata=campus.person(student))
    )
    assert refusal.reason == "LIBRARY_REGISTRATION_OVER"


async def test_the_desk_issues_one_card_with_a_number_of_its_own(campus: Campus) -> None:
    student, other = enrol(campus.database), enrol(campus.database)
    await campus.issue_card(student, 1)
    for person_id, number, reason in (
        (student, 2, "LIBRARY_CARD_THERE"),
        (other, 1, "LIBRARY_CARD_NUMBER_TAKEN"),
        (uuid4(), 3, "LIBRARY_PERSON_UNKNOWN"),
    ):
        refusal = await campus.identity.refusal(campus.issue_card(person_id, number))
        assert refusal.reason == reason
    wrong = messages.IssueLibraryCardRequest(
        person_id=str(other),
        card_number="31100000010",
        identity_document=IDENTITY_DOCUMENT_PASSPORT,
        request_id=new_id(),
    )
    refusal = await campus.identity.refusal(
        campus.library.IssueLibraryCard(wrong, metadata=campus.desk())
    )
    assert refusal.problems == {("card_number", "LIBRARY_CARD_NUMBER_WRONG")}


async def test_two_desks_at_the_same_moment_issue_one_card(campus: Campus) -> None:
    student, other = enrol(campus.database), enrol(campus.database)
    attempts = [(student, 1), (student, 2), (other, 1), (student, 3)]
    done = await asyncio.gather(
        *(campus.issue_card(*each) for each in attempts), return_exceptions=True
    )
    issued = [each for each in done if isinstance(each, messages.LibraryCard)]
    assert len({each.person_id for each in issued}) == len(issued)
    assert len({each.card_number for each in issued}) == len(issued)
    assert len(campus.identity.told(events_pb2.LibraryCardIssued)) == len(issued)


async def test_a_clerk_does_not_issue_a_card_to_himself(campus: Campus) -> None:
    campus.desk_person = enrol(campus.database)
    refusal = await campus.identity.refusal(campus.issue_card(campus.desk_person, 1))
    assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "OWN_RECORD")


async def test_people_from_outside_are_registered_at_the_desk(campus: Campus) -> None:
    request = messages.RegisterLibraryUserRequest(
        name=person_name_pb2.PersonName(given_names="Grace", family_name="Hopper"),
        email="grace@example.org",
        request_id=new_id(),
    )
    answer = await campus.library.RegisterLibraryUser(request, metadata=campus.desk())
    guest = answer.library_account
    assert (guest.university_user_name, list(guest.affiliations)) == ("", [4])
    again = messages.RegisterLibraryUserRequest()
    again.CopyFrom(request)
    again.request_id = new_id()
    refusal = await campus.identity.refusal(
        campus.library.RegisterLibraryUser(again, metadata=campus.desk())
    )
    assert refusal.reason == "LIBRARY_USER_KNOWN"
    await campus.issue_card(UUID(guest.person_id), 1)
    [(address, _)] = mails_of_kind(campus.database, "library_card_issued")
    assert address == "grace@example.org"
    await campus.set_secret(1, start_code=await campus.start_code(UUID(guest.person_id)))
    on_record = await look_up(campus, 1)
    assert on_record.valid
    assert on_record.name.family_name == "Hopper"


async def look_up(campus: Campus, number: int) -> messages.LibraryCardOnRecord:
    request = messages.GetLibraryCardRequest(card_number=card_number(number))
    return (await campus.library.GetLibraryCard(request, metadata=campus.system("library"))).card


async def test_the_desk_finds_people_by_number_name_and_address(campus: Campus) -> None:
    student = enrol(campus.database)
    await campus.issue_card(student, 7)
    user_name = (await account_of(campus, student)).university_user_name
    for query in (card_number(7), user_name, f"{user_name}@STUD.leuphana.example", "oztu"):
        request = messages.ListLibraryAccountsRequest(query=query)
        found = await campus.library.ListLibraryAccounts(request, metadata=campus.desk())
        assert [each.person_id for each in found.library_accounts] == [str(student)]
    nobody = messages.ListLibraryAccountsRequest(query="%%")
    found = await campus.library.ListLibraryAccounts(nobody, metadata=campus.desk())
    assert list(found.library_accounts) == []


async def test_a_search_goes_on_page_by_page(campus: Campus) -> None:
    people = {str(enrol(campus.database)) for _ in range(5)}
    seen: list[str] = []
    token = ""
    while True:
        request = messages.ListLibraryAccountsRequest(query="Özt", page_size=2, page_token=token)
        page = await campus.library.ListLibraryAccounts(request, metadata=campus.desk())
        seen += [each.person_id for each in page.library_accounts]
        token = page.next_page_token
        if not token:
            break
    assert len(seen) == 5
    assert set(seen) == people


async def test_a_card_is_blocked_by_its_owner_and_opened_by_the_desk(campus: Campus) -> None:
    student, stranger = enrol(campus.database), enrol(campus.database)
    await campus.issue_card(student, 1)
    refusal = await campus.identity.refusal(block(campus, 1, campus.person(stranger)))
    assert refusal.code == "NOT_FOUND"
    own = campus.person(student)
    refusal = await campus.identity.refusal(
        block(campus, 1, own, loss=messages.LIBRARY_CARD_LOSS_BY_LIBRARY)
    )
    assert refusal.reason == "LIBRARY_LOSS_FOR_THE_DESK"
    dry = await block(campus, 1, own, validate_only=True)
    assert dry.state == messages.LIBRARY_CARD_STATE_BLOCKED
    assert (await account_of(campus, student)).state != messages.LIBRARY_ACCOUNT_STATE_BLOCKED
    await block(campus, 1, own)
    assert (await account_of(campus, student)).state == messages.LIBRARY_ACCOUNT_STATE_BLOCKED
    refusal = await campus.identity.refusal(block(campus, 1, own))
    assert refusal.reason == "LIBRARY_CARD_NOT_ACTIVE"
    refusal = await campus.identity.refusal(campus.issue_card(student, 2))
    assert refusal.reason == "LIBRARY_CARD_TO_REPLACE"
    opened = await unblock(campus, 1)
    assert opened.state == messages.LIBRARY_CARD_STATE_ACTIVE
    assert not opened.HasField("end_time")
    refusal = await campus.identity.refusal(unblock(campus, 1))
    assert refusal.reason == "LIBRARY_CARD_NOT_BLOCKED"
    for kind in ("library_card_blocked", "library_card_unblocked"):
        assert len(mails_of_kind(campus.database, kind)) == 1


async def test_a_replaced_card_takes_secret_and_deposit_along(campus: Campus) -> None:
    student = await campus.with_secret(1)
    new = await replace(campus, 1, 2)
    assert new.replaces_card_number == card_number(1)
    assert len(campus.identity.told(events_pb2.LibraryCardIssued)) == 1
    account = await account_of(campus, student)
    assert account.state == messages.LIBRARY_ACCOUNT_STATE_ACTIVE
    assert [each.state for each in account.cards] == [
        messages.LIBRARY_CARD_STATE_ACTIVE,
        messages.LIBRARY_CARD_STATE_REPLACED,
    ]
    former = await look_up(campus, 1)
    assert (former.valid, former.replaced_by_card_number) == (False, card_number(2))
    refusal = await campus.identity.refusal(replace(campus, 1, 3))
    assert refusal.reason == "LIBRARY_CARD_ENDED"
    assert (await checked(campus, 2)).valid


async def test_a_card_that_is_handed_in_gives_the_deposit_back(
    campus: Campus, clock: DrivenClock
) -> None:
    student = await campus.with_secret(1)
    await replace(campus, 1, 2)
    await hand_in(campus, 2, validate_only=True)
    assert campus.identity.told(events_pb2.LibraryCardReturned) == []
    await hand_in(campus, 2)
    [told] = campus.identity.told(events_pb2.LibraryCardReturned)
    assert (told.card_number, told.deposit_card_number) == (card_number(2), card_number(1))
    assert (await account_of(campus, student)).state == messages.LIBRARY_ACCOUNT_STATE_ENDED
    refusal = await campus.identity.refusal(hand_in(campus, 2))
    assert refusal.reason == "LIBRARY_CARD_ENDED"
    clock.advance(timedelta(days=1))
    assert (await register(campus, student)).state == messages.LIBRARY_ACCOUNT_STATE_REGISTERED
    await campus.issue_card(student, 3)
    after = await account_of(campus, student)
    assert after.state == messages.LIBRARY_ACCOUNT_STATE_WITHOUT_SECRET


async def checked(
    campus: Campus, number: int, secret: str = SECRET
) -> messages.LibraryCardOnRecord:
    request = messages.CheckLibraryCardRequest(
        card_number=card_number(number), secret=secret, client_address="192.0.2.40"
    )
    metadata = campus.system("library")
    return (await campus.library.CheckLibraryCard(request, metadata=metadata)).card


async def test_students_and_systems_without_the_scope_stay_away_from_the_desk(
    campus: Campus,
) -> None:
    student, other = enrol(campus.database), enrol(campus.database)
    reading = messages.GetLibraryAccountRequest(person_id=str(student))
    refusal = await campus.identity.refusal(
        campus.library.GetLibraryAccount(reading, metadata=campus.person(other))
    )
    assert refusal.code == "NOT_FOUND"
    searching = messages.ListLibraryAccountsRequest(query="oz")
    refusal = await campus.identity.refusal(
        campus.library.ListLibraryAccounts(searching, metadata=campus.person(other))
    )
    assert refusal.code == "PERMISSION_DENIED"
    looking = messages.GetLibraryCardRequest(card_number=card_number(1))
    refusal = await campus.identity.refusal(
        campus.library.GetLibraryCard(looking, metadata=campus.system("service_passwords"))
    )
    assert refusal.reason == "SCOPE_MISSING"
