"""What every check of a password has in common: a slow hash between two transactions."""

import asyncio
from dataclasses import dataclass

from chassis.computing import Compute
from chassis.database import Database

from identity.app.sign_in.attempts import Attempt, attempt_failed
from identity.app.sign_in.password_hashing import Checked, PasswordHashing
from identity.domain.throttling import Trust, sharing_network
from identity.flows.attempt_door import AttemptDoor
from identity.flows.hashing_lanes import HashingLanes

__all__ = ["Compute", "Proving"]


@dataclass(frozen=True, slots=True)
class Proving:
    """The parts of the service that a proof of a secret needs.

    `university_words` are those that no password may contain.
    """

    database: Database
    compute: Compute
    hashing: PasswordHashing
    door: AttemptDoor
    lanes: HashingLanes
    university_words: tuple[str, ...]

    async def check(self, attempt: Attempt, password_hash: str, secret: str) -> Checked:
        """Whether a normalised password is right, computed when it is the attempt's turn.

        An empty hash stands for nobody's. Raises TOO_BUSY.
        """
        network = sharing_network(attempt.address)
        try:
            return await self.lanes.run(
                attempt.trust, network, self.hashing.check, password_hash, secret
            )
        except asyncio.CancelledError:
            # Whoever hangs up has failed: an address would otherwise guess, and keep others from
            # their turn, without being slowed down.
            await asyncio.shield(self.database.write(attempt_failed, attempt))
            raise

    async def hash(self, trust: Trust, secret: str) -> str:
        """The encoded hash of a normalised password, for whoever has proven something before.

        Raises TOO_BUSY.
        """
        return await self.lanes.run(trust, "", self.hashing.hash, secret)
