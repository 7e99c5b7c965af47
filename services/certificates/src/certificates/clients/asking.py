"""What it means for this service when another one refuses or does not answer."""

from collections.abc import Iterator
from contextlib import contextmanager

import grpc

from certificates.texts.refusals import Asked, service_unavailable

_DOES_NOT_ANSWER = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
}


@contextmanager
def asking(asked: Asked) -> Iterator[None]:
    """Turns silence into UNAVAILABLE; every other refusal passes as it is."""
    try:
        yield
    except grpc.aio.AioRpcError as error:
        if error.code() in _DOES_NOT_ANSWER:
            raise service_unavailable(asked) from error
        raise
