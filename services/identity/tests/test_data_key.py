"""The data key: what it seals opens for one purpose and one person only."""

from pathlib import Path
from uuid import UUID

import pytest
from identity.app.tokens.data_key import DataKey, DataKeyError, read_data_key

KEY = DataKey(bytes(range(32)))
ONE, OTHER = UUID(int=1).bytes, UUID(int=2).bytes


def test_what_was_sealed_opens_again() -> None:
    assert KEY.open(KEY.seal(b"seed", "totp seed", ONE), "totp seed", ONE) == b"seed"


def test_the_same_text_is_sealed_differently_each_time() -> None:
    first, second = (KEY.seal(b"seed", "totp seed", ONE) for _ in range(2))
    assert first != second
    assert b"seed" not in first


@pytest.mark.parametrize(
    ("key", "purpose", "whose"),
    [
        (KEY, "totp seed", OTHER),
        (KEY, "signing key", ONE),
        (DataKey(bytes(32)), "totp seed", ONE),
    ],
    ids=["another person", "another purpose", "another key"],
)
def test_it_opens_for_nobody_else(key: DataKey, purpose: str, whose: bytes) -> None:
    sealed = KEY.seal(b"seed", "totp seed", ONE)
    with pytest.raises(DataKeyError, match="MATRIKEL_IDENTITY_DATA_KEY_FILE"):
        key.open(sealed, purpose, whose)


@pytest.mark.parametrize("place", [0, 5, 20])
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(KEY.seal(b"seed", "totp seed", ONE))
    sealed[place] ^= 1
    with pytest.raises(DataKeyError):
        KEY.open(bytes(sealed), "totp seed", ONE)


def test_a_digest_depends_on_key_purpose_person_and_text() -> None:
    digests = {
        KEY.digest("ABCD", "address", ONE),
        KEY.digest("ABCE", "address", ONE),
        KEY.digest("ABCD", "reset", ONE),
        KEY.digest("ABCD", "address", OTHER),
        DataKey(bytes(32)).digest("ABCD", "address", ONE),
    }
    assert len(digests) == 5


def test_a_missing_file_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(DataKeyError, match="head -c 32 /dev/urandom"):
        read_data_key(None, required=True)
    with pytest.raises(DataKeyError, match="cannot be read"):
        read_data_key(tmp_path / "nowhere", required=True)


def test_a_file_of_another_length_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short.key").write_bytes(b"too short")
    with pytest.raises(DataKeyError, match="32 bytes"):
        read_data_key(tmp_path / "short.key", required=False)


def test_without_a_file_a_service_on_loopback_has_a_key_for_one_run() -> None:
    first, second = (read_data_key(None, required=False) for _ in range(2))
    with pytest.raises(DataKeyError):
        second.open(first.seal(b"seed", "totp seed", ONE), "totp seed", ONE)


def test_the_key_shows_in_no_report() -> None:
    assert repr(KEY) == "DataKey(…)"
