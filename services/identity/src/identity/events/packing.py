"""Accounts in the contract's form, for answers and events alike."""

from chassis.packing import pack_moment, pack_name
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import account_pb2

from identity.domain.accounts import Account, AccountState
from identity.domain.roles import Role

_STATES = {
    AccountState.ASSIGNED: account_pb2.ACCOUNT_STATE_ASSIGNED,
    AccountState.ACTIVE: account_pb2.ACCOUNT_STATE_ACTIVE,
    AccountState.DISABLED: account_pb2.ACCOUNT_STATE_DISABLED,
}


def pack_account(account: Account) -> account_pb2.Account:
    """The account as everybody entitled may see it."""
    return account_pb2.Account(
        person_id=str(account.person_id),
        user_name=account.user_name,
        mailbox=account.mailbox,
        name=pack_name(account.name),
        roles=sorted(pack_role(role) for role in account.roles),
        state=_STATES[account.state],
        create_time=pack_moment(account.created_at),
        version=account.version,
    )


def pack_role(role: Role) -> access_pb2.Role.ValueType:
    """The role of the contract with the same name."""
    return access_pb2.Role.Value(f"ROLE_{role.name}")
