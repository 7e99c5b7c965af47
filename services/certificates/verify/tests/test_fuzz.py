"""Whatever is done to a file: it is rejected, and nothing escapes."""

import re
from functools import cache

import pytest
from asn1crypto import cms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matrikel_verify.pdf.checking import check_file

from .papers import CLAIMS, issued, paper_of, refilled, sealed
from .rewriting import hole_of
from .universities import ISSUED, University

few = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def university() -> University:
    return University()


@cache
def genuine() -> bytes:
    return issued(university(), stamped=ISSUED)


def is_authentic(content: bytes) -> bool:
    return check_file(content, university().trust, now=ISSUED).is_authentic


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """The file with bytes changed, cut out, put in or doubled."""
    file = genuine()
    start = draw(st.integers(0, len(file) - 1))
    length = draw(st.integers(0, 8))
    put = draw(
        st.one_of(
            st.binary(max_size=8),
            st.just(file[start : start + length] * 2),
            st.sampled_from([b"\n", b" ", b"%%EOF", b"<<", b"/Contents", b"endobj", b"0"]),
        )
    )
    return file[:start] + put + file[start + length :]


@few
@given(mutations())
def test_no_mutation_is_accepted(mutated: bytes) -> None:
    assert is_authentic(mutated) == (mutated == genuine())


@pytest.mark.prove
@many
@given(mutations())
def test_none_of_many_mutations_is_accepted(mutated: bytes) -> None:
    assert is_authentic(mutated) == (mutated == genuine())


@few
@given(st.binary(max_size=400))
def test_no_bytes_are_accepted(content: bytes) -> None:
    assert not is_authentic(content)
    assert not is_authentic(b"%PDF-1.7\n" + content + b"\nstartxref\n0\n%%EOF\n")


def test_no_bit_of_the_signature_can_be_turned() -> None:
    """Also of what the signature itself does not sign: certificates, timestamp, padding."""
    file = genuine()
    start, end = hole_of(file)
    signature = file[start + 1 : end - 1].rstrip(b"0")
    accepted = [
        place
        for place in range(3, len(signature) - 1, len(signature) // 40)
        if is_authentic(_turned(file, start + 1 + place))
    ]
    assert accepted == []


@pytest.mark.prove
@pytest.mark.parametrize("bit", range(8))
def test_no_bit_at_all_can_be_turned(bit: int) -> None:
    file = genuine()
    accepted = [place for place in range(len(file)) if is_authentic(_turned(file, place, bit))]
    assert accepted == []


@pytest.mark.parametrize("seal", range(6))
def test_what_readers_write_anew_in_a_certificate_cannot_be_turned(seal: int) -> None:
    """Unused bits of a BIT STRING, as of the key's usage: the parser drops them, a pin is of bytes.

    Two of five seals were written anew by the parser: which ones depends on their keys.
    """
    other = University()
    file = issued(other, stamped=ISSUED)
    start, end = hole_of(file)
    signature = bytes.fromhex(file[start + 1 : end - 1].decode())
    # Tag, length, number of unused bits, the byte that has them (X.690, 8.6.2).
    short = list(re.finditer(rb"\x03\x02([\x01-\x07])(.)", signature, re.DOTALL))
    assert short
    accepted = [
        (one.start(2), bit)
        for one in short
        for bit in range(one[1][0])
        if _is_authentic_with(file, start, signature, one.start(2), bit, other)
    ]
    assert accepted == []


def _is_authentic_with(
    file: bytes, start: int, signature: bytes, place: int, bit: int, of: University
) -> bool:
    digits = _turned(signature, place, bit).hex().encode()
    turned = file[: start + 1] + digits + file[start + 1 + len(digits) :]
    return check_file(turned, of.trust, now=ISSUED).is_authentic


def _turned(file: bytes, place: int, bit: int = 0) -> bytes:
    return file[:place] + bytes([file[place] ^ 1 << bit]) + file[place + 1 :]


def test_the_name_of_the_timestamp_service_cannot_be_spelled_otherwise() -> None:
    """Nobody signs it, and names are compared without regard to capitals (RFC 5280, 7.1)."""
    file, name = genuine(), b"Timestamp Root".hex().encode()
    names = [one.start() for one in re.finditer(name, file)]
    assert len(names) > 1
    accepted = [place for place in names if is_authentic(_turned(file, place, 1))]
    assert accepted == []


def test_no_element_that_readers_pass_over_is_accepted() -> None:
    """What nobody signs under a tag that no element of a signer has there (RFC 5652, 5.3)."""
    file = genuine()
    start, end = hole_of(file)
    place = bytes.fromhex(file[start + 1 : end - 1].decode())
    signature = place[: 4 + int.from_bytes(place[2:4])]
    signer = cms.ContentInfo.load(signature)["content"]["signer_infos"][0]
    stamp = signer["unsigned_attrs"].dump()
    assert stamp[:1] == b"\xa1"
    assert signature.endswith(stamp)
    forged = refilled(file, signature.removesuffix(stamp) + b"\xa0" + stamp[1:])
    verdict = check_file(forged, university().trust, now=ISSUED)
    assert verdict.reason is not None
    assert verdict.reason.code == "SEAL_INTACT"


BOMBS = {
    "nested arrays": b"[" * 100_000,
    "nested dictionaries": b"<</A" * 100_000,
    "a string without end": b"(" * 1_000_000,
    "many objects": b"".join(b"%d 0 obj\n1\nendobj\n" % one for one in range(2, 150_000)),
    "a long number": b"9" * 1_000_000,
    "many tokens": b"[" + b"1 " * 600_000 + b"]",
    # What is read again from every one of its bytes takes hours.
    "digits that are no number": b"1" * 5_000_000 + b"!",
    "blanks before nothing": b" " * 5_000_000 + b"!",
    "hexadecimal digits without end": b"<" + b"0" * 5_000_000 + b"!",
    "escaped characters": b"(" + b"\\1" * 2_000_000 + b")",
    "a long name": b"/" + b"#20" * 2_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(name: str) -> None:
    bomb = b"%PDF-1.7\n1 0 obj\n" + BOMBS[name] + b"\nstartxref\n9\n%%EOF\n"
    verdict = check_file(bomb, university().trust, now=ISSUED)
    assert verdict.reason is not None
    assert verdict.reason.code == "NOTHING_HIDDEN"


def test_a_stream_that_unfolds_to_gigabytes_is_refused() -> None:
    """Even a sealed one: an insider may not stop verifiers."""
    evidence = university().log.evidence(CLAIMS.canonical())
    paper = paper_of(CLAIMS, evidence)
    bomb = {**paper.attachments, "xhochschule.xml": b"\x00" * (64 * 1024 * 1024)}
    prepared = type(paper)(paper.pages, bomb).prepared()
    verdict = check_file(sealed(prepared, university()), university().trust, now=ISSUED)
    assert verdict.reason is not None
    assert verdict.reason.code == "ATTACHMENTS_EXPECTED"


def test_a_file_that_is_too_large_is_refused() -> None:
    verdict = check_file(b"%PDF-1.7" + b" " * 11_000_000, university().trust, now=ISSUED)
    assert verdict.reason is not None
    assert verdict.reason.code == "FILE_READABLE"
    assert "10 MiB" in verdict.reason.en


def test_garbage_in_the_place_of_the_signature_is_refused() -> None:
    for garbage in (b"", b"\x00", b"\x30\x80", b"\x30\x03\x02\x01\x01", b"\xff" * 40):
        forged = refilled(genuine(), garbage)
        verdict = check_file(forged, university().trust, now=ISSUED)
        assert verdict.reason is not None
        assert verdict.reason.code == "SEAL_INTACT"
