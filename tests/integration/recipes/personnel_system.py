"""A SCIM client for scim2-tester that calls with httpx."""

from collections.abc import Sequence
from typing import Any, overload
from uuid import uuid4

import httpx
from scim2_client import BaseSyncSCIMClient
from scim2_models import Mutability, ScimProvider


class ScimClient(BaseSyncSCIMClient):
    """scim2-client's own engine needs httpx2; the calls are the same."""

    def __init__(self, http: httpx.Client) -> None:
        super().__init__()
        self.http = http

    def request(self, method: str, url: str, **content: Any) -> httpx.Response:
        """Sends one request."""
        return self.http.request(method, url, **content)

    def _stays_under_base_url(self, endpoint: str) -> bool:
        url = self.http.build_request("GET", endpoint).url
        return str(url).startswith(str(self.http.base_url))

    def _parse_json(self, response: Any) -> Any:
        return response.json()


class NewUserNames(Sequence[str]):
    """Examples for scim2-tester, which else makes user names up that no university gives out."""

    def __len__(self) -> int:
        return 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        """A new one each time."""
        return f"t{uuid4().hex[:12]}"


def describe(provider: ScimProvider) -> None:
    """Tells scim2-tester what a schema has no words for, once the client has discovered the rest.

    What a user name looks like; and that an extension whose attributes are all readOnly cannot be
    written: scim2-tester 0.5.2 takes every extension for writable.
    """
    model: Any = provider.model_for("User")
    model.model_fields["user_name"].examples = NewUserNames()
    model.model_fields["UniversityMember"].metadata.append(Mutability.read_only)
