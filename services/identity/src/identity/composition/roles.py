"""Roles of staff and support access."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from chassis.service import Runtime, Served
from matrikel.identity.v1 import role_pb2, support_pb2

from identity.api.roles import RoleApi, relation_to_role_request
from identity.api.support import SupportAccessApi
from identity.flows.role_upkeep import keep_roles
from identity.settings import IdentitySettings

ROLE_RELATIONS = {"role_request": relation_to_role_request}


def roles_served(runtime: Runtime, settings: IdentitySettings) -> tuple[Served, ...]:
    """The services of this area."""
    most = timedelta(minutes=settings.support_minutes)
    return (
        Served(role_pb2.DESCRIPTOR.services_by_name["RoleService"], RoleApi(runtime.work)),
        Served(
            support_pb2.DESCRIPTOR.services_by_name["SupportAccessService"],
            SupportAccessApi(runtime.work, settings.session_rules, most),
        ),
    )


def role_upkeep(runtime: Runtime) -> Callable[[], Awaitable[None]]:
    """What lets time take effect on roles while the service runs."""
    return partial(keep_roles, runtime.database)
