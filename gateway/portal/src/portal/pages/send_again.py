"""A form that cannot be taken as it was sent comes back with what was typed into it.

That happens to honest people: a page stood open while they signed in again in another tab.
"""

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from portal.form_tokens import FIELD as FORM_TOKEN
from portal.visit import Visit

# Parts of the names of fields whose contents are typed again rather than written into a page.
_SECRET = ("password", "code", "secret", "challenge")


async def page(visit: Visit) -> Response:
    """What was typed, to be sent once more; secrets and files have to be given again."""
    form = await visit.sent_form()
    typed = [(name, value) for name, value in _texts(form) if not _is_secret(name)]
    return visit.render(
        "send_again.html",
        status=403,
        typed=typed,
        sent_to=visit.request.url.path,
        query=visit.request.url.query,
        incomplete=len(typed) < len([name for name in form if name != FORM_TOKEN]),
        form_page=visit.in_language(visit.language),
    )


def _texts(form: FormData) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in form.multi_items()
        if name != FORM_TOKEN and not isinstance(value, UploadFile)
    ]


def _is_secret(name: str) -> bool:
    return any(part in name for part in _SECRET)
