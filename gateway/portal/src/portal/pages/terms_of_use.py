"""The terms of use: read by everybody, accepted once per version."""

from matrikel.identity.v1.account_pb2 import GetAccountOverviewRequest
from matrikel.identity.v1.terms_of_use_pb2 import (
    AcceptTermsOfUseRequest,
    GetTermsOfUseRequest,
    TermsOfUse,
)
from starlette.responses import RedirectResponse, Response

from portal.forms import Problems, text_of
from portal.pages.security.account_security import has_factor, security_of
from portal.signing_in import SET_UP_PAGE
from portal.visit import Visit


async def show_to_everybody(visit: Visit) -> Response:
    """The terms that hold, for reading."""
    return visit.render(
        "terms_of_use.html", terms=await _terms(visit), overview=None, may_accept=False
    )


async def show(visit: Visit) -> Response:
    """The terms with the question whether the visitor accepts them; else since when."""
    return await _form(visit, Problems(), 200)


async def accept(visit: Visit) -> Response:
    """Keeps that the visitor accepts the version that was shown, and goes on.

    Whoever accepts for the first time has just activated the account: a second factor is offered
    on the way, this once.
    """
    form = await visit.form()
    version = text_of(form, "version")
    if text_of(form, "accepted") != "yes" or not version.isdecimal():
        problems = Problems(fields={"accepted": (visit.t("terms_of_use.accepted_missing"),)})
        return await _form(visit, problems, 422)
    overview = await visit.services.accounts.GetAccountOverview(
        GetAccountOverviewRequest(person_id=visit.person_id)
    )
    await visit.services.terms_of_use.AcceptTermsOfUse(
        AcceptTermsOfUseRequest(person_id=visit.person_id, version=int(version))
    )
    wanted = visit.return_address(visit.asked("next"))
    is_on_the_way = wanted.startswith(visit.address(SET_UP_PAGE))
    if overview.overview.accepted_terms_version or is_on_the_way:
        return RedirectResponse(wanted, 303)
    if has_factor(await security_of(visit)):
        return RedirectResponse(wanted, 303)
    return visit.go(SET_UP_PAGE, next=wanted)


async def _form(visit: Visit, problems: Problems, status: int) -> Response:
    answer = await visit.services.accounts.GetAccountOverview(
        GetAccountOverviewRequest(person_id=visit.person_id)
    )
    overview, terms = answer.overview, await _terms(visit)
    return visit.render(
        "terms_of_use.html",
        status=status,
        problems=problems,
        terms=terms,
        overview=overview,
        may_accept=overview.accepted_terms_version < terms.version,
        next=visit.asked("next"),
    )


async def _terms(visit: Visit) -> TermsOfUse:
    answer = await visit.services.terms_of_use.GetTermsOfUse(GetTermsOfUseRequest())
    return answer.terms_of_use
