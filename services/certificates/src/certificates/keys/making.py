"""Making a generation: its key pair, and for test seals the certificate."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from chassis.values import end_of_day
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from certificates.keys.generations import Generation, PublicKey
from certificates.keys.key_file import fitting, public_file_of, write_whole
from certificates.keys.places import FilePlace, KeyPlace, TokenPlace
from certificates.keys.problems import KeysError
from certificates.keys.purposes import Purpose
from certificates.keys.signing_keys import new_private_key, private_pem
from certificates.keys.x509_making import pem_of, seal_certificate, test_authority, years_after

if TYPE_CHECKING:
    from certificates.keys.token import Token

AUTHORITY_KEY = "test-ca.key.pem"
AUTHORITY_CERTIFICATE = "test-ca.crt.pem"
# Of the key's own hash: enough to tell the keys of one university apart.
_REFERENCE_LETTERS = 16


def make_generation(
    folder: Path,
    purpose: Purpose,
    generation_id: str,
    first_date: date,
    token: "Token | None",
    *,
    log_origin: str,
    test: bool = False,
) -> Generation:
    """Makes a key pair and writes its files; with a token the private key is made inside of it.

    A document seal has no certificate then. The reference of a data seal for tests says TEST.
    Raises KeysError where the id is taken.
    """
    place: KeyPlace
    if token is None:
        key = new_private_key(purpose)
        place = FilePlace(f"{generation_id}.key.pem")
        if (folder / place.name).exists():
            raise KeysError(f"there is a file {place.name} already; choose another --id")
        write_whole(folder / place.name, private_pem(key))
        public_key = fitting(purpose, key.public_key())
    else:
        if not purpose.can_be_in_token:
            raise KeysError(f"the key for {purpose.value} is made in a file, not in a token")
        place = TokenPlace(generation_id, hashlib.sha256(generation_id.encode()).digest()[:8])
        public_key = token.make_key(place)
    generation = Generation(
        generation_id=generation_id,
        purpose=purpose,
        place=place,
        first_date=first_date,
        last_date=None,
        public_key=public_key,
        log_origin=log_origin if purpose is Purpose.LOG else "",
    )
    pem = public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_whole(folder / public_file_of(generation), pem, mode=0o644)
    if purpose is Purpose.DATA_SEAL:
        return replace(generation, reference=_reference(public_key, test=test))
    return generation


def with_test_certificate(
    folder: Path, generation: Generation, university: str, now: datetime
) -> Generation:
    """Gives a document seal a certificate of the folder's own test CA, made where it is missing."""
    assert isinstance(generation.public_key, EllipticCurvePublicKey), generation.purpose
    authority, authority_key = _test_authority(folder, university, now)
    certificate = seal_certificate(
        generation.public_key,
        authority,
        authority_key,
        university,
        now,
        min(years_after(now), authority.not_valid_after_utc),
    )
    return with_chain(folder, generation, (certificate, authority))


def with_chain(
    folder: Path, generation: Generation, chain: tuple[x509.Certificate, ...]
) -> Generation:
    """Gives a document seal its certificates, and lets it end on the last day of its own."""
    issued = replace(generation, chain=chain, last_date=_last_whole_day(chain[0]))
    write_whole(folder / public_file_of(issued), pem_of(*chain), mode=0o644)
    return issued


def _last_whole_day(certificate: x509.Certificate) -> date:
    """The last day at whose end the certificate still holds."""
    end = certificate.not_valid_after_utc
    day = end.astimezone(UTC).date()
    while end_of_day(day) > end:
        day = date.fromordinal(day.toordinal() - 1)
    return day


def _test_authority(
    folder: Path, university: str, now: datetime
) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    key_file, certificate_file = folder / AUTHORITY_KEY, folder / AUTHORITY_CERTIFICATE
    if not certificate_file.exists():
        key = new_private_key(Purpose.DOCUMENT_SEAL)
        assert isinstance(key, EllipticCurvePrivateKey), "so it is made"
        authority = test_authority(key, university, now, years_after(now))
        write_whole(key_file, private_pem(key))
        write_whole(certificate_file, pem_of(authority), mode=0o644)
    loaded = load_pem_private_key(key_file.read_bytes(), None)
    if not isinstance(loaded, EllipticCurvePrivateKey):
        raise KeysError(f"{AUTHORITY_KEY} holds no P-256 key")
    return x509.load_pem_x509_certificate(certificate_file.read_bytes()), loaded


def _reference(public_key: PublicKey, *, test: bool) -> str:
    spki = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digits = hashlib.sha256(spki).hexdigest().upper()
    return (f"TEST{digits}" if test else digits)[:_REFERENCE_LETTERS]
