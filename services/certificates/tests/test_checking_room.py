"""The room in which strangers' files are read."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from certificates.flows.checking import WAITING_PER_NETWORK, Checking
from chassis.errors import Failure

from .seal_factories import keyring


async def test_one_network_cannot_keep_everybody_else_from_checking(tmp_path: Path) -> None:
    """Each file is given up when its time is over; so are those of the other network."""
    trust = keyring(tmp_path / "keys").trust()
    checking = Checking(1, seconds=0.01)

    async def reason(network: str) -> str:
        with pytest.raises(Failure) as refused:
            await checking.read(b"%PDF-1.7 of some kind", trust, datetime.now(UTC), network)
        return refused.value.reason

    networks = ["192.0.2.1"] * (WAITING_PER_NETWORK + 3) + ["203.0.113.9"]
    try:
        first = await asyncio.gather(*(reason(one) for one in networks))
        later = await reason("192.0.2.1")
    finally:
        checking.close()
    assert first == [
        *["FILE_NOT_READABLE"] * WAITING_PER_NETWORK,
        *["TOO_BUSY"] * 3,
        "FILE_NOT_READABLE",
    ]
    assert later == "FILE_NOT_READABLE"
