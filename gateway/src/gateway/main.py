"""Composition root: settings, channels and application, served by uvicorn on uvloop."""

import grpc
import uvicorn
from chassis.clock import SystemClock
from chassis.rpc.client import open_channel
from chassis.rpc.tokens import ServiceCredential
from portal.app import furnish, pages_of
from portal.provider_pages import ProviderPages
from portal.services import SignedIn
from starlette.types import ASGIApp

from gateway.application import Pages, create_application
from gateway.browser_sessions import CookieSessions
from gateway.contract.methods import Method, read_contract
from gateway.oidc.provider import Provider
from gateway.settings import GatewaySettings
from gateway.upstream import Services

NAME = "gateway"


async def serve(settings: GatewaySettings) -> None:
    """Serves until the process is told to stop; requests in progress may end first."""
    methods = read_contract()
    credential = ServiceCredential(NAME, settings.service_key_file, SystemClock())
    channels = {
        service: channel_to(service, target, credential, methods)
        for service, target in settings.targets.items()
    }
    application = create_application(settings, methods, channels, create_pages)
    await uvicorn.Server(server_config(application, settings)).serve()


def create_pages(services: Services, provider: Provider) -> Pages:
    """The portal, with sessions in the browser's cookie."""
    portal = furnish(services, CookieSessions(SignedIn), provider)
    return Pages(pages_of(portal), ProviderPages(portal))


def server_config(application: ASGIApp, settings: GatewaySettings) -> uvicorn.Config:
    """How uvicorn serves the gateway."""
    return uvicorn.Config(
        application,
        host=settings.http_host,
        port=settings.http_port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.drain_seconds,
    )


def channel_to(
    service: str, target: str, credential: ServiceCredential, methods: tuple[Method, ...]
) -> grpc.aio.Channel:
    """One long-lived channel to a service, with the gateway's own credential on every call.

    Only what can be repeated without harm is tried again.
    """
    repeatable = [
        (method.descriptor.containing_service.full_name, method.descriptor.name)
        for method in methods
        if method.service == service and (method.takes_request_id or not method.has_side_effects)
    ]
    return open_channel(
        target, credential=lambda: credential.for_audience(service), retried_methods=repeatable
    )
