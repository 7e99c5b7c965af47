"""OidcClientService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis import paging
from chassis.database import Transaction
from chassis.packing import pack_moment, pack_text, unpack_text
from chassis.rpc import Caller, Relation, Work
from matrikel.identity.v1 import oidc_client_pb2, oidc_client_pb2_grpc

from identity.app.oidc.registry import (
    PagePosition,
    ShownClient,
    client_exists,
    create_client,
    disable_client,
    enable_client,
    get_client,
    issue_client_secret,
    list_clients,
    update_client,
)
from identity.domain.oidc.clients import Authentication, GrantType, Registration
from identity.domain.oidc.grants import Lifetimes

Context = grpc.aio.ServicerContext[Any, Any]

_AUTHENTICATIONS = {
    oidc_client_pb2.CLIENT_AUTHENTICATION_SECRET_BASIC: Authentication.SECRET_BASIC,
    oidc_client_pb2.CLIENT_AUTHENTICATION_SECRET_POST: Authentication.SECRET_POST,
    oidc_client_pb2.CLIENT_AUTHENTICATION_PRIVATE_KEY_JWT: Authentication.PRIVATE_KEY_JWT,
    oidc_client_pb2.CLIENT_AUTHENTICATION_NONE: Authentication.NONE,
}
_PACKED_AUTHENTICATIONS = {one: number for number, one in _AUTHENTICATIONS.items()}
_GRANTS = {
    oidc_client_pb2.CLIENT_GRANT_AUTHORIZATION_CODE: GrantType.AUTHORIZATION_CODE,
    oidc_client_pb2.CLIENT_GRANT_REFRESH_TOKEN: GrantType.REFRESH_TOKEN,
    oidc_client_pb2.CLIENT_GRANT_CLIENT_CREDENTIALS: GrantType.CLIENT_CREDENTIALS,
    oidc_client_pb2.CLIENT_GRANT_TOKEN_EXCHANGE: GrantType.TOKEN_EXCHANGE,
}
_PACKED_GRANTS = {one: number for number, one in _GRANTS.items()}


def relation_to_oidc_client(tx: Transaction, _caller: Caller, resource_id: str) -> Relation | None:
    """ANY for every client that there is: they belong to nobody."""
    return Relation.ANY if client_exists(tx, UUID(resource_id)) else None


class OidcClientApi(oidc_client_pb2_grpc.OidcClientServiceServicer):
    """Answers OidcClientService."""

    def __init__(self, work: Work, lifetimes: Lifetimes, *, calls_loopback: bool) -> None:
        self._work = work
        self._lifetimes = lifetimes
        self._calls_loopback = calls_loopback

    async def ListClients(
        self, request: oidc_client_pb2.ListClientsRequest, context: Context
    ) -> oidc_client_pb2.ListClientsResponse:
        after = paging.read_position(request.page_token, 2, _position)
        size = paging.page_size(request.page_size)
        shown, last = await self._work.read(lambda tx: list_clients(tx, after, size))
        return oidc_client_pb2.ListClientsResponse(
            clients=map(_pack, shown),
            next_page_token=paging.encode_token([last[0], str(last[1])]) if last else "",
        )

    async def GetClient(
        self, request: oidc_client_pb2.GetClientRequest, context: Context
    ) -> oidc_client_pb2.GetClientResponse:
        shown = await self._work.read(lambda tx: get_client(tx, UUID(request.client_id)))
        return oidc_client_pb2.GetClientResponse(client=_pack(shown))

    async def CreateClient(
        self, request: oidc_client_pb2.CreateClientRequest, context: Context
    ) -> oidc_client_pb2.CreateClientResponse:
        registration = _unpack(request.registration)

        def create(tx: Transaction) -> oidc_client_pb2.CreateClientResponse:
            shown = create_client(
                tx,
                registration,
                calls_loopback=self._calls_loopback,
                validate_only=request.validate_only,
            )
            return oidc_client_pb2.CreateClientResponse(client=_pack(shown))

        return await self._work.write(create)

    async def UpdateClient(
        self, request: oidc_client_pb2.UpdateClientRequest, context: Context
    ) -> oidc_client_pb2.UpdateClientResponse:
        registration = _unpack(request.registration)

        def update(tx: Transaction) -> oidc_client_pb2.UpdateClientResponse:
            shown = update_client(
                tx,
                UUID(request.client_id),
                registration,
                request.version,
                calls_loopback=self._calls_loopback,
                validate_only=request.validate_only,
            )
            return oidc_client_pb2.UpdateClientResponse(client=_pack(shown))

        return await self._work.write(update)

    async def IssueClientSecret(
        self, request: oidc_client_pb2.IssueClientSecretRequest, context: Context
    ) -> oidc_client_pb2.IssueClientSecretResponse:
        def issue(tx: Transaction) -> oidc_client_pb2.IssueClientSecretResponse:
            issued = issue_client_secret(tx, UUID(request.client_id), self._lifetimes)
            return oidc_client_pb2.IssueClientSecretResponse(
                client=_pack(issued.shown), client_secret=issued.secret
            )

        return await self._work.write(issue)

    async def DisableClient(
        self, request: oidc_client_pb2.DisableClientRequest, context: Context
    ) -> oidc_client_pb2.DisableClientResponse:
        def disable(tx: Transaction) -> oidc_client_pb2.DisableClientResponse:
            client_id = UUID(request.client_id)
            shown = disable_client(tx, client_id, validate_only=request.validate_only)
            return oidc_client_pb2.DisableClientResponse(client=_pack(shown))

        return await self._work.write(disable)

    async def EnableClient(
        self, request: oidc_client_pb2.EnableClientRequest, context: Context
    ) -> oidc_client_pb2.EnableClientResponse:
        def enable(tx: Transaction) -> oidc_client_pb2.EnableClientResponse:
            client_id = UUID(request.client_id)
            shown = enable_client(tx, client_id, validate_only=request.validate_only)
            return oidc_client_pb2.EnableClientResponse(client=_pack(shown))

        return await self._work.write(enable)


def _position(sort_name: str, client_id: str) -> PagePosition:
    return sort_name, UUID(client_id)


def _unpack(one: oidc_client_pb2.ClientRegistration) -> Registration:
    return Registration(
        name=unpack_text(one.name),
        description=unpack_text(one.description),
        contact=one.contact,
        privacy_uri=one.privacy_uri,
        authentication=_AUTHENTICATIONS[one.authentication],
        grants=frozenset(_GRANTS[grant] for grant in one.grants),
        redirect_uris=tuple(one.redirect_uris),
        post_logout_redirect_uris=tuple(one.post_logout_redirect_uris),
        back_channel_logout_uri=one.back_channel_logout_uri,
        scopes=frozenset(one.scopes),
        claims=frozenset(one.claims),
        audiences=tuple(one.audiences),
        it_service_codes=frozenset(one.it_service_codes),
        key_set_json=one.key_set_json.strip(),
        third_party=one.third_party,
        pkce_optional=one.pkce_optional,
        public_subject=one.public_subject,
        sector=one.sector,
    )


def _pack(shown: ShownClient) -> oidc_client_pb2.OidcClient:
    client = shown.client
    one = client.registration
    return oidc_client_pb2.OidcClient(
        client_id=str(client.client_id),
        registration=oidc_client_pb2.ClientRegistration(
            name=pack_text(one.name),
            description=pack_text(one.description),
            contact=one.contact,
            privacy_uri=one.privacy_uri,
            authentication=_PACKED_AUTHENTICATIONS[one.authentication],
            grants=sorted(_PACKED_GRANTS[grant] for grant in one.grants),
            redirect_uris=one.redirect_uris,
            post_logout_redirect_uris=one.post_logout_redirect_uris,
            back_channel_logout_uri=one.back_channel_logout_uri,
            scopes=sorted(one.scopes),
            claims=sorted(one.claims),
            audiences=one.audiences,
            it_service_codes=sorted(one.it_service_codes),
            key_set_json=one.key_set_json,
            third_party=one.third_party,
            pkce_optional=one.pkce_optional,
            public_subject=one.public_subject,
            sector=one.sector,
        ),
        disable_time=pack_moment(client.disabled_at),
        create_time=pack_moment(client.created_at),
        update_time=pack_moment(client.changed_at),
        version=client.version,
        secret_create_time=pack_moment(shown.secret_created_at),
        former_secret_expire_time=pack_moment(shown.former_secret_expires_at),
        last_use_time=pack_moment(client.last_used_at),
    )
