"""Drawing a certificate: one page per type, for a first one and for one that replaces another."""

import asyncio
from dataclasses import dataclass

from grpc.aio import AioRpcError
from matrikel.certificates.v1.certificate_pb2 import (
    Certificate,
    CertificateTypeInfo,
    GetCertificateRequest,
    IssueCertificateRequest,
)
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, text_of
from portal.pages import failure
from portal.pages.certificates import lookup, orders
from portal.pages.certificates.lookup import TypedRule
from portal.pages.certificates.naming import (
    REPLACEABLE,
    Kinds,
    kinds_of,
    parted,
    state_name,
    type_name,
)
from portal.pages.certificates.orders import Offer, Typed
from portal.visit import Visit

SAID_IN_FORMS = (Kind.REFUSED, Kind.INVALID, Kind.NOT_FOUND)
_FIELDS = (orders.ABOUT, orders.LANGUAGE, orders.WITH_ADDRESS, *lookup.FIELDS)
# What the orders call otherwise than the form.
_ALIASES = {"enrolment_id": orders.ABOUT, "semester": orders.ABOUT, "semester.code": orders.ABOUT}


@dataclass(frozen=True, slots=True)
class Draft:
    """The form of one certificate as it stands."""

    offer: Offer
    typed: Typed
    rule: TypedRule
    replaced: Certificate | None = None
    name_successor: bool = True


async def ask(visit: Visit) -> Response:
    """The form for a certificate of the type in the address."""
    offer = await _offer(visit, str(visit.request.path_params["kind"]))
    if offer is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return _form(visit, _empty(visit, offer), Problems(), 200)


async def issue(visit: Visit) -> Response:
    """Issues it and leads to its page."""
    offer = await _offer(visit, str(visit.request.path_params["kind"]))
    if offer is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return await _issue(visit, offer, None)


async def ask_to_replace(visit: Visit) -> Response:
    """The same form, filled as for the certificate that is to be replaced."""
    replaced, offer = await _to_replace(visit)
    if state_name(replaced.state) not in REPLACEABLE:
        return visit.go(f"certificates/{replaced.certificate_id}")
    draft = Draft(
        offer, orders.typed_of(visit, replaced), lookup.typed_of(replaced.lookup_rule), replaced
    )
    return _form(visit, draft, Problems(), 200)


async def replace(visit: Visit) -> Response:
    """Issues a new one in the place of another."""
    replaced, offer = await _to_replace(visit)
    return await _issue(visit, offer, replaced)


async def _issue(visit: Visit, offer: Offer, replaced: Certificate | None) -> Response:
    form = await visit.form()
    draft = Draft(
        offer, orders.read(form), lookup.read(form), replaced, bool(text_of(form, "name_successor"))
    )
    problems = _problems(visit, draft)
    if problems:
        return _form(visit, draft, problems, Kind.INVALID.value)
    try:
        answer = await visit.services.certificates.IssueCertificate(_request(visit, draft, form))
    except AioRpcError as error:
        said = said_of(visit, error, offer)
        return _form(visit, draft, said, fault_of(error, visit.language).kind.value)
    return visit.go(f"certificates/{answer.certificate.certificate_id}", done="issued")


def _problems(visit: Visit, draft: Draft) -> Problems:
    found = dict(orders.problems_in(visit, draft.offer, draft.typed).fields)
    if draft.offer.info.lookup_restrictable:
        found |= draft.rule.problems(visit, has_pin=False).fields
    return Problems(fields=found)


def _request(visit: Visit, draft: Draft, form: FormData) -> IssueCertificateRequest:
    request = orders.request_of(draft.offer, draft.typed, visit.person_id, form)
    if draft.offer.info.lookup_restrictable and not draft.rule.is_open:
        request.lookup_rule.CopyFrom(draft.rule.rule)
        request.pin = draft.rule.pin
    if draft.replaced is not None:
        request.replaces_certificate_id = draft.replaced.certificate_id
        request.name_successor = draft.name_successor
    return request


def said_of(visit: Visit, error: AioRpcError, offer: Offer) -> Problems:
    """What certificates said against an order, where the form shows it.

    Raises the error again where the form cannot help.
    """
    fault = lookup.at_form_fields(fault_of(error, visit.language))
    if fault.kind not in SAID_IN_FORMS:
        raise error
    fields = {_ALIASES.get(path, path): said for path, said in fault.fields.items()}
    fault = Fault(fault.kind, fault.reason, fault.sentence, fields)
    about_choice = fault.reason in (
        "NOT_ENROLLED_IN_SEMESTER",
        "ENROLMENT_NOT_ENDED",
        "NOTHING_CHARGED",
        "BAFOEG_NOT_AVAILABLE",
        "ENROLMENT_UNKNOWN",
        "ENROLMENT_MISSING",
        "SEMESTER_MISSING",
    )
    home = orders.ABOUT if about_choice and offer.needs_choice and not fields else ""
    return visit.problems(fault, *_FIELDS, home=home)


def _form(visit: Visit, draft: Draft, problems: Problems, status: int) -> Response:
    info = draft.offer.info
    path = f"certificates/new/{type_name(info.type)}"
    if draft.replaced is not None:
        path = f"certificates/{draft.replaced.certificate_id}/replace"
    return visit.render(
        "certificates/draw.html",
        status=status,
        problems=problems,
        action=path,
        draft=draft,
        offer=draft.offer,
        typed=draft.typed,
        rule=draft.rule,
        replaced=draft.replaced,
        name=parted(info.name),
        description=parted(info.description),
        rule_problems=any(problems.of(field) for field in lookup.FIELDS),
    )


def _empty(visit: Visit, offer: Offer) -> Draft:
    return Draft(offer, Typed(offer.usual(visit), str(visit.language)), TypedRule())


async def _offer(visit: Visit, name: str) -> Offer | None:
    kinds, enrolments = await asyncio.gather(
        kinds_of(visit), orders.own_enrolments(visit, visit.person_id)
    )
    info = kinds.of(name)
    return None if info is None else orders.offer_of(visit, info, enrolments)


async def _to_replace(visit: Visit) -> tuple[Certificate, Offer]:
    certificate_id = str(visit.request.path_params["certificate_id"])
    answer, kinds, enrolments = await asyncio.gather(
        visit.services.certificates.GetCertificate(
            GetCertificateRequest(certificate_id=certificate_id)
        ),
        kinds_of(visit),
        orders.own_enrolments(visit, visit.person_id),
    )
    return answer.certificate, orders.offer_of(visit, _info(kinds, answer.certificate), enrolments)


def _info(kinds: Kinds, certificate: Certificate) -> CertificateTypeInfo:
    return next(one for one in kinds.infos if one.type == certificate.type)
