"""Why no seal can be put on a document at the moment; nothing of it is the asker's fault."""

from datetime import timedelta

from chassis.errors import Code, Failure
from chassis.values import LocalizedText

_EXPIRED = LocalizedText(
    de="Das elektronische Siegel der Universität ist abgelaufen; deshalb können gerade keine"
    " Bescheinigungen ausgestellt werden. Bitte wenden Sie sich an den Studierendenservice, wenn"
    " das bis morgen so bleibt.",
    en="The university's electronic seal has expired, so no certificates can be issued at the"
    " moment. Please turn to Student Services if this has not changed by tomorrow.",
)
_UNAVAILABLE = LocalizedText(
    de="Die Bescheinigung kann gerade nicht gesiegelt werden. Bitte versuchen Sie es in einigen"
    " Minuten noch einmal.",
    en="The certificate cannot be sealed at the moment. Please try again in a few minutes.",
)
_NO_TIMESTAMP = LocalizedText(
    de="Die Bescheinigung kann gerade nicht mit einem Zeitstempel versehen werden. Bitte versuchen"
    " Sie es in einigen Minuten noch einmal.",
    en="The certificate cannot be given a timestamp at the moment. Please try again in a few"
    " minutes.",
)
_SOON = timedelta(minutes=2)


def seal_expired() -> Failure:
    """No generation of a key is in force any more; the operator has been told for weeks."""
    return Failure(Code.UNAVAILABLE, "SEAL_EXPIRED", _EXPIRED)


def seal_unavailable() -> Failure:
    """The key cannot be reached: its token is away, or no key was ever in force."""
    return Failure(Code.UNAVAILABLE, "SEAL_UNAVAILABLE", _UNAVAILABLE, retry_after=_SOON)


def timestamp_unavailable() -> Failure:
    """The timestamp service does not answer, and the operator wants no seal without one."""
    return Failure(Code.UNAVAILABLE, "TIMESTAMP_UNAVAILABLE", _NO_TIMESTAMP, retry_after=_SOON)
