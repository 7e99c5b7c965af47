"""The transparency log through the gateway: any reader of tiles can follow it."""

import asyncio
from typing import Any

import httpx
import pytest
from chassis.errors import Code, Failure
from chassis.values import LocalizedText
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1 import log_pb2
from matrikel_verify.checkpoint import LogSigner, LogVerifier
from matrikel_verify.merkle import Tree, leaf_hash
from matrikel_verify.tiles import TilePath, WebSource, pack_entries
from matrikel_verify.witness import audit, hand_in

from .conftest import AnsweringServices

LOG = LogSigner("portal.example/v1/log", Ed25519PrivateKey.from_private_bytes(bytes(32)))
ENTRIES = [number.to_bytes(4) for number in range(600)]
TREE = Tree(leaf_hash(one) for one in ENTRIES)
IMMUTABLE = "public, max-age=31536000, immutable"

pytestmark = pytest.mark.asyncio(loop_scope="session")


def answer_tile(request: log_pb2.GetTileRequest, _: Any) -> log_pb2.GetTileResponse:
    path = TilePath.parse(request.tile_path)
    places = range(path.index * 256, path.index * 256 + path.width)
    try:
        data = (
            pack_entries([ENTRIES[place] for place in places])
            if path.level is None
            else b"".join(TREE.subtree(8 * path.level, place) for place in places)
        )
    except IndexError:
        raise Failure(Code.NOT_FOUND, "TILE_UNKNOWN", LocalizedText(de="?", en="?")) from None
    body = HttpBody(content_type="application/octet-stream", data=data)
    return log_pb2.GetTileResponse(body=body, cache_control=IMMUTABLE)


@pytest.fixture
def log(services: AnsweringServices) -> AnsweringServices:
    """A log of 600 entries behind the gateway."""
    note = LOG.sign(600, TREE.root()).encode()
    body = HttpBody(content_type="text/plain; charset=utf-8", data=note)
    services.on("LogService/GetCheckpoint", log_pb2.GetCheckpointResponse(body=body))
    services.on("LogService/GetTile", answer_tile)
    services.on("LogService/AddCosignature", log_pb2.AddCosignatureResponse(cosignature_count=2))
    return services


async def test_a_reader_of_tiles_follows_the_log(
    http: httpx.AsyncClient, log: AnsweringServices
) -> None:
    source = WebSource(f"{http.base_url}/v1/log")
    checkpoint = await asyncio.to_thread(audit, source, LogVerifier.parse(LOG.vkey))
    assert (checkpoint.size, checkpoint.root) == (600, TREE.root())


async def test_tiles_are_kept_for_ever_and_the_checkpoint_not_at_all(
    http: httpx.AsyncClient, log: AnsweringServices
) -> None:
    tile = await http.get("/v1/log/tile/0/002.p/88")
    assert tile.headers["content-type"] == "application/octet-stream"
    assert tile.headers["cache-control"] == IMMUTABLE
    assert "set-cookie" not in tile.headers
    checkpoint = await http.get("/v1/log/checkpoint")
    assert checkpoint.headers["content-type"] == "text/plain; charset=utf-8"
    assert checkpoint.headers["cache-control"] == "no-store"
    assert checkpoint.text.startswith("portal.example/v1/log\n600\n")
    missing = await http.get("/v1/log/tile/0/007")
    assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-store")


async def test_what_a_service_says_of_caching_never_becomes_another_header(
    http: httpx.AsyncClient, log: AnsweringServices
) -> None:
    for given in ("", "public\r\nx-evil: 1", "PUBLIC;"):
        answer = log_pb2.GetTileResponse(body=HttpBody(data=b"1"), cache_control=given)
        log.on("LogService/GetTile", answer)
        tile = await http.get("/v1/log/tile/0/000")
        assert tile.headers["cache-control"] == "no-store"
        assert "x-evil" not in tile.headers


async def test_a_witness_hands_its_signature_in(
    http: httpx.AsyncClient, log: AnsweringServices
) -> None:
    count = await asyncio.to_thread(hand_in, f"{http.base_url}/v1/log", "the note\n")
    assert count == 2
    (call,) = log.calls_of("LogService/AddCosignature")
    assert call.request.checkpoint == "the note\n"
