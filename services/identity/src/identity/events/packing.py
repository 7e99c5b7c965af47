"""Accounts in the contract's form, for answers and events alike."""

from chassis.packing import pack_date, pack_moment, pack_name, pack_text
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import account_pb2, affiliation_pb2

from identity.domain.account_view import AccountView, WindingDown
from identity.domain.accounts import Account, AccountState, DisableReason
from identity.domain.affiliation_names import Affiliation
from identity.domain.roles import Role

_STATES = {
    AccountState.ASSIGNED: account_pb2.ACCOUNT_STATE_ASSIGNED,
    AccountState.ACTIVE: account_pb2.ACCOUNT_STATE_ACTIVE,
    AccountState.DISABLED: account_pb2.ACCOUNT_STATE_DISABLED,
}
STATES_BY_NUMBER = {number: state for state, number in _STATES.items()}
_DISABLE_REASONS = {
    None: account_pb2.DISABLE_REASON_UNSPECIFIED,
    DisableReason.WIND_DOWN: account_pb2.DISABLE_REASON_WIND_DOWN,
    DisableReason.EMPLOYMENT_ENDED: account_pb2.DISABLE_REASON_EMPLOYMENT_ENDED,
    DisableReason.ADMINISTRATOR: account_pb2.DISABLE_REASON_ADMINISTRATOR,
}


def pack_account(account: Account) -> account_pb2.Account:
    """The account as everybody entitled may see it, without what follows from it on a day."""
    return account_pb2.Account(
        person_id=str(account.person_id),
        user_name=account.user_name,
        mailbox=account.mailbox,
        name=pack_name(account.name),
        roles=sorted(pack_role(role) for role in account.roles),
        state=_STATES[account.state],
        create_time=pack_moment(account.created_at),
        version=account.version,
        disable_reason=_DISABLE_REASONS[account.disable_reason],
        employed=account.employment is not None,
        employed_until_date=pack_date(account.employment.until if account.employment else None),
    )


def pack_view(view: AccountView) -> account_pb2.Account:
    """The whole account: with its affiliations and where it stands in the wind-down."""
    packed = pack_account(view.account)
    packed.affiliations.extend(
        account_pb2.HeldAffiliation(
            affiliation=pack_affiliation(each),
            last_date=pack_date(view.affiliations.ends.get(each)),
        )
        for each in sorted(view.affiliations.held, key=pack_affiliation)
    )
    if view.winding_down:
        packed.wind_down.CopyFrom(_pack_winding_down(view.winding_down))
    return packed


def pack_role(role: Role) -> access_pb2.Role.ValueType:
    """The role of the contract with the same name."""
    return access_pb2.Role.Value(f"ROLE_{role.name}")


def pack_affiliation(affiliation: Affiliation) -> affiliation_pb2.Affiliation.ValueType:
    """The affiliation of the contract with the same name."""
    return affiliation_pb2.Affiliation.Value(f"AFFILIATION_{affiliation.name}")


def _pack_winding_down(winding_down: WindingDown) -> account_pb2.WindDown:
    return account_pb2.WindDown(
        from_date=pack_date(winding_down.from_date),
        stage_code=winding_down.stage.code,
        stage_name=pack_text(winding_down.stage.name),
        stage_last_date=pack_date(winding_down.stage_last_date),
        last_date=pack_date(winding_down.last_date),
    )
