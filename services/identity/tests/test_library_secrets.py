"""The secret of a library account: started with a code, changed, checked for other systems."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from chassis.testing import DrivenClock, within
from identity.store.library_accounts import find_library_account_of_card
from matrikel.identity.v1 import library_pb2 as messages

from services.identity.tests.services_factories import (
    SECRET,
    Campus,
    card_number,
    enrol,
    mails_of_kind,
    new_id,
)

OTHER_SECRET = "Sieben Möwen über der Ilmenau"


@pytest.fixture
def campus(identity: Any) -> Campus:
    """The service with the university's library rules."""
    return Campus(identity)


async def checked(
    campus: Campus, number: int, secret: str = SECRET, address: str = "192.0.2.40"
) -> messages.LibraryCardOnRecord:
    request = messages.CheckLibraryCardRequest(
        card_number=card_number(number), secret=secret, client_address=address
    )
    metadata = campus.system("library")
    return (await campus.library.CheckLibraryCard(request, metadata=metadata)).card


async def test_the_start_code_sets_a_secret_once(campus: Campus) -> None:
    student = enrol(campus.database)
    await campus.issue_card(student, 1)
    code = await campus.start_code(student)
    await campus.set_secret(1, start_code=code.lower().replace("-", " "))
    assert (await checked(campus, 1)).valid
    refusal = await campus.identity.refusal(campus.set_secret(1, OTHER_SECRET, start_code=code))
    assert refusal.reason == "LIBRARY_PROOF_REFUSED"
    assert len(mails_of_kind(campus.database, "library_secret_set")) == 1
    for kind in ("library_start_code", "library_secret_set", "library_card_issued"):
        for _, text in mails_of_kind(campus.database, kind):
            assert code not in text


async def test_of_parallel_uses_of_a_start_code_one_sets_the_secret(campus: Campus) -> None:
    student = enrol(campus.database)
    await campus.issue_card(student, 1)
    code = await campus.start_code(student)
    secrets = [f"Laternen am Deich Nummer {each}" for each in range(4)]
    done = await asyncio.gather(
        *(campus.set_secret(1, each, start_code=code) for each in secrets), return_exceptions=True
    )
    winners = [secrets[place] for place, each in enumerate(done) if each is None]
    assert len(winners) == 1
    assert (await checked(campus, 1, winners[0])).valid


async def test_a_new_start_code_ends_the_former_and_the_secret_holds_until_then(
    campus: Campus,
) -> None:
    student = await campus.with_secret(1)
    first, second = await campus.start_code(student), await campus.start_code(student)
    refusal = await campus.identity.refusal(campus.set_secret(1, OTHER_SECRET, start_code=first))
    assert refusal.reason == "LIBRARY_PROOF_REFUSED"
    assert (await checked(campus, 1)).valid
    await campus.set_secret(1, OTHER_SECRET, start_code=second)
    assert (await checked(campus, 1, OTHER_SECRET)).valid


async def test_an_old_start_code_opens_nothing(campus: Campus, clock: DrivenClock) -> None:
    student = enrol(campus.database)
    await campus.issue_card(student, 1)
    code = await campus.start_code(student)
    clock.advance(timedelta(days=30))
    refusal = await campus.identity.refusal(campus.set_secret(1, start_code=code))
    assert refusal.reason == "LIBRARY_PROOF_REFUSED"


async def test_without_a_card_there_is_no_start_code(campus: Campus) -> None:
    refusal = await campus.identity.refusal(campus.start_code(enrol(campus.database)))
    assert refusal.reason == "LIBRARY_CARD_MISSING"


async def test_a_date_of_birth_is_no_secret(campus: Campus) -> None:
    """Guide 001, "Library account": "your 6-digit date of birth is the password".

    Here everybody chooses a secret: whoever finds a card can find out a date of birth.
    """
    student = enrol(campus.database)
    await campus.issue_card(student, 1)
    code = await campus.start_code(student)
    refusal = await campus.identity.refusal(campus.set_secret(1, "150302", start_code=code))
    assert refusal.reason == "LIBRARY_SECRET_TOO_WEAK"
    assert ("secret", "PASSWORD_TOO_SHORT") in refusal.problems
    guess = await campus.identity.refusal(checked(campus, 1, "150302"))
    assert guess.reason == "LIBRARY_CHECK_REFUSED"
    # A weak secret does not use the code up.
    await campus.set_secret(1, start_code=code)
    assert (await checked(campus, 1)).valid


async def test_a_secret_holds_neither_name_nor_card_number(campus: Campus) -> None:
    student = enrol(campus.database)
    await campus.issue_card(student, 1)
    code = await campus.start_code(student)
    for secret in (f"Laterne {card_number(1)} am Deich", "Frau Öztürk am Deich"):
        refusal = await campus.identity.refusal(campus.set_secret(1, secret, start_code=code))
        assert ("secret", "PASSWORD_CONTAINS_CONTEXT_WORD") in refusal.problems


async def test_the_secret_so_far_changes_the_secret(campus: Campus) -> None:
    await campus.with_secret(1)
    refusal = await campus.identity.refusal(
        campus.set_secret(1, OTHER_SECRET, current_secret="Not the one that it is")
    )
    assert refusal.reason == "LIBRARY_PROOF_REFUSED"
    await campus.set_secret(1, OTHER_SECRET, current_secret=SECRET)
    assert (await checked(campus, 1, OTHER_SECRET)).valid
    refusal = await campus.identity.refusal(checked(campus, 1))
    assert refusal.reason == "LIBRARY_CHECK_REFUSED"


async def test_the_check_answers_what_a_loan_desk_needs(campus: Campus) -> None:
    """Guide 001, "Systems, tools and infrastructure": "Search for academic literature, manage your
    library account, your loans, interlibrary loans and much more".
    """
    await campus.with_secret(1)
    card = await checked(campus, 1)
    assert card.valid
    assert card.name.family_name == "Öztürk"
    assert list(card.affiliations) == [1]
    assert card.state == messages.LIBRARY_CARD_STATE_ACTIVE


async def test_unknown_numbers_and_wrong_secrets_get_one_answer(campus: Campus) -> None:
    await campus.with_secret(1)
    without = enrol(campus.database)
    await campus.issue_card(without, 2)
    answers = [
        await campus.identity.refusal(checked(campus, number, secret, f"192.0.2.{number}"))
        for number, secret in ((1, "Not the one that it is"), (2, SECRET), (9, SECRET))
    ]
    assert {(each.code, each.reason, each.text) for each in answers} == {
        ("UNAUTHENTICATED", "LIBRARY_CHECK_REFUSED", answers[0].text)
    }


async def test_a_blocked_card_is_refused_with_the_reason_to_its_owner_alone(
    campus: Campus,
) -> None:
    await campus.with_secret(1)
    request = messages.BlockLibraryCardRequest(
        card_number=card_number(1),
        loss=messages.LIBRARY_CARD_LOSS_LOST,
        request_id=new_id(),
    )
    await campus.library.BlockLibraryCard(request, metadata=campus.desk())
    refusal = await campus.identity.refusal(checked(campus, 1))
    assert refusal.reason == "LIBRARY_CARD_BLOCKED"
    refusal = await campus.identity.refusal(checked(campus, 1, "Not the one that it is"))
    assert refusal.reason == "LIBRARY_CHECK_REFUSED"
    refusal = await campus.identity.refusal(
        campus.set_secret(1, OTHER_SECRET, current_secret=SECRET)
    )
    assert refusal.reason == "LIBRARY_PROOF_REFUSED"


async def test_wrong_secrets_make_the_next_ones_wait(campus: Campus, clock: DrivenClock) -> None:
    await campus.with_secret(1)
    for _ in range(5):
        await campus.identity.refusal(checked(campus, 1, "Not the one that it is"))
    refusal = await campus.identity.refusal(checked(campus, 1))
    assert (refusal.reason, refusal.retry_after_seconds) == ("TOO_MANY_ATTEMPTS", 30)
    assert (await checked(campus, 1, address="198.51.100.9")).valid
    clock.advance(timedelta(seconds=30))
    assert (await checked(campus, 1)).valid


async def test_no_secret_is_kept_in_clear(campus: Campus) -> None:
    student = await campus.with_secret(1)
    code = await campus.start_code(student)
    account = within(campus.database, find_library_account_of_card, card_number(1))
    assert account is not None
    assert account.secret_hash.startswith("$argon2id$")
    kept = (account.secret_hash, account.start_code_digest, repr(account))
    assert not any(secret in text for text in kept for secret in (SECRET, code))
    assert account.secret_hash not in repr(account)
