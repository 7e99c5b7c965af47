"""Looks after the keys of a running service: takes changes over, warns before a seal ends."""

import asyncio
import math
from datetime import datetime, timedelta

import structlog
from prometheus_client import Gauge

from certificates.keys.checks import days_left, days_until_gap
from certificates.keys.keyring import Keyring
from certificates.keys.purposes import Purpose

log = structlog.get_logger()

SEAL_DAYS_LEFT = Gauge(
    "matrikel_certificates_seal_days_left",
    "Days until no document seal is in force any more; infinite where that does not come",
)

PAUSE_SECONDS = 60.0
BETWEEN_WARNINGS = timedelta(days=1)


class KeyWatch:
    """Looks once a minute; says once a day what will be wrong."""

    def __init__(self, keyring: Keyring, warning_days: int) -> None:
        self._keyring = keyring
        self._warning_days = warning_days
        self._said: datetime | None = None

    async def run(self) -> None:
        """Runs until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(PAUSE_SECONDS)

    def look(self) -> None:
        """Takes over what changed in the folder, measures, and warns where it is time."""
        changed = self._keyring.refresh()
        now = self._keyring.now()
        left = days_until_gap(self._keyring.generations, now)
        SEAL_DAYS_LEFT.set(math.inf if left is None else left)
        if self._said is not None and now < self._said + BETWEEN_WARNINGS and not changed:
            return
        self._said = now
        if left is not None and left <= self._warning_days:
            log.warning("seal_expires", days=left, remedy="certificates keys rotate")
        for purpose in Purpose:
            found = self._keyring.in_force(purpose)
            if found is None:
                log.error("no_key_in_force", purpose=purpose.value)
                continue
            log.info(
                "key_in_force",
                purpose=purpose.value,
                key=found.generation_id,
                test=found.is_test,
                days=days_left(found, now),
            )
