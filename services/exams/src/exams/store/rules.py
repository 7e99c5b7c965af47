"""The rules of regulations versions: as the database keeps them, as the domain decides on them."""

from collections.abc import Iterable, Mapping
from typing import Any

from chassis.database import Transaction
from pydantic import TypeAdapter
from sqlalchemy import select

from exams.domain.rules import ExaminationRules, ExamRules
from exams.store.tables import module_exams, regulations_versions

_VERSION = TypeAdapter(ExaminationRules)
_EXAM = TypeAdapter(ExamRules)


def rules_as_json(rules: ExaminationRules) -> Any:
    """The rules of a version as plain JSON."""
    return _VERSION.dump_python(rules, mode="json")


def exam_rules_as_json(rules: ExamRules) -> Any:
    """The rules of an exam as plain JSON."""
    return _EXAM.dump_python(rules, mode="json")


def rules_from_json(told: Any) -> ExaminationRules:
    """The rules of a version in its column."""
    return _VERSION.validate_python(told)


def exam_rules_from_json(told: Any) -> ExamRules:
    """The rules of an exam in its column."""
    return _EXAM.validate_python(told, strict=False)


def rules_of(tx: Transaction, version_codes: Iterable[str]) -> dict[str, ExaminationRules]:
    """The rules of versions, by code; a code that is not loaded is left out."""
    return {code: rules for code, (rules, _) in _versions(tx, version_codes).items()}


def exam_rules_of(
    tx: Transaction, version_codes: Iterable[str]
) -> dict[tuple[str, str], ExamRules]:
    """The rules of every exam of versions, by version code and exam number."""
    return {
        (code, number): rules
        for code, (_, exams) in _versions(tx, version_codes).items()
        for number, rules in exams.items()
    }


_Content = tuple[ExaminationRules, Mapping[str, ExamRules]]
# By version and digest of its content: what was read once is known as long as it says the same.
_known: dict[tuple[str, str], _Content] = {}


def _versions(tx: Transaction, version_codes: Iterable[str]) -> dict[str, _Content]:
    digests = tx.execute(
        select(
            regulations_versions.c.regulations_version_code, regulations_versions.c.content_digest
        ).where(regulations_versions.c.regulations_version_code.in_(sorted(set(version_codes))))
    ).all()
    known = {
        row.regulations_version_code: content
        for row in digests
        if (content := _known.get((row.regulations_version_code, row.content_digest)))
    }
    unknown = {
        row.regulations_version_code: str(row.content_digest)
        for row in digests
        if row.regulations_version_code not in known
    }
    return known | _read(tx, unknown) if unknown else known


def _read(tx: Transaction, digests: Mapping[str, str]) -> dict[str, _Content]:
    """Reads versions; what changed while it was read is used once and not remembered."""
    version_codes = sorted(digests)
    exams: dict[str, dict[str, ExamRules]] = {}
    for row in tx.execute(
        select(
            module_exams.c.regulations_version_code,
            module_exams.c.exam_number,
            module_exams.c.rules,
        ).where(module_exams.c.regulations_version_code.in_(version_codes))
    ):
        rules = _EXAM.validate_python(row.rules, strict=False)
        exams.setdefault(row.regulations_version_code, {})[row.exam_number] = rules
    found: dict[str, _Content] = {}
    for row in tx.execute(
        select(regulations_versions).where(
            regulations_versions.c.regulations_version_code.in_(version_codes)
        )
    ):
        code = row.regulations_version_code
        found[code] = (_VERSION.validate_python(row.rules), exams.get(code, {}))
        if row.content_digest == digests[code]:
            _known[code, row.content_digest] = found[code]
    return found
