"""A university whose other systems ask Matrikel: identity and the gateway behind TLS."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.rpc import bearer
from chassis.testing import TokenMint, within
from chassis.values import LocalizedText
from identity.app.accounts.rules import load_rules
from identity.app.tokens.signing_keys import current_signing_key
from identity.domain.oidc.clients import Authentication, GrantType, Registration
from identity.profile.accounts import read_account_rules
from identity.store.accounts import find_account
from joserfc.jwk import ECKey
from matrikel.identity.v1 import directory_pb2, service_password_pb2

from services.identity.tests.factors_factories import CHEST
from services.identity.tests.oidc_factories import TestClient, registered
from services.identity.tests.services_factories import PROFILE, Campus, enrol, new_id
from tests.conformance.started_provider import Provider, started_provider

NAME = LocalizedText(de="Ein System", en="A system")


@dataclass(frozen=True)
class Device:
    """What somebody types into a device."""

    person_id: UUID
    service_password_id: str
    user_name: str
    mailbox: str
    password: str = field(repr=False)


@dataclass
class CampusBehindTls(Campus):
    """People whose tokens name the provider as issuer."""

    issuer: str = ""

    def _bearer(
        self,
        subject: UUID,
        roles: Iterable[int],
        scopes: Iterable[str],
        lifetime: timedelta = timedelta(minutes=5),
    ) -> Any:
        key = within(self.database, current_signing_key, CHEST)
        mint = TokenMint(
            "identity",
            self.database.clock,
            issuer=self.issuer,
            key=ECKey.import_key(key.private_key),
            key_id=key.key_id,
        )
        return bearer(mint.mint(subject, roles, lifetime, scopes=scopes))


@dataclass
class RecipeUniversity:
    """The university, and what its people and administrators do."""

    provider: Provider
    campus: Campus

    @property
    def url(self) -> str:
        """Where people and systems reach it."""
        return self.provider.issuer

    @property
    def grpc_target(self) -> str:
        """Host and port of identity's gRPC server."""
        return self.provider.identity.under_test.target

    @property
    def ca_file(self) -> Path:
        """Who signed its certificate."""
        return self.provider.certificate

    def register(self, **chosen: Any) -> TestClient:
        """An administrator registers a system that proves itself with a secret."""
        registration = Registration(
            name=NAME,
            description=NAME,
            contact="systems@leuphana.example",
            authentication=Authentication.SECRET_BASIC,
            **{"grants": frozenset({GrantType.CLIENT_CREDENTIALS}), **chosen},
        )
        return registered(self.provider.database, registration)

    def register_server_of(self, it_service_code: str) -> TestClient:
        """A system that checks the passwords of one IT service."""
        return self.register(
            scopes=frozenset({"service_passwords"}),
            audiences=("gateway",),
            it_service_codes=frozenset({it_service_code}),
        )

    async def device(self, it_service_code: str) -> Device:
        """A student with a password for one device, the service activated."""
        person_id = enrol(self.provider.database)
        metadata = self.campus.person(person_id)
        activation = directory_pb2.ActivateItServiceRequest(
            person_id=str(person_id), it_service_code=it_service_code, request_id=new_id()
        )
        await self.campus.directory.ActivateItService(activation, metadata=metadata)
        request = service_password_pb2.CreateServicePasswordRequest(
            person_id=str(person_id), it_service_code=it_service_code, name="Laptop"
        )
        made = await self.campus.passwords.CreateServicePassword(request, metadata=metadata)
        known = within(self.provider.database, find_account, person_id)
        assert known is not None
        return Device(
            person_id,
            made.service_password.service_password_id,
            made.user_name,
            known.account.mailbox,
            made.password,
        )


@asynccontextmanager
async def recipe_university(folder: Path) -> AsyncIterator[RecipeUniversity]:
    """Runs the university until the block ends."""
    async with started_provider(folder) as provider:
        campus = await asyncio.to_thread(CampusBehindTls, provider.identity, issuer=provider.issuer)
        rules = read_account_rules(PROFILE)
        assert rules is not None
        await asyncio.to_thread(within, provider.database, load_rules, rules)
        yield RecipeUniversity(provider, campus)
