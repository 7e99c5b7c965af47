"""The forms of calls to services, as generated stubs offer them to pages and REST interface."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from google.protobuf.message import Message

if TYPE_CHECKING:
    from grpc.aio import UnaryStreamCall

Asked = TypeVar("Asked", bound=Message, contravariant=True)
Answered = TypeVar("Answered", bound=Message, covariant=True)
Piece = TypeVar("Piece", bound=Message)


class Pieces(Generic[Piece]):
    """The answer of a method that answers in pieces. The call begins with the first piece.

    Whoever stops reading must cancel: grpc.aio 1.85 leaves an abandoned stream running.
    """

    def __init__(self, begin: "Callable[[], Awaitable[UnaryStreamCall[Any, Piece]]]") -> None:
        self.begin = begin
        self.call: UnaryStreamCall[Any, Piece] | None = None
        self.pieces: AsyncIterator[Piece] | None = None

    def __aiter__(self) -> "Pieces[Piece]":
        return self

    async def __anext__(self) -> Piece:
        if self.pieces is None:
            self.call = await self.begin()
            self.pieces = aiter(self.call)
        return await anext(self.pieces)

    def cancel(self) -> None:
        """Ends the call at the service, whether or not all pieces came."""
        if self.call is not None:
            self.call.cancel()

    async def aclose(self) -> None:
        """Ends the call, for `contextlib.aclosing`."""
        self.cancel()


class UnaryCall(Protocol[Asked, Answered]):
    """A method with one answer. `timeout` is in seconds."""

    def __call__(self, request: Asked, *, timeout: float | None = None) -> Awaitable[Answered]: ...


class StreamingCall(Protocol[Asked, Piece]):
    """A method that answers in pieces. `timeout` is in seconds, for all pieces together."""

    def __call__(self, request: Asked, *, timeout: float | None = None) -> Pieces[Piece]: ...
