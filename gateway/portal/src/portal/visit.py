"""One visit to one page: who asks, in which language, and how it is answered."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

from chassis.values import Language
from google.protobuf.descriptor import MethodDescriptor
from matrikel.records.v1.university_pb2 import University
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from portal import access, menu
from portal.faults import Fault
from portal.forms import Problems, problems_of
from portal.rendering import Rendering
from portal.services import BrowserSessions, Services, SignedIn
from portal.statuses import StatusNames
from portal.texts import Texts
from portal.university import UniversityFacts, footer_contacts

# Only paths of the portal's own pages: never another host, never a line break.
_OWN_PATH = re.compile(r"/(?:de|en)/[^\\\s\x00-\x1f]*")
_LANGUAGE_PREFIX = re.compile(r"^/(?:de|en)(?=/)")


@dataclass(frozen=True, slots=True)
class Portal:
    """What all visits share."""

    services: Services
    sessions: BrowserSessions
    rendering: Rendering
    facts: UniversityFacts
    statuses: StatusNames
    today: Callable[[], date]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for one page.

    `page_path` is the page that a visitor comes back to: the same one after a change of language,
    the one with the form after a sign-in in the middle of sending it.
    """

    portal: Portal
    request: Request
    language: Language
    page_path: str
    signed_in: SignedIn | None
    university: University | None

    @property
    def services(self) -> Services:
        """The stubs, with this visitor's credentials."""
        return self.portal.services

    @property
    def person_id(self) -> str:
        """The signed-in person; only pages that need a sign-in ask for it."""
        if self.signed_in is None:
            raise LookupError("this page was opened without a sign-in")
        return self.signed_in.person_id

    @property
    def t(self) -> Texts:
        """The texts in the page's language."""
        return self.portal.rendering.texts(self.language)

    def may(self, method: MethodDescriptor, own: bool = False) -> bool:
        """Whether the contract opens the method to one of the visitor's roles; `own`: for what is
        the visitor's own."""
        return self.signed_in is not None and access.opens(method, self.signed_in, own)

    def asked(self, name: str) -> str:
        """A value from the address's query; empty where it is missing."""
        return self.request.query_params.get(name, "").strip()

    async def form(self, most_fields: int = 20, with_file: bool = False) -> FormData:
        """The fields that were sent, and one file at most where the form has one."""
        return await self.request.form(max_files=int(with_file), max_fields=most_fields)

    def address(self, path: str = "", fragment: str = "", **query: str) -> str:
        """The address of a page in the visitor's language; empty query values are left out."""
        asked = urlencode({name: value for name, value in query.items() if value})
        query_part = f"?{asked}" if asked else ""
        fragment_part = f"#{fragment}" if fragment else ""
        return f"/{self.language}/{path}{query_part}{fragment_part}"

    def in_language(self, language: Language) -> str:
        """The address of this page in a language."""
        is_this_page = self.page_path == self.request.url.path
        query = self.request.url.query if is_this_page else ""
        path = _LANGUAGE_PREFIX.sub(f"/{language}", self.page_path)
        return f"{path}?{query}" if query else path

    def go(self, path: str = "", fragment: str = "", **query: str) -> RedirectResponse:
        """Sends the browser to a page with GET, so that reloading repeats nothing."""
        return RedirectResponse(self.address(path, fragment, **query), status_code=303)

    def return_address(self, wanted: str) -> str:
        """Where to go after signing in: a page of this portal, else the start page."""
        return wanted if _OWN_PATH.fullmatch(wanted) else self.address()

    def render(
        self,
        template: str,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **context: object,
    ) -> HTMLResponse:
        """The page as the template draws it."""
        problems = context.pop("problems", Problems())
        body = self.portal.rendering.render(
            template,
            self.language,
            visit=self,
            url=self.address,
            problems=problems,
            menu=menu.entries_for(self.signed_in),
            university=self.university,
            footer_contacts=footer_contacts(self.university),
            new_request_id=lambda: str(uuid4()),
            **context,
        )
        return HTMLResponse(body, status_code=status, headers=headers)

    def problems(self, fault: Fault, *form_fields: str, home: str = "") -> Problems:
        """A fault as the page's form shows it; `home` is the field that it belongs to."""
        return problems_of(fault, frozenset(form_fields), self.sentence(fault), home)

    def sentence(self, fault: Fault) -> str:
        """What happened, in the page's language: the service's words, else the portal's."""
        return fault.sentence or self.t(f"fault.{fault.kind.name.lower()}.text")
