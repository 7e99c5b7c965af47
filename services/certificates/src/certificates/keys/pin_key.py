"""The key that PINs of look-ups are digested with: 32 random bytes in the folder of the keys."""

import secrets
from pathlib import Path

from certificates.domain.pins import KEY_BYTES, PinKey
from certificates.keys.problems import KeysError

FILE_NAME = "pins.key"


def read_pin_key(folder: Path, *, may_make: bool) -> PinKey:
    """The key in the folder; where there is none and `may_make`, a new one that stays there.

    Raises KeysError, which names the remedy. Without the former key no PIN fits any more.
    """
    file = folder / FILE_NAME
    if not file.exists():
        if not may_make:
            raise KeysError(
                f"{file} is missing: 32 random bytes, made once with `head -c 32 /dev/urandom` and"
                " readable by this service only"
            )
        _make(file)
    try:
        return PinKey(file.read_bytes())
    except (OSError, ValueError) as error:
        raise KeysError(f"{file}: {error}") from error


def _make(file: Path) -> None:
    """Several processes may begin at once: the first one's key stays, and is there whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_bytes(secrets.token_bytes(KEY_BYTES))
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
