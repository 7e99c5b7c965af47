"""Whether the gateway lives and takes requests. Neither asks a service: a gateway that is taken
out of turn because one service is down would take the others with it."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response


class Readiness:
    """The state that load balancers ask for."""

    def __init__(self) -> None:
        self.started = False

    async def live(self, _: Request) -> Response:
        """The process answers."""
        return answer("ok", 200)

    async def ready(self, _: Request) -> Response:
        """The gateway has started and is not stopping."""
        return answer("ready", 200) if self.started else answer("not ready", 503)


def answer(word: str, status: int) -> Response:
    """One word, never from a cache."""
    return PlainTextResponse(word, status, {"cache-control": "no-store"})
