"""A client of the REST interface, as another system of the university would have one."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

Json = dict[str, Any]

DETAIL_TYPES = "type.googleapis.com/google.rpc."


@dataclass(frozen=True)
class Problem:
    """An error as the REST interface answers it (AIP-193)."""

    http_status: int
    status: str
    reason: str
    # In the language that was asked for.
    message: str
    # By language: "de", "en".
    sentences: Mapping[str, str]
    # Reasons by field.
    fields: Mapping[str, str]
    # The reasons of the services' own refusals.
    obstacles: tuple[str, ...]


class RestClient:
    """Calls methods with a bearer token, or without one where `token` is empty."""

    def __init__(self, http: httpx.AsyncClient, token: str = "", account: Json | None = None):
        self.http = http
        self.token = token
        self.account = account or {}

    @property
    def person_id(self) -> str:
        """The signed-in person."""
        return str(self.account["personId"])

    async def send(
        self, verb: str, path: str, *, headers: Mapping[str, str] | None = None, **content: Any
    ) -> httpx.Response:
        """Sends a request and returns whatever is answered."""
        bearer = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return await self.http.request(
            verb, f"/v1{path}", headers={**bearer, **(headers or {})}, **content
        )

    async def get(self, path: str, **query: str) -> Json:
        """Reads something."""
        return _answer(await self.send("GET", path, params=query))

    async def post(self, path: str, body: Json | None = None, **headers: str) -> Json:
        """Does something; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return _answer(await self.send("POST", path, json=body or {}, headers=named))

    async def refused(
        self, verb: str, path: str, *, headers: Mapping[str, str] | None = None, **content: Any
    ) -> Problem:
        """Sends what must not succeed, in German and in English, and returns the English answer.

        Both answers are alike but for their language.
        """
        answers = {
            language: _problem(
                await self.send(
                    verb, path, headers={**(headers or {}), "accept-language": language}, **content
                )
            )
            for language in ("de", "en")
        }
        german, english = answers["de"], answers["en"]
        assert german.message == german.sentences["de"] != ""
        assert english.message == english.sentences["en"] != ""
        assert german.sentences == english.sentences
        assert german.reason == english.reason
        return english


@asynccontextmanager
async def rest_client(base_url: str, user_name: str, password: str) -> AsyncIterator[RestClient]:
    """A signed-in client."""
    async with httpx.AsyncClient(base_url=base_url, timeout=30) as http:
        yield await sign_in(http, user_name, password)


async def sign_in(http: httpx.AsyncClient, user_name: str, password: str) -> RestClient:
    """Signs in and asks for a token for the REST interface."""
    anybody = RestClient(http)
    session = await anybody.post("/sessions:signIn", {"userName": user_name, "password": password})
    issued = await anybody.post(
        "/tokens:issue", {"sessionToken": session["sessionToken"], "audience": "gateway"}
    )
    return RestClient(http, issued["accessToken"], session["account"])


def _answer(response: httpx.Response) -> Json:
    assert response.is_success, response.text
    answer: Json = response.json()
    return answer


def _problem(response: httpx.Response) -> Problem:
    assert response.headers["content-type"].startswith("application/json")
    error = response.json()["error"]
    assert error["code"] == response.status_code
    by_type: dict[str, list[Json]] = {}
    for detail in error["details"]:
        by_type.setdefault(detail["@type"].removeprefix(DETAIL_TYPES), []).append(detail)
    (info,) = by_type["ErrorInfo"]
    violations = [
        one for detail in by_type.get("BadRequest", []) for one in detail["fieldViolations"]
    ]
    refusals = by_type.get("type.googleapis.com/matrikel.exams.v1.Refusal", [])
    return Problem(
        http_status=response.status_code,
        status=error["status"],
        reason=info["reason"],
        message=error["message"],
        sentences={one["locale"]: one["message"] for one in by_type["LocalizedMessage"]},
        fields={one["field"]: one["reason"] for one in violations},
        obstacles=tuple(one["reason"] for refusal in refusals for one in refusal["obstacles"]),
    )
