"""Puts together what serves second factors and the way back into an account."""

from collections.abc import Awaitable, Callable
from functools import partial

from chassis.service import Runtime, Served
from matrikel.identity.v1 import passkey_pb2, recovery_pb2, second_factor_pb2

from identity.api.passkeys import PasskeyApi
from identity.api.recovery import RecoveryApi, University
from identity.api.second_factors import SecondFactorApi
from identity.app.tokens.data_key import DataKey
from identity.domain.passkeys import relying_party
from identity.flows.passkeys import Passkeys
from identity.flows.password_resets import keep_sending_codes
from identity.flows.proving import Proving
from identity.settings import IdentitySettings


def serve_second_factors(
    runtime: Runtime, settings: IdentitySettings, proving: Proving, data_key: DataKey
) -> tuple[Served, ...]:
    """SecondFactorService, PasskeyService and RecoveryService."""
    rules = settings.session_rules
    party = relying_party(settings.public_url, settings.authenticator_name)
    passkeys = Passkeys(runtime.database, runtime.compute, party)
    university = University(
        (settings.mailbox_domain, settings.staff_mailbox_domain), settings.password_context_words
    )
    return (
        Served(
            second_factor_pb2.DESCRIPTOR.services_by_name["SecondFactorService"],
            SecondFactorApi(runtime.work, passkeys, data_key, rules),
        ),
        Served(
            passkey_pb2.DESCRIPTOR.services_by_name["PasskeyService"],
            PasskeyApi(runtime.work, passkeys, rules),
        ),
        Served(
            recovery_pb2.DESCRIPTOR.services_by_name["RecoveryService"],
            RecoveryApi(runtime.work, proving, passkeys, data_key, university),
        ),
    )


def send_reset_codes(runtime: Runtime, data_key: DataKey) -> Callable[[], Awaitable[None]]:
    """What mails codes for forgotten passwords while the service runs."""
    return partial(keep_sending_codes, runtime.database, data_key)
