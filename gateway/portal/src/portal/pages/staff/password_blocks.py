"""Accounts whose password is off for unknown devices, and opening it again."""

from matrikel.identity.v1 import password_pb2
from starlette.responses import Response

from portal.forms import id_of
from portal.visit import Visit

PATH = "password-blocks"


async def show(visit: Visit) -> Response:
    """The accounts, the latest first."""
    answer = await visit.services.passwords.ListPasswordBlocks(
        password_pb2.ListPasswordBlocksRequest(page_token=visit.asked("after"))
    )
    return visit.render(
        "staff/password_blocks.html",
        blocks=answer.password_blocks,
        next_page=answer.next_page_token,
        lifted=visit.asked("done") == "lifted",
    )


async def lift(visit: Visit) -> Response:
    """Lets the password of an account be used everywhere again."""
    form = await visit.form()
    await visit.services.passwords.LiftPasswordBlock(
        password_pb2.LiftPasswordBlockRequest(
            person_id=str(visit.request.path_params["person_id"]),
            request_id=id_of(form, "request_id"),
        )
    )
    return visit.go(PATH, done="lifted")
