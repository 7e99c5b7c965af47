"""Connected services: which systems of others get what about the visitor, and ending that."""

from functools import partial

from matrikel.identity.v1.consent_pb2 import ListConsentsRequest, RevokeConsentRequest
from starlette.responses import Response

from portal.forms import id_of
from portal.provider_texts import claim_labels
from portal.visit import Visit

PATH = "account/connections"


async def show(visit: Visit) -> Response:
    """What the visitor agreed to and has not taken back."""
    answer = await visit.services.consents.ListConsents(
        ListConsentsRequest(person_id=visit.person_id)
    )
    return visit.render(
        "connections/list.html",
        consents=answer.consents,
        revoked=visit.asked("done") == "revoked",
        labels_of=partial(claim_labels, visit.t),
    )


async def revoke(visit: Visit) -> Response:
    """Takes a consent back."""
    form = await visit.form()
    await visit.services.consents.RevokeConsent(
        RevokeConsentRequest(
            person_id=visit.person_id,
            client_id=str(visit.request.path_params["client_id"]),
            request_id=id_of(form, "request_id"),
        )
    )
    return visit.go(PATH, done="revoked")
