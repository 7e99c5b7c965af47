"""The status list of the service: places at random, made anew after changes, signed."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from certificates.app import status_list
from certificates.app.standing import change_standing
from certificates.app.status_list import draw_status_index
from certificates.domain.certificate import Certificate, Standing
from certificates.domain.status_places import SMALLEST, size_of_list
from certificates.flows.status_lists import StatusLists
from certificates.store.certificates import record_of
from chassis.database import Database
from chassis.testing import DrivenClock, within
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from matrikel_verify.checkpoint import LogSigner
from matrikel_verify.status_list import Status, StatusListToken
from matrikel_verify.trust import Jwk

from .lifecycle_factories import issued

ADDRESS = "https://matrikel.example/v1/certificates:statusList"


class ListKey:
    """A key of status lists in a file."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.key_id = "list-1"
        self.jwk = Jwk.of(self.key_id, self._key.public_key())

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


async def _at_once(function: Callable[[], str]) -> str:
    return function()


def place_of(database: Database, certificate: Certificate) -> int:
    record = within(database, record_of, certificate.certificate_id)
    assert record is not None
    return record.status_index


async def test_a_change_is_in_the_signed_list_within_a_minute(
    database: Database, clock: DrivenClock
) -> None:
    key = ListKey()
    keys = SimpleNamespace(
        status_list=key, log=LogSigner("log.example", Ed25519PrivateKey.generate())
    )
    lists = StatusLists(database, _at_once, keys, clock, ADDRESS)
    withdrawn, superseded, outdated, valid = (issued(database) for _ in range(4))
    first = await lists.current()
    for certificate, standing in (
        (withdrawn, Standing.WITHDRAWN),
        (superseded, Standing.SUPERSEDED),
        (outdated, Standing.OUTDATED),
    ):
        within(database, change_standing, certificate.certificate_id, standing)
    assert await lists.current() == first
    clock.advance(timedelta(seconds=30))
    token = StatusListToken.verified(await lists.current(), [key.jwk], ADDRESS, clock.now())
    assert token.status_at(place_of(database, withdrawn)) is Status.WITHDRAWN
    assert token.status_at(place_of(database, superseded)) is Status.SUPERSEDED
    assert token.status_at(place_of(database, outdated)) is Status.NO_LONGER_CURRENT
    assert token.status_at(place_of(database, valid)) is Status.VALID
    assert token.checkpoint.startswith("log.example\n")
    assert token.expire_time - token.issue_time == timedelta(days=7)


def test_places_are_drawn_at_random_and_never_twice(database: Database) -> None:
    drawn = [within(database, draw_status_index) for _ in range(40)]
    assert len(set(drawn)) == 40
    assert max(drawn) < SMALLEST
    assert drawn != sorted(drawn)


def test_the_list_grows_before_it_is_full(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certificates.domain.status_places.SMALLEST", 4)
    drawn = {within(database, draw_status_index) for _ in range(20)}
    assert len(drawn) == 20
    assert size_of_list(max(drawn)) > 20
    assert within(database, status_list.noted).size == size_of_list(max(drawn))


@pytest.mark.parametrize(
    ("highest", "size"),
    [(-1, SMALLEST), (0, SMALLEST), (SMALLEST - 1, SMALLEST), (SMALLEST, 2 * SMALLEST)],
)
def test_the_list_has_room_for_its_highest_place(highest: int, size: int) -> None:
    assert size_of_list(highest) == size
