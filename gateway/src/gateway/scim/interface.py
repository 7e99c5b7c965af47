"""The SCIM interface over HTTP, at /scim/v2."""

import json
from collections.abc import Mapping

import structlog
from scim2_models import SCIMException
from scim2_server.handler import AsyncScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.storage import AsyncScimStorage
from starlette.datastructures import Headers, QueryParams
from starlette.types import Receive, Scope, Send

from gateway.request_context import BearerToken, current_request
from gateway.rest.connection import ClientGoneError
from gateway.rest.sending import body_of, send_whole
from gateway.scim.errors import MEDIA_TYPE, scim_answer, scim_body
from gateway.scim.protocol import UniversityScim
from gateway.scim.resources import scim_provider

log = structlog.get_logger(__name__)

SCIM_PREFIX = "/scim/v2"


class ScimInterface:
    """Serves SCIM to other systems; browsers' sessions open nothing here."""

    def __init__(self, storage: AsyncScimStorage, address: str) -> None:
        self.base_url = f"{address}{SCIM_PREFIX}"
        self.service = UniversityScim(scim_provider())
        self.handler = AsyncScimHandler(self.service, storage)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        try:
            body = await body_of(receive)
        except ClientGoneError:
            log.info("client_gone")
            return
        credential = current_request().credential
        request = ScimRequest(
            method="GET" if scope["method"] == "HEAD" else scope["method"],
            base_url=self.base_url,
            path=str(scope["path"]).removeprefix(str(scope["root_path"])),
            query=QueryParams(scope["query_string"]),
            headers=Headers(scope=scope),
            body=body,
            subject=credential if isinstance(credential, BearerToken) else None,
        )
        status, headers, answered = await self.answer(request)
        await send_whole(
            send,
            status,
            {"cache-control": "no-store", **headers},
            answered,
            head_only=scope["method"] == "HEAD",
        )

    async def answer(self, request: ScimRequest) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of the answer; of what went wrong inside, an error id."""
        try:
            response = await self.handler.handle(request)
        except SCIMException as problem:
            response = self.service.error_response(problem)
        except Exception as problem:
            answer = scim_answer(problem)
            return answer.http_status, answer.headers, scim_body(answer)
        return response.status, _headers_of(response), _body_of(response)


def _headers_of(response: ScimResponse) -> Mapping[str, str]:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return headers | ({} if response.body is None else {"content-type": MEDIA_TYPE})


def _body_of(response: ScimResponse) -> bytes:
    if response.body is None:
        return b""
    return json.dumps(response.body, ensure_ascii=False).encode()
