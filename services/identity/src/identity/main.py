"""The composition root: the only file that knows every part."""

from functools import partial
from pathlib import Path
from typing import cast

from chassis.service import Composition, Runtime, Served, ServiceDefinition
from matrikel.identity.v1 import scim_pb2

from identity.api.accounts import relation_to_account
from identity.api.oidc_clients import relation_to_oidc_client
from identity.api.scim_users import ScimUserApi, relation_to_scim_user
from identity.api.sessions import relation_to_device, relation_to_session
from identity.app.tokens.data_key import read_data_key
from identity.app.tokens.key_chest import KeyChest
from identity.app.tokens.signing_keys import own_keys
from identity.composition.accounts import account_upkeep, accounts_served
from identity.composition.oidc import provider_served, tell_of_logouts
from identity.composition.roles import ROLE_RELATIONS, role_upkeep, roles_served
from identity.composition.second_factors import send_reset_codes, serve_second_factors
from identity.composition.services import (
    SERVICE_RELATIONS,
    end_entitlements,
    serve_services,
)
from identity.composition.sign_in import (
    own_session_check,
    proving_of,
    session_upkeep,
    sign_in_served,
)
from identity.events.incoming import hearings
from identity.events.snapshots import SNAPSHOTS
from identity.flows.upkeep import keep_up
from identity.settings import IdentitySettings
from identity.store import tables


def compose(runtime: Runtime) -> Composition:
    """Puts the service together."""
    settings = cast(IdentitySettings, runtime.settings)
    proving = proving_of(runtime, settings)
    data_key = read_data_key(settings.data_key_file, required=not settings.listens_on_loopback_only)
    # A data key for this run alone would lock the keys away from the next one.
    chest = KeyChest(data_key if settings.data_key_file else None)
    work = runtime.work
    return Composition(
        served=(
            *accounts_served(runtime, settings, proving),
            *sign_in_served(runtime, settings, proving, data_key, chest),
            *serve_second_factors(runtime, settings, proving, data_key),
            *provider_served(runtime, settings, chest),
            *serve_services(runtime, settings, proving),
            *roles_served(runtime, settings),
            Served(
                scim_pb2.DESCRIPTOR.services_by_name["ScimUserService"],
                ScimUserApi(work, settings.mailbox_domains),
            ),
        ),
        relations={
            **SERVICE_RELATIONS,
            **ROLE_RELATIONS,
            "session": relation_to_session,
            "oidc_client": relation_to_oidc_client,
            "device": relation_to_device,
            "account": relation_to_account,
            "scim_user": relation_to_scim_user,
        },
        hears=hearings(settings.mailbox_domain),
        background=(
            partial(keep_up, runtime.database, chest, settings.alarm_rules),
            account_upkeep(runtime),
            send_reset_codes(runtime, data_key),
            tell_of_logouts(runtime, settings, chest),
            end_entitlements(runtime),
            role_upkeep(runtime),
            session_upkeep(runtime, settings),
        ),
        signing_keys=own_keys,
        session_check=own_session_check(runtime, settings),
    )


service = ServiceDefinition(
    name="identity",
    settings=IdentitySettings,
    tables=tables.metadata,
    migrations=Path(__file__).parent / "store" / "migrations" / "versions",
    compose=compose,
    snapshots=SNAPSHOTS,
)
