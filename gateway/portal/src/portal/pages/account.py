"""The visitor's own account."""

from matrikel.access.v1.access_pb2 import Role
from matrikel.identity.v1.account_pb2 import AccountState, GetAccountRequest
from starlette.responses import Response

from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """User name, mailbox, roles and state."""
    answer = await visit.services.accounts.GetAccount(GetAccountRequest(person_id=visit.person_id))
    return visit.render(
        "account.html",
        account=answer.account,
        roles=[
            Role.Name(role).removeprefix("ROLE_").lower()
            for role in answer.account.roles
            if role != Role.ROLE_ACCOUNT
        ],
        state=account_state(answer.account.state),
    )


def account_state(state: "AccountState.ValueType") -> str:
    """The state's name in the texts: "assigned", "active", "disabled"."""
    return AccountState.Name(state).removeprefix("ACCOUNT_STATE_").lower()
