"""Accounts for offices and system administrators: found, and shown one by one."""

from matrikel.access.v1.access_pb2 import Role
from matrikel.identity.v1 import account_administration_pb2
from matrikel.identity.v1.account_administration_pb2 import ListAccountsRequest
from matrikel.identity.v1.account_pb2 import (
    AccountOverview,
    AccountState,
    DisableReason,
    GetAccountOverviewRequest,
)
from starlette.responses import Response

from portal.access import method_of
from portal.pages.account import account_state, affiliation_name, role_names
from portal.visit import Visit

_ADMINISTRATION = account_administration_pb2.DESCRIPTOR, "AccountAdministrationService"
_UPDATE = method_of(*_ADMINISTRATION, "UpdateStaffAccount")

STATES = ("assigned", "active", "disabled")
ROLES = (
    "student",
    "doctoral_student",
    "former_student",
    "examiner",
    "examinations_office",
    "student_services",
    "international_center",
    "programme_adviser",
    "library_desk",
    "system_administrator",
)


async def search(visit: Visit) -> Response:
    """Accounts by words, state and role; all of them without any."""
    state, role = visit.asked("state"), visit.asked("role")
    answer = await visit.services.account_administration.ListAccounts(
        ListAccountsRequest(
            query=visit.asked("query")[:120],
            state=_state(state),
            role=_role(role),
            winding_down=visit.asked("winding_down") == "yes",
            page_token=visit.asked("page")[:1024],
        )
    )
    asked = {name: visit.asked(name) for name in ("query", "state", "role", "winding_down")}
    return visit.render(
        "staff/accounts.html",
        accounts=answer.accounts,
        next_page=answer.next_page_token,
        asked=asked,
        states=STATES,
        roles=ROLES,
        state_of=account_state,
        roles_of=role_names,
        may_change=visit.may(_UPDATE),
    )


async def show(visit: Visit) -> Response:
    """One account with everything that can be done about it."""
    overview = await overview_of(visit)
    account = overview.account
    return visit.render(
        "staff/account.html",
        overview=overview,
        account=account,
        roles=role_names(account),
        state=account_state(account.state),
        affiliation_name=affiliation_name,
        disable_reason=DisableReason.Name(account.disable_reason)
        .removeprefix("DISABLE_REASON_")
        .lower(),
        may_change=visit.may(_UPDATE) and account.person_id != visit.person_id,
        may_print=account_state(account.state) == "assigned"
        and (visit.may(_UPDATE) or not account.employed),
        done=visit.asked("done"),
    )


async def overview_of(visit: Visit) -> AccountOverview:
    """The account in the address."""
    answer = await visit.services.accounts.GetAccountOverview(
        GetAccountOverviewRequest(person_id=person_id(visit))
    )
    return answer.overview


def _state(name: str) -> "AccountState.ValueType":
    if name not in STATES:
        return AccountState.ACCOUNT_STATE_UNSPECIFIED
    return AccountState.Value(f"ACCOUNT_STATE_{name.upper()}")


def _role(name: str) -> "Role.ValueType":
    return Role.Value(f"ROLE_{name.upper()}") if name in ROLES else Role.ROLE_UNSPECIFIED


def person_id(visit: Visit) -> str:
    """The person in the address."""
    return str(visit.request.path_params["person_id"])
