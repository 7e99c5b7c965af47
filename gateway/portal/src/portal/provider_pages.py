"""The pages of the OpenID Provider: consent, signing out, and requests that cannot be answered.

They have no address of their own: the provider answers with them where a client sent the browser.
"""

from collections.abc import Iterable
from functools import partial

from chassis.values import Language
from grpc.aio import AioRpcError
from matrikel.identity.v1.oidc_pb2 import (
    ConsentNeeded,
    LogoutQuestion,
    RequestRefused,
    ReturnToClient,
    SignedOutByClient,
)
from starlette.requests import Request
from starlette.responses import Response

from portal.app import answer_fault, visit_of, with_sign_in
from portal.faults import Fault, Kind, fault_of
from portal.headers import PAGE_HEADERS, content_security_policy
from portal.onward import form_target
from portal.pages import failure
from portal.provider_texts import claim_label, claim_labels, value_label
from portal.visit import Portal, Visit

LOGOUT = "/oauth2/logout"


class ProviderPages:
    """Draws each page in the language of the address, else the client's, else the browser's."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    async def sent_from_own_page(self, request: Request) -> bool:
        """Whether a form stood on a page that this browser was given."""
        visit = await self._visit(request, is_signed_out=True)
        return await visit.is_from_own_page()

    async def refused(self, request: Request, refused: RequestRefused) -> Response:
        """A request that cannot be answered to the client."""
        visit = await self._visit(request)
        wanted = "logout" if request.url.path.startswith(LOGOUT) else "sign_in"
        return visit.render(
            "provider/refused.html",
            status=400,
            headers=_headers(),
            refused=refused,
            wanted=wanted,
        )

    async def failed(self, request: Request, error: AioRpcError) -> Response:
        """Identity refused a step, or could not be asked."""
        visit = await self._visit(request)
        fault = fault_of(error, visit.language)
        if fault.kind is Kind.SIGN_IN:
            # Only requests of clients need a session, and those ask for a sign-in by themselves.
            fault = Fault(Kind.REFUSED, fault.reason, visit.t("provider.session_ended"))
            response = failure.page(visit, fault)
        elif fault.kind is Kind.NOT_FOUND:
            response = visit.render("provider/forgotten.html", status=404, sentence=fault.sentence)
        else:
            response = answer_fault(visit, error)
        for name, value in PAGE_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    async def consent(self, request: Request, asked: ConsentNeeded) -> Response:
        """Asks whether the client may have what it asks for."""
        visit = await self._visit(request, asked.ui_locales)
        return visit.render(
            "provider/consent.html",
            headers=_headers(asked.redirect_uri),
            asked=asked,
            label_of=partial(claim_label, visit.t),
            labels_of=partial(claim_labels, visit.t),
            value_of=partial(value_label, visit.t),
        )

    async def to_client(self, request: Request, returned: ReturnToClient) -> Response:
        """A form that brings the answer to the client."""
        visit = await self._visit(request)
        return visit.render(
            "provider/to_client.html", headers=_headers(returned.redirect_uri), returned=returned
        )

    async def logout_question(self, request: Request, question: LogoutQuestion) -> Response:
        """Asks whether to sign out."""
        visit = await self._visit(request, question.ui_locales)
        return visit.render(
            "provider/sign_out.html", headers=_headers(question.location), question=question
        )

    async def signed_out(self, request: Request, signed_out: SignedOutByClient) -> Response:
        """Says that nobody is signed in any more."""
        visit = await self._visit(request, signed_out.ui_locales, is_signed_out=True)
        return visit.render(
            "provider/signed_out.html",
            headers=_headers(),
            client_name=signed_out.client_name,
        )

    async def _visit(
        self, request: Request, ui_locales: Iterable[str] = (), is_signed_out: bool = False
    ) -> Visit:
        language = language_of(request, ui_locales)
        # A form cannot be repeated in the other language: from there the link leads to the start.
        form_path = "" if request.method == "POST" else None
        visit = await visit_of(self._portal, request, language, form_path)
        return visit if is_signed_out else await with_sign_in(visit, needed=False)


def language_of(request: Request, ui_locales: Iterable[str]) -> Language:
    """The first language that the suite speaks: of the address, of the client, of the browser."""
    for tag in (*request.query_params.get("ui_locales", "").split(), *ui_locales):
        spoken = tag.lower().split("-")[0]
        if spoken in list(Language):
            return Language(spoken)
    return Language.preferred(request.headers.get("accept-language", ""))


def _headers(address: str = "") -> dict[str, str]:
    policy = content_security_policy(form_target(address) if address else "")
    return {**PAGE_HEADERS, "Content-Security-Policy": policy}
