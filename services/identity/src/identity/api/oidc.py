"""OidcService over gRPC."""

from typing import Any

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Work, current_call
from matrikel.identity.v1 import oidc_pb2, oidc_pb2_grpc

from identity.api.oidc_packing import (
    pack_answer,
    pack_authorize,
    pack_consent_decision,
    pack_logout,
    pack_logout_decision,
    unpack_parameters,
)
from identity.app.oidc.authorizing import authorize, decide_consent, resume
from identity.app.oidc.discovery import configuration, is_browser_origin, key_set
from identity.app.oidc.logging_out import decide_logout, request_logout
from identity.app.oidc.outcomes import Browser
from identity.app.oidc.requests import ProviderRequest
from identity.app.oidc.rules import ProviderRules
from identity.app.oidc.token_endpoint import answer_token_request
from identity.app.oidc.token_questions import answer_introspection, answer_revocation
from identity.app.oidc.userinfo import answer_userinfo

Context = grpc.aio.ServicerContext[Any, Any]


class OidcApi(oidc_pb2_grpc.OidcServiceServicer):
    """Answers OidcService."""

    def __init__(self, work: Work, rules: ProviderRules) -> None:
        self._work = work
        self._rules = rules

    async def Authorize(
        self, request: oidc_pb2.AuthorizeRequest, context: Context
    ) -> oidc_pb2.AuthorizeResponse:
        browser = _browser(request.session_token)

        def answer(tx: Transaction) -> oidc_pb2.AuthorizeResponse:
            if request.request_handle:
                return pack_authorize(resume(tx, self._rules, request.request_handle, browser))
            parameters = unpack_parameters(request.parameters)
            return pack_authorize(authorize(tx, self._rules, parameters, browser))

        return await self._work.write(answer)

    async def DecideConsent(
        self, request: oidc_pb2.DecideConsentRequest, context: Context
    ) -> oidc_pb2.DecideConsentResponse:
        browser = _browser(request.session_token)
        return await self._work.write(
            lambda tx: pack_consent_decision(
                decide_consent(tx, self._rules, request.request_handle, browser, request.agreed)
            )
        )

    async def ExchangeGrant(
        self, request: oidc_pb2.ExchangeGrantRequest, context: Context
    ) -> oidc_pb2.ExchangeGrantResponse:
        def answer(tx: Transaction) -> oidc_pb2.ExchangeGrantResponse:
            answered = answer_token_request(tx, self._rules, _client_call(request.call))
            return oidc_pb2.ExchangeGrantResponse(answer=pack_answer(answered))

        return await self._work.write(answer)

    async def GetUserInfo(
        self, request: oidc_pb2.GetUserInfoRequest, context: Context
    ) -> oidc_pb2.GetUserInfoResponse:
        asked = ProviderRequest(unpack_parameters(request.parameters))
        return await self._work.read(
            lambda tx: oidc_pb2.GetUserInfoResponse(
                answer=pack_answer(
                    answer_userinfo(tx, asked, request.authorization, self._rules.mailboxes)
                )
            )
        )

    async def RevokeGrant(
        self, request: oidc_pb2.RevokeGrantRequest, context: Context
    ) -> oidc_pb2.RevokeGrantResponse:
        def answer(tx: Transaction) -> oidc_pb2.RevokeGrantResponse:
            answered = answer_revocation(tx, self._rules, _client_call(request.call))
            return oidc_pb2.RevokeGrantResponse(answer=pack_answer(answered))

        return await self._work.write(answer)

    async def IntrospectToken(
        self, request: oidc_pb2.IntrospectTokenRequest, context: Context
    ) -> oidc_pb2.IntrospectTokenResponse:
        def answer(tx: Transaction) -> oidc_pb2.IntrospectTokenResponse:
            answered = answer_introspection(tx, self._rules, _client_call(request.call))
            return oidc_pb2.IntrospectTokenResponse(answer=pack_answer(answered))

        return await self._work.write(answer)

    async def RequestLogout(
        self, request: oidc_pb2.RequestLogoutRequest, context: Context
    ) -> oidc_pb2.RequestLogoutResponse:
        browser = _browser(request.session_token)
        parameters = unpack_parameters(request.parameters)
        return await self._work.write(
            lambda tx: pack_logout(request_logout(tx, self._rules, parameters, browser))
        )

    async def DecideLogout(
        self, request: oidc_pb2.DecideLogoutRequest, context: Context
    ) -> oidc_pb2.DecideLogoutResponse:
        browser = _browser(request.session_token)
        return await self._work.write(
            lambda tx: pack_logout_decision(
                decide_logout(tx, self._rules, request.logout_handle, browser, request.agreed)
            )
        )

    async def GetConfiguration(
        self, request: oidc_pb2.GetConfigurationRequest, context: Context
    ) -> oidc_pb2.GetConfigurationResponse:
        return oidc_pb2.GetConfigurationResponse(configuration_json=configuration(self._rules))

    async def CheckBrowserOrigin(
        self, request: oidc_pb2.CheckBrowserOriginRequest, context: Context
    ) -> oidc_pb2.CheckBrowserOriginResponse:
        return await self._work.read(
            lambda tx: oidc_pb2.CheckBrowserOriginResponse(
                registered=is_browser_origin(tx, request.origin)
            )
        )

    async def GetKeySet(
        self, request: oidc_pb2.GetKeySetRequest, context: Context
    ) -> oidc_pb2.GetKeySetResponse:
        def answer(tx: Transaction) -> oidc_pb2.GetKeySetResponse:
            keys, ask_again_at = key_set(tx, self._rules.chest)
            return oidc_pb2.GetKeySetResponse(
                key_set_json=keys, expire_time=pack_moment(ask_again_at)
            )

        return await self._work.write(answer)


def _browser(session_token: str) -> Browser:
    return Browser(session_token, current_call().service or "")


def _client_call(call: oidc_pb2.OidcClientCall) -> ProviderRequest:
    return ProviderRequest(unpack_parameters(call.parameters), call.authorization)
