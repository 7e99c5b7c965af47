"""Changes to the key folder that the command line makes: each whole, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from chassis.values import local_date
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from certificates.keys.checks import problems_of_chain
from certificates.keys.folder_lock import changing
from certificates.keys.generations import Generation
from certificates.keys.key_file import (
    FILE_NAME,
    KeyFile,
    fitting,
    read_key_file,
    write_key_file,
    write_whole,
)
from certificates.keys.making import make_generation, with_chain, with_test_certificate
from certificates.keys.problems import KeysError
from certificates.keys.purposes import Purpose
from certificates.keys.signing_keys import open_es256, prove
from certificates.keys.x509_making import certificate_request, pem_of

if TYPE_CHECKING:
    from certificates.keys.token import Token


@dataclass(frozen=True)
class KeyFolder:
    """A folder whose keys are changed; `token` is where keys of tokens are."""

    folder: Path
    university: str
    log_origin: str
    token: "Token | None"

    def read(self) -> KeyFile:
        """The folder as it is; without keys where it is new. Raises KeysError."""
        if not (self.folder / FILE_NAME).exists():
            return KeyFile(self.university, self.log_origin, ())
        return read_key_file(self.folder)

    def make(
        self,
        purpose: Purpose,
        first_date: date,
        now: datetime,
        *,
        generation_id: str = "",
        in_token: bool = False,
        test: bool = False,
    ) -> Generation:
        """Makes a key that comes into force on a day, or a document seal that waits for its CSR.

        With `test`, a document seal gets a certificate of the folder's own test CA. The former
        generation ends by itself, as the newest one signs. Raises KeysError.
        """
        if in_token and self.token is None:
            raise KeysError(
                "no token is configured: set MATRIKEL_CERTIFICATES_PKCS11_MODULE, …_PKCS11_TOKEN"
                " and …_PKCS11_PIN_FILE"
            )
        with changing(self.folder):
            file = self.read()
            name = generation_id or _free_id(file, purpose, first_date)
            if any(one.generation_id == name for one in file.generations):
                raise KeysError(f"there is a key {name} already; choose another --id")
            made = make_generation(
                self.folder,
                purpose,
                name,
                first_date,
                self.token if in_token else None,
                log_origin=file.log_origin,
                test=test,
            )
            if test and purpose is Purpose.DOCUMENT_SEAL:
                made = with_test_certificate(self.folder, made, file.university, now)
            write_key_file(self.folder, replace(file, generations=(*file.generations, made)))
            return made

    def request(self, generation_id: str, common_name: str) -> bytes:
        """A certificate signing request (PEM) for a key for documents. Raises KeysError."""
        file = self.read()
        generation = file.generation(generation_id)
        if generation.purpose is not Purpose.DOCUMENT_SEAL:
            raise KeysError(f"{generation_id} is for {generation.purpose.value} and needs none")
        public_key = self._public_key(generation)
        known = replace(generation, public_key=public_key)
        key = open_es256(self.folder, known, self.token)
        return certificate_request(common_name, file.university, public_key, key.sign)

    def take_certificate(
        self, generation_id: str, chain: tuple[x509.Certificate, ...], now: datetime
    ) -> Generation:
        """Gives a key for documents the certificates that the CA issued for it.

        Raises KeysError where they do not fit the key, the purpose, the time or each other.
        """

        def with_them(generation: Generation) -> Generation:
            self._check_chain(generation, chain, now)
            return with_chain(self.folder, generation, chain)

        return self._change(generation_id, with_them)

    def retire(
        self, generation_id: str, last_date: date, now: datetime, *, compromised: bool = False
    ) -> Generation:
        """Lets a key sign on no day after `last_date`; it verifies for ever.

        What a compromised key signed is not believed any more, by nobody who fetches the file of
        trust anew. Raises KeysError where the day is over.
        """
        today = local_date(now)
        if last_date < today and not compromised:
            raise KeysError(f"{last_date} is over: a key has signed until today")

        def ended(generation: Generation) -> Generation:
            ends = [last_date, *([generation.last_date] if generation.last_date else [])]
            return replace(
                generation,
                last_date=min(ends),
                compromised=generation.compromised or compromised,
            )

        return self._change(generation_id, ended)

    def add_timestamp_roots(self, name: str, roots: tuple[x509.Certificate, ...]) -> None:
        """Lets verifiers believe timestamps whose chains end in these certificates."""
        if not roots:
            raise KeysError("the file holds no certificate (PEM)")
        with changing(self.folder):
            file = self.read()
            write_whole(self.folder / name, pem_of(*roots), mode=0o644)
            names = tuple(dict.fromkeys((*file.timestamp_root_files, name)))
            write_key_file(self.folder, replace(file, timestamp_root_files=names))

    def _change(self, generation_id: str, change: Callable[[Generation], Generation]) -> Generation:
        with changing(self.folder):
            file = self.read()
            changed = change(file.generation(generation_id))
            generations = tuple(
                changed if one.generation_id == generation_id else one for one in file.generations
            )
            write_key_file(self.folder, replace(file, generations=generations))
            return changed

    def _check_chain(
        self, generation: Generation, chain: tuple[x509.Certificate, ...], now: datetime
    ) -> None:
        if generation.purpose is not Purpose.DOCUMENT_SEAL:
            raise KeysError(f"{generation.generation_id} needs no certificate")
        if not chain:
            raise KeysError("the file holds no certificate (PEM)")
        public_key = fitting(generation.purpose, chain[0].public_key())
        certified = replace(generation, public_key=public_key)
        prove(open_es256(self.folder, certified, self.token), certified)
        if chain[0].not_valid_after_utc < now:
            raise KeysError(f"the certificate ended at {chain[0].not_valid_after_utc}")
        for problem in problems_of_chain(chain):
            raise KeysError(problem)

    def _public_key(self, generation: Generation) -> EllipticCurvePublicKey:
        if isinstance(generation.public_key, EllipticCurvePublicKey):
            return generation.public_key
        raise KeysError(f"{generation.generation_id}: its public key is not known")


def _free_id(file: KeyFile, purpose: Purpose, first_date: date) -> str:
    """The purpose and the day: "document-seal-2026-11-22", with a number where that is taken."""
    taken = {one.generation_id for one in file.generations}
    name = f"{purpose.value}-{first_date.isoformat()}"
    number = 1
    while name in taken:
        number += 1
        name = f"{purpose.value}-{first_date.isoformat()}-{number}"
    return name
