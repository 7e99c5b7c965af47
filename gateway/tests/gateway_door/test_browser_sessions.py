"""What the gateway keeps in a browser: the session, the secret of its forms, the device."""

from datetime import UTC, datetime, timedelta
from http.cookies import Morsel, SimpleCookie

from gateway.browser_sessions import CookieSessions
from starlette.requests import Request
from starlette.responses import Response


def signed_in(
    person_id: str, roles: frozenset[str], in_support: bool
) -> tuple[str, frozenset[str], bool]:
    """What the portal would be told of a visitor."""
    return person_id, roles, in_support


SESSIONS = CookieSessions(signed_in)


def asked(cookie: str = "") -> Request:
    """A request with a cookie header."""
    headers = [(b"cookie", cookie.encode())] if cookie else []
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


def given(response: Response) -> dict[str, "Morsel[str]"]:
    """The cookies of an answer by name."""
    return dict(SimpleCookie(response.headers["set-cookie"]))


def test_forms_are_bound_to_the_session_and_before_to_a_secret_of_the_visitor() -> None:
    assert SESSIONS.form_secret(asked()) == ""
    assert SESSIONS.form_secret(asked("__Host-form=visitor")) == "visitor"
    both = asked("__Host-form=visitor; __Host-sid=session")
    assert SESSIONS.form_secret(both) == "session"


def test_the_secret_of_a_visitor_lasts_until_the_browser_is_closed() -> None:
    response = Response()
    SESSIONS.keep_form_secret(response, "visitor")
    cookie = given(response)["__Host-form"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")


def test_a_device_is_known_for_a_year_and_its_token_goes_to_no_other_site() -> None:
    response = Response()
    SESSIONS.keep_device(response, "token")
    cookie = given(response)["__Host-device"]
    assert cookie["max-age"] == str(365 * 24 * 60 * 60)
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("strict", "/", "")
    assert SESSIONS.device_token(asked("__Host-device=token")) == "token"


def test_a_device_token_that_nobody_was_given_counts_as_none() -> None:
    assert SESSIONS.device_token(asked()) == ""
    assert SESSIONS.device_token(asked(f"__Host-device={'x' * 129}")) == ""


def test_a_session_ends_with_its_cookie() -> None:
    response = Response()
    SESSIONS.start(response, "session", datetime.now(UTC) + timedelta(hours=1))
    assert given(response)["__Host-sid"].value == "session"
    SESSIONS.end(response)
    assert response.headers.getlist("set-cookie")[-1].startswith('__Host-sid=""')
