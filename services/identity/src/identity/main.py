"""The composition root: the only file that knows every part."""

from functools import partial
from pathlib import Path
from typing import cast

from chassis.service import Composition, Runtime, Served, ServiceDefinition
from matrikel.identity.v1 import account_pb2, directory_pb2, session_pb2, token_pb2

from identity.api.accounts import AccountApi, relation_to_account
from identity.api.directory import DirectoryApi
from identity.api.sessions import SessionApi
from identity.api.tokens import TokenApi
from identity.app.password_hashing import PasswordHashing
from identity.app.signing_keys import own_keys
from identity.app.tokens import Issuer
from identity.events.incoming import hearings
from identity.events.snapshots import SNAPSHOTS
from identity.flows.proving import Proving
from identity.flows.upkeep import keep_up
from identity.settings import IdentitySettings
from identity.store import tables


def hashing_of(settings: IdentitySettings) -> PasswordHashing:
    """Password hashing with the configured parameters."""
    return PasswordHashing(
        settings.argon2_passes, settings.argon2_memory_kib, settings.argon2_lanes
    )


def compose(runtime: Runtime) -> Composition:
    """Puts the service together."""
    settings = cast(IdentitySettings, runtime.settings)
    rules = settings.session_rules
    proving = Proving(runtime.database, runtime.compute, hashing_of(settings))
    work = runtime.work
    return Composition(
        served=(
            Served(
                account_pb2.DESCRIPTOR.services_by_name["AccountService"],
                AccountApi(work, proving),
            ),
            Served(
                session_pb2.DESCRIPTOR.services_by_name["SessionService"],
                SessionApi(work, proving, rules),
            ),
            Served(
                token_pb2.DESCRIPTOR.services_by_name["TokenService"],
                TokenApi(work, Issuer(settings.public_url, rules)),
            ),
            Served(
                directory_pb2.DESCRIPTOR.services_by_name["DirectoryService"], DirectoryApi(work)
            ),
        ),
        relations={"account": relation_to_account},
        hears=hearings(settings.mailbox_domain),
        background=(partial(keep_up, runtime.database),),
        signing_keys=own_keys,
    )


service = ServiceDefinition(
    name="identity",
    settings=IdentitySettings,
    tables=tables.metadata,
    migrations=Path(__file__).parent / "store" / "migrations" / "versions",
    compose=compose,
    snapshots=SNAPSHOTS,
)
