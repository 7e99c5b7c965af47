"""The file of trust: what an employer or an authority pins to check certificates by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from matrikel_verify.checkpoint import ED25519, VerifierKey
from matrikel_verify.trust import DataSealKey, Trust

from certificates.keys.generations import Generation
from certificates.keys.key_file import KeyFile
from certificates.keys.purposes import Purpose
from certificates.keys.signing_keys import jwk_of


@dataclass(frozen=True)
class Addresses:
    """Where verifiers find what changes."""

    log: str
    status_list: str
    verification_page: str

    @classmethod
    def below(cls, public_url: str) -> "Addresses":
        """The addresses that the contracts state, below the suite's own."""
        root = public_url.rstrip("/")
        return cls(f"{root}/v1/log", f"{root}/v1/certificates:statusList", f"{root}/verify")


def trust_of(file: KeyFile, addresses: Addresses, signing_log: Generation | None) -> Trust:
    """What a verifier pins, from the public part of the folder."""
    believed = [one for one in file.generations if not one.compromised and not one.is_waiting]
    seals = [one for one in believed if one.purpose is Purpose.DOCUMENT_SEAL]
    logs = [one for one in believed if one.purpose is Purpose.LOG and one is not signing_log]
    return Trust(
        university=file.university,
        seal_certificates=_ders(one.certificate for one in seals),
        seal_roots=_ders(one.chain[-1] for one in seals),
        timestamp_roots=_ders(file.timestamp_roots),
        data_seal_keys=tuple(
            DataSealKey(
                reference=one.reference,
                public_key=_spki(one),
                first_date=one.first_date,
                last_date=one.last_date,
            )
            for one in believed
            if one.purpose is Purpose.DATA_SEAL
        ),
        log_key=_vkey(signing_log) if signing_log else "",
        former_log_keys=tuple(_vkey(one) for one in logs),
        witness_keys=file.witness_keys,
        status_list_keys=tuple(
            jwk_of(one) for one in believed if one.purpose is Purpose.STATUS_LIST
        ),
        log_address=addresses.log,
        status_list_address=addresses.status_list,
        verification_page=addresses.verification_page,
    )


def _ders(certificates: Iterable[x509.Certificate]) -> tuple[bytes, ...]:
    """Each once, in their order."""
    return tuple(dict.fromkeys(one.public_bytes(Encoding.DER) for one in certificates))


def _spki(generation: Generation) -> bytes:
    assert generation.public_key is not None, "only seals wait for a certificate"
    return generation.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _vkey(generation: Generation) -> str:
    assert isinstance(generation.public_key, Ed25519PublicKey), generation.purpose
    return str(VerifierKey.of(generation.log_origin, ED25519, generation.public_key))
