"""What sign-in and activation have in common: a slow hash between two transactions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar

from chassis.database import Database

from identity.app.password_hashing import PasswordHashing

P = ParamSpec("P")
T = TypeVar("T")


class Compute(Protocol):
    """Runs slow work in the bounded executor, away from the event loop."""

    def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """The result of the function."""
        ...


@dataclass(frozen=True, slots=True)
class Proving:
    """The parts of the service that a proof of a secret needs."""

    database: Database
    compute: Compute
    hashing: PasswordHashing
