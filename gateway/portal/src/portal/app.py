"""The portal as an ASGI application."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import uuid4

from chassis.values import Language, local_date
from google.protobuf.descriptor import MethodDescriptor
from grpc.aio import AioRpcError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from portal import menu
from portal.faults import Fault, Kind, fault_of
from portal.headers import PageHeaders, StaticAssets
from portal.pages import (
    account,
    activation,
    certificates,
    exam_tree,
    exams,
    failure,
    public,
    registered_exams,
    registration,
    sign_in,
    sittings,
    students,
    terms,
    verification,
)
from portal.rendering import STATIC, Rendering
from portal.services import BrowserSessions, Services, SignedIn
from portal.university import UniversityFacts
from portal.visit import Portal, Visit

_logger = logging.getLogger(__name__)
_POST = "POST"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path below the language, its handler, and the method that it needs.

    `form_path` names the page with the form where a sent form has an address of its own.
    """

    path: str
    answer: Callable[[Visit], Awaitable[Response]]
    needs: MethodDescriptor | None = None
    method: str = "GET"
    form_path: str | None = None


_REGISTRATION = "exams/registrations/{registration_id:uuid}"
_CERTIFICATE = "certificates/{certificate_id:uuid}"
_STUDENT = "students/{person_id:uuid}"

PAGES = (
    Page("", public.start),
    Page("contact", public.contact),
    Page("it-services", public.it_services),
    Page("verify", verification.show),
    Page("verify", verification.look_up, method=_POST),
    Page("sign-in", sign_in.show),
    Page("sign-in", sign_in.submit, method=_POST),
    Page("sign-out", sign_in.sign_out, method=_POST, form_path="signed-out"),
    Page("signed-out", sign_in.signed_out),
    Page("activate", activation.show),
    Page("activate", activation.submit, method=_POST),
    Page("activated", activation.done),
    Page("account", account.show, menu.GET_ACCOUNT),
    Page("exams", exams.show, menu.CREATE_REGISTRATION),
    Page("exams/terms", terms.show, menu.GET_TERMS),
    Page("exams/terms", terms.accept, menu.ACCEPT_TERMS, _POST),
    Page("exams/tree", exam_tree.show, menu.CREATE_REGISTRATION),
    Page("exams/register", registration.register, menu.CREATE_REGISTRATION, _POST, "exams/tree"),
    Page("exams/registered", registered_exams.show, menu.CREATE_REGISTRATION),
    Page(
        "exams/registered/{enrolment_id:uuid}",
        registered_exams.of_enrolment,
        menu.CREATE_REGISTRATION,
    ),
    Page(
        "exams/registered/{enrolment_id:uuid}",
        registered_exams.issue,
        menu.ISSUE_CERTIFICATE,
        _POST,
    ),
    Page(_REGISTRATION, registration.show, menu.CREATE_REGISTRATION),
    Page(f"{_REGISTRATION}/withdraw", registration.ask_to_withdraw, menu.WITHDRAW_REGISTRATION),
    Page(f"{_REGISTRATION}/withdraw", registration.withdraw, menu.WITHDRAW_REGISTRATION, _POST),
    Page("certificates", certificates.show, menu.ISSUE_CERTIFICATE),
    Page("certificates", certificates.issue, menu.ISSUE_CERTIFICATE, _POST),
    Page(_CERTIFICATE, certificates.one, menu.ISSUE_CERTIFICATE),
    Page(f"{_CERTIFICATE}/download", certificates.download, menu.DOWNLOAD_CERTIFICATE),
    Page("sittings", sittings.show, menu.LIST_SITTINGS),
    Page("sittings/{sitting_id:uuid}", sittings.participants, menu.LIST_SITTINGS),
    Page("students", students.search, menu.LIST_PERSONS),
    Page(_STUDENT, students.one, menu.LIST_PERSONS),
    Page(f"{_STUDENT}/initial-code", students.ask_for_code, menu.ISSUE_INITIAL_CODE),
    Page(f"{_STUDENT}/initial-code", students.issue_code, menu.ISSUE_INITIAL_CODE, _POST),
)


def create_portal(
    services: Services,
    sessions: BrowserSessions,
    today: Callable[[], date] = lambda: local_date(datetime.now(UTC)),
) -> Starlette:
    """The portal, to be mounted at the root of a host or run beside it.

    `services` are the stubs, with credentials attached by the caller; `sessions` keeps the
    browser's session; `today` is the day at the university.
    """
    portal = Portal(services, sessions, Rendering(), UniversityFacts(services), today)
    routes: list[BaseRoute] = [
        Route("/", _to_start),
        Route("/verify", _to_verification),
        Mount("/static", StaticAssets(directory=STATIC), name="static"),
    ]
    for language in Language:
        routes += [
            Route(
                f"/{language}/{page.path}", _endpoint(portal, page, language), methods=[page.method]
            )
            for page in PAGES
        ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(PageHeaders)],
        exception_handlers={HTTPException: _unknown_page(portal)},
    )


async def _to_start(request: Request) -> Response:
    return _in_preferred_language(request, "")


async def _to_verification(request: Request) -> Response:
    # The address printed on certificates. The number is in the fragment, which browsers carry
    # along through the redirect and never send.
    return _in_preferred_language(request, "verify")


def _in_preferred_language(request: Request, path: str) -> Response:
    language = Language.preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{language}/{path}", 302, {"Vary": "Accept-Language"})


def _endpoint(
    portal: Portal, page: Page, language: Language
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        visit = await _visit(portal, request, language, page.form_path)
        try:
            visit = await _with_sign_in(visit, needed=page.needs is not None)
            if page.needs is not None and visit.signed_in is None:
                return _to_sign_in(visit)
            if page.needs is not None and not visit.may(page.needs):
                return failure.page(visit, Fault(Kind.FORBIDDEN))
            return await page.answer(visit)
        except AioRpcError as error:
            return _answer_fault(visit, error)
        except HTTPException:
            raise
        except Exception:
            fault = Fault(Kind.UNEXPECTED, error_id=str(uuid4()))
            _logger.exception("A page failed", extra={"error_id": fault.error_id})
            return failure.page(visit, fault)

    return answer


async def _visit(
    portal: Portal, request: Request, language: Language, form_path: str | None
) -> Visit:
    page_path = request.url.path if form_path is None else f"/{language}/{form_path}"
    return Visit(portal, request, language, page_path, None, await portal.facts.current())


async def _with_sign_in(visit: Visit, needed: bool) -> Visit:
    """The visit with who is signed in. Public pages are shown even if nobody can tell."""
    try:
        signed_in: SignedIn | None = await visit.portal.sessions.current(visit.request)
    except AioRpcError as error:
        if needed:
            raise
        _logger.warning("The session of a public page's visitor is unknown: %s", error.code().name)
        signed_in = None
    return replace(visit, signed_in=signed_in)


def _to_sign_in(visit: Visit, again: str = "") -> Response:
    """`again` shows the form even to somebody who is signed in, as a service refused that.

    Who was about to send something is told that it was not carried out.
    """
    lost = "yes" if visit.request.method == _POST else ""
    return visit.go("sign-in", next=visit.in_language(visit.language), again=again, lost=lost)


def _answer_fault(visit: Visit, error: AioRpcError) -> Response:
    fault = fault_of(error, visit.language)
    if fault.kind is Kind.SIGN_IN:
        return _to_sign_in(visit, again="yes")
    if fault.kind is Kind.UNEXPECTED:
        error_id = fault.error_id or str(uuid4())
        _logger.error("A service failed: %s", error.code().name, extra={"error_id": error_id})
        fault = Fault(Kind.UNEXPECTED, fault.reason, error_id=error_id)
    return failure.page(visit, fault)


def _unknown_page(portal: Portal) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        named = request.url.path.split("/")[1]
        language = (
            Language(named)
            if named in list(Language)
            else Language.preferred(request.headers.get("accept-language", ""))
        )
        visit = await _with_sign_in(await _visit(portal, request, language, ""), needed=False)
        status = error.status_code if isinstance(error, HTTPException) else 500
        return failure.unknown_page(visit, status)

    return answer
