"""Asking for roles, agreeing, refusing, revoking, and what happens by time alone."""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from identity.app.accounts.administrators import (
    administrators,
    is_administrator,
    require_another_administrator,
)
from identity.app.accounts.states import settle
from identity.app.refusals import account_unknown
from identity.app.roles.refusals import (
    employment_over,
    role_not_held,
    role_objected,
    role_request_open,
    role_request_unknown,
)
from identity.app.sign_in.sessions import end_sessions_of
from identity.domain.accounts import Account
from identity.domain.role_grants import (
    GrantableRole,
    GrantOrigin,
    RequestState,
    RoleGrant,
    RoleObjection,
    RoleRequest,
    WantedRole,
    is_last_administrator,
    lapse_time,
    objection_to_approval,
    objection_to_decision,
    objection_to_wish,
)
from identity.domain.roles import STUDENT_ROLES, Role
from identity.mail.roles import RoleMail, mail_granted, mail_refused, mail_requested, mail_revoked
from identity.store import role_grants as grants
from identity.store import role_requests as requests
from identity.store.accounts import StoredAccount, find_account_for_change, find_accounts

AT_ONCE = 50


def request_role(tx: Transaction, wanted: WantedRole, asked_by: UUID) -> RoleRequest:
    """Asks for a role; one that is not privileged is given at once.

    Raises what RoleService.RequestRole names.
    """
    known = _locked(tx, wanted.person_id)
    grantable = _require_givable(tx, known.account, wanted, asked_by)
    if requests.find_open_request(tx, wanted.person_id, wanted.role):
        raise role_request_open()
    request = RoleRequest(
        role_request_id=tx.new_id(),
        wanted=wanted,
        requested_by=asked_by,
        requested_at=tx.now,
        lapses_at=lapse_time(tx.now, grantable.lapse_days),
        state=RequestState.OPEN,
    )
    if grantable.needs_second_administrator:
        requests.add_request(tx, request)
        mail_requested(tx, known.account, _mail(tx, request), administrators(tx))
        return request
    granted = replace(request, state=RequestState.GRANTED, decided_at=tx.now)
    requests.add_request(tx, granted)
    _give(tx, known, granted)
    return granted


def approve_role(tx: Transaction, role_request_id: UUID, approved_by: UUID) -> RoleRequest:
    """Agrees to a request, which takes effect. Raises what RoleService.ApproveRole names."""
    request = _found(tx, role_request_id)
    known = _locked(tx, request.wanted.person_id)
    request = _found(tx, role_request_id)
    if objection := objection_to_approval(request, approved_by, tx.now):
        raise role_objected(objection, approving=True)
    if not is_administrator(tx, request.requested_by):
        # Whoever asked has lost the role or the account since: nothing of theirs is to take effect.
        raise role_objected(RoleObjection.ROLE_REQUEST_LAPSED, approving=True)
    _require_givable(tx, known.account, request.wanted, approved_by, approving=True)
    granted = replace(
        request, state=RequestState.GRANTED, decided_by=approved_by, decided_at=tx.now
    )
    _decide(tx, granted)
    _give(tx, known, granted)
    return granted


def refuse_role(
    tx: Transaction, role_request_id: UUID, refused_by: UUID, reason: str
) -> RoleRequest:
    """Refuses a request; whoever made it so withdraws it. Raises what RefuseRole names."""
    request = _found(tx, role_request_id)
    account = _locked(tx, request.wanted.person_id).account
    request = _found(tx, role_request_id)
    if objection := objection_to_decision(request, tx.now):
        raise role_objected(objection, approving=True)
    refused = replace(
        request,
        state=RequestState.REFUSED,
        decided_by=refused_by,
        decided_at=tx.now,
        refusal_reason=reason,
    )
    _decide(tx, refused)
    mail_refused(tx, account, _mail(tx, refused), administrators(tx))
    return refused


def revoke_role(
    tx: Transaction,
    person_id: UUID,
    role: Role,
    revoked_by: UUID,
    reason: str,
    *,
    validate_only: bool = False,
) -> RoleGrant:
    """Takes a role from somebody at once. Raises what RoleService.RevokeRole names.

    With `validate_only` it answers the grant that would end and changes nothing.
    """
    if person_id == revoked_by:
        raise role_objected(RoleObjection.OWN_ROLE)
    if role in STUDENT_ROLES:
        raise role_objected(RoleObjection.ROLE_NOT_GRANTABLE)
    known = _locked(tx, person_id)
    held = _held(tx, person_id, role)
    if held is None:
        raise role_not_held()
    if role is Role.SYSTEM_ADMINISTRATOR:
        require_another_administrator(tx, known.account)
    if validate_only:
        return held
    _take(tx, known, held, revoked_by, reason)
    found = grants.find_grant(tx, held.role_grant_id)
    assert found is not None
    return found


def let_time_take_effect(tx: Transaction) -> int:
    """Ends grants whose last day is over and requests that nobody decided; returns how many.

    The role of the last system administrator is left: somebody has to be there to give it again.
    """
    done = requests.lapse_due(tx)
    today = local_date(tx.now)
    for person_id in grants.persons_with_expired(tx, today, AT_ONCE):
        known = _locked(tx, person_id)
        for held in grants.held_by(tx, person_id):
            if held.expires_on is None or held.expires_on >= today:
                continue
            if held.role is Role.SYSTEM_ADMINISTRATOR and _is_last(tx, known.account):
                continue
            _take(tx, known, held, None, "")
            known = _locked(tx, person_id)
            done += 1
    return done


def _give(tx: Transaction, known: StoredAccount, request: RoleRequest) -> None:
    """Lets a granted request take effect: the role, a new sign-in, the mails."""
    wanted, account = request.wanted, known.account
    if held := _held(tx, account.person_id, wanted.role):
        grants.end_grant(tx, held, request.decided_by or request.requested_by, "")
    grant = RoleGrant(
        role_grant_id=tx.new_id(),
        person_id=account.person_id,
        role=wanted.role,
        origin=GrantOrigin.REQUEST,
        reason=wanted.reason,
        granted_by=request.requested_by,
        approved_by=request.decided_by,
        granted_at=tx.now,
        expires_on=wanted.expires_on,
    )
    grants.add_grants(tx, [grant])
    after = settle(tx, known, replace(account, roles=account.roles | {wanted.role}))
    if wanted.role not in after.roles:
        raise employment_over()
    # Who may do more signs in anew, with the second factor and the limits that this asks for.
    end_sessions_of(tx, account.person_id)
    mail_granted(tx, after, _mail(tx, request), administrators(tx))


def _take(
    tx: Transaction, known: StoredAccount, held: RoleGrant, ended_by: UUID | None, reason: str
) -> None:
    account = known.account
    grants.end_grant(tx, held, ended_by, reason)
    told = administrators(tx)
    after = settle(tx, known, replace(account, roles=account.roles - {held.role}))
    names = find_accounts(tx, [ended_by] if ended_by else [])
    by = names.get(ended_by) if ended_by else None
    mail = RoleMail(held.role, reason, decider=by, expires_on=held.expires_on)
    mail_revoked(tx, after, mail, told)


def _require_givable(
    tx: Transaction,
    account: Account,
    wanted: WantedRole,
    by: UUID,
    *,
    approving: bool = False,
) -> GrantableRole:
    grantable = {each.role: each for each in grants.grantable(tx)}.get(wanted.role)
    objection = objection_to_wish(
        account,
        wanted,
        grantable,
        _held(tx, account.person_id, wanted.role),
        asked_by=by,
        today=local_date(tx.now),
    )
    if objection is not None:
        raise role_objected(objection, grantable, approving)
    assert grantable is not None
    return grantable


def _decide(tx: Transaction, decided: RoleRequest) -> None:
    if not requests.change_request(tx, decided):
        raise role_objected(RoleObjection.ROLE_REQUEST_DECIDED, approving=True)


def _mail(tx: Transaction, request: RoleRequest) -> RoleMail:
    ids = [each for each in (request.requested_by, request.decided_by) if each]
    names = find_accounts(tx, ids)
    return RoleMail(
        request.wanted.role,
        request.wanted.reason,
        requester=names.get(request.requested_by),
        decider=names.get(request.decided_by) if request.decided_by else None,
        expires_on=request.wanted.expires_on,
        refusal_reason=request.refusal_reason,
    )


def _held(tx: Transaction, person_id: UUID, role: Role) -> RoleGrant | None:
    return next((each for each in grants.held_by(tx, person_id) if each.role is role), None)


def _is_last(tx: Transaction, account: Account) -> bool:
    return is_last_administrator(account, administrators(tx))


def _found(tx: Transaction, role_request_id: UUID) -> RoleRequest:
    request = requests.find_request(tx, role_request_id)
    if request is None:
        raise role_request_unknown(str(role_request_id))
    return request


def _locked(tx: Transaction, person_id: UUID) -> StoredAccount:
    known = find_account_for_change(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    return known
