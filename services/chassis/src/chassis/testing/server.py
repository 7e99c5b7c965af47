"""A service in the test's own process, with its real gRPC server on a free port."""

import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
from matrikel.access.v1 import access_pb2

from chassis.clock import Clock
from chassis.database.database import Database
from chassis.rpc.client import bearer
from chassis.service import ServiceDefinition, ServiceInUse, start
from chassis.testing.tokens import TokenMint


@dataclass
class ServiceUnderTest:
    """A running service with a channel to it and a mint whose tokens it trusts."""

    in_use: ServiceInUse
    channel: grpc.aio.Channel
    tokens: TokenMint

    @property
    def target(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.in_use.port}"

    def mint(
        self,
        person_id: UUID | None = None,
        roles: Iterable[int] = (access_pb2.ROLE_STUDENT,),
        **more: Any,
    ) -> str:
        """An access token for this service."""
        return self.tokens.mint(person_id, roles, **more)

    def signed_in(
        self,
        person_id: UUID | None = None,
        roles: Iterable[int] = (access_pb2.ROLE_STUDENT,),
        **more: Any,
    ) -> tuple[tuple[str, str], ...]:
        """Call metadata of a signed-in person."""
        return bearer(self.mint(person_id, roles, **more))


@asynccontextmanager
async def running(
    definition: ServiceDefinition,
    database: Database,
    clock: Clock | None = None,
    mail_folder: Path | None = None,
    **settings: Any,
) -> AsyncIterator[ServiceUnderTest]:
    """Runs a service on the database of a test until the block ends.

    Mail goes to `mail_folder`, or to a new temporary folder. Further arguments are
    settings of the service.
    """
    at = clock or database.clock
    chosen = {
        "host": "127.0.0.1",
        "port": 0,
        "database_url": database.url,
        "drain_seconds": 0,
        "stop_seconds": 1,
        # Nobody listens there: a service has to live without the others.
        "identity_target": "127.0.0.1:1",
        **settings,
    }
    mint = TokenMint(definition.name, at)
    mint.trust_in(database)
    # A mail may be on its way into the folder while the service stops.
    with tempfile.TemporaryDirectory("", "matrikel-mail-", ignore_cleanup_errors=True) as folder:
        chosen.setdefault("mail_target", f"maildir:{mail_folder or Path(folder) / 'mail'}")
        chosen.setdefault("audit_heads_file", Path(folder) / "audit-heads.jsonl")
        # Of a service that makes keys of its own.
        chosen.setdefault("keys_dir", Path(folder) / "keys")
        async with start(definition, definition.settings(**chosen), at) as in_use:
            channel = grpc.aio.insecure_channel(f"127.0.0.1:{in_use.port}")
            try:
                yield ServiceUnderTest(in_use, channel, mint)
            finally:
                await channel.close(None)
