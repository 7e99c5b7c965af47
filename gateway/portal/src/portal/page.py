"""One page of the portal: where it is, who answers, and what its visitor must be allowed to do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from google.protobuf.descriptor import MethodDescriptor
from starlette.responses import Response

from portal.visit import Visit

POST = "POST"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path below the language, its handler, and the method that it needs.

    `form_path` names the page with the form where a sent form has an address of its own; places in
    it are filled with those of the address: "theses/{thesis_id}". `own` pages show what belongs to
    the visitor, whatever else the method may be called for.
    """

    path: str
    answer: Callable[[Visit], Awaitable[Response]]
    needs: MethodDescriptor | None = None
    method: str = "GET"
    form_path: str | None = None
    own: bool = False
