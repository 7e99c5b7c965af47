"""The CMS of a seal (PAdES, ETSI EN 319 142-1).

pyHanko puts it together once for a key. From one seal to the next only the file's digest, the
signature and the timestamp differ: they are filled in, which takes a hundredth of the time.
"""

import asyncio
from dataclasses import dataclass

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.keys.signing_keys import SealKey

DIGEST = "sha256"
_DIGEST_BYTES = 32
_NUMBER_BYTES = 32
# A DER signature of P-256 is at most so long.
_DRY_SIGNATURE = bytes(72)
# Stands for a file's digest; found again, as nothing else in the CMS is like it.
_DRY_DIGEST = b"\xd1" * _DIGEST_BYTES

_SEQUENCE, _SET, _OCTET_STRING = 0x30, 0x31, 0x04
# Context tags around what is there or not: attributes, content.
_FIRST, _SECOND = 0xA0, 0xA1
# id-aa-timeStampToken, 1.2.840.113549.1.9.16.2.14.
_TIMESTAMP_TOKEN = bytes.fromhex("060b2a864886f70d010910020e")


class SealSigner(Signer):
    """Signs with a key of the keyring, be it in a file or in a token."""

    def __init__(self, key: SealKey) -> None:
        certificates = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in key.chain]
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko 0.38
        store.register_multiple(certificates[1:])
        super().__init__(signing_cert=certificates[0], cert_registry=store)
        self.key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """A DER signature (RFC 3279, 2.2.3) over the data's SHA-256."""
        assert digest_algorithm == DIGEST, "no other is ever asked for"
        return _DRY_SIGNATURE if dry_run else der_signature(self.key, data)


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature with what it signs, ready to be written down."""

    _template: "SealTemplate"
    _signed_attributes: bytes
    # What a signature timestamp is of.
    signature: bytes

    def dump(self, token: bytes = b"") -> bytes:
        """The CMS in DER: level B-B, or B-T with a timestamp token."""
        return self._template.filled(self._signed_attributes, self.signature, token)


@dataclass(frozen=True, slots=True)
class SealTemplate:
    """Everything of a seal at level B-B but the digest of the file and the signature.

    It has ESS signing-certificate-v2 and the whole chain, and no signing time, as PAdES asks for.
    """

    key: SealKey
    # Content type and the fields of SignedData before the signers, in DER.
    _content_type: bytes
    _signed_data: bytes
    # The attributes with a placeholder for the digest, as they are signed (a SET).
    _attributes: bytes
    # The fields of SignerInfo before the attributes, and between them and the signature.
    _before: bytes
    _between: bytes

    @classmethod
    def of(cls, key: SealKey) -> "SealTemplate":
        """The template for a key; takes some 10 ms, beside the event loop."""
        signer = SealSigner(key)
        # pyHanko's coroutine waits for nothing, but wants a loop around it.
        info = asyncio.run(signer.async_sign(_DRY_DIGEST, DIGEST, dry_run=True, use_pades=True))
        data = info["content"]
        (one,) = data["signer_infos"]
        attributes = bytes(one["signed_attrs"].untag().dump())
        assert attributes.count(_DRY_DIGEST) == 1, "the digest is one attribute"
        return cls(
            key=key,
            _content_type=info["content_type"].dump(),
            _signed_data=b"".join(
                data[name].dump()
                for name in ("version", "digest_algorithms", "encap_content_info", "certificates")
            ),
            _attributes=attributes,
            _before=b"".join(one[name].dump() for name in ("version", "sid", "digest_algorithm")),
            _between=one["signature_algorithm"].dump(),
        )

    def sign(self, digest: bytes) -> Seal:
        """The seal of a file with this SHA-256. Raises Failure SEAL_UNAVAILABLE."""
        assert len(digest) == _DIGEST_BYTES, "SHA-256"
        attributes = self._attributes.replace(_DRY_DIGEST, digest)
        return Seal(self, attributes, der_signature(self.key, attributes))

    def filled(self, attributes: bytes, signature: bytes, token: bytes) -> bytes:
        """The whole CMS (RFC 5652, 5.1 and 5.3) in DER."""
        unsigned = b""
        if token:
            stamp = _der(_SEQUENCE, _TIMESTAMP_TOKEN + _der(_SET, token))
            unsigned = _der(_SECOND, stamp)
        signer = _der(
            _SEQUENCE,
            self._before
            # Written with a tag of their own, signed as a SET (RFC 5652, 5.4).
            + bytes([_FIRST])
            + attributes[1:]
            + self._between
            + _der(_OCTET_STRING, signature)
            + unsigned,
        )
        data = _der(_SEQUENCE, self._signed_data + _der(_SET, signer))
        return _der(_SEQUENCE, self._content_type + _der(_FIRST, data))


def der_signature(key: SealKey, message: bytes) -> bytes:
    """A signature as X.509 writes it (RFC 3279, 2.2.3). Raises Failure SEAL_UNAVAILABLE."""
    raw = key.sign(message)
    r, s = raw[:_NUMBER_BYTES], raw[_NUMBER_BYTES:]
    return encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))


def _der(tag: int, content: bytes) -> bytes:
    """Tag, length and content (X.690, 8.1 and 10.1)."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
