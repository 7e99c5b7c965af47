"""PINs of look-ups: keyed digests, and the key in its file."""

import stat
from pathlib import Path

import pytest
from certificates.domain.pins import PinKey
from certificates.keys.pin_key import FILE_NAME, read_pin_key
from certificates.keys.problems import KeysError
from matrikel_verify.number import VerificationNumber

NUMBER, OTHER = VerificationNumber.of_draw(1), VerificationNumber.of_draw(2)


def test_a_digest_is_bound_to_key_number_and_pin() -> None:
    key = PinKey(b"a" * 32)
    digest = key.digest(NUMBER, "471108")
    assert digest == key.digest(NUMBER, "471108")
    assert digest not in (
        key.digest(NUMBER, "471109"),
        key.digest(OTHER, "471108"),
        PinKey(b"b" * 32).digest(NUMBER, "471108"),
    )


def test_a_key_shows_nothing_of_itself() -> None:
    assert repr(PinKey(b"a" * 32)) == "PinKey(…)"
    with pytest.raises(ValueError, match="32 bytes"):
        PinKey(b"short")


def test_the_first_start_makes_a_key_that_stays(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    made = read_pin_key(folder, may_make=True)
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]
    assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600
    again = read_pin_key(folder, may_make=False)
    assert again.digest(NUMBER, "471108") == made.digest(NUMBER, "471108")


def test_in_production_a_missing_or_broken_key_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(KeysError, match="head -c 32 /dev/urandom"):
        read_pin_key(tmp_path, may_make=False)
    (tmp_path / FILE_NAME).write_bytes(b"short")
    with pytest.raises(KeysError, match="32 bytes"):
        read_pin_key(tmp_path, may_make=True)
