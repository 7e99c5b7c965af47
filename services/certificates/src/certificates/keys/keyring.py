"""The keys of the running service: who signs at the moment, and everything that verifies."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from chassis.clock import Clock, SystemClock
from chassis.values import local_date
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from matrikel_verify.checkpoint import LogSigner
from matrikel_verify.trust import Trust

from certificates.keys.first_run import make_test_keys
from certificates.keys.generations import Generation, newest_in_force
from certificates.keys.key_file import FILE_NAME, KeyFile, read_key_file
from certificates.keys.problems import KeysError
from certificates.keys.purposes import Purpose
from certificates.keys.signing_keys import (
    DataSealKeyPair,
    Es256,
    SealKey,
    StatusListKey,
    jwk_of,
    open_ed25519,
    open_es256,
)
from certificates.keys.trust import Addresses, trust_of
from certificates.settings import CertificatesSettings
from certificates.texts import sealing_refusals

if TYPE_CHECKING:
    from certificates.keys.token import Token

log = structlog.get_logger()


@dataclass(frozen=True)
class _Contents:
    """The folder as it was read: the file, and the private keys that may sign now or later."""

    file: KeyFile
    keys: dict[str, Es256 | Ed25519PrivateKey]

    @cached_property
    def seals(self) -> dict[str, SealKey]:
        """The same object each time, so that what is prepared for a seal is prepared once."""
        return {
            one.generation_id: SealKey(one, key)
            for one in self.file.generations
            if one.purpose is Purpose.DOCUMENT_SEAL
            and (key := self.keys.get(one.generation_id)) is not None
            and not isinstance(key, Ed25519PrivateKey)
        }


class Keyring:
    """The keys of a folder, by purpose.

    What signs is looked up each time by the clock: a generation comes into force at the beginning
    of its day, without a restart. `refresh` takes over what the command line changed.
    """

    def __init__(
        self, folder: Path, token: "Token | None", clock: Clock, addresses: Addresses
    ) -> None:
        """Reads the folder. Raises KeysError where something of it is missing or does not fit."""
        self._folder = folder
        self._token = token
        self._clock = clock
        self._addresses = addresses
        self._read_state = self._state()
        self._contents = self._read()

    def __repr__(self) -> str:
        return f"Keyring({str(self._folder)!r})"

    @classmethod
    def open(cls, settings: CertificatesSettings, clock: Clock | None = None) -> "Keyring":
        """The keys of the configured folder.

        Where there are none, test keys are made, in a demonstration and on loopback addresses
        only. Raises KeysError, which names the command that makes keys.
        """
        at = clock or SystemClock()
        folder = settings.keys_dir
        if not (folder / FILE_NAME).exists():
            if not (settings.demo or settings.listens_on_loopback_only):
                raise KeysError(
                    f"there are no keys in {folder}: make them with `certificates keys make`, or"
                    " name their folder with MATRIKEL_CERTIFICATES_KEYS_DIR"
                )
            make_test_keys(folder, settings.university_name, settings.origin_of_log, at.now())
        return cls(folder, token_of(settings), at, Addresses.below(settings.public_url))

    @property
    def document_seal(self) -> SealKey:
        """Seals PDFs at the moment. Raises Failure SEAL_EXPIRED or SEAL_UNAVAILABLE."""
        return self._contents.seals[self._in_force(Purpose.DOCUMENT_SEAL).generation_id]

    @property
    def data_seal(self) -> DataSealKeyPair:
        """Signs barcodes at the moment. Raises Failure as `document_seal` does."""
        generation = self._in_force(Purpose.DATA_SEAL)
        return DataSealKeyPair(generation.reference, self._es256(generation))

    @property
    def status_list(self) -> StatusListKey:
        """Signs the status list at the moment. Raises Failure as `document_seal` does."""
        generation = self._in_force(Purpose.STATUS_LIST)
        return StatusListKey(jwk_of(generation), self._es256(generation))

    @property
    def log(self) -> LogSigner:
        """Signs checkpoints at the moment. Raises Failure as `document_seal` does."""
        generation = self._in_force(Purpose.LOG)
        key = self._contents.keys[generation.generation_id]
        assert isinstance(key, Ed25519PrivateKey), "so it was read"
        return LogSigner(generation.log_origin, key)

    def require(self) -> None:
        """Asks before a certificate is begun whether it could be sealed.

        Raises Failure SEAL_EXPIRED or SEAL_UNAVAILABLE where a key of any purpose is missing.
        """
        for purpose in Purpose:
            self._in_force(purpose)

    @property
    def is_test(self) -> bool:
        """Whether documents are sealed with a test seal, which proves nothing."""
        now = self._clock.now()
        found = newest_in_force(
            self._contents.file.generations, Purpose.DOCUMENT_SEAL, now, local_date(now)
        )
        return found is not None and found.is_test

    @property
    def generations(self) -> tuple[Generation, ...]:
        """Every generation, in the order of the file."""
        return self._contents.file.generations

    def in_force(self, purpose: Purpose) -> Generation | None:
        """The generation that signs at the moment."""
        now = self._clock.now()
        return newest_in_force(self.generations, purpose, now, local_date(now))

    def now(self) -> datetime:
        """The moment that decides who signs."""
        return self._clock.now()

    def trust(self) -> Trust:
        """What a verifier pins: every generation, former and coming, but no compromised one."""
        return trust_of(self._contents.file, self._addresses, self.in_force(Purpose.LOG))

    def refresh(self) -> bool:
        """Reads the folder again where keys.yaml changed; returns whether it did.

        Keeps what it has where the new content cannot be used, and says so in the log.
        """
        state = self._state()
        if state == self._read_state:
            return False
        self._read_state = state
        try:
            self._contents = self._read()
        except KeysError as error:
            log.error("keys_not_taken_over", problem=str(error))
            return False
        log.info("keys_taken_over", generations=len(self.generations))
        return True

    def _in_force(self, purpose: Purpose) -> Generation:
        found = self.in_force(purpose)
        if found is not None:
            return found
        now = self._clock.now()
        ended = (
            one.expire_time is not None and one.expire_time < now
            for one in self.generations
            if one.purpose is purpose
        )
        raise sealing_refusals.seal_expired() if any(ended) else sealing_refusals.seal_unavailable()

    def _es256(self, generation: Generation) -> Es256:
        key = self._contents.keys[generation.generation_id]
        assert not isinstance(key, Ed25519PrivateKey), "so it was read"
        return key

    def _state(self) -> tuple[int, int] | None:
        try:
            status = (self._folder / FILE_NAME).stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _read(self) -> _Contents:
        file = read_key_file(self._folder)
        today = local_date(self._clock.now())
        keys: dict[str, Es256 | Ed25519PrivateKey] = {}
        for one in file.generations:
            # The private key of what signs no more may be gone, and better is.
            over = one.last_date is not None and one.last_date < today
            if over or one.compromised or one.is_waiting:
                continue
            if one.purpose is Purpose.LOG:
                keys[one.generation_id] = open_ed25519(self._folder, one)
            else:
                keys[one.generation_id] = open_es256(self._folder, one, self._token)
        return _Contents(file, keys)


def token_of(settings: CertificatesSettings) -> "Token | None":
    """The configured token; None where none is. Raises KeysError for half a configuration."""
    module, label = settings.pkcs11_module, settings.pkcs11_token
    if module is None:
        return None
    if not label or settings.pkcs11_pin_file is None:
        raise KeysError(
            "a token needs MATRIKEL_CERTIFICATES_PKCS11_TOKEN, its label, and"
            " MATRIKEL_CERTIFICATES_PKCS11_PIN_FILE"
        )
    try:
        from certificates.keys.token import TokenSettings, token_at
    except ModuleNotFoundError as error:
        raise KeysError(
            "the library for tokens is missing: install matrikel-certificates[pkcs11]"
        ) from error
    return token_at(TokenSettings(module, label, settings.pkcs11_pin_file))
