"""The visitor's own account: what it is, what follows from it, and what is stored."""

from matrikel.access.v1.access_pb2 import Role
from matrikel.identity.v1.account_pb2 import (
    Account,
    AccountState,
    GetAccountOverviewRequest,
)
from matrikel.identity.v1.affiliation_pb2 import Affiliation
from matrikel.identity.v1.own_data_pb2 import DownloadOwnDataRequest
from starlette.responses import Response

from portal.downloads import pass_on
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """State, affiliations, terms, and the way to everything that belongs to the account."""
    answer = await visit.services.accounts.GetAccountOverview(
        GetAccountOverviewRequest(person_id=visit.person_id)
    )
    overview = answer.overview
    return visit.render(
        "account.html",
        overview=overview,
        account=overview.account,
        roles=role_names(overview.account),
        state=account_state(overview.account.state),
        affiliation_name=affiliation_name,
        terms_wait=overview.accepted_terms_version < overview.current_terms_version,
        done=visit.asked("done"),
    )


async def show_data(visit: Visit) -> Response:
    """What the download holds."""
    return visit.render("account_data.html")


async def download_data(visit: Visit) -> Response:
    """Everything that is stored about the visitor, as a file."""
    call = visit.services.own_data.DownloadOwnData(
        DownloadOwnDataRequest(person_id=visit.person_id)
    )
    return await pass_on(call, lambda first: first.file_name)


def account_state(state: "AccountState.ValueType") -> str:
    """The state's name in the texts: "assigned", "active", "disabled"."""
    return AccountState.Name(state).removeprefix("ACCOUNT_STATE_").lower()


def affiliation_name(affiliation: "Affiliation.ValueType") -> str:
    """The affiliation's name in the texts: "doctoral_student"."""
    return Affiliation.Name(affiliation).removeprefix("AFFILIATION_").lower()


def role_names(account: Account) -> list[str]:
    """The roles' names in the texts: "library_desk"."""
    return [
        Role.Name(role).removeprefix("ROLE_").lower()
        for role in account.roles
        if role != Role.ROLE_ACCOUNT
    ]
