"""Holds a new password against the rules, with the list of common passwords that is shipped."""

from functools import cache
from importlib.resources import files

from identity.app.refusals import password_too_weak
from identity.domain.accounts import Account
from identity.domain.passwords import PersonalWords, objections


@cache
def common_passwords() -> frozenset[str]:
    """The shipped list, in small letters."""
    lines = files("identity.app").joinpath("common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def require_good_password(password: str, account: Account) -> None:
    """Raises PASSWORD_TOO_WEAK with every objection to a normalised password."""
    name = account.name
    personal = PersonalWords(
        account.user_name, (name.given_names, name.family_name, name.birth_name)
    )
    if found := objections(password, common_passwords(), personal):
        raise password_too_weak(found)
