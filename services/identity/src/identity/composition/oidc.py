"""The OpenID Provider, its registry of clients, and what goes on for it beside the calls."""

from collections.abc import Awaitable, Callable

from chassis.service import Runtime, Served
from matrikel.identity.v1 import consent_pb2, oidc_client_pb2, oidc_pb2

from identity.api.consents import ConsentApi
from identity.api.oidc import OidcApi
from identity.api.oidc_clients import OidcClientApi
from identity.app.oidc.rules import ProviderRules
from identity.app.tokens.key_chest import KeyChest
from identity.clients.back_channel import BackChannel
from identity.flows.back_channel_logout import LogoutNotifier
from identity.settings import IdentitySettings


def provider_rules(settings: IdentitySettings, chest: KeyChest) -> ProviderRules:
    """What the provider is held to."""
    issuer = settings.public_url.rstrip("/")
    return ProviderRules(
        issuer,
        settings.session_rules,
        settings.oidc_lifetimes,
        chest,
        settings.mailbox_domains,
    )


def provider_served(
    runtime: Runtime, settings: IdentitySettings, chest: KeyChest
) -> tuple[Served, ...]:
    """The services of this area."""
    work, rules = runtime.work, provider_rules(settings, chest)
    return (
        Served(oidc_pb2.DESCRIPTOR.services_by_name["OidcService"], OidcApi(work, rules)),
        Served(
            oidc_client_pb2.DESCRIPTOR.services_by_name["OidcClientService"],
            OidcClientApi(work, rules.lifetimes, calls_loopback=settings.calls_loopback),
        ),
        Served(consent_pb2.DESCRIPTOR.services_by_name["ConsentService"], ConsentApi(work)),
    )


def tell_of_logouts(
    runtime: Runtime, settings: IdentitySettings, chest: KeyChest
) -> Callable[[], Awaitable[None]]:
    """Tells clients of sessions that ended."""
    channel = BackChannel(
        settings.oidc_back_channel_ca_file, calls_loopback=settings.calls_loopback
    )
    return LogoutNotifier(runtime.database, provider_rules(settings, chest), channel).run
