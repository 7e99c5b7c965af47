"""The provider's pages as one line each: which page, for whom, with what."""

import grpc
from matrikel.identity.v1 import oidc_pb2
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response


class PlainPages:
    """Draws nothing, so that tests see what the gateway hands to whoever draws."""

    async def sent_from_own_page(self, request: Request) -> bool:
        return "forged" not in await request.form()

    async def refused(self, request: Request, refused: oidc_pb2.RequestRefused) -> Response:
        return PlainTextResponse(f"refused {refused.error}: {refused.error_description}", 400)

    async def failed(self, request: Request, error: grpc.aio.AioRpcError) -> Response:
        return PlainTextResponse(f"failed {error.code().name}", 500)

    async def consent(self, request: Request, asked: oidc_pb2.ConsentNeeded) -> Response:
        return PlainTextResponse(f"consent {asked.request_handle}")

    async def to_client(self, request: Request, returned: oidc_pb2.ReturnToClient) -> Response:
        return PlainTextResponse(f"form to {returned.redirect_uri}")

    async def logout_question(
        self, request: Request, question: oidc_pb2.LogoutQuestion
    ) -> Response:
        return PlainTextResponse(f"question {question.logout_handle}")

    async def signed_out(
        self, request: Request, signed_out: oidc_pb2.SignedOutByClient
    ) -> Response:
        return PlainTextResponse("signed out")
