"""The library's service desk: people found, registered, and what is done about their cards."""

from collections.abc import Sequence
from typing import Any

from google.protobuf.message import Message
from grpc.aio import AioRpcError
from matrikel.identity.v1.account_administration_pb2 import IdentityDocument
from matrikel.identity.v1.affiliation_pb2 import Affiliation
from matrikel.identity.v1.library_pb2 import (
    BlockLibraryCardRequest,
    GetLibraryAccountRequest,
    IssueLibraryCardRequest,
    IssueLibraryStartCodeRequest,
    LibraryAccount,
    LibraryAccountState,
    LibraryCardLoss,
    LibraryCardPickup,
    LibraryCardState,
    ListLibraryAccountsRequest,
    RegisterLibraryUserRequest,
    ReplaceLibraryCardRequest,
    ReturnLibraryCardRequest,
    UnblockLibraryCardRequest,
)
from starlette.responses import Response

from portal.contract_names import value_name
from portal.faults import Kind, fault_of
from portal.fields import Field, Shape
from portal.formats import Formats
from portal.forms import Problems
from portal.pages.it_services.library import held_card
from portal.pages.staff.answers import notice
from portal.pages.staff.records.changes import Change, Preview, Subject
from portal.services import Services
from portal.visit import Visit

HOME = "library-desk"
SECTION = "library_desk"
_BADGES = {
    "active": "success",
    "blocked": "danger",
    "registered": "info",
    "without_secret": "info",
}


async def search(visit: Visit) -> Response:
    """People by card number, user name, address or family name."""
    query = visit.asked("query")
    found: Sequence[LibraryAccount] | None = None
    next_page, problems, status = "", Problems(), 200
    if query:
        request = ListLibraryAccountsRequest(query=query, page_token=visit.asked("page"))
        try:
            answer = await visit.services.library.ListLibraryAccounts(request)
        except AioRpcError as error:
            fault = fault_of(error, visit.language)
            if fault.kind is not Kind.INVALID:
                raise
            problems, status = visit.problems(fault, "query"), fault.kind.value
        else:
            found, next_page = answer.library_accounts, answer.next_page_token
    return visit.render(
        "staff/library/search.html",
        status=status,
        problems=problems,
        query=query,
        found=found,
        next_page=next_page,
        state_name=state_name,
        badges=_BADGES,
        held_card=held_card,
    )


async def one(visit: Visit) -> Response:
    """One person with every card, and what can be done."""
    account = await _account(visit)
    return visit.render(
        "staff/library/person.html",
        account=account,
        card=held_card(account),
        state=state_name(account.state),
        badges=_BADGES,
        card_state=lambda state: value_name(LibraryCardState, state),
        loss_name=lambda loss: value_name(LibraryCardLoss, loss),
        pickup_name=lambda pickup: value_name(LibraryCardPickup, pickup),
        document_name=lambda document: value_name(IdentityDocument, document),
        affiliations=[value_name(Affiliation, each) for each in account.affiliations],
        done=notice(visit, "library_desk"),
    )


async def ask_for_code(visit: Visit) -> Response:
    """Says what a new start code does before it is made."""
    return visit.render("staff/library/ask_for_code.html", account=await _account(visit))


async def issue_code(visit: Visit) -> Response:
    """Makes a start code and shows it on a slip, once."""
    account = await _account(visit)
    code = await visit.services.library.IssueLibraryStartCode(
        IssueLibraryStartCodeRequest(person_id=account.person_id)
    )
    slips = [(account.name, code.card_number, code.start_code)]
    return visit.render(
        "staff/library/slips.html",
        slips=slips,
        expire_time=code.expire_time,
        crumbs=[*_crumbs(visit), (_name(visit, account), _path(account))],
    )


def state_name(state: "LibraryAccountState.ValueType") -> str:
    """The state's name in the texts: "active", "blocked"."""
    return value_name(LibraryAccountState, state)


async def _account(visit: Visit) -> LibraryAccount:
    answer = await visit.services.library.GetLibraryAccount(
        GetLibraryAccountRequest(person_id=_person_id(visit))
    )
    return answer.library_account


async def _subject(visit: Visit) -> Subject:
    account = await _account(visit)
    card = held_card(account)
    facts = [(visit.t("person.name"), _name(visit, account))]
    if card is not None:
        facts.append((visit.t("library.card_number"), card.card_number))
    path = _path(account)
    crumbs = [*_crumbs(visit), (_name(visit, account), path)]
    return Subject(SECTION, crumbs, path, facts)


async def _newcomer(visit: Visit) -> Subject:
    return Subject(SECTION, _crumbs(visit), HOME)


def _crumbs(visit: Visit) -> list[tuple[str, str]]:
    return [(visit.t("menu.library_desk"), HOME)]


def _name(visit: Visit, account: LibraryAccount) -> str:
    return Formats(visit.t).name(account.name)


def _path(account: LibraryAccount) -> str:
    return f"{HOME}/people/{account.person_id}"


def _person_id(visit: Visit) -> str:
    return str(visit.request.path_params["person_id"])


def _card_number(visit: Visit) -> str:
    return str(visit.request.path_params["card_number"])


def _done(visit: Visit, done: str) -> Response:
    return visit.go(f"{HOME}/people/{_person_id(visit)}", done=done)


async def _register(services: Services, request: Any) -> Any:
    return await services.library.RegisterLibraryUser(request)


async def _issue(services: Services, request: Any) -> Any:
    return await services.library.IssueLibraryCard(request)


async def _block(services: Services, request: Any) -> Any:
    return await services.library.BlockLibraryCard(request)


async def _unblock(services: Services, request: Any) -> Any:
    return await services.library.UnblockLibraryCard(request)


async def _replace(services: Services, request: Any) -> Any:
    return await services.library.ReplaceLibraryCard(request)


async def _return(services: Services, request: Any) -> Any:
    return await services.library.ReturnLibraryCard(request)


def _to_issue(visit: Visit) -> Message:
    return IssueLibraryCardRequest(person_id=_person_id(visit))


def _standing(visit: Visit, answer: Any) -> Preview:
    state = value_name(LibraryCardState, answer.card.state)
    return Preview(
        [
            (visit.t("library.card_number"), answer.card.card_number),
            (visit.t("library.card_state"), visit.t(f"library_card_state.{state}")),
        ]
    )


_LOSS = Field("loss", Shape.CHOICE, label="library_loss", enum=LibraryCardLoss)

REGISTER = Change(
    "register_library_user",
    (
        Field("name.given_names", most_characters=120),
        Field("name.family_name", most_characters=120),
        Field("email", label="email_address", most_characters=254),
    ),
    lambda _visit: RegisterLibraryUserRequest(),
    _register,
    _newcomer,
    lambda visit, answer: visit.go(_path(answer.library_account), done="registered"),
)
ISSUE = Change(
    "issue_library_card",
    (
        Field("card_number", has_hint=True, most_characters=20),
        Field("identity_document", Shape.CHOICE, enum=IdentityDocument),
    ),
    _to_issue,
    _issue,
    _subject,
    lambda visit, _answer: _done(visit, "issued"),
    _standing,
)
BLOCK = Change(
    "block_library_card",
    (_LOSS,),
    lambda visit: BlockLibraryCardRequest(card_number=_card_number(visit)),
    _block,
    _subject,
    lambda visit, _answer: _done(visit, "blocked"),
    _standing,
)
UNBLOCK = Change(
    "unblock_library_card",
    (),
    lambda visit: UnblockLibraryCardRequest(card_number=_card_number(visit)),
    _unblock,
    _subject,
    lambda visit, _answer: _done(visit, "unblocked"),
)
REPLACE = Change(
    "replace_library_card",
    (_LOSS, Field("new_card_number", has_hint=True, most_characters=20)),
    lambda visit: ReplaceLibraryCardRequest(card_number=_card_number(visit)),
    _replace,
    _subject,
    lambda visit, _answer: _done(visit, "replaced"),
    _standing,
)
RETURN = Change(
    "return_library_card",
    (),
    lambda visit: ReturnLibraryCardRequest(card_number=_card_number(visit)),
    _return,
    _subject,
    lambda visit, _answer: _done(visit, "returned"),
    _standing,
)
