"""Headers of pages and static files."""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def content_security_policy(form_target: str = "") -> str:
    """What a page may load and where its forms may lead: here, and to `form_target` in the end,
    as browsers hold the redirects after a form against its page's policy, too.

    The design system draws its icons as data: images. Nothing is loaded from elsewhere.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "font-src 'self'",
            "img-src 'self' data:",
            f"form-action 'self' {form_target}".rstrip(),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


PAGE_HEADERS = {
    "Content-Security-Policy": content_security_policy(),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would make browsers send forms with "Origin: null".
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


class PageHeaders:
    """Puts the headers of a page on every answer that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in PAGE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class StaticAssets(StaticFiles):
    """Static files; those asked for by their content's digest may be kept for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        named = b"v=" in scope["query_string"]
        age = "max-age=31536000, immutable" if named else "max-age=86400"
        response.headers["Cache-Control"] = f"public, {age}"
        return response
