"""The visitor's library account and Leuphana Card; the page for its secret is for everybody."""

from grpc.aio import AioRpcError
from matrikel.identity.v1.library_pb2 import (
    LIBRARY_CARD_LOSS_BY_LIBRARY,
    BlockLibraryCardRequest,
    GetLibraryAccountRequest,
    LibraryAccount,
    LibraryAccountState,
    LibraryCard,
    LibraryCardLoss,
    LibraryCardPickup,
    LibraryCardState,
    PreregisterLibraryAccountRequest,
    SetLibrarySecretRequest,
    WithdrawLibraryRegistrationRequest,
)
from starlette.responses import Response

from portal.contract_names import value_name, value_names, value_of
from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, id_of, secret_of, text_of
from portal.pages import failure
from portal.visit import Visit

PATH = "library"
_SAID_IN_FORM = (Kind.INVALID, Kind.REFUSED, Kind.SIGN_IN, Kind.TOO_MANY)
_LOSSES = tuple(
    name
    for name in value_names(LibraryCardLoss)
    if value_of(LibraryCardLoss, name) != LIBRARY_CARD_LOSS_BY_LIBRARY
)


async def show(visit: Visit) -> Response:
    """How the library account stands, and what to do next."""
    account = await _account(visit)
    return visit.render(
        "library/account.html",
        account=account,
        card=held_card(account),
        state=value_name(LibraryAccountState, account.state),
        pickup=value_name(LibraryCardPickup, account.pickup) if account.pickup else "",
        card_state=lambda state: value_name(LibraryCardState, state),
        loss_name=lambda loss: value_name(LibraryCardLoss, loss),
        done=visit.asked("done"),
    )


async def register(visit: Visit) -> Response:
    """Registers the visitor."""
    form = await visit.form()
    await visit.services.library.PreregisterLibraryAccount(
        PreregisterLibraryAccountRequest(
            person_id=visit.person_id, request_id=id_of(form, "request_id")
        )
    )
    return visit.go(PATH, done="registered")


async def withdraw(visit: Visit) -> Response:
    """Takes the registration back."""
    form = await visit.form()
    await visit.services.library.WithdrawLibraryRegistration(
        WithdrawLibraryRegistrationRequest(
            person_id=visit.person_id, request_id=id_of(form, "request_id")
        )
    )
    return visit.go(PATH, done="withdrawn")


async def ask_to_block(visit: Visit) -> Response:
    """Asks what happened to the card, and says what blocking does."""
    card = held_card(await _account(visit))
    if card is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return _block_form(visit, card, Problems(), 200)


async def block(visit: Visit) -> Response:
    """Blocks the card."""
    form = await visit.form()
    card = held_card(await _account(visit))
    if card is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    name = text_of(form, "loss")
    loss = value_of(LibraryCardLoss, name)
    if loss is None or name not in _LOSSES:
        missing = Problems(fields={"loss": (visit.t("library.loss_missing"),)})
        return _block_form(visit, card, missing, Kind.INVALID.value)
    try:
        await visit.services.library.BlockLibraryCard(
            BlockLibraryCardRequest(
                card_number=card.card_number,
                loss=loss,
                request_id=id_of(form, "request_id"),
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        return _block_form(visit, card, visit.problems(fault, "loss"), fault.kind.value)
    return visit.go(PATH, done="blocked")


async def ask_for_secret(visit: Visit) -> Response:
    """The form for the secret: with the start code, or with the secret so far."""
    return _secret_form(visit, Problems(), 200, visit.asked("card"), _is_change(visit))


async def set_secret(visit: Visit) -> Response:
    """Sets the secret."""
    form = await visit.form()
    change = text_of(form, "with") == "secret"
    number = "".join(text_of(form, "card_number").split())
    proof = "current_secret" if change else "start_code"
    typed = {
        "card_number": number,
        proof: secret_of(form, proof),
        "secret": secret_of(form, "secret"),
    }
    missing = {
        name: (visit.t(f"library_secret.{name}_missing"),)
        for name, said in typed.items()
        if not said
    }
    if missing:
        status = Kind.INVALID.value
        return _secret_form(visit, Problems(fields=missing), status, number, change)
    try:
        await visit.services.library.SetLibrarySecret(SetLibrarySecretRequest(**typed))
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in _SAID_IN_FORM:
            raise
        # A page that is answered with 401 would ask the browser for another kind of sign-in.
        status = Kind.INVALID.value if fault.kind is Kind.SIGN_IN else fault.kind.value
        problems = visit.problems(fault, *typed)
        return _secret_form(visit, problems, status, number, change)
    return visit.render("library/secret_set.html")


def held_card(account: LibraryAccount) -> LibraryCard | None:
    """The card that can be used or opened again."""
    held = (LibraryCardState.LIBRARY_CARD_STATE_ACTIVE, LibraryCardState.LIBRARY_CARD_STATE_BLOCKED)
    return next((each for each in account.cards if each.state in held), None)


def _secret_form(
    visit: Visit, problems: Problems, status: int, number: str, change: bool
) -> Response:
    return visit.render(
        "library/secret.html",
        status=status,
        problems=problems,
        card_number=number,
        change=change,
    )


def _block_form(visit: Visit, card: LibraryCard, problems: Problems, status: int) -> Response:
    return visit.render(
        "library/block.html", status=status, problems=problems, card=card, losses=_LOSSES
    )


async def _account(visit: Visit) -> LibraryAccount:
    answer = await visit.services.library.GetLibraryAccount(
        GetLibraryAccountRequest(person_id=visit.person_id)
    )
    return answer.library_account


def _is_change(visit: Visit) -> bool:
    return visit.asked("with") == "secret"
