"""AccountAdministrationService over gRPC."""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment, unpack_date, unpack_name
from chassis.rpc import Work
from google.type.date_pb2 import Date
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import account_administration_pb2 as messages
from matrikel.identity.v1 import account_pb2
from matrikel.identity.v1.account_administration_pb2_grpc import (
    AccountAdministrationServiceServicer,
)

from identity.api.account_packing import pack_for_caller
from identity.api.callers import caller
from identity.app.accounts.making import NewStaff, get_account
from identity.app.accounts.refusals import day_unknown
from identity.app.accounts.restarts import require_can_restart, restart_account
from identity.app.accounts.search import list_accounts
from identity.app.accounts.staff import StaffChange, create_by_administrator, update_staff_account
from identity.app.accounts.states import (
    disable_account,
    enable_account,
    require_can_be_disabled,
)
from identity.app.accounts.views import view_of
from identity.domain.accounts import Account, Employment, known_form
from identity.domain.mailboxes import MailboxDomains
from identity.domain.restarts import IdentityDocument
from identity.domain.roles import Role
from identity.events.packing import STATES_BY_NUMBER, pack_view
from identity.store.account_search import AccountFilter

_DOCUMENTS = {
    messages.IDENTITY_DOCUMENT_IDENTITY_CARD: IdentityDocument.IDENTITY_CARD,
    messages.IDENTITY_DOCUMENT_PASSPORT: IdentityDocument.PASSPORT,
    messages.IDENTITY_DOCUMENT_RESIDENCE_PERMIT: IdentityDocument.RESIDENCE_PERMIT,
}
_ROLES = {access_pb2.Role.Value(f"ROLE_{role.name}"): role for role in Role}


class AccountAdministrationApi(AccountAdministrationServiceServicer):
    """Answers AccountAdministrationService."""

    def __init__(self, work: Work, domains: MailboxDomains) -> None:
        self._work = work
        self._domains = domains

    async def ListAccounts(
        self, request: messages.ListAccountsRequest, context: object
    ) -> messages.ListAccountsResponse:
        """Accounts by words, state and role."""
        wanted = AccountFilter(
            request.query,
            STATES_BY_NUMBER.get(request.state),
            _ROLES.get(request.role),
            request.winding_down,
            known_form(request.user_name),
        )

        def answer(tx: Transaction) -> messages.ListAccountsResponse:
            page = list_accounts(tx, wanted, request.page_size, request.page_token)
            return messages.ListAccountsResponse(
                accounts=[pack_for_caller(each) for each in page.accounts],
                next_page_token=page.next_page_token,
            )

        return await self._work.read(answer)

    async def CreateStaffAccount(
        self, request: messages.CreateStaffAccountRequest, context: object
    ) -> messages.CreateStaffAccountResponse:
        """A new account without any role of staff."""
        staff = NewStaff(
            user_name=known_form(request.user_name),
            name=unpack_name(request.name),
            roles=frozenset(),
            mailbox=request.mailbox.strip().lower(),
            employment=Employment(_last_day(request.employed_until_date)),
        )

        def answer(tx: Transaction) -> messages.CreateStaffAccountResponse:
            account = create_by_administrator(tx, staff, self._domains)
            return messages.CreateStaffAccountResponse(account=_packed(tx, account))

        return await self._work.write(answer)

    async def UpdateStaffAccount(
        self, request: messages.UpdateStaffAccountRequest, context: object
    ) -> messages.UpdateStaffAccountResponse:
        """Name, mailbox and employment."""
        change = StaffChange(
            person_id=UUID(request.person_id),
            version=request.version,
            name=unpack_name(request.name) if request.HasField("name") else None,
            mailbox=request.mailbox,
            employed=request.employed,
            employed_until=_last_day(request.employed_until_date),
        )

        def answer(tx: Transaction) -> messages.UpdateStaffAccountResponse:
            return messages.UpdateStaffAccountResponse(
                account=_packed(tx, update_staff_account(tx, change, self._domains))
            )

        return await self._work.write(answer)

    async def DisableAccount(
        self, request: messages.DisableAccountRequest, context: object
    ) -> messages.DisableAccountResponse:
        """No sign-in succeeds any more."""
        person_id = UUID(request.person_id)

        def answer(tx: Transaction) -> messages.DisableAccountResponse:
            if request.validate_only:
                require_can_be_disabled(tx, person_id)
                account = get_account(tx, person_id)
            else:
                account = disable_account(tx, person_id, request.note)
            return messages.DisableAccountResponse(account=_packed(tx, account))

        return await self._work.write(answer)

    async def EnableAccount(
        self, request: messages.EnableAccountRequest, context: object
    ) -> messages.EnableAccountResponse:
        """The account can be used again."""

        def answer(tx: Transaction) -> messages.EnableAccountResponse:
            account = enable_account(tx, UUID(request.person_id))
            return messages.EnableAccountResponse(account=_packed(tx, account))

        return await self._work.write(answer)

    async def RestartAccount(
        self, request: messages.RestartAccountRequest, context: object
    ) -> messages.RestartAccountResponse:
        """Every secret and session is gone; a new code begins."""
        person_id = UUID(request.person_id)
        document = _DOCUMENTS[request.identity_document]
        administrator = caller().person_id

        def answer(tx: Transaction) -> messages.RestartAccountResponse:
            if request.validate_only:
                known = require_can_restart(tx, person_id)
                return messages.RestartAccountResponse(account=_packed(tx, known.account))
            issued = restart_account(tx, person_id, document, administrator)
            return messages.RestartAccountResponse(
                account=_packed(tx, get_account(tx, person_id)),
                initial_code=issued.code,
                expire_time=pack_moment(issued.expires_at),
            )

        return await self._work.write(answer)


def _packed(tx: Transaction, account: Account) -> account_pb2.Account:
    return pack_view(view_of(tx, account))


def _last_day(day: Date) -> date | None:
    """The day; None where none is given. Raises DAY_UNKNOWN where no calendar has it."""
    if day == Date():
        return None
    try:
        return unpack_date(day)
    except (ValueError, OverflowError):
        raise day_unknown("employed_until_date") from None
