"""Verdicts as text for people and as JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from matrikel_verify.claims import Claims
from matrikel_verify.number import VerificationNumber
from matrikel_verify.verdict import Check, Outcome, Verdict
from matrikel_verify.wording import say

_MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.NOT_DONE: "–"}
_OUTCOMES = {Outcome.PASSED: "passed", Outcome.FAILED: "failed", Outcome.NOT_DONE: "not_done"}

# What a barcode says: the label in German and English, and the value.
Fields = Sequence[tuple[str, str, str]]


def as_text(
    verdict: Verdict, university: str, language: str, today: date, sealed: Fields | None = None
) -> str:
    """A line that says what it comes down to, what the certificate says, and every check.

    `sealed` is what a barcode says; None for a file.
    """
    lines = [_headline(verdict, university, language, is_barcode=sealed is not None), ""]
    if verdict.is_authentic:
        shown = [*_claimed(verdict.claims, language), *_sealed(sealed or (), language)]
        width = max((len(label) for label, _ in shown), default=0)
        lines += [f"  {label:<{width}}  {value}" for label, value in shown]
        lines += _ended(verdict.claims, language, today)
        lines.append("")
    lines += [f"{_MARKS[one.outcome]} {one.sentence(language)}" for one in _told(verdict)]
    return "\n".join(lines)


def _told(verdict: Verdict) -> tuple[Check, ...]:
    """The checks up to the one that failed: those behind it were not done."""
    if verdict.reason is None:
        return verdict.checks
    return verdict.checks[: verdict.checks.index(verdict.reason) + 1]


def as_json(verdict: Verdict, university: str, sealed: Fields | None = None) -> str:
    """The same for programs; field names are part of the interface."""
    values: dict[str, object] = {
        "verdict": "authentic" if verdict.is_authentic else "rejected",
        "reason": verdict.reason.code if verdict.reason else None,
        "university": university,
        "checks": [
            {
                "code": check.code,
                "outcome": _OUTCOMES[check.outcome],
                "message": {"de": check.de, "en": check.en},
            }
            for check in verdict.checks
        ],
        "certificate": _certificate(verdict.claims),
    }
    if sealed is not None:
        values["data_seal"] = [
            {"label": {"de": de, "en": en}, "value": value}
            for de, en, value in (sealed if verdict.is_authentic else ())
        ]
    return json.dumps(values, ensure_ascii=False, indent=1)


def _headline(verdict: Verdict, university: str, language: str, *, is_barcode: bool) -> str:
    if verdict.reason is not None:
        return say(language, "REJECTED", reason=verdict.reason.sentence(language))
    key = "BARCODE_AUTHENTIC" if is_barcode else "AUTHENTIC"
    return say(language, key, university=university)


def _claimed(claims: Claims | None, language: str) -> Iterator[tuple[str, str]]:
    if claims is None:
        return
    yield "", claims.title
    yield say(language, "NUMBER"), VerificationNumber(claims.number).printed
    yield say(language, "ISSUED"), claims.issue_time
    if claims.valid_until:
        yield say(language, "VALID_UNTIL"), claims.valid_until
    for one in claims.fields:
        yield one.label, one.value


def _sealed(sealed: Fields, language: str) -> Iterator[tuple[str, str]]:
    for de, en, value in sealed:
        yield (de if language == "de" else en), value


def _ended(claims: Claims | None, language: str, today: date) -> list[str]:
    if claims is None or not claims.valid_until or claims.valid_until >= today.isoformat():
        return []
    return ["", say(language, "ENDED", day=claims.valid_until)]


def _certificate(claims: Claims | None) -> dict[str, object] | None:
    if claims is None:
        return None
    return {
        "number": claims.number,
        "type": claims.type,
        "language": claims.language,
        "issuer": claims.issuer,
        "title": claims.title,
        "issue_time": claims.issue_time,
        "valid_until": claims.valid_until or None,
        "fields": [{"label": one.label, "value": one.value} for one in claims.fields],
    }
