"""Pages that need no role: start, receipts, help, the visitor's own account."""

from matrikel.identity.v1 import consent_pb2

from portal.access import method_of
from portal.page import POST, Page
from portal.pages import (
    activation,
    connections,
    lotteries,
    public,
    receipt_verification,
)

_LIST_CONSENTS = method_of(consent_pb2.DESCRIPTOR, "ConsentService", "ListConsents")
_REVOKE_CONSENT = method_of(consent_pb2.DESCRIPTOR, "ConsentService", "RevokeConsent")

EVERYBODY = (
    Page("", public.start),
    Page("contact", public.contact),
    Page("receipts/verify", receipt_verification.show),
    Page("receipts/verify", receipt_verification.look_up, method=POST),
    Page("lotteries/{sitting_id:uuid}", lotteries.show),
    Page("lotteries/{sitting_id:uuid}/publication", lotteries.publication),
    Page("activate", activation.show),
    Page("activate", activation.submit, method=POST),
    Page("activated", activation.done),
    Page(connections.PATH, connections.show, _LIST_CONSENTS),
    Page(
        f"{connections.PATH}/{{client_id:uuid}}/revoke",
        connections.revoke,
        _REVOKE_CONSENT,
        POST,
        connections.PATH,
    ),
)
