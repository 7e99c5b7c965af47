"""What each check says to people, in both languages, for each way it can come out."""

from collections.abc import Mapping

from matrikel_verify.sentences.failed import FAILED
from matrikel_verify.sentences.not_done import NOT_DONE
from matrikel_verify.sentences.passed import PASSED
from matrikel_verify.verdict import Check, Outcome

# What is to be known of a certificate that was not withdrawn.
_STATES: Mapping[str, tuple[str, str]] = {
    "SUPERSEDED": (
        "Nicht zurückgezogen, aber durch eine neuere Bescheinigung ersetzt, Stand {time} (UTC).",
        "Not withdrawn, but replaced by a newer certificate, as of {time} (UTC).",
    ),
    "NO_LONGER_CURRENT": (
        "Nicht zurückgezogen und bei Ausstellung richtig, inzwischen nicht mehr aktuell, Stand"
        " {time} (UTC).",
        "Not withdrawn and correct when issued, but no longer current, as of {time} (UTC).",
    ),
}


def passed(code: str, **values: object) -> Check:
    """The check passed."""
    return _check(code, Outcome.PASSED, PASSED[code], values)


def failed(code: str, variant: str = "", **values: object) -> Check:
    """The check failed; `variant` names the way in which, where there are several."""
    return _check(code, Outcome.FAILED, FAILED[_key(code, variant)], values)


def not_done(code: str, variant: str = "", **values: object) -> Check:
    """The check could not be done for a reason of its own."""
    return _check(code, Outcome.NOT_DONE, NOT_DONE[_key(code, variant)], values)


def not_reached(code: str) -> Check:
    """The check was not done because one before it failed."""
    return _check(code, Outcome.NOT_DONE, NOT_DONE[""], {})


def not_withdrawn(state: str, **values: object) -> Check:
    """The certificate is not withdrawn; `state` is empty, SUPERSEDED or NO_LONGER_CURRENT."""
    text = _STATES[state] if state else PASSED["NOT_WITHDRAWN"]
    return _check("NOT_WITHDRAWN", Outcome.PASSED, text, values)


def _key(code: str, variant: str) -> str:
    return f"{code}.{variant}" if variant else code


def _check(
    code: str, outcome: Outcome, text: tuple[str, str], values: Mapping[str, object]
) -> Check:
    de, en = text
    return Check(code, outcome, de.format(**values), en.format(**values))
