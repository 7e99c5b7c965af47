"""What persons agreed to: listed for them, and taken back by them."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction

from identity.domain.oidc.clients import Client
from identity.store.oidc import consents as store
from identity.store.oidc.clients import find_clients
from identity.store.oidc.consents import Consent
from identity.store.oidc.grants import end_grants_of_person


@dataclass(frozen=True, slots=True)
class ShownConsent:
    """A consent with the client that it is for; `claims` are those that the client gets now."""

    client: Client
    consent: Consent
    claims: tuple[str, ...]


def list_consents(tx: Transaction, person_id: UUID) -> tuple[ShownConsent, ...]:
    """What the person agreed to, the latest first."""
    consents = store.consents_of(tx, person_id)
    clients = find_clients(tx, [one.client_id for one in consents])
    return tuple(
        ShownConsent(
            client := clients[one.client_id],
            one,
            tuple(sorted(one.claims & client.registration.claims)),
        )
        for one in consents
    )


def revoke_consent(tx: Transaction, person_id: UUID, client_id: UUID) -> None:
    """Takes a consent back; what the client holds of the person ends at once."""
    if store.drop_consent(tx, person_id, client_id):
        end_grants_of_person(tx, person_id, client_id)
