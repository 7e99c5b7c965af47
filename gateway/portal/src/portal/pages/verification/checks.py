"""What the pages on verification share: states and checks as they are drawn, and refusals."""

from collections.abc import Sequence

from matrikel.certificates.v1.verification_pb2 import Check, CheckOutcome, Verdict
from starlette.responses import Response

from portal.contract_names import value_name
from portal.faults import Fault, Kind
from portal.forms import Problems
from portal.visit import Visit

NUMBER_FIELD = "verification_number"
OUTCOME_BADGES = {"passed": "success", "failed": "danger", "not_done": "info"}
# How the result is announced: the kind of alert by state.
STATE_ALERTS = {
    "valid": "success",
    "expired": "warning",
    "no_longer_current": "warning",
    "superseded": "warning",
    "withdrawn": "danger",
}


def outcome_name(check: Check) -> str:
    """The outcome's name in the texts: "passed", "failed", "not_done"."""
    return value_name(CheckOutcome, check.outcome)


def is_authentic(verdict: "Verdict.ValueType") -> bool:
    """Whether the university issued it and nobody changed it."""
    return verdict == Verdict.VERDICT_AUTHENTIC


def reason_of(checks: Sequence[Check]) -> Check | None:
    """Why something was rejected: the first check that failed."""
    return next((one for one in checks if one.outcome == CheckOutcome.CHECK_OUTCOME_FAILED), None)


def form_again(
    visit: Visit, template: str, fault: Fault, *fields: str, home: str, **context: object
) -> Response:
    """The form once more, with what was refused; who asks too often is told when to come back."""
    is_throttled = fault.kind in (Kind.TOO_MANY, Kind.UNAVAILABLE)
    headers = {"Retry-After": str(fault.retry_seconds or 10)} if is_throttled else None
    problems = (
        Problems(general=(visit.sentence(fault),))
        if is_throttled
        else visit.problems(fault, *fields, home="" if fault.fields else home)
    )
    return visit.render(
        template, status=fault.kind.value, headers=headers, problems=problems, **context
    )
