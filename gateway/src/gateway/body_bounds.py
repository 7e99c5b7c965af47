"""How much a request may bring, and in which time: documents are larger than forms and JSON."""

from collections.abc import Iterable
from dataclasses import dataclass

from google.protobuf.descriptor import FieldDescriptor
from starlette.datastructures import Headers
from starlette.types import Scope

from gateway.contract.methods import Method
from gateway.oidc.addresses import LARGEST_FORM_BYTES, is_of_provider
from gateway.rest.problem import Problem
from gateway.rest.routes import Routes

MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class BodyBounds:
    """The most that a body may hold, and the time in which it must have come."""

    largest_bytes: int
    seconds: float


class BoundsOfRequests:
    """The bounds of each request: wider where a document is uploaded, narrower at the OpenID
    Provider, which anybody may send forms to.

    A document is uploaded where the contract's request has a field of bytes, and where a page's
    form sends files.
    """

    def __init__(self, methods: Iterable[Method], usual: BodyBounds, upload: BodyBounds) -> None:
        self.uploads = Routes(method for method in methods if takes_bytes(method))
        self.usual = usual
        self.upload = upload
        self.of_provider = BodyBounds(LARGEST_FORM_BYTES, usual.seconds)

    def __call__(self, scope: Scope) -> BodyBounds:
        """The bounds of one request."""
        if is_of_provider(scope):
            return self.of_provider
        if scope["method"] != "POST":
            return self.usual
        media_type = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        if media_type == MULTIPART or self.is_upload(scope):
            return self.upload
        return self.usual

    def is_upload(self, scope: Scope) -> bool:
        """Whether the path is that of a method that takes a document."""
        try:
            self.uploads.find(scope["method"], scope["raw_path"])
        except Problem:
            return False
        return True


def takes_bytes(method: Method) -> bool:
    """Whether the method's request has a field of bytes."""
    return any(field.type == FieldDescriptor.TYPE_BYTES for field in method.asked.fields)
