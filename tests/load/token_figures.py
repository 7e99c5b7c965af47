"""What checking an access token costs a service."""

import asyncio
import itertools
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from chassis.clock import SystemClock
from chassis.database import Database
from chassis.rpc.keys import KeyRing, read_trusted_keys
from chassis.rpc.tokens import TokenVerifier
from chassis.testing import TokenMint
from chassis.testing.databases import fresh_url
from chassis.testing.tokens import ISSUER
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from exams.main import service

from tests.load.measuring import Figure, at_most, in_turn

MILLISECONDS = 1000


def token_check(quick: bool) -> Iterator[Figure]:
    """The check of a token that the service has not seen yet, and of one that it has."""
    yield from asyncio.run(_token_check(100 if quick else 500))


async def _token_check(count: int) -> list[Figure]:
    clock = SystemClock()
    with tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder:
        database = Database(fresh_url(service, Path(folder), None))
        try:
            mint = TokenMint(service.name, clock)
            mint.trust_in(database)
            keys = KeyRing(database, read_trusted_keys)
            await keys.refresh()
            verifier = TokenVerifier(ISSUER, service.name, keys, clock)
            tokens = iter([mint.mint() for _ in range(3 * count)])
            seen: list[str] = []

            async def check_new() -> float:
                fresh = list(itertools.islice(tokens, count))
                seen[:] = fresh
                return await _each(verifier, fresh)

            async def check_seen() -> float:
                return await _each(verifier, seen)

            async def verify_signature() -> float:
                return _each_bare(_signature_check(), count)

            goal = at_most(1)
            return [
                await in_turn("token_check", "ms", check_new, verify_signature, goal),
                Figure("token_check_again", await check_seen(), "ms", goal=goal),
            ]
        finally:
            database.close()


async def _each(verifier: TokenVerifier, tokens: Sequence[str]) -> float:
    began = time.perf_counter()
    for token in tokens:
        await verifier.verify(token)
    return (time.perf_counter() - began) / len(tokens) * MILLISECONDS


def _signature_check() -> Callable[[], None]:
    key = ec.generate_private_key(ec.SECP256R1())
    message = b"x" * 600
    signature = key.sign(message, ec.ECDSA(SHA256()))
    public = key.public_key()
    return lambda: public.verify(signature, message, ec.ECDSA(SHA256()))


def _each_bare(check: Callable[[], None], count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        check()
    return (time.perf_counter() - began) / count * MILLISECONDS
