"""A token in every form, so that only pages of this portal send forms (OWASP ASVS 5.0, 3.5.1).

It stands beside the check of Origin and Sec-Fetch-Site, which old browsers and proxies lose. The
token is made from a secret that the browser alone has, the session's or one for visitors, so that
every process of the portal can check it and none has to remember any. It is another one on each
page: what is compressed beside it does not give it away.
"""

import hmac
import re
import secrets
from hashlib import sha256

FIELD = "form_token"

_NONCE_BYTES = 16
_SECRET_BYTES = 32
_PURPOSE = b"matrikel form token\n"
# Forms that send something to a page of this portal; others must not learn a token.
_FORM = re.compile(r'<form\b(?=[^>]*\bmethod="post")(?![^>]*\baction="(?!/(?!/)))[^>]*>')


def new_secret() -> str:
    """A secret for a browser that has none yet."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def new_token(secret: str) -> str:
    """A token for one page, bound to the browser's secret."""
    nonce = secrets.token_hex(_NONCE_BYTES)
    return f"{nonce}.{_seal(nonce, secret)}"


def is_token_of(token: str, secret: str) -> bool:
    """Whether the token was made for a browser with this secret."""
    nonce, _, sealed = token.partition(".")
    return bool(secret) and hmac.compare_digest(sealed.encode(), _seal(nonce, secret).encode())


def has_forms(page: str) -> bool:
    """Whether the page has a form that needs a token."""
    return _FORM.search(page) is not None


def with_token(page: str, token: str) -> str:
    """The page with the token in every form that sends something to this portal."""
    hidden = f'<input type="hidden" name="{FIELD}" value="{token}">'
    return _FORM.sub(lambda found: found[0] + hidden, page)


def _seal(nonce: str, secret: str) -> str:
    return hmac.new(secret.encode(), _PURPOSE + nonce.encode(), sha256).hexdigest()
