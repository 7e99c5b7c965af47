"""The part of the tour that shows second factors and the way back into an account."""

from collections.abc import Mapping

Addresses = Mapping[str, str]


def of_anybody() -> Addresses:
    """Signing in with a passkey, and a forgotten password."""
    forgotten = "forgotten-password"
    return {
        "sign-in-passkey": "sign-in/passkey?next=/de/exams",
        "forgotten": forgotten,
        "forgotten-code": f"{forgotten}/code",
        "forgotten-done": f"{forgotten}/done",
    }


def of_student(nobodys: str) -> Addresses:
    """The security pages of somebody without a second factor; `nobodys` is an id of nothing."""
    security = "account/security"
    return {
        "security": security,
        "security-set-up": f"{security}/set-up",
        "totp": f"{security}/totp",
        "no-totp": f"{security}/totp/remove",
        "recovery-codes": f"{security}/recovery-codes",
        "passkeys": f"{security}/passkeys",
        "add-passkey": f"{security}/passkeys/add",
        "no-passkey": f"{security}/passkeys/{nobodys}/remove",
        "recovery-address": f"{security}/recovery-address",
        "confirm-passkey": "confirm/passkey?next=/de/account",
    }
