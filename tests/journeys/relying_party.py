"""A system of somebody else that signs people in with the university account."""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

WELCOME = b"<!doctype html><title>Kursraum</title><h1>Kursraum</h1>"


@dataclass
class RelyingParty:
    """Its two pages on this machine, and what it knows after the registration."""

    address: str
    client_id: str = ""
    client_secret: str = ""
    _verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def redirect_uri(self) -> str:
        """Where people come back to after the sign-in."""
        return f"{self.address}/callback"

    @property
    def post_logout_redirect_uri(self) -> str:
        """Where people come back to after they have signed out."""
        return f"{self.address}/bye"

    def sign_in_url(self, issuer: str, language: str) -> str:
        """Where it sends people to, with PKCE (RFC 7636)."""
        digest = hashlib.sha256(self._verifier.encode()).digest()
        asked = {
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "response_type": "code",
            "scope": "openid profile email",
            "state": secrets.token_urlsafe(12),
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        return f"{issuer}/oauth2/authorize?{urlencode(asked)}"

    def tokens(self, issuer: str, came_back_to: str) -> dict[str, str]:
        """The tokens for the code in the address that somebody came back to."""
        code = parse_qs(urlsplit(came_back_to).query)["code"][0]
        answer = httpx.post(
            f"{issuer}/oauth2/token",
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.redirect_uri,
                "code_verifier": self._verifier,
            },
            auth=(self.client_id, self.client_secret),
        )
        assert answer.status_code == 200, answer.text
        tokens: dict[str, str] = answer.json()
        return tokens

    def person(self, issuer: str, access_token: str) -> dict[str, object]:
        """What it is told about somebody."""
        answer = httpx.get(
            f"{issuer}/oauth2/userinfo", headers={"Authorization": f"Bearer {access_token}"}
        )
        assert answer.status_code == 200, answer.text
        claims: dict[str, object] = answer.json()
        return claims

    def sign_out_url(self, issuer: str, id_token: str) -> str:
        """Where it sends people to who sign out."""
        asked = {
            "id_token_hint": id_token,
            "post_logout_redirect_uri": self.post_logout_redirect_uri,
        }
        return f"{issuer}/oauth2/logout?{urlencode(asked)}"


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(WELCOME)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing; addresses have codes in them."""


@contextmanager
def relying_party() -> Iterator[RelyingParty]:
    """One that answers on a free port until the end."""
    server = HTTPServer(("127.0.0.1", 0), _Pages)
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield RelyingParty(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
