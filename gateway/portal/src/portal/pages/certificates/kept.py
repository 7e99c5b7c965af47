"""The certificates that a student has: the list, each one with its state, and its document."""

import asyncio

from matrikel.certificates.v1.certificate_pb2 import (
    Certificate,
    DownloadCertificateRequest,
    GetCertificateRequest,
    ListCertificatesRequest,
)
from starlette.responses import Response

from portal.certificate_functions import REPORT_ERROR
from portal.downloads import pass_on
from portal.pages.certificates.naming import (
    REPLACEABLE,
    STATE_BADGES,
    kinds_of,
    language_name,
    parted,
    state_name,
    type_name,
)
from portal.pages.staff.answers import notice
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """What can be drawn, and what was drawn before."""
    kinds, issued = await asyncio.gather(
        kinds_of(visit),
        visit.services.certificates.ListCertificates(
            ListCertificatesRequest(person_id=visit.person_id, page_token=visit.asked("page"))
        ),
    )
    return visit.render(
        "certificates/overview.html",
        kinds=kinds,
        parted=parted,
        certificates=issued.certificates,
        next_page=issued.next_page_token,
        is_first=not visit.asked("page"),
        type_name=type_name,
        may_report=visit.may(REPORT_ERROR, own=True),
        language_name=language_name,
        state_name=state_name,
        badges=STATE_BADGES,
        replaceable=REPLACEABLE,
    )


async def one(visit: Visit) -> Response:
    """One certificate: its number, its state, who can look it up, and the document."""
    certificate, kinds = await asyncio.gather(certificate_of(visit), kinds_of(visit))
    return visit.render(
        "certificates/one.html",
        certificate=certificate,
        kinds=kinds,
        is_new=visit.asked("done") == "issued",
        done=notice(visit, "certificate"),
        state=state_name(certificate.state),
        language_name=language_name,
        badges=STATE_BADGES,
        may_report=visit.may(REPORT_ERROR, own=True),
        can_be_replaced=state_name(certificate.state) in REPLACEABLE,
    )


async def download(visit: Visit) -> Response:
    """Passes the document through, piece by piece."""
    call = visit.services.certificates.DownloadCertificate(
        DownloadCertificateRequest(certificate_id=certificate_id(visit))
    )
    return await pass_on(call, lambda first: first.file_name)


async def certificate_of(visit: Visit) -> Certificate:
    """The certificate in the address. Raises AioRpcError."""
    answer = await visit.services.certificates.GetCertificate(
        GetCertificateRequest(certificate_id=certificate_id(visit))
    )
    return answer.certificate


def certificate_id(visit: Visit) -> str:
    """The id of the certificate in the address."""
    return str(visit.request.path_params["certificate_id"])
