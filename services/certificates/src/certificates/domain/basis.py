"""What a certificate rests on, and when a change makes it "no longer current".

Only what the document prints counts. A transcript is of its day: later results leave it as it is,
corrections of printed ones do not. Certificates of registered exams and receipts tell of one
moment and are never outdated.

Basis and change are plain JSON of one form: what is printed of the person, of enrolments by their
ids, of results by theirs, each with the version that it was read in. A change that is older than
what the certificate rests on was heard late and changes nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from chassis.values import Semester

from certificates.domain.certificate import CertificateType
from certificates.domain.facts import (
    EnrolmentFacts,
    Facts,
    HistoryFacts,
    PersonFacts,
    ResultFacts,
    SemesterFacts,
    SemesterStatus,
)

Part = dict[str, Any]
Basis = dict[str, Any]

# They tell of one moment.
NEVER_OUTDATED = frozenset({CertificateType.REGISTERED_EXAMS, CertificateType.FEE_RECEIPT})
OUTDATABLE = frozenset(CertificateType) - NEVER_OUTDATED

_OF_ONE_SEMESTER = (CertificateType.ENROLMENT, CertificateType.BAFOEG)
_TRANSCRIPTS = (CertificateType.TRANSCRIPT, CertificateType.TRANSCRIPT_PASSED)

# What every enrolment is printed with.
_PROGRAMME = ("programme", "degree", "major", "minor", "first_enrolment_date")
# What only the master data sheet prints of a person.
_SHEET = ("citizenship", "sex_entry")
# Parts that are compared in a way of their own.
_VERSION, _SEMESTERS, _END, _LAST_DAY = "version", "semesters", "end_date", "last_day"


def basis_of(kind: CertificateType, facts: Facts) -> Basis:
    """What a certificate of the type rests on; empty where nothing can outdate it."""
    if kind in NEVER_OUTDATED:
        return {}
    person = person_part(facts.records.person)
    if kind is not CertificateType.MASTER_DATA:
        person = {name: value for name, value in person.items() if name not in _SHEET}
    return {
        "person": person,
        "enrolments": _enrolments(kind, facts),
        "results": result_parts(facts.exams.results)
        if kind in _TRANSCRIPTS and facts.exams
        else {},
    }


def person_part(person: PersonFacts) -> Part:
    """Everything that is printed of a person anywhere and can change."""
    return {
        _VERSION: person.version,
        "name": person.name.full,
        "birth_date": person.birth_date.isoformat(),
        "birth_place": person.birth_place,
        "citizenship": person.citizenship,
        "sex_entry": person.sex_entry.value,
    }


def enrolment_part(enrolment: EnrolmentFacts) -> Part:
    """Everything that is printed of an enrolment anywhere and can change."""
    return {
        _VERSION: enrolment.version,
        "programme": enrolment.programme_code,
        "degree": enrolment.degree_code,
        "major": enrolment.major.de,
        "minor": enrolment.minor.de,
        "first_enrolment_date": enrolment.first_enrolment_date.isoformat(),
        _END: _day(enrolment.end_date),
        "end_reason": enrolment.end_reason.value if enrolment.end_reason else "",
        _SEMESTERS: {one.semester.code: _semester(one) for one in enrolment.semesters},
    }


def result_parts(results: Iterable[ResultFacts]) -> dict[str, Part]:
    """How results stand, by their keys."""
    return {
        result_key(registration_id=one.registration_id, recognition_id=one.recognition_id): {
            _VERSION: one.version,
            "grade": one.grade,
            "status": one.status.value,
            "credits_tenths": one.credits_tenths,
            "gone": False,
        }
        for one in results
    }


def recognised_result(key: str, grade: str, credits_tenths: int) -> dict[str, Part]:
    """How a recognition stands that counts; `key` as `result_key` makes it."""
    return {key: {_VERSION: 0, "grade": grade, "credits_tenths": credits_tenths, "gone": False}}


def gone_result(key: str) -> dict[str, Part]:
    """A registration or recognition has no result any more."""
    return {key: {_VERSION: 0, "gone": True}}


def result_key(*, registration_id: str = "", recognition_id: str = "") -> str:
    """The key of a result of an own examination, or of a recognised one."""
    return f"registration:{registration_id}" if registration_id else f"recognition:{recognition_id}"


def is_outdated_by(basis: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    """Whether something that the certificate prints is otherwise after the change."""
    printed = basis.get("person", {})
    if _differs(printed, change.get("person", {})):
        return True
    for group in ("enrolments", "results"):
        printed, changed = basis.get(group, {}), change.get(group, {})
        if any(_differs(printed[key], changed[key]) for key in printed.keys() & changed.keys()):
            return True
    return False


def _enrolments(kind: CertificateType, facts: Facts) -> dict[str, Part]:
    if kind is CertificateType.STUDY_HISTORY:
        return _history(facts.history, facts.enrolments) if facts.history else {}
    if kind is CertificateType.MASTER_DATA:
        enrolments: Iterable[EnrolmentFacts] = facts.enrolments or (facts.records.enrolment,)
    else:
        enrolments = (facts.records.enrolment,)
    return {str(one.enrolment_id): _printed(kind, one, facts.semester) for one in enrolments}


def _printed(
    kind: CertificateType, enrolment: EnrolmentFacts, semester: SemesterFacts | None
) -> Part:
    """What a type prints of an enrolment."""
    part = enrolment_part(enrolment)
    kept = {name: part[name] for name in (_VERSION, *_PROGRAMME)}
    if kind in _OF_ONE_SEMESTER and semester is not None:
        # Semesters on leave are counted up to the certified one.
        before = {
            one.semester.code: {"on_leave": one.status is SemesterStatus.ON_LEAVE}
            for one in enrolment.semesters
            if one.semester < semester.semester
        }
        semesters = {**before, semester.semester.code: _semester(semester)}
        return {**kept, **_end(enrolment.end_date, semester.semester), _SEMESTERS: semesters}
    if kind in (CertificateType.EXMATRICULATION, CertificateType.MASTER_DATA):
        return {**kept, _END: part[_END], "end_reason": part["end_reason"]}
    return kept


def _history(history: HistoryFacts, enrolments: Iterable[EnrolmentFacts]) -> dict[str, Part]:
    """Every printed semester; those that follow leave a history as it is."""
    versions = {one.enrolment_id: one.version for one in enrolments}
    found: dict[str, Part] = {}
    for period in history.periods:
        lines = [one for one in history.lines if one.enrolment_id == period.enrolment_id]
        last = max((one.semester for one in lines), default=None)
        found[str(period.enrolment_id)] = {
            _VERSION: versions.get(period.enrolment_id, 0),
            "programme": period.programme_code,
            "first_enrolment_date": period.first_enrolment_date.isoformat(),
            **(_end(period.end_date, last) if last else {_END: _day(period.end_date)}),
            _SEMESTERS: {
                one.semester.code: _semester_values(
                    one.status, one.programme_semester, one.university_semester, one.part_time
                )
                for one in lines
            },
        }
    return found


def _end(end_date: date | None, semester: Semester) -> Part:
    """An end that is not known yet becomes news only where it cuts the printed time short."""
    part: Part = {_END: _day(end_date)}
    return part if end_date else {**part, _LAST_DAY: semester.last_date.isoformat()}


def _semester(one: SemesterFacts) -> Part:
    return _semester_values(
        one.status, one.programme_semester, one.university_semester, one.part_time
    )


def _semester_values(
    status: SemesterStatus, programme_semester: int, university_semester: int, part_time: bool
) -> Part:
    return {
        "status": status.value,
        "programme_semester": programme_semester,
        "university_semester": university_semester,
        "part_time": part_time,
        "on_leave": status is SemesterStatus.ON_LEAVE,
    }


def _differs(printed: Mapping[str, Any], changed: Mapping[str, Any]) -> bool:
    """Whether anything printed differs from what is known after a change."""
    if not changed or _is_late(printed, changed):
        return False
    for name in printed.keys() - {_VERSION, _LAST_DAY, _END, _SEMESTERS}:
        if name in changed and printed[name] != changed[name]:
            return True
    return _end_differs(printed, changed) or _semesters_differ(printed, changed)


def _is_late(printed: Mapping[str, Any], changed: Mapping[str, Any]) -> bool:
    """Whether the change is not newer than what was printed; a version of 0 is not known."""
    known, heard = printed.get(_VERSION, 0), changed.get(_VERSION, 0)
    return bool(known) and bool(heard) and heard <= known


def _end_differs(printed: Mapping[str, Any], changed: Mapping[str, Any]) -> bool:
    if _END not in printed or _END not in changed:
        return False
    end = changed[_END]
    if printed[_END]:
        return bool(end != printed[_END])
    last_day = printed.get(_LAST_DAY)
    # ISO dates sort as days do.
    return bool(end) and (last_day is None or end < last_day)


def _semesters_differ(printed: Mapping[str, Any], changed: Mapping[str, Any]) -> bool:
    if _SEMESTERS not in printed or _SEMESTERS not in changed:
        return False
    semesters = changed[_SEMESTERS]
    for code, values in printed[_SEMESTERS].items():
        now = semesters.get(code)
        if now is None or any(now[name] != value for name, value in values.items()):
            return True
    return False


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
