"""Checks and verdicts as messages, the same for files and for data seals."""

from collections.abc import Iterable

from matrikel.certificates.v1 import verification_pb2
from matrikel.type.v1.localized_text_pb2 import LocalizedText
from matrikel_verify.data_seal_checks import SealedField
from matrikel_verify.verdict import Check, Outcome, Verdict

_OUTCOMES = {
    Outcome.PASSED: verification_pb2.CHECK_OUTCOME_PASSED,
    Outcome.FAILED: verification_pb2.CHECK_OUTCOME_FAILED,
    Outcome.NOT_DONE: verification_pb2.CHECK_OUTCOME_NOT_DONE,
}


def pack_verdict(verdict: Verdict) -> "verification_pb2.Verdict.ValueType":
    """What the checked is worth."""
    if verdict.is_authentic:
        return verification_pb2.VERDICT_AUTHENTIC
    return verification_pb2.VERDICT_REJECTED


def pack_checks(checks: Iterable[Check]) -> list[verification_pb2.Check]:
    """Every check in its order."""
    return [
        verification_pb2.Check(
            code=one.code,
            outcome=_OUTCOMES[one.outcome],
            message=LocalizedText(de=one.de, en=one.en),
        )
        for one in checks
    ]


def pack_sealed_fields(fields: Iterable[SealedField]) -> list[verification_pb2.PrintedField]:
    """What a data seal says."""
    return [
        verification_pb2.PrintedField(
            label=LocalizedText(de=one.label_de, en=one.label_en), value=one.value
        )
        for one in fields
    ]
