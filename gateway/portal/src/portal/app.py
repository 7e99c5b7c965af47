"""The portal as an ASGI application."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

from chassis.values import Language, local_date
from grpc.aio import AioRpcError
from matrikel.identity.v1.support_pb2 import GetCurrentSupportAccessRequest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from portal.addresses import PAGES
from portal.faults import Fault, Kind, fault_of
from portal.headers import PageHeaders, StaticAssets
from portal.onward import onward_of
from portal.page import POST, Page
from portal.pages import failure, send_again
from portal.rendering import STATIC, Rendering
from portal.services import BrowserSessions, Services, SignedIn, WaitingRequests
from portal.statuses import StatusNames
from portal.university import UniversityFacts
from portal.visit import Portal, Visit

_logger = logging.getLogger(__name__)


def furnish(
    services: Services,
    sessions: BrowserSessions,
    waiting_requests: WaitingRequests | None = None,
    today: Callable[[], date] = lambda: local_date(datetime.now(UTC)),
) -> Portal:
    """What all pages share.

    `services` are the stubs, with credentials attached by the caller; `sessions` keeps the
    browser's session; `waiting_requests` are those of other systems, where the host is an OpenID
    Provider; `today` is the day at the university.
    """
    return Portal(
        services,
        sessions,
        waiting_requests,
        Rendering(),
        UniversityFacts(services),
        StatusNames(services),
        today,
    )


def create_portal(
    services: Services,
    sessions: BrowserSessions,
    today: Callable[[], date] = lambda: local_date(datetime.now(UTC)),
) -> Starlette:
    """The portal of a host that is no OpenID Provider."""
    return pages_of(furnish(services, sessions, today=today))


def pages_of(portal: Portal) -> Starlette:
    """The portal, to be mounted at the root of a host or run beside it."""
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
        visit = await visit_of(portal, request, language, page.form_path)
        try:
            visit = await with_sign_in(visit, needed=page.needs is not None)
            if page.needs is not None and visit.signed_in is None:
                return _to_sign_in(visit)
            if page.needs is not None and not visit.may(page.needs, own=page.own):
                return failure.page(visit, Fault(Kind.FORBIDDEN))
            if page.method == POST and not await visit.is_from_own_page():
                return await send_again.page(visit)
            return await page.answer(await _with_onward(visit))
        except AioRpcError as error:
            return answer_fault(visit, error)
        except HTTPException:
            raise
        except Exception:
            fault = Fault(Kind.UNEXPECTED, error_id=str(uuid4()))
            _logger.exception("A page failed", extra={"error_id": fault.error_id})
            return failure.page(visit, fault)

    return answer


async def visit_of(
    portal: Portal, request: Request, language: Language, form_path: str | None
) -> Visit:
    """The visit of a page, before anybody knows who asks."""
    form = None if form_path is None else form_path.format(**request.path_params)
    page_path = request.url.path if form is None else f"/{language}/{form}"
    return Visit(portal, request, language, page_path, None, await portal.facts.current())


async def with_sign_in(visit: Visit, needed: bool) -> Visit:
    """The visit with who is signed in. Public pages are shown even if nobody can tell."""
    try:
        signed_in: SignedIn | None = await visit.portal.sessions.current(visit.request)
    except AioRpcError as error:
        if needed:
            raise
        _logger.warning("The session of a public page's visitor is unknown: %s", error.code().name)
        signed_in = None
    visit = replace(visit, signed_in=signed_in)
    return await _with_support(visit) if signed_in is not None and signed_in.in_support else visit


async def _with_support(visit: Visit) -> Visit:
    """The visit with whose pages a member of staff looks at, for the banner."""
    try:
        answer = await visit.services.support.GetCurrentSupportAccess(
            GetCurrentSupportAccessRequest()
        )
    except AioRpcError as error:
        _logger.warning("Whose pages are looked at is unknown: %s", error.code().name)
        return visit
    return replace(visit, support=answer.support_access)


async def _with_onward(visit: Visit) -> Visit:
    """The visit with the system that the visitor is on the way to."""
    requests = visit.portal.waiting_requests
    next_address = visit.asked("next")
    if requests is None or not next_address:
        return visit
    return replace(visit, onward=await onward_of(requests, next_address))


def _to_sign_in(visit: Visit, again: str = "") -> Response:
    """`again` shows the form even to somebody who is signed in, as a service refused that.

    Who was about to send something is told that it was not carried out.
    """
    lost = "yes" if visit.request.method == POST else ""
    return visit.go("sign-in", next=visit.in_language(visit.language), again=again, lost=lost)


def _to_confirmation(visit: Visit) -> Response:
    """To the page that proves again who is signed in, and back to the one with the form."""
    lost = "yes" if visit.request.method == POST else ""
    return visit.go("confirm", next=visit.in_language(visit.language), lost=lost)


def answer_fault(visit: Visit, error: AioRpcError) -> Response:
    """The page for a failed call, or the way to the sign-in."""
    fault = fault_of(error, visit.language)
    if fault.kind is Kind.SIGN_IN:
        return _to_sign_in(visit, again="yes")
    if fault.reason == "STEP_UP_REQUIRED":
        return _to_confirmation(visit)
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
        visit = await with_sign_in(await visit_of(portal, request, language, ""), needed=False)
        status = error.status_code if isinstance(error, HTTPException) else 500
        return failure.unknown_page(visit, status)

    return answer
