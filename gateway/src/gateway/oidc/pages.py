"""The pages that the provider shows to people; the portal draws them."""

from typing import Protocol

import grpc
from matrikel.identity.v1.oidc_pb2 import (
    ConsentNeeded,
    LogoutQuestion,
    RequestRefused,
    ReturnToClient,
    SignedOutByClient,
)
from starlette.requests import Request
from starlette.responses import Response


class ProviderPages(Protocol):
    """Each page in the language that the client or the browser asks for."""

    async def sent_from_own_page(self, request: Request) -> bool:
        """Whether a form stood on a page that this browser was given: its token is right."""

    async def refused(self, request: Request, refused: RequestRefused) -> Response:
        """A request that cannot be answered to the client (400)."""

    async def failed(self, request: Request, error: grpc.aio.AioRpcError) -> Response:
        """Identity refused a step, or could not be asked."""

    async def consent(self, request: Request, asked: ConsentNeeded) -> Response:
        """Asks whether the client may have what it asks for."""

    async def to_client(self, request: Request, returned: ReturnToClient) -> Response:
        """A form that brings the answer to the client (Form Post Response Mode)."""

    async def logout_question(self, request: Request, question: LogoutQuestion) -> Response:
        """Asks whether to sign out."""

    async def signed_out(self, request: Request, signed_out: SignedOutByClient) -> Response:
        """Says that nobody is signed in any more."""
