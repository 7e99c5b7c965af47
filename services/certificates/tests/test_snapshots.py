"""Telling a new service again how every certificate stands."""

from certificates.app.standing import change_standing
from certificates.domain.certificate import Standing
from certificates.events.snapshots import SNAPSHOTS
from chassis.database import Database
from chassis.testing import within
from matrikel.certificates.v1 import certificate_pb2

from .lifecycle_factories import issued


def test_every_certificate_is_told_again_once_as_it_stands(database: Database) -> None:
    certificates = [issued(database) for _ in range(5)]
    withdrawn = certificates[2].certificate_id
    within(database, change_standing, withdrawn, Standing.WITHDRAWN)
    [snapshots] = SNAPSHOTS
    told: list[certificate_pb2.Certificate] = []
    after, pages = None, 0
    while True:
        events, after = within(database, snapshots.read, after, 2)
        told += [event.certificate for event in events]
        pages += 1
        if after is None:
            break
    assert pages == 3
    assert {one.certificate_id for one in told} == {str(one.certificate_id) for one in certificates}
    states = {one.certificate_id: one.state for one in told}
    assert states[str(withdrawn)] == certificate_pb2.CERTIFICATE_STATE_WITHDRAWN
    assert list(states.values()).count(certificate_pb2.CERTIFICATE_STATE_VALID) == 4
