"""What every servicer over the tests' world does; the real ones are other deployables."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

import grpc

from . import portal_world as w


class Servicer:
    """Knows the world and refuses while its service is down."""

    service = ""

    def __init__(self, world: w.World) -> None:
        self.world = world

    async def up(self, context, name: str) -> None:
        self.world.calls.append(name)
        if self.service in self.world.down:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "down")
        if self.service in self.world.refusing_tokens:
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, "token refused")
