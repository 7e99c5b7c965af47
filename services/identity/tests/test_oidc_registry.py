"""The registry of clients: who may keep it, and what a change does."""

from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from chassis.testing import DrivenClock, within
from identity.app.oidc.consents import list_consents
from identity.domain.roles import Role
from matrikel.identity.v1 import consent_pb2, consent_pb2_grpc, oidc_client_pb2
from matrikel.type.v1.localized_text_pb2 import LocalizedText

from services.identity.tests.oidc_factories import (
    REFRESHING_CLIENT,
    THIRD_PARTY,
    OpenId,
    registered,
    returned_by,
)

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def openid(identity: Any) -> OpenId:
    return OpenId(identity)


async def administrator(openid: OpenId) -> Any:
    staff = await openid.identity.staff(Role.SYSTEM_ADMINISTRATOR)
    return await openid.identity.signed_in(staff)


def registration(**changed: Any) -> oidc_client_pb2.ClientRegistration:
    said = {
        "name": LocalizedText(de="Wiki", en="Wiki"),
        "description": LocalizedText(de="Nachschlagen", en="Looking things up"),
        "contact": "wiki@leuphana.example",
        "authentication": oidc_client_pb2.CLIENT_AUTHENTICATION_SECRET_POST,
        "grants": [
            oidc_client_pb2.CLIENT_GRANT_AUTHORIZATION_CODE,
            oidc_client_pb2.CLIENT_GRANT_REFRESH_TOKEN,
        ],
        "redirect_uris": ["https://wiki.leuphana.example/cb"],
        "scopes": ["openid", "email"],
        "claims": ["email"],
    }
    return oidc_client_pb2.ClientRegistration(**{**said, **changed})


async def test_an_administrator_keeps_the_registry(openid: OpenId, clock: DrivenClock) -> None:
    metadata = await administrator(openid)
    create = oidc_client_pb2.CreateClientRequest(
        registration=registration(), request_id=str(uuid4())
    )
    only_asked = oidc_client_pb2.CreateClientRequest(
        registration=registration(), request_id=str(uuid4()), validate_only=True
    )
    await openid.registry.CreateClient(only_asked, metadata=metadata)
    made = (await openid.registry.CreateClient(create, metadata=metadata)).client
    again = (await openid.registry.CreateClient(create, metadata=metadata)).client
    assert again.client_id == made.client_id
    assert not made.HasField("secret_create_time")
    issue = oidc_client_pb2.IssueClientSecretRequest(client_id=made.client_id)
    issued = await openid.registry.IssueClientSecret(issue, metadata=metadata)
    assert len(issued.client_secret) == 43
    assert issued.client.HasField("secret_create_time")
    update = oidc_client_pb2.UpdateClientRequest(
        client_id=made.client_id,
        registration=registration(name=LocalizedText(de="Lexikon", en="Encyclopedia")),
        version=issued.client.version,
        request_id=str(uuid4()),
    )
    changed = (await openid.registry.UpdateClient(update, metadata=metadata)).client
    update.request_id = str(uuid4())
    stale = openid.registry.UpdateClient(update, metadata=metadata)
    assert (await openid.identity.refusal(stale)).reason == "CLIENT_CHANGED_MEANWHILE"
    listed = await openid.registry.ListClients(
        oidc_client_pb2.ListClientsRequest(), metadata=metadata
    )
    assert [one.registration.name.de for one in listed.clients] == ["Lexikon"]
    get = oidc_client_pb2.GetClientRequest(client_id=made.client_id)
    assert await openid.registry.GetClient(get, metadata=metadata) == (
        oidc_client_pb2.GetClientResponse(client=changed)
    )
    assert openid.identity.audited("IssueClientSecret") == ["OK"]


async def test_the_list_comes_in_pages_by_name(openid: OpenId) -> None:
    metadata = await administrator(openid)
    names = ["Übungen", "Archiv", "Moodle"]
    for name in names:
        request = oidc_client_pb2.CreateClientRequest(
            registration=registration(name=LocalizedText(de=name, en=name)),
            request_id=str(uuid4()),
        )
        await openid.registry.CreateClient(request, metadata=metadata)
    first = await openid.registry.ListClients(
        oidc_client_pb2.ListClientsRequest(page_size=2), metadata=metadata
    )
    second = await openid.registry.ListClients(
        oidc_client_pb2.ListClientsRequest(page_size=2, page_token=first.next_page_token),
        metadata=metadata,
    )
    assert second.next_page_token == ""
    shown = [one.registration.name.de for one in (*first.clients, *second.clients)]
    assert sorted(shown) == sorted(names)
    assert shown[:2] == ["Archiv", "Moodle"]


async def test_nobody_else_sees_or_keeps_the_registry(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    clerk = await openid.identity.office()
    get = oidc_client_pb2.GetClientRequest(client_id=client.client_id)
    refusal = await openid.identity.refusal(openid.registry.GetClient(get, metadata=clerk))
    assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "ROLE_MISSING")
    unknown = oidc_client_pb2.GetClientRequest(client_id=str(uuid4()))
    metadata = await administrator(openid)
    refusal = await openid.identity.refusal(openid.registry.GetClient(unknown, metadata=metadata))
    assert refusal.code == "NOT_FOUND"


async def test_problems_are_named_at_the_fields_of_the_request(openid: OpenId) -> None:
    wrong = registration(redirect_uris=["https://a.example/*"], contact="x")
    request = oidc_client_pb2.CreateClientRequest(registration=wrong, request_id=str(uuid4()))
    metadata = await administrator(openid)
    refusal = await openid.identity.refusal(
        openid.registry.CreateClient(request, metadata=metadata)
    )
    assert refusal.reason == "CLIENT_REGISTRATION_UNSUITABLE"
    assert refusal.problems == {
        ("registration.redirect_uris[0]", "URI_WITH_WILDCARD"),
        ("registration.contact", "CONTACT_NOT_AN_ADDRESS"),
    }


async def test_a_client_that_may_do_less_loses_the_tokens_that_it_holds(openid: OpenId) -> None:
    client = registered(openid.identity.database, REFRESHING_CLIENT)
    student = await openid.identity.student()
    session_token = (await openid.identity.sign_in(student)).session_token
    tokens = await openid.signed_in_at(client, session_token)
    metadata = await administrator(openid)
    get = oidc_client_pb2.GetClientRequest(client_id=client.client_id)
    held = (await openid.registry.GetClient(get, metadata=metadata)).client
    held.registration.claims.remove("email")
    update = oidc_client_pb2.UpdateClientRequest(
        client_id=client.client_id,
        registration=held.registration,
        version=held.version,
        request_id=str(uuid4()),
    )
    await openid.registry.UpdateClient(update, metadata=metadata)
    assert (await openid.userinfo(tokens["access_token"])).status == 401


async def test_people_see_what_they_agreed_to_and_take_it_back(openid: OpenId) -> None:
    database = openid.identity.database
    client = registered(database, THIRD_PARTY)
    student = await openid.identity.student()
    session_token = (await openid.identity.sign_in(student)).session_token
    asked = (await openid.authorize(client, session_token, scope="openid email")).consent_needed
    decided = await openid.decide(asked.request_handle, session_token)
    tokens = (await openid.redeem(client, returned_by(decided)["code"])).body
    consents = consent_pb2_grpc.ConsentServiceStub(openid.identity.under_test.channel)
    metadata = await openid.identity.signed_in(student)
    request = consent_pb2.ListConsentsRequest(person_id=str(student.person_id))
    [shown] = (await consents.ListConsents(request, metadata=metadata)).consents
    assert (shown.client_name.de, list(shown.claims)) == (
        "Mitfahrzentrale",
        ["email", "email_verified"],
    )
    other = await openid.identity.signed_in(await openid.identity.student())
    refusal = await openid.identity.refusal(consents.ListConsents(request, metadata=other))
    assert refusal.code == "NOT_FOUND"
    revoke = consent_pb2.RevokeConsentRequest(
        person_id=str(student.person_id), client_id=client.client_id, request_id=str(uuid4())
    )
    await consents.RevokeConsent(revoke, metadata=metadata)
    assert within(database, list_consents, student.person_id) == ()
    assert (await openid.userinfo(tokens["access_token"])).status == 401
    again = await openid.authorize(client, session_token, scope="openid email")
    assert again.WhichOneof("outcome") == "consent_needed"
