"""Card numbers, library accounts, lists: decisions without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from chassis.values import Language, PersonName
from hypothesis import given
from hypothesis import strategies as st
from identity.documents.handover_csv import (
    UnreadableHandoverError,
    read_handover,
    write_handover,
)
from identity.domain.library import (
    CardState,
    LibraryAccount,
    LibraryAccountState,
    LibraryCard,
    Pickup,
    account_state,
    may_register,
)
from identity.domain.library_handover import (
    HandoverEntry,
    HandoverList,
    assigned,
    handed_over,
)
from identity.domain.library_rules import CardNumberForm, CheckDigit
from identity.domain.service_passwords import (
    SECRET_BYTES,
    counted_address,
    local_part,
    password_digest,
    written_password,
)
from identity.profile.library import read_library_rules

from services.identity.tests.services_factories import PROFILE, card_number

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
FORM = CardNumberForm("311", 11, CheckDigit.LUHN)
ACCOUNT = LibraryAccount(uuid4(), NOW, secret_hash="a hash")
CARD = LibraryCard(card_number(1), ACCOUNT.person_id, CardState.ACTIVE, NOW, Pickup.DESK)


def test_the_number_of_the_card_begins_with_311() -> None:
    """Guide 001, "Library account": "The number of the Leuphana Card (311...) is the user name of
    your library account".
    """
    rules = read_library_rules(PROFILE)
    assert rules is not None
    assert rules.card_number == FORM
    assert FORM.fits(card_number(1))


@pytest.mark.parametrize("number", ["", "31100000018", "41100000018", "3110000001", "311０0000001"])
def test_a_number_of_another_form_is_no_card(number: str) -> None:
    assert not FORM.fits(number)


@given(st.integers(0, 9_999_999), st.integers(3, 10), st.integers(1, 9))
def test_one_mistyped_digit_is_noticed(number: int, place: int, wrong: int) -> None:
    right = card_number(number)
    typed = right[:place] + str((int(right[place]) + wrong) % 10) + right[place + 1 :]
    assert not FORM.fits(typed)


def test_a_university_can_have_other_check_digits_or_none() -> None:
    assert CardNumberForm("311", 11, CheckDigit.MOD_11_10).fits("31100000018")
    assert CardNumberForm("311", 11, CheckDigit.NONE).fits("31100000010")


@pytest.mark.parametrize(
    ("account", "card", "state"),
    [
        (None, None, LibraryAccountState.NONE),
        (replace(ACCOUNT, registered_at=None), None, LibraryAccountState.NONE),
        (ACCOUNT, None, LibraryAccountState.REGISTERED),
        (replace(ACCOUNT, secret_hash=""), CARD, LibraryAccountState.WITHOUT_SECRET),
        (ACCOUNT, CARD, LibraryAccountState.ACTIVE),
        (ACCOUNT, CARD.ended(CardState.BLOCKED, NOW), LibraryAccountState.BLOCKED),
        (
            replace(ACCOUNT, registered_at=None),
            CARD.ended(CardState.RETURNED, NOW),
            LibraryAccountState.ENDED,
        ),
    ],
)
def test_a_library_account_stands_as_its_card_and_secret_do(
    account: LibraryAccount | None, card: LibraryCard | None, state: LibraryAccountState
) -> None:
    cards = [card] if card else []
    assert account_state(account, cards) is state
    free = state in (LibraryAccountState.NONE, LibraryAccountState.ENDED)
    assert may_register(account, cards) is free


def entry(number: str = "", **chosen: object) -> HandoverEntry:
    known = HandoverEntry(uuid4(), PersonName("Ada", "Brandt"), "lg100001", number)
    return replace(known, **chosen)  # type: ignore[arg-type]


def test_cards_are_assigned_in_the_order_of_the_list() -> None:
    entries = [entry("1"), entry(), entry(served_at_desk=True), entry()]
    assert assigned(entries, ["7", "8"]) == (
        (entries[1].person_id, "7"),
        (entries[3].person_id, "8"),
    )
    assert assigned(entries, ["7"]) == ((entries[1].person_id, "7"),)
    assert assigned(entries, ["7", "8", "9"]) is None


def test_a_handover_tells_apart_who_gets_a_card_now() -> None:
    waits, done, at_desk, without = (
        entry("1"),
        entry("2", handed_over_at=NOW),
        entry("3", served_at_desk=True),
        entry(),
    )
    stranger = uuid4()
    everybody = [each.person_id for each in (waits, done, at_desk, without)]
    found = handed_over([waits, done, at_desk, without], [*everybody, stranger, waits.person_id])
    assert found.now == (waits,)
    assert found.left == (at_desk,)
    assert found.without_card == (without,)
    assert found.unknown == (stranger,)


def a_list(*entries: HandoverEntry) -> HandoverList:
    return HandoverList(
        uuid4(), "Gruppe 7", "KUWI-BA", "2026W", NOW, None, len(entries), 0, tuple(entries)
    )


def test_the_printed_list_can_be_ticked_and_read_again() -> None:
    first, second = entry(card_number(1)), entry(card_number(2), handed_over_at=NOW)
    content = write_handover(a_list(first, second), Language.EN)
    assert content.decode("utf-8-sig").splitlines()[0].startswith("No.;Family name;Given names")
    assert read_handover(content) == (second.person_id,)
    ticked = content.replace(f"{card_number(1)};;".encode(), f"{card_number(1)};X;".encode())
    assert read_handover(ticked) == (first.person_id, second.person_id)
    with_commas = ticked.replace(b";", b",")
    assert read_handover(with_commas) == (first.person_id, second.person_id)


def test_a_name_is_no_formula_in_a_spreadsheet() -> None:
    content = write_handover(a_list(entry(name=PersonName("=1+1", "@SUM"))), Language.DE)
    assert b";'@SUM;'=1+1;" in content


@pytest.mark.parametrize(
    ("content", "row"),
    [(b"\xff\xfe", 1), (b"No.\n1;A;B;c;d;x\n", 2), (b"No.\n1;A;B;c;d;x;nobody\n", 2)],
)
def test_another_file_than_the_list_is_refused_with_the_row(content: bytes, row: int) -> None:
    with pytest.raises(UnreadableHandoverError) as caught:
        read_handover(content)
    assert caught.value.row == row


# --- service passwords -------------------------------------------------------------------------


def test_a_service_password_has_120_random_bits_in_groups_of_four() -> None:
    password = written_password(bytes(range(SECRET_BYTES)))
    groups = password.split("-")
    assert [len(each) for each in groups] == [4] * 6
    assert SECRET_BYTES * 8 >= 100


@given(st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES))
def test_a_service_password_may_be_typed_in_other_ways(secret: bytes) -> None:
    password = written_password(secret)
    typed = password.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert password_digest(typed) == password_digest(password)


def test_devices_without_an_address_count_apart() -> None:
    assert counted_address("192.0.2.7", "radius", "lg100001") == "192.0.2.7"
    cards = {counted_address(f"02-00-00-00-00-{each:02X}", "radius", "lg1") for each in range(9)}
    assert len(cards) == 9
    assert all(each.startswith("fd") for each in cards)
    unknown = {counted_address("", "radius", name) for name in ("lg1", "lg2")}
    assert len(unknown) == 2


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (" LG100001 ", ("lg100001", "")),
        ("lg100001@Stud.Leuphana.Example", ("lg100001", "stud.leuphana.example")),
    ],
)
def test_a_user_name_may_come_with_its_domain(typed: str, parts: tuple[str, str]) -> None:
    assert local_part(typed) == parts
