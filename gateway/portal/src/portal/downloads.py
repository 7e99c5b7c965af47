"""Documents that services stream, passed through to the browser piece by piece."""

from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from google.api.httpbody_pb2 import HttpBody
from grpc.aio import UnaryStreamCall
from starlette.responses import Response, StreamingResponse


class Piece(Protocol):
    """One part of a document; the first names the content type."""

    @property
    def body(self) -> HttpBody: ...


SomePiece = TypeVar("SomePiece", bound=Piece)


async def pass_on(
    call: UnaryStreamCall[Any, SomePiece], name_of: Callable[[SomePiece], str]
) -> Response:
    """The document as a download; `name_of` tells its file name from the first piece.

    Raises AioRpcError where the service refuses.
    """
    try:
        # The first piece is read before the answer begins, so that a fault becomes a page.
        first = await anext(aiter(call))
    except BaseException:
        call.cancel()
        raise
    return StreamingResponse(
        _pieces(first, call),
        media_type=first.body.content_type,
        headers=as_download(name_of(first)),
    )


def as_download(file_name: str) -> dict[str, str]:
    """The header that makes a browser save an answer under a name."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name, safe='')}"}


async def _pieces(first: SomePiece, call: UnaryStreamCall[Any, SomePiece]) -> AsyncIterator[bytes]:
    try:
        yield first.body.data
        async for piece in call:
            yield piece.body.data
    finally:
        call.cancel()
