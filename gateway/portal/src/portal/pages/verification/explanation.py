"""How verification works, and what a verifier needs to do it without this portal."""

import base64
import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grpc.aio import AioRpcError
from matrikel.certificates.v1.verification_pb2 import GetTrustRequest
from starlette.responses import Response

from portal.downloads import as_download
from portal.visit import Visit

_logger = logging.getLogger(__name__)
_FILE_NAME = "matrikel-trust.json"
# The DER of a public key on P-256 up to its coordinates (RFC 5480), as JWKs leave it out.
_P256_BEGINS = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a person compares over a second channel: what it is, in the texts, which one, and its
    SHA-256 in pairs or the key itself."""

    kind: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Trust:
    """What the page tells of the trust file."""

    fingerprints: tuple[Fingerprint, ...]
    log_address: str
    status_list_address: str


async def show(visit: Visit) -> Response:
    """The four layers in plain words; shown without fingerprints while certificates is away."""
    return visit.render("verify/how.html", trust=await _trust(visit))


async def trust_file(visit: Visit) -> Response:
    """The file that `matrikel-verify --trust` reads."""
    answer = await visit.services.verification.GetTrust(GetTrustRequest())
    return Response(
        answer.body.data,
        media_type=answer.body.content_type or "application/json",
        headers=as_download(_FILE_NAME),
    )


async def _trust(visit: Visit) -> Trust | None:
    try:
        answer = await visit.services.verification.GetTrust(GetTrustRequest())
        return trust_of(answer.body.data)
    except AioRpcError as error:
        _logger.warning("The trust file is unknown: %s", error.code().name)
    except (KeyError, TypeError, ValueError):
        _logger.exception("The trust file cannot be read")
    return None


def trust_of(content: bytes) -> Trust:
    """Reads the trust file. Raises KeyError, TypeError or ValueError for anything else."""
    values = json.loads(content)
    return Trust(
        tuple(_fingerprints(values)), str(values["log_address"]), str(values["status_list_address"])
    )


def _fingerprints(values: Mapping[str, Any]) -> Iterator[Fingerprint]:
    for kind in ("seal_certificates", "seal_roots", "timestamp_roots"):
        for one in values[kind]:
            yield Fingerprint(kind, "", _sha256(_decoded(one)))
    for one in values["data_seal_keys"]:
        public_key = _decoded(one["public_key"])
        yield Fingerprint("data_seal_keys", str(one["reference"]), _sha256(public_key))
    for one in values["status_list_keys"]:
        key = _P256_BEGINS + _coordinate(one["x"]) + _coordinate(one["y"])
        yield Fingerprint("status_list_keys", str(one["kid"]), _sha256(key))
    for one in (values["log_key"], *values["former_log_keys"]):
        if one:
            yield Fingerprint("log_key", "", str(one))
    for one in values["witness_keys"]:
        yield Fingerprint("witness_keys", "", str(one))


def _decoded(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _coordinate(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _sha256(content: bytes) -> str:
    digits = hashlib.sha256(content).hexdigest()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
