"""A browser that sends forms as pages make them: with the token of the browser's own pages."""

from datetime import datetime
from typing import Any

import httpx
from portal import form_tokens
from starlette.requests import Request
from starlette.responses import Response

FORM_COOKIE = "form"
DEVICE_COOKIE = "device"


class BrowserCookies:
    """What sessions of tests keep in plain cookies besides the session itself."""

    def form_secret(self, request: Request) -> str:
        return request.cookies.get(FORM_COOKIE, "")

    def keep_form_secret(self, response: Response, secret: str) -> None:
        response.set_cookie(FORM_COOKIE, secret, httponly=True)

    def device_token(self, request: Request) -> str:
        return request.cookies.get(DEVICE_COOKIE, "")

    def keep_device(self, response: Response, device_token: str) -> None:
        response.set_cookie(DEVICE_COOKIE, device_token, httponly=True)


class AlreadySignedIn(BrowserCookies):
    """Sessions of tests in which somebody is signed in from the beginning."""

    def start(self, response: Response, session_token: str, expire_time: datetime) -> None:
        raise AssertionError("nobody signs in here")

    def end(self, response: Response) -> None:
        raise AssertionError("nobody signs out here")


class FormClient(httpx.AsyncClient):
    """Puts the token of a page of its own into every form that a test sends.

    Tests read a page with one client and send its form with another one of the same person.
    `as_it_is` leaves the form as it is, for tests about the token itself.
    """

    async def post(self, url: Any, *, as_it_is: bool = False, **sent: Any) -> httpx.Response:
        """Sends a form."""
        if not as_it_is:
            sent["data"] = {**(sent.get("data") or {}), form_tokens.FIELD: self._token()}
        return await super().post(url, **sent)

    def _token(self) -> str:
        secret = self.cookies.get(FORM_COOKIE)
        if not secret:
            secret = form_tokens.new_secret()
            self.cookies.set(FORM_COOKIE, secret, domain=self.base_url.host)
        return form_tokens.new_token(secret)
