"""What tests of every service need: real databases, a real bus, a clock, tokens, a server."""

from chassis.testing.clock import DrivenClock
from chassis.testing.databases import database_fixture, within
from chassis.testing.filling import Filling
from chassis.testing.server import ServiceUnderTest, running
from chassis.testing.sessions import Sessions, running_with_sessions
from chassis.testing.tokens import TokenMint
from chassis.testing.waiting import until

__all__ = [
    "DrivenClock",
    "Filling",
    "ServiceUnderTest",
    "Sessions",
    "TokenMint",
    "database_fixture",
    "running",
    "running_with_sessions",
    "until",
    "within",
]
