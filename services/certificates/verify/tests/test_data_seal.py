"""The codec of the data seal."""

from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrikel_verify.c40 import decode_c40, encode_c40
from matrikel_verify.data_seal import (
    MOST_BYTES,
    PROFILE,
    DataSealError,
    DataSealFacts,
    Field,
    decode,
    encode,
)
from matrikel_verify.data_seal_header import Header
from matrikel_verify.number import DRAWS, VerificationNumber
from matrikel_verify.tlv import write_field

from .data_seals import ISSUE_DATE, SealKey, facts

KEY = SealKey()
SEAL = encode(facts(), KEY)

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]),
    min_size=1,
    max_size=120,
)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
any_facts = st.builds(
    DataSealFacts,
    number=st.integers(0, DRAWS - 1).map(VerificationNumber.of_draw),
    type=st.sampled_from(["enrolment", "transcript_passed", "bafoeg"]),
    issuer=texts,
    family_name=texts,
    given_names=texts | st.just(""),
    birth_date=days,
    birth_place=texts | st.just(""),
    matriculation_number=st.just("") | st.from_regex(r"[0-9]{5,9}", fullmatch=True),
    issue_date=days,
    valid_until=st.none() | days,
    programme=texts | st.just(""),
    degree=st.just("") | st.just("B.A."),
    semester_code=st.sampled_from(["", "2026W", "2027S"]),
    summary=texts | st.just(""),
)


class UnsafeSigner:
    """Signs nothing, quickly: for tests in which the signature does not matter."""

    reference = "0123456789ABCDEF"

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return bytes(range(64))


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # ICAO Doc 9303 part 13, section 2.4: a last single character stands in ASCII, plus one.
        ("XKCD", "eb11fe45"),
        # The headers of the worked examples of ICAO and of TR-03137.
        ("UTO", "d9c5"),
        ("D<<", "6abc"),
        ("DETS02", "6d32c8a7"),
        # Two characters at the end are filled up.
        ("32", "2cb1"),
    ],
)
def test_c40_writes_the_vectors_of_icao(text: str, content: str) -> None:
    assert encode_c40(text).hex() == content
    assert decode_c40(bytes.fromhex(content)) == text


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<", max_size=60))
def test_c40_reads_what_it_wrote(text: str) -> None:
    assert decode_c40(encode_c40(text)) == text


@given(st.binary(max_size=8))
def test_c40_has_one_form_for_every_text(content: bytes) -> None:
    try:
        text = decode_c40(content)
    except ValueError:
        return
    assert encode_c40(text) == content


@pytest.mark.parametrize(
    ("reference", "day", "expected"),
    [
        # The headers of two seals of class 0xC9 that the implementation `vdstools` publishes.
        (
            "00112233445566778899AABBCCDDEEFF00112233",
            date(2024, 9, 27),
            "dc036abc6d38dc0519a620372ce13372401c46ad535759e866926d2379bd19ce2678fe348d7ad88d7ad801c9",
        ),
        (
            "B73A1D496D7ECCC46214F2335C6F7AA57A790577",
            date(2026, 6, 30),
            "dc036abc6d38dc055f80585a34136c0b66913397209426a03acb788758f459461a74fe3860294a60294a01c9",
        ),
    ],
)
def test_the_header_is_that_of_tr_03171(reference: str, day: date, expected: str) -> None:
    assert Header(reference, day, day, signer="DEZV").to_bytes().hex() == expected


def test_a_seal_begins_with_its_header_and_profile_and_ends_with_its_signature() -> None:
    head = Header(KEY.reference, ISSUE_DATE, ISSUE_DATE).to_bytes()
    assert SEAL.startswith(head + bytes((0, 16)) + PROFILE.bytes)
    assert SEAL[-66:-64] == b"\xff\x40"


def test_an_ordinary_certificate_stays_far_below_the_most_that_is_printed() -> None:
    assert len(SEAL) <= 300


@given(any_facts)
def test_what_is_read_is_what_was_sealed_or_its_marked_beginning(sealed: DataSealFacts) -> None:
    content = encode(sealed, UnsafeSigner())
    seal = decode(content)
    assert len(content) <= MOST_BYTES
    assert seal.key_reference == UnsafeSigner.reference
    assert seal.signature_date == sealed.issue_date
    again = encode(seal.facts, UnsafeSigner())
    if seal.shortened:
        assert seal.facts != sealed
        assert len(again) < len(content)
    else:
        assert again == content


def test_long_texts_are_cut_and_named_while_short_ones_stay_whole() -> None:
    long = facts(family_name="von " * 80 + "Ende", given_names="Nguyễn Thị " * 20)
    seal = decode(encode(long, KEY))
    assert seal.shortened == {Field.FAMILY_NAME, Field.GIVEN_NAMES}
    assert long.family_name.startswith(seal.facts.family_name)
    assert long.given_names.startswith(seal.facts.given_names)
    assert len(seal.facts.family_name) > 50
    assert seal.facts.programme == long.programme


def test_a_cut_never_tears_a_mark_off_its_letter() -> None:
    # Letters of DIN 91379 that Unicode does not compose: the mark is a character of its own.
    for length in range(100, 110):
        name = "a" * length + "C̈́" * 150
        seal = decode(encode(facts(family_name=name), KEY))
        assert seal.shortened == {Field.FAMILY_NAME}
        assert not seal.facts.family_name.endswith("C")


def test_a_letter_with_more_marks_than_there_is_room_still_makes_a_seal() -> None:
    seal = decode(encode(facts(given_names="a" + "\u0323" * 400), KEY))
    assert seal.shortened == {Field.GIVEN_NAMES}
    assert seal.facts.given_names


def test_decomposed_letters_are_sealed_as_din_91379_has_them() -> None:
    seal = decode(encode(facts(birth_place=normalize("NFD", "Łódź")), KEY))
    assert seal.facts.birth_place == "Łódź"


def test_a_student_with_one_name_has_a_seal() -> None:
    seal = decode(encode(facts(given_names=""), KEY))
    assert seal.facts.given_names == ""


@pytest.mark.parametrize("reference", ["", "a1", "Ä", "1" * 41, "1 2"])
def test_a_reference_that_no_header_can_hold_is_refused(reference: str) -> None:
    with pytest.raises(ValueError, match="reference"):
        encode(facts(), SealKey(reference))


@pytest.mark.parametrize("size", range(len(SEAL)))
def test_a_seal_that_is_cut_off_is_refused(size: int) -> None:
    with pytest.raises(DataSealError):
        decode(SEAL[:size])


@given(st.binary(min_size=1, max_size=100))
def test_bytes_behind_the_signature_are_refused(more: bytes) -> None:
    with pytest.raises(DataSealError):
        decode(SEAL + more)


@given(st.binary(max_size=500))
def test_other_bytes_are_refused_and_break_nothing(content: bytes) -> None:
    with pytest.raises(DataSealError):
        decode(content)


@settings(max_examples=300)
@given(st.data())
def test_what_can_be_read_has_no_other_form(data: st.DataObject) -> None:
    """Cut out, doubled or put in: what is still accepted, encoding would have written."""
    start = data.draw(st.integers(2, len(SEAL) - 66))
    end = data.draw(st.integers(start, min(start + 20, len(SEAL) - 66)))
    changed = SEAL[:start] + data.draw(st.binary(max_size=20)) + SEAL[end:]
    try:
        seal = decode(changed)
    except DataSealError:
        return
    if not seal.shortened:

        class SameSignature(UnsafeSigner):
            reference = seal.key_reference

            def sign(self, message: bytes) -> bytes:
                """The one that was read."""
                return seal.signature

        if seal.facts.issue_date == seal.signature_date:
            assert encode(seal.facts, SameSignature()) == changed


def _with(*fields: tuple[int, bytes], without: int | None = None) -> bytes:
    """The seal with fields put in at their places, or before the one of the same tag."""
    head = Header(KEY.reference, ISSUE_DATE, ISSUE_DATE).to_bytes()
    rest, parts = SEAL[len(head) : -66], []
    while rest:
        parts.append((rest[0], rest[2 : 2 + rest[1]]))
        rest = rest[2 + rest[1] :]
    parts = [one for one in parts if one[0] != without]
    every = sorted([*parts, *fields], key=lambda one: one[0])
    return head + b"".join(write_field(*one) for one in every) + SEAL[-66:]


_DEPARTURES = [
    (_with((Field.DEGREE, b"M.A.")), "twice or out of order"),
    (_with((99, b"new")), "does not know: 99"),
    (_with((Field.PROFILE, bytes(16)), without=Field.PROFILE), "another profile"),
    (_with(without=Field.BIRTH_DATE), "without the field BIRTH_DATE"),
    (_with((Field.DEGREE, b""), without=Field.DEGREE), "DEGREE is empty"),
    (_with((Field.DEGREE, b"\xff\xfe"), without=Field.DEGREE), "not UTF-8"),
    (_with((Field.DEGREE, b"B.A.\n"), without=Field.DEGREE), "characters"),
    (_with((Field.BIRTH_PLACE, normalize("NFD", "Łódź").encode()), without=16), "characters"),
    (_with((Field.BIRTH_DATE, b"20030230"), without=Field.BIRTH_DATE), "day is out of range"),
    (_with((Field.NUMBER, b"4711081512345672"), without=Field.NUMBER), "check digit"),
    (_with((Field.SHORTENED, bytes((Field.TYPE,)))), "shortened"),
    (_with((Field.SHORTENED, b"")), "one form"),
    (_with((Field.SEMESTER, b"2026X"), without=Field.SEMESTER), "SEMESTER"),
    (b"\xdc\x02" + SEAL[2:], "not a data seal"),
    (SEAL[:2] + encode_c40("UTO") + SEAL[4:], "Germany"),
    (SEAL[: -66 - 1] + SEAL[-65:], "cut off|signature|length"),
    (SEAL.replace(b"\x13\x04B.A.", b"\x13\x81\x04B.A."), "shortest"),
    (SEAL.replace(b"\x13\x04B.A.", b"\x13\x82\x00\x04B.A."), "no field has"),
]


# Signatures are random, names of tests must not be.
@pytest.mark.parametrize(("content", "reason"), _DEPARTURES, ids=[one for _, one in _DEPARTURES])
def test_every_departure_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(DataSealError, match=reason):
        decode(content)
