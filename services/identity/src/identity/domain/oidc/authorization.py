"""Authorization requests: what a client may ask for, and what has to happen before its answer.

OpenID Connect Core 1.0 section 3.1.2.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, StrEnum

from identity.domain.oidc.scopes import KNOWN_CLAIMS, ClaimsAskedFor
from identity.domain.proofs import ACR_ONE_FACTOR, ACR_TWO_FACTORS

Parameters = Sequence[tuple[str, str]]

# A person who signs in with a second factor and reads a page of consent takes minutes.
REQUEST_LIFETIME = timedelta(hours=1)
CODE_LIFETIME = timedelta(seconds=60)

LANGUAGES = ("de", "en")
# One hundred years; a larger number of seconds means the same.
_LONGEST_AGE = 100 * 365 * 24 * 3600
_S256_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


class Prompt(StrEnum):
    """What the client wants the person to be asked."""

    NONE = "none"
    LOGIN = "login"
    CONSENT = "consent"
    SELECT_ACCOUNT = "select_account"


class ResponseMode(StrEnum):
    """How the answer gets to the client."""

    QUERY = "query"
    FRAGMENT = "fragment"
    FORM_POST = "form_post"


class RequestError(Exception):
    """An authorization request that is answered with an error of the standards."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a request says beside who asks, for what, and where the answer goes.

    `max_age` is in seconds; None for any age. `login_hint` is a user name or mailbox.
    """

    prompts: frozenset[Prompt]
    max_age: int | None
    acr_values: tuple[str, ...]
    acr_essential: bool
    claims: ClaimsAskedFor
    login_hint: str = field(repr=False)
    ui_locales: tuple[str, ...]
    nonce: str = field(repr=False)
    code_challenge: str
    id_token_hint: str = field(repr=False)


def check_repeated(parameters: Parameters) -> None:
    """RFC 6749 section 3.1: parameters must not be included more than once."""
    # `resource` is the one that RFC 8707 allows to be repeated.
    for name, times in Counter(name for name, _ in parameters).items():
        if times > 1 and name != "resource":
            raise RequestError("invalid_request", "A parameter was sent more than once.")


def read_wishes(parameters: Mapping[str, str], pkce_optional: bool) -> Wishes:
    """The rest of the request. Raises RequestError with the error that the standards name."""
    _refuse_unsupported(parameters)
    claims = read_claims(parameters.get("claims", ""))
    return Wishes(
        prompts=_prompts(parameters.get("prompt", "")),
        max_age=_max_age(parameters.get("max_age", "")),
        acr_values=claims.acr_values or tuple(parameters.get("acr_values", "").split()),
        acr_essential=claims.acr_essential,
        claims=claims,
        login_hint=parameters.get("login_hint", "")[:254],
        ui_locales=ui_locales_in(parameters.get("ui_locales", "")),
        nonce=parameters.get("nonce", ""),
        code_challenge=_code_challenge(parameters, pkce_optional),
        id_token_hint=parameters.get("id_token_hint", ""),
    )


def ui_locales_in(text: str) -> tuple[str, ...]:
    """The languages among them that there are, best first (BCP 47: "de-AT" is German)."""
    languages = (tag.split("-")[0].lower() for tag in text.split())
    return tuple(dict.fromkeys(one for one in languages if one in LANGUAGES))


def read_claims(text: str) -> ClaimsAskedFor:
    """The `claims` parameter (section 5.5). Claims that nobody knows are passed over."""
    if not text:
        return ClaimsAskedFor()
    try:
        document = json.loads(text)
        asked = {part: dict(document.get(part) or {}) for part in ("userinfo", "id_token")}
        acr = asked["id_token"].get("acr") or {}
        subject = (asked["id_token"].get("sub") or {}).get("value", "")
        values = acr.get("values") or ([acr["value"]] if "value" in acr else [])
        if not isinstance(values, list) or not isinstance(subject, str):
            raise TypeError("not of the form that section 5.5.1 gives")
        return ClaimsAskedFor(
            userinfo=KNOWN_CLAIMS.intersection(asked["userinfo"]),
            id_token=KNOWN_CLAIMS.intersection(asked["id_token"]),
            acr_values=tuple(str(value) for value in values),
            acr_essential=acr.get("essential") is True,
            subject=subject,
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        problem = "The parameter 'claims' is not of the form of section 5.5."
        raise RequestError("invalid_request", problem) from error


def _refuse_unsupported(parameters: Mapping[str, str]) -> None:
    # Section 3.1.2.6.
    for name in ("request", "request_uri", "registration"):
        if name in parameters:
            raise RequestError(f"{name}_not_supported", f"'{name}' is not supported.")


def _prompts(text: str) -> frozenset[Prompt]:
    try:
        prompts = frozenset(map(Prompt, text.split()))
    except ValueError as error:
        raise RequestError("invalid_request", "A value of 'prompt' is unknown.") from error
    if Prompt.NONE in prompts and len(prompts) > 1:
        raise RequestError("invalid_request", "'prompt' has a value beside 'none'.")
    return prompts


def _max_age(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise RequestError("invalid_request", "'max_age' is not a number of seconds.")
    return min(int(text[:12]), _LONGEST_AGE)


def _code_challenge(parameters: Mapping[str, str], pkce_optional: bool) -> str:
    """PKCE with S256 (RFC 7636); `plain` protects from nothing that is read on its way."""
    challenge = parameters.get("code_challenge", "")
    method = parameters.get("code_challenge_method", "")
    if not challenge and not method and pkce_optional:
        return ""
    if not challenge:
        raise RequestError("invalid_request", "'code_challenge' is missing.")
    # RFC 7636 section 4.3: without a method, "plain" is meant.
    if method != "S256":
        raise RequestError("invalid_request", "'code_challenge_method' has to be S256.")
    if not _S256_CHALLENGE.fullmatch(challenge):
        raise RequestError("invalid_request", "'code_challenge' is not a SHA-256 in base64url.")
    return challenge


class Need(Enum):
    """What has to happen before there can be a code."""

    SIGN_IN = "sign_in"
    PROVE_AGAIN = "prove_again"
    PROVE_SINCE = "prove_since"
    SECOND_FACTOR = "second_factor"
    OTHER_ACCOUNT = "other_account"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with the person in front of the browser; None of a session for nobody.

    `asked_at` is when the request came, `is_first` whether it comes now for the first time.
    `could_use_second_factor` tells whether the account has one.
    """

    authenticated_at: datetime | None
    acr: str
    is_meant: bool
    could_use_second_factor: bool
    consent_covers: bool
    consent_just_given: bool
    asked_at: datetime
    is_first: bool


def next_need(wishes: Wishes, standing: Standing, now: datetime) -> Need | None:
    """The first thing that is missing; None where a code can be given.

    Raises RequestError where nothing that the person could do would help, or where the client
    wants the person not to be asked (prompt=none).
    """
    need = _need_of_proof(wishes, standing, now)
    if need is None:
        wants_consent = Prompt.CONSENT in wishes.prompts or not standing.consent_covers
        need = Need.CONSENT if wants_consent and not standing.consent_just_given else None
    if need is not None and Prompt.NONE in wishes.prompts:
        if need is Need.CONSENT:
            raise RequestError("consent_required", "The person has not agreed.")
        raise RequestError("login_required", "The person has to sign in.")
    return need


def _need_of_proof(wishes: Wishes, standing: Standing, now: datetime) -> Need | None:
    proven = standing.authenticated_at
    if proven is None:
        return Need.SIGN_IN
    proven_for_this = not standing.is_first and proven >= standing.asked_at
    if not standing.is_meant:
        if proven_for_this:
            raise RequestError("login_required", "Another person signed in.")
        return Need.OTHER_ACCOUNT
    if not proven_for_this:
        if Prompt.SELECT_ACCOUNT in wishes.prompts:
            return Need.OTHER_ACCOUNT
        if Prompt.LOGIN in wishes.prompts:
            return Need.PROVE_AGAIN
        if wishes.max_age is not None and now - proven >= timedelta(seconds=wishes.max_age):
            return Need.PROVE_SINCE
    return _need_of_acr(wishes, standing, proven_for_this)


def _need_of_acr(wishes: Wishes, standing: Standing, proven_for_this: bool) -> Need | None:
    """Section 5.5.1.1: voluntary unless the claim is essential; then a value or an error."""
    values = wishes.acr_values
    if not values or standing.acr in values:
        return None
    # Two factors are one factor and more.
    if standing.acr == ACR_TWO_FACTORS and ACR_ONE_FACTOR in values:
        return None
    reachable = ACR_TWO_FACTORS in values and standing.acr != ACR_TWO_FACTORS
    if reachable and standing.could_use_second_factor:
        # Whoever was asked once and proved less has answered a wish that is no more than that.
        asked_in_vain = proven_for_this and not wishes.acr_essential
        return None if asked_in_vain else Need.SECOND_FACTOR
    if wishes.acr_essential:
        # OpenID Connect Core Error Code unmet_authentication_requirements 1.0.
        problem = "None of the authentication context classes can be reached."
        raise RequestError("unmet_authentication_requirements", problem)
    return None
