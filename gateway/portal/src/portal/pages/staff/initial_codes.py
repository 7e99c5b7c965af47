"""Letters with user name and initial code, one by one and for everybody who waits."""

from matrikel.identity.v1.initial_code_letter_pb2 import (
    DrawInitialCodeLetterRequest,
    DrawInitialCodeLettersRequest,
    ListAccountsWithoutCodeRequest,
)
from starlette.responses import Response

from portal.downloads import pass_on
from portal.forms import Problems, text_of
from portal.pages.staff.accounts import person_id
from portal.visit import Visit

_MOST_LETTERS = 200
_USUAL = 50


async def show(visit: Visit) -> Response:
    """Who waits for a letter, and how many are to be printed."""
    return await _page(visit, str(_USUAL), Problems(), 200)


async def draw_many(visit: Visit) -> Response:
    """One file with the letters of those who wait longest."""
    form = await visit.form()
    typed = text_of(form, "limit")
    limit = int(typed) if typed.isdecimal() else 0
    if not 1 <= limit <= _MOST_LETTERS:
        said = visit.t("initial_codes.limit_wrong", most=_MOST_LETTERS)
        return await _page(visit, typed, Problems(fields={"limit": (said,)}), 422)
    call = visit.services.initial_code_letters.DrawInitialCodeLetters(
        DrawInitialCodeLettersRequest(limit=limit)
    )
    return await pass_on(call, lambda first: first.file_name)


async def draw_one(visit: Visit) -> Response:
    """The letter of one account."""
    call = visit.services.initial_code_letters.DrawInitialCodeLetter(
        DrawInitialCodeLetterRequest(person_id=person_id(visit))
    )
    return await pass_on(call, lambda first: first.file_name)


async def _page(visit: Visit, limit: str, problems: Problems, status: int) -> Response:
    answer = await visit.services.initial_code_letters.ListAccountsWithoutCode(
        ListAccountsWithoutCodeRequest(page_token=visit.asked("page")[:512])
    )
    return visit.render(
        "staff/initial_codes.html",
        status=status,
        problems=problems,
        accounts=answer.accounts,
        total=answer.total_size,
        next_page=answer.next_page_token,
        limit=limit,
        most=_MOST_LETTERS,
    )
