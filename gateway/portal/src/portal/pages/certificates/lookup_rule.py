"""Changing who can look a certificate up."""

import asyncio

from grpc.aio import AioRpcError
from matrikel.certificates.v1.certificate_pb2 import Certificate, SetLookupRuleRequest
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, text_of
from portal.pages.certificates import lookup
from portal.pages.certificates.kept import certificate_of
from portal.pages.certificates.lookup import TypedRule
from portal.pages.certificates.naming import kinds_of
from portal.visit import Visit


async def ask(visit: Visit) -> Response:
    """The rule as it stands, to be changed."""
    certificate = await certificate_of(visit)
    if not certificate.lookup_restrictable:
        return visit.go(f"certificates/{certificate.certificate_id}")
    rule = lookup.typed_of(certificate.lookup_rule)
    return await _form(visit, certificate, rule, certificate.version, Problems(), 200)


async def change(visit: Visit) -> Response:
    """Changes the rule and leads back to the certificate."""
    form, certificate = await asyncio.gather(visit.form(), certificate_of(visit))
    rule = lookup.read(form)
    version = text_of(form, "version")
    seen = int(version) if version.isdecimal() else 0
    problems = rule.problems(visit, has_pin=certificate.lookup_rule.pin_required)
    if problems:
        return await _form(visit, certificate, rule, seen, problems, Kind.INVALID.value)
    request = SetLookupRuleRequest(
        certificate_id=certificate.certificate_id,
        lookup_rule=rule.rule,
        pin=rule.pin,
        version=seen,
    )
    try:
        await visit.services.certificates.SetLookupRule(request)
    except AioRpcError as error:
        fault = lookup.at_form_fields(fault_of(error, visit.language))
        if fault.kind not in (Kind.REFUSED, Kind.INVALID):
            raise
        # Who sees what stands now decides about that.
        current = await certificate_of(visit)
        said = visit.problems(fault, *lookup.FIELDS)
        return await _form(visit, current, rule, current.version, said, fault.kind.value)
    return visit.go(f"certificates/{certificate.certificate_id}", done="rule")


async def _form(
    visit: Visit,
    certificate: Certificate,
    rule: TypedRule,
    version: int,
    problems: Problems,
    status: int,
) -> Response:
    kinds = await kinds_of(visit)
    return visit.render(
        "certificates/lookup_rule.html",
        status=status,
        problems=problems,
        certificate=certificate,
        version=version,
        rule=rule,
        name=kinds.name(certificate.type),
        has_pin=certificate.lookup_rule.pin_required,
    )
