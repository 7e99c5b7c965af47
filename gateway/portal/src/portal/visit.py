"""One visit to one page: who asks, in which language, and how it is answered."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from chassis.values import Language
from google.protobuf.descriptor import MethodDescriptor
from matrikel.identity.v1.support_pb2 import SupportAccess
from matrikel.records.v1.university_pb2 import University
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from portal import access, account_areas, form_tokens, menu
from portal.faults import Fault
from portal.form_tokens import FIELD as FORM_TOKEN
from portal.forms import Problems, problems_of
from portal.headers import content_security_policy
from portal.onward import ADDRESS_OF_REQUEST, PROVIDER, Onward
from portal.rendering import Rendering
from portal.services import BrowserSessions, Services, SignedIn, WaitingRequests
from portal.statuses import StatusNames
from portal.texts import Texts
from portal.university import UniversityFacts, footer_contacts

# More than any form has; each page says how many it takes.
_MOST_FIELDS = 2_000
# Only paths of the portal's own pages: never another host, never a line break.
_OWN_PATH = re.compile(r"/(?:de|en)/[^\\\s\x00-\x1f]*")
_LANGUAGE_PREFIX = re.compile(r"^/(?:de|en)(?=/)")


@dataclass(frozen=True, slots=True)
class Portal:
    """What all visits share."""

    services: Services
    sessions: BrowserSessions
    waiting_requests: WaitingRequests | None
    rendering: Rendering
    facts: UniversityFacts
    statuses: StatusNames
    today: Callable[[], date]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for one page.

    `page_path` is the page that a visitor comes back to: the same one after a change of language,
    the one with the form after a sign-in in the middle of sending it. `onward` is the system of
    others that the visitor is on the way to, for the pages of signing in. `support` is the support
    access that the visitor sees somebody's pages in.
    """

    portal: Portal
    request: Request
    language: Language
    page_path: str
    signed_in: SignedIn | None
    university: University | None
    onward: Onward | None = None
    support: SupportAccess | None = None

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
        """The fields that were sent, and one file at most where the form has one.

        Raises `HTTPException` (400) for more than that.
        """
        form = await self.sent_form()
        files = [each for each in form.values() if isinstance(each, UploadFile)]
        fields = [name for name in form if name != FORM_TOKEN]
        if len(fields) > most_fields or len(files) > int(with_file):
            raise HTTPException(400)
        return form

    async def sent_form(self) -> FormData:
        """Everything that was sent, whatever the page makes of it."""
        return await self.request.form(max_files=1, max_fields=_MOST_FIELDS)

    async def is_from_own_page(self) -> bool:
        """Whether the form that was sent stood on a page that this browser was given."""
        token = (await self.sent_form()).get(FORM_TOKEN, "")
        secret = self.portal.sessions.form_secret(self.request)
        return isinstance(token, str) and form_tokens.is_token_of(token, secret)

    def address(self, path: str = "", fragment: str = "", **query: str) -> str:
        """The address of a page in the visitor's language; empty query values are left out."""
        asked = urlencode({name: value for name, value in query.items() if value})
        query_part = f"?{asked}" if asked else ""
        fragment_part = f"#{fragment}" if fragment else ""
        return f"/{self.language}/{path}{query_part}{fragment_part}"

    def in_language(self, language: Language) -> str:
        """The address of this page in a language."""
        query = self.request.url.query
        if self.page_path != self.request.url.path:
            # The page with the form that was sent: of the query only where to go afterwards.
            wanted = self.asked("next")
            query = urlencode({"next": wanted}) if wanted else ""
        if self.page_path.startswith(PROVIDER):
            # The provider's addresses are no pages in a language; clients name it so as well.
            asked = [one for one in parse_qsl(query) if one[0] != "ui_locales"]
            return f"{self.page_path}?{urlencode([*asked, ('ui_locales', language)])}"
        path = _LANGUAGE_PREFIX.sub(f"/{language}", self.page_path)
        return f"{path}?{query}" if query else path

    def go(self, path: str = "", fragment: str = "", **query: str) -> RedirectResponse:
        """Sends the browser to a page with GET, so that reloading repeats nothing."""
        return RedirectResponse(self.address(path, fragment, **query), status_code=303)

    def return_address(self, wanted: str) -> str:
        """Where to go after signing in: a page of this portal, or on with the request of a system
        that waits for it; else the start page."""
        is_own = _OWN_PATH.fullmatch(wanted) or ADDRESS_OF_REQUEST.fullmatch(wanted)
        return wanted if is_own else self.address()

    def render(
        self,
        template: str,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **context: object,
    ) -> HTMLResponse:
        """The page as the template draws it."""
        problems = context.pop("problems", Problems())
        if self.onward:
            policy = content_security_policy(self.onward.form_target)
            headers = {"Content-Security-Policy": policy, **(headers or {})}
        body = self.portal.rendering.render(
            template,
            self.language,
            visit=self,
            url=self.address,
            problems=problems,
            menu=menu.entries_for(self.signed_in),
            areas=account_areas.areas_for(self.signed_in),
            area=account_areas.area_of(_LANGUAGE_PREFIX.sub("", self.page_path).lstrip("/")),
            university=self.university,
            footer_contacts=footer_contacts(self.university),
            new_request_id=lambda: str(uuid4()),
            **context,
        )
        return self._page(body, status, headers)

    def _page(self, body: str, status: int, headers: dict[str, str] | None) -> HTMLResponse:
        """The page with a token in its forms, and a secret for a browser that has none yet."""
        if not form_tokens.has_forms(body):
            return HTMLResponse(body, status_code=status, headers=headers)
        known = self.portal.sessions.form_secret(self.request)
        secret = known or form_tokens.new_secret()
        body = form_tokens.with_token(body, form_tokens.new_token(secret))
        response = HTMLResponse(body, status_code=status, headers=headers)
        if not known:
            self.portal.sessions.keep_form_secret(response, secret)
        return response

    def problems(self, fault: Fault, *form_fields: str, home: str = "") -> Problems:
        """A fault as the page's form shows it; `home` is the field that it belongs to."""
        return problems_of(fault, frozenset(form_fields), self.sentence(fault), home)

    def sentence(self, fault: Fault) -> str:
        """What happened, in the page's language: the service's words, else the portal's."""
        return fault.sentence or self.t(f"fault.{fault.kind.name.lower()}.text")
