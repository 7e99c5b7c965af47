"""Argon2id for passwords. Every function here takes tens of milliseconds: never on the loop."""

import secrets
from dataclasses import dataclass, field

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a password is right, and its new hash where the parameters have changed since."""

    matches: bool
    renewed_hash: str = field(default="", repr=False)


class PasswordHashing:
    """Hashes and checks passwords with the parameters of OWASP's password storage cheat sheet.

    `memory_kib` is the memory of one hash in KiB. argon2-cffi's own defaults take six times as
    long on small machines.
    """

    def __init__(self, passes: int = 2, memory_kib: int = 19 * 1024, lanes: int = 1) -> None:
        self._hasher = PasswordHasher(
            time_cost=passes, memory_cost=memory_kib, parallelism=lanes, type=Type.ID
        )
        # The hash of a password that nobody knows, checked where there is no account: a stranger
        # who measures the time then learns nothing about user names.
        self._of_nobody = self._hasher.hash(secrets.token_hex())

    def hash(self, password: str) -> str:
        """The encoded hash of a normalised password, with a salt of its own."""
        return self._hasher.hash(password)

    def check(self, password_hash: str, password: str) -> Checked:
        """Checks a normalised password; an empty hash stands for nobody's and never matches."""
        try:
            self._hasher.verify(password_hash or self._of_nobody, password)
        except (VerificationError, InvalidHashError):
            return Checked(matches=False)
        renew = self._hasher.check_needs_rehash(password_hash)
        return Checked(True, self._hasher.hash(password) if renew else "")
