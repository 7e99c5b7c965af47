"""Small parts of ASGI: reading a body, sending an answer."""

from collections.abc import Mapping

from starlette.types import Receive, Send

from gateway.rest.connection import ClientGoneError


def encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI carries them."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


async def send_whole(
    send: Send,
    status: int,
    headers: Mapping[str, str],
    data: bytes,
    head_only: bool = False,
) -> None:
    """Sends an answer in one piece; for HEAD its length without its content."""
    if status != 204:
        headers = {**headers, "content-length": str(len(data))}
    await send({"type": "http.response.start", "status": status, "headers": encoded(headers)})
    await send({"type": "http.response.body", "body": b"" if head_only else data})


async def body_of(receive: Receive) -> bytes:
    """The whole body of a request. Raises `ClientGoneError` when the client goes before its end."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)
