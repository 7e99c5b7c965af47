"""What the provider came to, as its messages."""

from collections.abc import Iterable

from chassis.packing import pack_text
from matrikel.identity.v1 import oidc_pb2
from matrikel.type.v1 import localized_text_pb2

from identity.app.oidc import logging_out, outcomes
from identity.app.oidc.refusals import LOGOUT_NOT_TRUSTED, REQUEST_NOT_TRUSTED
from identity.app.oidc.requests import Answer
from identity.domain.oidc.authorization import Need, ResponseMode
from identity.domain.oidc.clients import Client
from identity.domain.oidc.scopes import CLAIMS_OF_SCOPE, OFFLINE_ACCESS
from identity.texts.oidc import SCOPE_TITLES

_MODES = {
    ResponseMode.QUERY: oidc_pb2.RESPONSE_MODE_QUERY,
    ResponseMode.FRAGMENT: oidc_pb2.RESPONSE_MODE_FRAGMENT,
    ResponseMode.FORM_POST: oidc_pb2.RESPONSE_MODE_FORM_POST,
}
_REASONS = {
    Need.SIGN_IN: oidc_pb2.SIGN_IN_REASON_NOT_SIGNED_IN,
    Need.PROVE_AGAIN: oidc_pb2.SIGN_IN_REASON_ASKED_FOR,
    Need.PROVE_SINCE: oidc_pb2.SIGN_IN_REASON_TOO_LONG_AGO,
    Need.SECOND_FACTOR: oidc_pb2.SIGN_IN_REASON_SECOND_FACTOR,
    Need.OTHER_ACCOUNT: oidc_pb2.SIGN_IN_REASON_WHICH_ACCOUNT,
}


def unpack_parameters(
    parameters: Iterable[oidc_pb2.OidcParameter],
) -> tuple[tuple[str, str], ...]:
    """Names and values, in order."""
    return tuple((one.name, one.value) for one in parameters)


def pack_answer(answer: Answer) -> oidc_pb2.OidcAnswer:
    """What is answered over HTTP."""
    return oidc_pb2.OidcAnswer(
        status=answer.status,
        headers=[oidc_pb2.OidcHeader(name=name, value=value) for name, value in answer.headers],
        body=answer.body,
    )


def pack_authorize(outcome: outcomes.Outcome) -> oidc_pb2.AuthorizeResponse:
    """What an authorization request came to."""
    match outcome:
        case outcomes.ReturnToClient():
            return oidc_pb2.AuthorizeResponse(return_to_client=_pack_return(outcome))
        case outcomes.SignInNeeded():
            return oidc_pb2.AuthorizeResponse(sign_in_needed=_pack_sign_in(outcome))
        case outcomes.ConsentNeeded():
            return oidc_pb2.AuthorizeResponse(consent_needed=_pack_consent(outcome))
        case outcomes.RequestRefused():
            return oidc_pb2.AuthorizeResponse(refused=_pack_refused(outcome))


def pack_consent_decision(outcome: outcomes.Outcome) -> oidc_pb2.DecideConsentResponse:
    """What a decision about consent came to."""
    match outcome:
        case outcomes.ReturnToClient():
            return oidc_pb2.DecideConsentResponse(return_to_client=_pack_return(outcome))
        case outcomes.SignInNeeded():
            return oidc_pb2.DecideConsentResponse(sign_in_needed=_pack_sign_in(outcome))
        case outcomes.ConsentNeeded():
            return oidc_pb2.DecideConsentResponse(consent_needed=_pack_consent(outcome))
        case outcomes.RequestRefused():
            return oidc_pb2.DecideConsentResponse(refused=_pack_refused(outcome))


def pack_logout(outcome: logging_out.Outcome) -> oidc_pb2.RequestLogoutResponse:
    """What a logout request came to."""
    match outcome:
        case logging_out.SignedOut():
            return oidc_pb2.RequestLogoutResponse(signed_out=_pack_signed_out(outcome))
        case logging_out.Question(client, handle, ui_locales, location):
            question = oidc_pb2.LogoutQuestion(
                logout_handle=handle,
                client_name=_pack_name(client),
                ui_locales=ui_locales,
                location=location,
            )
            return oidc_pb2.RequestLogoutResponse(question=question)
        case outcomes.RequestRefused(error, description):
            refused = oidc_pb2.RequestRefused(
                error=error,
                message=pack_text(LOGOUT_NOT_TRUSTED),
                error_description=description,
            )
            return oidc_pb2.RequestLogoutResponse(refused=refused)


def pack_logout_decision(outcome: logging_out.Decision) -> oidc_pb2.DecideLogoutResponse:
    """What a decision about signing out came to."""
    match outcome:
        case logging_out.SignedOut():
            return oidc_pb2.DecideLogoutResponse(signed_out=_pack_signed_out(outcome))
        case logging_out.Stayed(client):
            stayed = oidc_pb2.StayedSignedIn(client_name=_pack_name(client))
            return oidc_pb2.DecideLogoutResponse(stayed=stayed)


def _pack_return(one: outcomes.ReturnToClient) -> oidc_pb2.ReturnToClient:
    return oidc_pb2.ReturnToClient(
        response_mode=_MODES[one.response_mode],
        redirect_uri=one.redirect_uri,
        parameters=[
            oidc_pb2.OidcParameter(name=name, value=value) for name, value in one.parameters
        ],
        location=one.location,
        client_name=pack_text(one.client.registration.name),
    )


def _pack_sign_in(one: outcomes.SignInNeeded) -> oidc_pb2.SignInNeeded:
    return oidc_pb2.SignInNeeded(
        request_handle=one.handle,
        reason=_REASONS[one.need],
        login_hint=one.wishes.login_hint,
        ui_locales=one.wishes.ui_locales,
        client_name=pack_text(one.client.registration.name),
        redirect_uri=one.redirect_uri,
    )


def _pack_consent(one: outcomes.ConsentNeeded) -> oidc_pb2.ConsentNeeded:
    registration = one.client.registration
    by_scope = {
        scope: [claim for claim in claims if claim in one.claims]
        for scope, claims in CLAIMS_OF_SCOPE.items()
    }
    return oidc_pb2.ConsentNeeded(
        request_handle=one.handle,
        client_id=str(one.client.client_id),
        client_name=pack_text(registration.name),
        client_description=pack_text(registration.description),
        contact=registration.contact,
        privacy_uri=registration.privacy_uri,
        # A claim that was asked for by name is shown with the scope that it belongs to.
        released=[
            oidc_pb2.ReleasedClaims(
                scope=scope,
                title=pack_text(SCOPE_TITLES[scope]),
                claims=claims,
                values=[
                    oidc_pb2.ReleasedValue(claim=claim, values=one.values[claim])
                    for claim in claims
                    if claim in one.values
                ],
            )
            for scope, claims in by_scope.items()
            if claims
        ],
        offline_access=OFFLINE_ACCESS in one.scopes,
        ui_locales=one.wishes.ui_locales,
        redirect_uri=one.redirect_uri,
    )


def _pack_refused(one: outcomes.RequestRefused) -> oidc_pb2.RequestRefused:
    return oidc_pb2.RequestRefused(
        error=one.error,
        message=pack_text(REQUEST_NOT_TRUSTED),
        error_description=one.description,
    )


def _pack_signed_out(one: logging_out.SignedOut) -> oidc_pb2.SignedOutByClient:
    return oidc_pb2.SignedOutByClient(
        location=one.location,
        client_name=_pack_name(one.client),
        session_ended=one.session_ended,
        ui_locales=one.ui_locales,
    )


def _pack_name(client: Client | None) -> localized_text_pb2.LocalizedText | None:
    return pack_text(client.registration.name) if client else None
