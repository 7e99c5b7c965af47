"""Events: told in the transaction that changes state, published later, heard once."""

from chassis.events.hearing import Hearing
from chassis.events.outbox import tell, tell_all

__all__ = ["Hearing", "tell", "tell_all"]
