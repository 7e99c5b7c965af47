"""Whether a certificate is withdrawn, as a status list has it."""

from datetime import UTC, datetime

from matrikel_verify import sentences
from matrikel_verify.status_list import Status, StatusListToken
from matrikel_verify.trust import Trust
from matrikel_verify.verdict import Check

_NOTED = {
    Status.VALID: "",
    Status.SUPERSEDED: "SUPERSEDED",
    Status.NO_LONGER_CURRENT: "NO_LONGER_CURRENT",
}


def check_status(status_list: str | None, place: int, trust: Trust, now: datetime) -> Check:
    """What the list says about the certificate with that place; `status_list` is the signed JWT."""
    if status_list is None:
        return sentences.not_done("NOT_WITHDRAWN")
    try:
        token = StatusListToken.verified(
            status_list, trust.status_list_keys, trust.status_list_address, now
        )
        status = token.status_at(place)
    except ValueError:
        return sentences.not_done("NOT_WITHDRAWN", "UNUSABLE")
    time = moment(token.issue_time)
    if status is Status.WITHDRAWN:
        return sentences.failed("NOT_WITHDRAWN", time=time)
    return sentences.not_withdrawn(_NOTED[status], time=time)


def moment(time: datetime) -> str:
    """As sentences say it: "2026-11-21 13:05"."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M}"
