"""Holds a new password against the rules, with the lists of common passwords that are shipped."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from identity.app.sign_in.password_refusals import password_too_weak
from identity.domain.accounts import Account
from identity.domain.passwords import (
    CommonPasswords,
    Objection,
    PersonalWords,
    objections,
    shortest_allowed,
)


@cache
def common_passwords() -> CommonPasswords:
    """Our own list of German and English words, and the 30,000 passwords that zxcvbn ships.

    OWASP ASVS 5.0, 6.2.4 asks for the 3,000 most common ones at least.
    """
    lines = (
        files("identity.app.sign_in")
        .joinpath("common_passwords.txt")
        .read_text("utf-8")
        .splitlines()
    )
    words = frozenset(line for line in lines if line and not line.startswith("#"))
    return CommonPasswords(words, frozenset(FREQUENCY_LISTS["passwords"]))


def personal_words(account: Account) -> PersonalWords:
    """What a stranger knows about the person."""
    name = account.name
    return PersonalWords(account.user_name, (name.given_names, name.family_name, name.birth_name))


def objections_to(
    password: str, account: Account, has_second_factor: bool, university_words: Sequence[str]
) -> tuple[Objection, ...]:
    """Everything that speaks against a normalised password for this account."""
    return objections(
        password,
        common_passwords(),
        personal_words(account),
        university_words,
        shortest=shortest_allowed(has_second_factor=has_second_factor),
    )


def require_good_password(
    password: str,
    account: Account,
    has_second_factor: bool,
    university_words: Sequence[str],
    field: str = "password",
) -> None:
    """Raises PASSWORD_TOO_WEAK with every objection to a normalised password.

    `field` is the field of the request that it is in. With a second factor a shorter password is
    good; the caller notes then that the account needs the factor.
    """
    if found := objections_to(password, account, has_second_factor, university_words):
        shortest = shortest_allowed(has_second_factor=has_second_factor)
        raise password_too_weak(found, shortest, field)
