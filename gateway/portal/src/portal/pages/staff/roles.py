"""Roles of staff: requests that wait, who holds which role, giving and revoking one."""

from datetime import date

from google.type.date_pb2 import Date
from grpc.aio import AioRpcError
from matrikel.access.v1.access_pb2 import Role
from matrikel.identity.v1 import role_pb2
from matrikel.identity.v1.account_administration_pb2 import ListAccountsRequest
from matrikel.identity.v1.account_pb2 import Account, GetAccountRequest
from starlette.exceptions import HTTPException
from starlette.responses import Response

from portal.contract_names import value_name, value_of
from portal.forms import Problems, date_of, id_of, text_of
from portal.pages.staff.answers import said_in_form
from portal.visit import Visit

PATH = "roles"
_DONE = ("asked", "given", "approved", "refused", "revoked")
_FIELDS = ("role", "reason", "expire_date")
_SHORTEST_REASON = 10
_FOUND_AT_ONCE = 20


async def show(visit: Visit) -> Response:
    """What waits for a decision, and who holds which role."""
    return await _overview(visit)


async def approve(visit: Visit) -> Response:
    """Agrees to a request."""
    form = await visit.form()
    try:
        await visit.services.roles.ApproveRole(
            role_pb2.ApproveRoleRequest(
                role_request_id=_request_id(visit), request_id=id_of(form, "request_id")
            )
        )
    except AioRpcError as error:
        problems, status = said_in_form(visit, error)
        return await _overview(visit, problems, status)
    return visit.go(PATH, done="approved")


async def refuse(visit: Visit) -> Response:
    """Refuses a request, or withdraws one's own."""
    form = await visit.form()
    role_request_id = _request_id(visit)
    field = f"reason-{role_request_id}"
    reason = text_of(form, "reason")
    if len(reason) < len("nein"):
        missing = Problems(fields={field: (visit.t("roles.refusal_missing"),)})
        return await _overview(visit, missing, 422)
    try:
        await visit.services.roles.RefuseRole(
            role_pb2.RefuseRoleRequest(
                role_request_id=role_request_id,
                reason=reason,
                request_id=id_of(form, "request_id"),
            )
        )
    except AioRpcError as error:
        problems, status = said_in_form(visit, error)
        return await _overview(visit, problems, status)
    return visit.go(PATH, done="refused")


async def show_requests(visit: Visit) -> Response:
    """Every request and what became of it."""
    answer = await visit.services.roles.ListRoleRequests(
        role_pb2.ListRoleRequestsRequest(page_token=visit.asked("page"))
    )
    return visit.render(
        "roles/requests.html",
        requests=answer.role_requests,
        next_page=answer.next_page_token,
        role_name=role_name,
        state_name=_state_name,
    )


async def find(visit: Visit) -> Response:
    """Looks for the person who is to get a role."""
    query = visit.asked("query")
    found = None
    if query:
        answer = await visit.services.account_administration.ListAccounts(
            ListAccountsRequest(query=query[:120], page_size=_FOUND_AT_ONCE)
        )
        found = [one for one in answer.accounts if one.person_id != visit.person_id]
    return visit.render("roles/find.html", query=query, found=found)


async def ask(visit: Visit) -> Response:
    """The form for giving a role to a person."""
    return await _give_form(visit, {"role": visit.asked("role")})


async def send(visit: Visit) -> Response:
    """Asks for the role, or gives it at once where nobody else has to agree."""
    form = await visit.form()
    typed = {name: text_of(form, name) for name in _FIELDS}
    if missing := _missing(visit, typed, date_of(form, "expire_date")):
        return await _give_form(visit, typed, Problems(fields=missing), 422)
    expire_date = date_of(form, "expire_date")
    try:
        answer = await visit.services.roles.RequestRole(
            role_pb2.RequestRoleRequest(
                person_id=_person_id(visit),
                role=value_of(Role, typed["role"]) or Role.ROLE_UNSPECIFIED,
                reason=typed["reason"],
                expire_date=_packed(expire_date),
                request_id=id_of(form, "request_id"),
            )
        )
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return await _give_form(visit, typed, problems, status)
    waits = answer.role_request.state == role_pb2.ROLE_REQUEST_STATE_OPEN
    return visit.go(PATH, done="asked" if waits else "given")


async def ask_to_revoke(visit: Visit) -> Response:
    """The form for taking a role from a person."""
    return await _revoke_form(visit)


async def revoke(visit: Visit) -> Response:
    """Takes the role."""
    form = await visit.form()
    reason = text_of(form, "reason")
    if len(reason) < _SHORTEST_REASON:
        missing = Problems(fields={"reason": (visit.t("roles.reason_missing"),)})
        return await _revoke_form(visit, reason, missing, 422)
    try:
        await visit.services.roles.RevokeRole(
            role_pb2.RevokeRoleRequest(
                person_id=_person_id(visit),
                role=_role(visit),
                reason=reason,
                request_id=id_of(form, "request_id"),
            )
        )
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, "reason")
        return await _revoke_form(visit, reason, problems, status)
    return visit.go(PATH, done="revoked")


async def _overview(visit: Visit, problems: Problems | None = None, status: int = 200) -> Response:
    waiting = await visit.services.roles.ListRoleRequests(
        role_pb2.ListRoleRequestsRequest(state=role_pb2.ROLE_REQUEST_STATE_OPEN, page_size=100)
    )
    chosen = visit.asked("role")
    ended = visit.asked("ended") == "yes"
    held = await visit.services.roles.ListRoleGrants(
        role_pb2.ListRoleGrantsRequest(
            role=value_of(Role, chosen) or Role.ROLE_UNSPECIFIED,
            include_ended=ended,
            page_token=visit.asked("page"),
        )
    )
    grantable = await visit.services.roles.ListGrantableRoles(role_pb2.ListGrantableRolesRequest())
    done = visit.asked("done")
    return visit.render(
        "roles/overview.html",
        status=status,
        problems=problems or Problems(),
        requests=waiting.role_requests,
        grants=held.role_grants,
        next_page=held.next_page_token,
        roles=[
            (role_name(one.role), visit.t(f"role.{role_name(one.role)}")) for one in grantable.roles
        ],
        chosen=chosen,
        ended=ended,
        done=done if done in _DONE else "",
        role_name=role_name,
        origin_name=_origin_name,
    )


async def _give_form(
    visit: Visit, typed: dict[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    grantable = await visit.services.roles.ListGrantableRoles(role_pb2.ListGrantableRolesRequest())
    return visit.render(
        "roles/give.html",
        status=status,
        problems=problems or Problems(),
        account=await _account(visit),
        grantable=grantable.roles,
        typed={name: typed.get(name, "") for name in _FIELDS},
        role_name=role_name,
    )


async def _revoke_form(
    visit: Visit, reason: str = "", problems: Problems | None = None, status: int = 200
) -> Response:
    return visit.render(
        "roles/revoke.html",
        status=status,
        problems=problems or Problems(),
        account=await _account(visit),
        role=role_name(_role(visit)),
        reason=reason,
    )


async def _account(visit: Visit) -> Account:
    request = GetAccountRequest(person_id=_person_id(visit))
    return (await visit.services.accounts.GetAccount(request)).account


def _missing(
    visit: Visit, typed: dict[str, str], expire_date: date | None
) -> dict[str, tuple[str, ...]]:
    missing: dict[str, tuple[str, ...]] = {}
    if value_of(Role, typed["role"]) is None:
        missing["role"] = (visit.t("roles.role_missing"),)
    if len(typed["reason"]) < _SHORTEST_REASON:
        missing["reason"] = (visit.t("roles.reason_missing"),)
    if typed["expire_date"] and expire_date is None:
        missing["expire_date"] = (visit.t("roles.date_wrong"),)
    return missing


def _packed(day: date | None) -> Date | None:
    return None if day is None else Date(year=day.year, month=day.month, day=day.day)


def _person_id(visit: Visit) -> str:
    return str(visit.request.path_params["person_id"])


def _request_id(visit: Visit) -> str:
    return str(visit.request.path_params["role_request_id"])


def _role(visit: Visit) -> "Role.ValueType":
    role = value_of(Role, visit.request.path_params["role"])
    if role is None:
        raise HTTPException(404)
    return role


def role_name(role: "Role.ValueType") -> str:
    """The role in the texts and addresses: "examiner"."""
    return value_name(Role, role)


def _state_name(state: "role_pb2.RoleRequestState.ValueType") -> str:
    return value_name(role_pb2.RoleRequestState, state)


def _origin_name(origin: "role_pb2.RoleGrantOrigin.ValueType") -> str:
    return value_name(role_pb2.RoleGrantOrigin, origin)
