"""The status list: the draft's vectors, and what is not taken for one."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st
from matrikel_verify.status_list import Status, StatusList, StatusListToken
from matrikel_verify.trust import Jwk

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ADDRESS = "https://matrikel.example/v1/certificates:statusList"

# draft-ietf-oauth-status-list, section 4: "Status List with 1-bit" and "2-bit" examples.
ONE_BIT = (1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1)
TWO_BITS = (1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3)


class Key:
    """A key of status lists."""

    def __init__(self, key_id: str = "2026-1") -> None:
        self.key_id = key_id
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.jwk = Jwk.of(key_id, self._key.public_key())

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def token(*noted: tuple[int, int], size: int = 64) -> StatusListToken:
    return StatusListToken(
        address=ADDRESS,
        issue_time=NOW,
        expire_time=NOW + timedelta(days=7),
        fresh_for=timedelta(minutes=15),
        states=StatusList.of(size, noted),
        checkpoint="log.example\n3\nroot=\n",
    )


@pytest.mark.parametrize(
    ("bits", "states", "packed", "lst"),
    [
        (1, ONE_BIT, "b9a3", "eNrbuRgAAhcBXQ"),
        (2, TWO_BITS, "c944f9", "eNo76fITAAPfAgc"),
    ],
)
def test_the_vectors_of_the_draft_are_made_and_read(
    bits: int, states: tuple[int, ...], packed: str, lst: str
) -> None:
    made = StatusList.of(len(states), enumerate(states), bits)
    assert made.packed.hex() == packed
    assert made.compressed() == lst
    read = StatusList.decompressed(bits, lst)
    assert tuple(read.at(place) for place in range(len(states))) == states


@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=200))
def test_every_place_says_what_was_noted_there(states: list[Status]) -> None:
    made = StatusList.of(len(states), list(enumerate(states)))
    read = StatusList.decompressed(made.bits, made.compressed())
    assert [Status(read.at(place)) for place in range(len(states))] == states


def test_a_signed_list_is_read_with_what_it_says_about_itself() -> None:
    key = Key()
    made = token((5, Status.WITHDRAWN), (6, Status.SUPERSEDED), (7, Status.NO_LONGER_CURRENT))
    read = StatusListToken.verified(made.signed(key), [Key("old").jwk, key.jwk], ADDRESS, NOW)
    assert read == made
    assert [read.status_at(place) for place in (4, 5, 6, 7)] == [
        Status.VALID,
        Status.WITHDRAWN,
        Status.SUPERSEDED,
        Status.NO_LONGER_CURRENT,
    ]


def test_the_jwt_has_the_members_that_the_draft_asks_for() -> None:
    head, payload, _ = token((1, 1)).signed(Key()).split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    values = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert header == {"alg": "ES256", "kid": "2026-1", "typ": "statuslist+jwt"}
    assert values["sub"] == ADDRESS
    assert values["exp"] - values["iat"] == 7 * 24 * 3600
    assert values["ttl"] == 900
    assert set(values["status_list"]) == {"bits", "lst"}


def test_a_list_that_is_changed_foreign_expired_or_of_another_kind_is_refused() -> None:
    key, other = Key(), Key()
    signed = token((5, Status.WITHDRAWN)).signed(key)
    head, payload, signature = signed.split(".")
    values = json.loads(base64.urlsafe_b64decode(payload + "=="))
    values["status_list"] = {"bits": 4, "lst": StatusList.of(64, ()).compressed()}
    cleared = base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()
    plain = base64.urlsafe_b64encode(b'{"alg":"none","typ":"statuslist+jwt"}').rstrip(b"=").decode()
    for forged, keys, address, now in (
        (f"{head}.{cleared}.{signature}", [key.jwk], ADDRESS, NOW),
        (f"{plain}.{payload}.", [key.jwk], ADDRESS, NOW),
        (signed, [other.jwk], ADDRESS, NOW),
        (signed, [], ADDRESS, NOW),
        (signed, [key.jwk], "https://elsewhere.example/", NOW),
        (signed, [key.jwk], ADDRESS, NOW + timedelta(days=7)),
        (signed + "=", [key.jwk], ADDRESS, NOW),
        ("nothing", [key.jwk], ADDRESS, NOW),
        ("ÿ.ÿ.ÿ", [key.jwk], ADDRESS, NOW),
    ):
        with pytest.raises(ValueError):  # noqa: PT011  # each is refused in words of its own
            StatusListToken.verified(forged, keys, address, now)
    assert StatusListToken.verified(signed, [key.jwk], ADDRESS).address == ADDRESS


def test_a_place_outside_of_the_list_is_no_statement() -> None:
    made = token(size=64)
    for place in (-1, 64, 10**9):
        with pytest.raises(ValueError, match="no such place"):
            made.status_at(place)


def test_a_list_that_unpacks_to_more_than_any_list_has_is_refused() -> None:
    bomb = StatusList(4, bytes(40 * 1024 * 1024)).compressed()
    with pytest.raises(ValueError, match="too long"):
        StatusList.decompressed(4, bomb)
