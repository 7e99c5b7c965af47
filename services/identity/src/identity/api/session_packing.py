"""Sessions and devices in the contract's form."""

from collections.abc import Iterator
from uuid import UUID

from chassis.packing import pack_moment
from matrikel.identity.v1 import session_pb2

from identity.app.sign_in.session_lists import OwnSession
from identity.app.sign_in.session_starting import SignedIn
from identity.app.sign_in.steps import SecondFactorAsked
from identity.domain.devices import Device, browser_of, operating_system_of
from identity.domain.second_factors import Factors
from identity.domain.sessions import SessionKind
from identity.events.packing import pack_account

_KINDS = {
    SessionKind.BROWSER: session_pb2.SESSION_KIND_BROWSER,
    SessionKind.SUPPORT: session_pb2.SESSION_KIND_SUPPORT,
}


def pack_signed_in(signed_in: SignedIn) -> session_pb2.SignedIn:
    """A session that was just started, however it was."""
    return session_pb2.SignedIn(
        session_token=signed_in.session_token,
        expire_time=pack_moment(signed_in.expires_at),
        account=pack_account(signed_in.account),
        device_token=signed_in.device_token,
        second_factor_needed=signed_in.second_factor_needed,
        terms_needed=signed_in.terms_needed,
    )


def pack_sign_in(outcome: SignedIn | SecondFactorAsked) -> session_pb2.SignInResponse:
    """A session, or what is missing for one."""
    if isinstance(outcome, SecondFactorAsked):
        return session_pb2.SignInResponse(
            second_factor_challenge=outcome.challenge,
            second_factor_kinds=_kinds(outcome.factors),
        )
    return session_pb2.SignInResponse(
        session_token=outcome.session_token,
        expire_time=pack_moment(outcome.expires_at),
        account=pack_account(outcome.account),
        device_token=outcome.device_token,
        second_factor_needed=outcome.second_factor_needed,
        terms_needed=outcome.terms_needed,
    )


def pack_session(own: OwnSession, current: UUID) -> session_pb2.Session:
    """A session as its person sees it; `current` is the one that asks."""
    session = own.session
    return session_pb2.Session(
        session_id=str(session.session_id),
        kind=_KINDS[session.kind],
        browser=browser_of(session.user_agent),
        operating_system=operating_system_of(session.user_agent),
        network=session.network,
        start_time=pack_moment(session.started_at),
        last_used_time=pack_moment(session.last_used_at),
        expire_time=pack_moment(session.expires_at),
        authenticate_time=pack_moment(session.authenticated_at),
        acr=session.acr,
        amr=session.amr,
        current=session.session_id == current,
        second_factor_needed=own.second_factor_needed,
    )


def pack_device(device: Device, current: UUID | None) -> session_pb2.Device:
    """A device as its person sees it; `current` is the one that the session that asks runs on."""
    return session_pb2.Device(
        device_id=str(device.device_id),
        browser=device.browser,
        operating_system=device.operating_system,
        network=device.network,
        create_time=pack_moment(device.created_at),
        last_used_time=pack_moment(device.last_used_at),
        expire_time=pack_moment(device.expires_at),
        current=device.device_id == current,
    )


def _kinds(factors: Factors) -> Iterator[session_pb2.SecondFactorKind.ValueType]:
    if factors.totp:
        yield session_pb2.SECOND_FACTOR_KIND_TOTP
    if factors.passkeys:
        yield session_pb2.SECOND_FACTOR_KIND_PASSKEY
    if factors.recovery_codes_left:
        yield session_pb2.SECOND_FACTOR_KIND_RECOVERY_CODE
