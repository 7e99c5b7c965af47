"""The seal itself: CMS (RFC 5652) as PAdES wants it, its certificate, its timestamp.

pyHanko does the cryptography; what is decided here is what counts.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from matrikel_verify.pdf.der import is_der
from matrikel_verify.trust import Trust

_SIGNED_ATTRIBUTES = frozenset(
    (
        "content_type",
        "message_digest",
        "signing_certificate_v2",
        "cms_algorithm_protection",
    )
)


class SealError(ValueError):
    """What stands in the place of the signature is not a seal as the format has it."""


class Stamp(Enum):
    """What is known about the timestamp of a seal."""

    ABSENT = "absent"
    # It fits the seal, and a pinned service made it.
    VALID = "valid"
    # Nothing is pinned to check it with.
    UNKNOWN_SERVICE = "unknown service"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class SealStatus:
    """What a seal comes down to."""

    # The digest is that of the file, and the key of the certificate signed it.
    is_intact: bool
    # DER of the certificate that sealed.
    certificate: bytes
    # Its chain ends in a pinned root, within the certificate's own days.
    has_known_chain: bool
    first_moment: datetime
    last_moment: datetime
    stamp: Stamp
    # When it was sealed; None without a valid timestamp.
    stamp_time: datetime | None


def examine(contents: bytes, covered: bytes, trust: Trust) -> SealStatus:
    """Examines the bytes of the signature's place over the bytes that it covers.

    Raises SealError where it is no seal; every problem of a seal is told by the status.
    """
    signed_data = _signed_data(contents)
    signer = signed_data["signer_infos"][0]
    certificates = [one.chosen for one in signed_data["certificates"]]
    sealing = next((one for one in certificates if _names(signer["sid"], one)), None)
    if sealing is None:
        raise SealError("the certificate that sealed is not there")
    loaded = x509.load_der_x509_certificate(sealing.dump())
    token = _token(signer)
    stamp_time = token["encap_content_info"]["content"].parsed["gen_time"].native if token else None
    # Whether the certificate is still in force is asked later; the chain is asked about its days.
    moment = loaded.not_valid_after_utc - timedelta(seconds=1)
    status = _validate(
        covered,
        signed_data,
        _context(trust.seal_roots, moment),
        _context(trust.timestamp_roots, stamp_time or moment),
    )
    stamped_by = [one.chosen for one in token["certificates"] or ()] if token else []
    # The parser writes bits that count for nothing anew, and the comparisons see what it wrote.
    if any(one.dump() not in contents for one in (*certificates, *stamped_by)):
        raise SealError("a certificate is spelled otherwise")
    stamp = _stamp(token, status, trust)
    return SealStatus(
        is_intact=bool(status.intact and status.valid),
        certificate=sealing.dump(),
        has_known_chain=bool(status.trusted) and _are_known(certificates, status, trust.seal_roots),
        first_moment=loaded.not_valid_before_utc,
        last_moment=loaded.not_valid_after_utc,
        stamp=stamp,
        stamp_time=stamp_time if stamp is Stamp.VALID else None,
    )


def _signed_data(contents: bytes) -> Any:
    """The signed data, refused unless it is written in the one way that leaves nothing open."""
    try:
        length = len(asn1_x509.Any.load(contents).dump())
        message = cms.ContentInfo.load(contents[:length], strict=True)
        signed_data = message["content"]
        plain = (
            message["content_type"].native == "signed_data"
            and not contents[length:].strip(b"\x00")
            and _is_complete(message)
            and _is_plain(signed_data)
            and is_der(contents[:length])
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        raise SealError("not signed data") from error
    if not plain:
        raise SealError("signed data of another form")
    return signed_data


def _is_plain(signed_data: Any) -> bool:
    signers = signed_data["signer_infos"]
    algorithms = [one["algorithm"].native for one in signed_data["digest_algorithms"]]
    if len(signers) != 1 or algorithms != ["sha256"] or signed_data["crls"].native:
        return False
    signer = signers[0]
    names = [one["type"].native for one in signer["signed_attrs"]]
    return (
        signed_data["version"].native == "v1"
        and signer["version"].native == "v1"
        and signer["digest_algorithm"]["algorithm"].native == "sha256"
        and signed_data["encap_content_info"]["content_type"].native == "data"
        and signed_data["encap_content_info"]["content"].native is None
        and len(names) == len(set(names))
        and {"content_type", "message_digest", "signing_certificate_v2"} <= set(names)
        and set(names) <= _SIGNED_ATTRIBUTES
        and all(len(one["values"]) == 1 for one in signer["signed_attrs"])
        and len(signer["unsigned_attrs"] or ()) <= 1
        and _is_complete(signed_data["encap_content_info"])
        and _is_enclosed(signed_data)
    )


def _names(sid: Any, certificate: Any) -> bool:
    if sid.name != "issuer_and_serial_number":
        return False
    named = sid.chosen
    return bool(
        named["issuer"].dump() == certificate.issuer.dump()
        and named["serial_number"].native == certificate.serial_number
    )


def _token(signer: Any) -> Any | None:
    """The timestamp token's signed data; None without one."""
    attributes = list(signer["unsigned_attrs"] or ())
    if not attributes:
        return None
    [attribute] = attributes
    if attribute["type"].native != "signature_time_stamp_token" or len(attribute["values"]) != 1:
        raise SealError("something else than a timestamp is attached to the seal")
    content_info = attribute["values"][0]
    if not (_is_complete(attribute) and _is_complete(content_info)):
        raise SealError("something lies beside the timestamp")
    token = content_info["content"]
    if not isinstance(token["encap_content_info"]["content"].parsed, tsp.TSTInfo):
        raise SealError("the timestamp is something else")
    return token


def _context(roots: Sequence[bytes], moment: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(one) for one in roots],
        moment=moment,
        allow_fetching=False,
    )


def _validate(
    covered: bytes, signed_data: Any, seals: ValidationContext, stamps: ValidationContext
) -> Any:
    validation = async_validate_detached_cms(
        covered,
        signed_data,
        signer_validation_context=seals,
        ts_validation_context=stamps,
    )
    try:
        return _result_of(validation)
    except (SignatureValidationError, ValueError, TypeError) as error:
        raise SealError("the seal cannot be validated") from error


def _result_of(validation: Coroutine[Any, Any, Any]) -> Any:
    """What pyHanko finds; also for callers that run an event loop, which has to wait meanwhile."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(validation)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, validation).result()


def _are_known(certificates: Iterable[Any], status: Any, pinned: Sequence[bytes]) -> bool:
    """Whether no certificate lies beside a signature but those of its chain and pinned ones.

    The signature does not cover them: whatever else lies there, somebody may have changed.
    """
    path = status.validation_path
    chain = {one.dump() for one in path.iter_certs(include_root=True)} if path else set()
    return all(one.dump() in chain or one.dump() in pinned for one in certificates)


def _stamp(token: Any | None, status: Any, trust: Trust) -> Stamp:
    if token is None:
        return Stamp.ABSENT
    validity = status.timestamp_validity
    if validity is None or not (validity.intact and validity.valid):
        return Stamp.BROKEN
    if not trust.timestamp_roots:
        return Stamp.UNKNOWN_SERVICE
    certificates = [one.chosen for one in token["certificates"] or ()]
    is_known = validity.trusted and _are_known(certificates, validity, trust.timestamp_roots)
    return Stamp.VALID if is_known and _is_plain_token(token) else Stamp.BROKEN


def _is_plain_token(token: Any) -> bool:
    """Whether nothing lies in a timestamp that its signature leaves open."""
    [signer] = token["signer_infos"]
    algorithms = [one["algorithm"].native for one in token["digest_algorithms"]]
    return (
        algorithms == [signer["digest_algorithm"]["algorithm"].native]
        and token["version"].native == "v3"
        and signer["version"].native == "v1"
        and not token["crls"].native
        and not (signer["unsigned_attrs"] or ())
        # Letter by letter: the parser compares names as RFC 5280 (7.1) does, capitals aside.
        and any(_names(signer["sid"], one.chosen) for one in token["certificates"] or ())
        and _is_complete(token["encap_content_info"])
        and _is_enclosed(token)
    )


def _is_enclosed(signed_data: Any) -> bool:
    """Whether what encloses a signature, which nobody signs, holds what it has to and no more."""
    signers = signed_data["signer_infos"]
    digests = [*signed_data["digest_algorithms"], *(one["digest_algorithm"] for one in signers)]
    signatures = [one["signature_algorithm"] for one in signers]
    # Those of RSASSA-PSS (RFC 4056) take part in verifying; all others are absent or NULL
    # (RFC 5754, 2 and 3).
    fixed = [*digests, *(one for one in signatures if one["algorithm"].native != "rsassa_pss")]
    return all(map(_is_complete, (signed_data, *signers, *digests, *signatures))) and all(
        one["parameters"].dump() in (b"", b"\x05\x00") for one in fixed
    )


def _is_complete(sequence: Any) -> bool:
    """Whether it consists of the elements of its type: the parser passes over further ones."""
    return bool(b"".join(sequence[name].dump() for name in sequence) == sequence.contents)
