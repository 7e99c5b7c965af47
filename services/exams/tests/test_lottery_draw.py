"""The draw itself and its replay: pure, so without a database."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from exams.domain.lottery import (
    Lot,
    LotteryRequest,
    Outcome,
    commitment_of,
    draw,
    draw_key,
    earliest_public_time,
    plain_value,
    pseudonym_of,
    ticket_of,
)
from exams.domain.lottery_documents import Publication
from exams.domain.lottery_reading import NotAPublicationError, read_closing, read_publication
from exams.domain.lottery_verification import Check, Noted, verify
from hypothesis import given, settings
from hypothesis import strategies as st

from services.exams.tests.published_draws import (
    CLOSE,
    DRAWN,
    OPEN,
    PUBLIC,
    SEED,
    SITTING_ID,
    VALUE,
    closing,
    published,
    registration_id,
    requests,
)

KEYS = st.binary(min_size=32, max_size=32)
REQUESTS = st.lists(
    st.builds(LotteryRequest, st.binary(min_size=32, max_size=32).map(bytes.hex), st.booleans()),
    max_size=40,
    unique_by=lambda one: one.pseudonym,
)


def failing(publication: Publication, noted: Noted = Noted()) -> set[Check]:  # noqa: B008  # frozen
    """What does not fit, after the way through the published text."""
    read = read_publication(publication.text)
    return {one.check for one in verify(read, noted).findings if not one.fits}


@given(KEYS, REQUESTS, st.integers(0, 45), st.integers(0, 100), st.booleans(), st.data())
def test_every_seat_is_given_as_the_rules_say(
    key: bytes,
    asked: list[LotteryRequest],
    seats: int,
    percent: int,
    has_waiting_list: bool,
    data: st.DataObject,
) -> None:
    names = [one.pseudonym for one in asked]
    withdrawn = frozenset(data.draw(st.sets(st.sampled_from(names)) if names else st.just(set())))
    lots = draw(
        key,
        asked,
        seats=seats,
        preselection_percent=percent,
        has_waiting_list=has_waiting_list,
        withdrawn=withdrawn,
    )
    holders = {one.pseudonym for one in asked if one.preselected}
    outcomes = {lot.pseudonym: lot.outcome for lot in lots}
    still = [lot for lot in lots if lot.pseudonym not in withdrawn]
    seated = [lot for lot in still if lot.outcome.has_seat]
    assert sorted(outcomes) == sorted(names)
    assert [lot.rank for lot in lots] == list(range(1, len(asked) + 1))
    assert [lot.ticket for lot in lots] == sorted(ticket_of(key, name) for name in names)
    assert {name for name, one in outcomes.items() if one is Outcome.WITHDRAWN} == withdrawn
    assert len(seated) == min(seats, len(still)), "no seat is left while somebody asks"
    share = [lot for lot in seated if lot.outcome is Outcome.PRESELECTED]
    may = [lot for lot in still if lot.pseudonym in holders]
    assert share == may[: seats * percent // 100], "the share goes to holders, first tickets first"
    general = [lot for lot in still if lot.outcome is not Outcome.PRESELECTED]
    assert [lot.outcome.has_seat for lot in general] == sorted(
        (lot.outcome.has_seat for lot in general), reverse=True
    ), "whoever got no seat has a later ticket than everybody who got one without the share"
    without = {lot.outcome for lot in general if not lot.outcome.has_seat}
    assert without <= {Outcome.WAITING if has_waiting_list else Outcome.NOT_DRAWN}


@given(KEYS, REQUESTS, st.integers(0, 40), st.integers(0, 100), st.data())
def test_a_withdrawal_after_the_closing_takes_a_seat_from_nobody(
    key: bytes, asked: list[LotteryRequest], seats: int, percent: int, data: st.DataObject
) -> None:
    def seated(withdrawn: frozenset[str], seats: int) -> set[str]:
        return {
            lot.pseudonym
            for lot in draw(
                key,
                asked,
                seats=seats,
                preselection_percent=percent,
                has_waiting_list=False,
                withdrawn=withdrawn,
            )
            if lot.outcome.has_seat
        }

    if not asked:
        return
    gone = data.draw(st.sampled_from([one.pseudonym for one in asked]))
    before = seated(frozenset(), seats)
    assert before - {gone} <= seated(frozenset({gone}), seats)
    assert before <= seated(frozenset(), seats + 1), "nor does a seat more"


@given(KEYS, REQUESTS, st.randoms(use_true_random=False))
def test_the_order_of_asking_does_not_matter(
    key: bytes, asked: list[LotteryRequest], random: Any
) -> None:
    def drawn(given: list[LotteryRequest]) -> tuple[Lot, ...]:
        return draw(
            key,
            given,
            seats=5,
            preselection_percent=30,
            has_waiting_list=False,
            withdrawn=frozenset(),
        )

    other = list(asked)
    random.shuffle(other)
    assert drawn(asked) == drawn(other)


def test_each_of_five_is_first_equally_often() -> None:
    """4,000 seeds; the greatest deviation of a fair draw from 800 is below 130 but once in 10⁶."""
    asked = requests(5)
    first = dict.fromkeys((one.pseudonym for one in asked), 0)
    for number in range(4000):
        key = draw_key(hashlib.sha256(number.to_bytes(4)).digest(), "00" * 32, VALUE)
        [winner] = [
            lot.pseudonym
            for lot in draw(
                key,
                asked,
                seats=1,
                preselection_percent=0,
                has_waiting_list=False,
                withdrawn=frozenset(),
            )
            if lot.outcome.has_seat
        ]
        first[winner] += 1
    assert all(abs(count - 800) < 130 for count in first.values()), first


GOLDEN_CLOSING = "81a1b07901200c28fcd46513900e1d06eb68a98f3de92b203a9cfc27eae93b66"
GOLDEN_DIGEST = "59f79f8e556ffeb414f1232bb0b118cd946c0e622d6ec46adeca7e13a0dc85ca"
GOLDEN_LOTS = [
    ("28da69208dc6", "preselected"),
    ("2e0535ab3df9", "drawn"),
    ("5f9a7d3d08db", "drawn"),
    ("7163becd83e3", "waiting"),
    ("7711c5832436", "waiting"),
    ("7a7723e92a76", "waiting"),
    ("876c346621b3", "waiting"),
    ("fcf4be434cd4", "waiting"),
]


def test_the_golden_draw_never_changes() -> None:
    """Publications stay verifiable: what is pinned here was computed once, outside the code below.

    The second half computes it by hand, from the description alone.
    """
    assert DRAWN.closing.digest == GOLDEN_CLOSING
    assert DRAWN.digest == GOLDEN_DIGEST
    assert [(lot.ticket[:12], lot.outcome.value) for lot in DRAWN.lots] == GOLDEN_LOTS

    def joined(*parts: bytes) -> bytes:
        return b"".join(len(part).to_bytes(8, "big") + part for part in parts)

    document = json.loads(DRAWN.text)
    text = json.dumps(
        document["closing"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    closed = hashlib.sha256(text.encode()).digest()
    key = hmac.new(
        SEED, joined(b"matrikel lottery key v1", closed, b"3 7 12 24 38 41"), hashlib.sha256
    ).digest()
    pseudonym = hashlib.sha256(
        joined(b"matrikel lottery pseudonym v1", SITTING_ID.bytes, registration_id(0).bytes)
    )
    ticket = hmac.new(
        key, joined(b"matrikel lottery ticket v1", pseudonym.digest()), hashlib.sha256
    ).hexdigest()
    [lot] = [one for one in document["lots"] if one["pseudonym"] == pseudonym.hexdigest()]
    assert lot["ticket"] == ticket


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("3, 7, 12, 24, 38, 41", "3 7 12 24 38 41"),
        ("03,07,12 – 24;38\t41\n", "3 7 12 24 38 41"),
        ("３ ７", "3 7"),
        ("00", "0"),
        ("DAX 24.302,01", "dax 24 302 1"),
        ("0a0B ff", "0a0b ff"),
        (" –,_ ", ""),
    ],
)
def test_spelling_gives_no_choice_between_draws(typed: str, plain: str) -> None:
    assert plain_value(typed) == plain
    assert draw_key(SEED, "00" * 32, typed) == draw_key(SEED, "00" * 32, plain)


def test_the_closing_has_an_hour_to_become_known() -> None:
    assert earliest_public_time(CLOSE) == CLOSE + timedelta(hours=1)


def test_an_honest_draw_fits() -> None:
    assert not failing(DRAWN)
    gone = DRAWN.lots[0].pseudonym
    assert not failing(published(DRAWN.closing, withdrawn=frozenset({gone})))
    assert not failing(published(closing(())))


@given(REQUESTS, st.integers(0, 30), st.integers(0, 100), st.text(min_size=1, max_size=20))
@settings(max_examples=60)
def test_every_honest_draw_fits_however_it_is_printed(
    asked: list[LotteryRequest], seats: int, percent: int, value: str
) -> None:
    in_order = tuple(sorted(asked, key=lambda one: one.pseudonym))
    publication = published(closing(in_order, seats, percent), f"7 {value}")
    assert not failing(publication)
    printed = json.dumps(json.loads(publication.text), indent=2)
    assert verify(read_publication(printed)).fits
    assert read_publication(printed) == replace(publication, stated_digest=publication.digest)
    assert read_closing(publication.closing.text) == publication.closing


def other(text: str) -> str:
    return ("0" if text[0] != "0" else "1") + text[1:]


def with_closing(publication: Publication, **changes: Any) -> Publication:
    return replace(publication, closing=replace(publication.closing, **changes))


def swapped(lots: tuple[Lot, ...], one: int, two: int) -> tuple[Lot, ...]:
    changed = list(lots)
    changed[one] = replace(lots[one], outcome=lots[two].outcome)
    changed[two] = replace(lots[two], outcome=lots[one].outcome)
    return tuple(changed)


MANIPULATIONS = {
    "another seed": (replace(DRAWN, seed=other(DRAWN.seed)), Check.SEED),
    "another public value": (replace(DRAWN, public_value="1, 2, 3, 4, 5, 6"), Check.TICKETS),
    "a value without content": (replace(DRAWN, public_value="–"), Check.PUBLIC_VALUE),
    "another source": (
        with_closing(
            DRAWN, commitment=replace(DRAWN.closing.commitment, public_source="Another source")
        ),
        Check.CLOSING,
    ),
    "a request more": (
        with_closing(DRAWN, requests=requests(9, preselected=4)),
        Check.REQUESTS,
    ),
    "a request less": (
        with_closing(DRAWN, requests=requests(8, preselected=4)[1:]),
        Check.REQUESTS,
    ),
    "a line less": (replace(DRAWN, lots=DRAWN.lots[1:]), Check.ORDER),
    "requests in another order": (
        with_closing(DRAWN, requests=DRAWN.closing.requests[::-1]),
        Check.REQUESTS,
    ),
    "lines in another order": (replace(DRAWN, lots=DRAWN.lots[::-1]), Check.ORDER),
    "another winner": (replace(DRAWN, lots=swapped(DRAWN.lots, 0, 7)), Check.OUTCOMES),
    "a right given later": (
        with_closing(DRAWN, requests=requests(8, preselected=5)),
        Check.CLOSING,
    ),
    "a luckier ticket": (
        replace(DRAWN, lots=(*DRAWN.lots[:-1], replace(DRAWN.lots[-1], ticket="00" * 32))),
        Check.TICKETS,
    ),
    "fewer seats than at the closing": (
        replace(published(DRAWN.closing), seats=2),
        Check.SEATS,
    ),
    "closed after the value was known": (
        published(replace(DRAWN.closing, close_time=PUBLIC)),
        Check.TIMES,
    ),
    "committed in the window": (
        published(
            replace(
                DRAWN.closing,
                commitment=replace(DRAWN.closing.commitment, create_time=OPEN),
            )
        ),
        Check.TIMES,
    ),
}


@pytest.mark.parametrize(("publication", "check"), MANIPULATIONS.values(), ids=MANIPULATIONS)
def test_manipulations_are_named(publication: Publication, check: Check) -> None:
    assert check in failing(publication)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [p for key, one in value.items() for p in paths(one, (*path, key))]
    if isinstance(value, list):
        return [p for place, one in enumerate(value) for p in paths(one, (*path, place))]
    return [path]


def mutated(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value in set(Outcome):
        return "waiting" if value != "waiting" else "drawn"
    if value.endswith("Z") and value[10] == "T":
        return value.replace("2026", "2025")
    return other(value)


@pytest.mark.parametrize("path", paths(json.loads(DRAWN.text)), ids=lambda p: ".".join(map(str, p)))
def test_no_single_change_of_the_file_goes_unnoticed(path: tuple[Any, ...]) -> None:
    """Every value of the file in turn is changed, the digest included."""
    document = json.loads(DRAWN.text)
    target = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = mutated(target[path[-1]])
    try:
        publication = read_publication(json.dumps(document))
    except NotAPublicationError:
        return
    assert not verify(publication).fits


def test_a_draw_invented_as_a_whole_shows_against_what_was_noted_before() -> None:
    """Whoever has the seed can make a publication that fits with itself, but not with the past."""
    noted = Noted(DRAWN.closing.commitment.seed_commitment, DRAWN.closing_digest, VALUE)
    assert not failing(DRAWN, noted)
    stranger = published(closing(requests(9, preselected=4)))
    assert failing(stranger, noted) == {Check.NOTED_CLOSING}
    assert failing(published(DRAWN.closing, "1 2 3 4 5 6"), noted) == {Check.NOTED_VALUE}
    seed = hashlib.sha256(b"another").digest()
    new = replace(DRAWN.closing.commitment, seed_commitment=commitment_of(seed))
    assert Check.NOTED_COMMITMENT in failing(
        published(replace(DRAWN.closing, commitment=new)), noted
    )


def test_a_student_finds_the_own_line_with_the_receipt() -> None:
    found = verify(read_publication(DRAWN.text), Noted(registration_id=registration_id(3)))
    assert found.fits
    assert found.own_lot is not None
    assert found.own_lot.pseudonym == pseudonym_of(SITTING_ID, registration_id(3))
    assert failing(DRAWN, Noted(registration_id=registration_id(99))) == {Check.OWN_REQUEST}


def test_one_registration_has_another_name_in_every_lottery() -> None:
    assert pseudonym_of(SITTING_ID, registration_id(1)) != pseudonym_of(
        registration_id(9), registration_id(1)
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda text: text[:-1], "is not JSON"),
        (lambda _: "[]", "is not an object"),
        (lambda text: text.replace('"rank":1,', '"rank":1.0,'), "1.0 is not a whole number"),
        (lambda text: text.replace('"rank":1,', '"rank":true,'), "rank is not a whole number"),
        (lambda text: text.replace('"rank":1,', '"rank":-1,'), "lots[0].rank is negative"),
        (lambda text: text.replace('"rank":1,', '"rank":1,"rank":2,'), "names a field twice"),
        (lambda text: text.replace('"rank":1,', '"rank":1,"hint":2,'), "hint does not belong"),
        (lambda text: text.replace(SEED.hex(), SEED.hex().upper()), "seed is not 64"),
        (lambda text: text.replace("matrikel-lottery/1", "2"), "closing.format is '2'"),
        (lambda text: text.replace('"preselection_percent":40', '"preselection_percent":101'),
         "is more than 100"),
        (lambda text: text.replace("T23:00:00.000000Z", "T23:00:00Z"), "is not a moment"),
        (lambda text: text.replace(str(SITTING_ID), SITTING_ID.hex), "UUID in its usual form"),
        (lambda text: text.replace(str(SITTING_ID), "x"), "is not a UUID"),
        (lambda text: text.replace('"preselected"', '"chosen"', 1), "preselected is missing"),
        (lambda _: "[" * 100_000, "is not JSON"),
    ],
)  # fmt: skip
def test_only_a_publication_is_read(change: Any, problem: str) -> None:
    with pytest.raises(NotAPublicationError) as refused:
        read_publication(change(DRAWN.text))
    assert problem in str(refused.value)
