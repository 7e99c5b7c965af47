"""Loading a university's profile: all of it or nothing, and twice as good as once."""

from collections.abc import Iterator
from dataclasses import dataclass

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from exams.app.public_holidays import public_holidays_of
from exams.domain.profile import ExamsProfile, PlannedSitting, planned_sittings
from exams.store import offers, regulations, regulations_content, status_codes, terms
from exams.texts import failures
from exams.texts import profile as texts


@dataclass(frozen=True)
class Counted:
    """How many things of one kind a load created, changed and left as they were."""

    kind: LocalizedText
    created: int
    changed: int
    left: int


def load_profile(tx: Transaction, profile: ExamsProfile) -> tuple[Counted, ...]:
    """Stores what the profile says.

    Raises PROFILE_DATA_WRONG, naming everything that may not change any more: a regulations
    version or an exam that a registration relies on, an accepted text of the terms, a capacity
    below the seats taken.
    """
    planned = _plan_sittings(profile)
    problems = (
        *_problems_of_terms(tx, profile),
        *_problems_of_regulations(tx, profile),
        *_problems_of_sittings(tx, planned),
    )
    if problems:
        raise profile_data_wrong(problems)
    return (
        _load_terms(tx, profile),
        _load_statuses(tx, profile),
        _load_regulations(tx, profile),
        _load_sittings(tx, profile, planned),
    )


def profile_data_wrong(problems: tuple[FieldProblem, ...]) -> Failure:
    """Every problem at once; nothing was loaded."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "PROFILE_DATA_WRONG",
        failures.PROFILE_DATA_WRONG.format(count=len(problems)),
        fields=problems,
    )


def _plan_sittings(profile: ExamsProfile) -> tuple[PlannedSitting, ...]:
    years = [period.exams_first_date.year for period in profile.periods]
    state = profile.withdrawal.holidays_of
    try:
        # A withdrawal limit early in January lies in the year before.
        holidays = public_holidays_of(state, range(min(years) - 1, max(years) + 2))
    except NotImplementedError:
        message = texts.STATE_UNKNOWN.format(state=state)
        problem = FieldProblem("periods.yaml: withdrawal.holidays_of", "STATE_UNKNOWN", message)
        raise profile_data_wrong((problem,)) from None
    return planned_sittings(profile, holidays)


def _problems_of_terms(tx: Transaction, profile: ExamsProfile) -> Iterator[FieldProblem]:
    version = profile.terms.terms_version
    known = terms.find_terms(tx, version)
    if known not in (None, profile.terms) and terms.was_accepted(tx, version):
        yield FieldProblem(
            "terms.yaml: version", "TERMS_ACCEPTED", texts.TERMS_ACCEPTED.format(version=version)
        )


def _problems_of_regulations(tx: Transaction, profile: ExamsProfile) -> Iterator[FieldProblem]:
    regulations.hold_content(tx, [version.code for version in profile.regulations])
    digests = regulations.digests(tx)
    in_use = regulations.versions_in_use(tx)
    loaded = regulations.loaded_exams(tx)
    refused = frozenset(
        version.code
        for version in profile.regulations
        if version.code in in_use and digests[version.code] != version.digest
    )
    for version in profile.regulations:
        file = f"regulations/{version.code}.yaml"
        if version.code in refused:
            message = texts.REGULATIONS_IN_USE.format(code=version.code)
            yield FieldProblem(f"{file}: code", "REGULATIONS_IN_USE", message)
        for one in version.exams():
            exam = one.exam
            known = loaded.get(exam.number)
            if known is None or known.content == exam:
                continue
            relying = (known.versions & in_use) - {version.code} - refused
            if relying:
                message = texts.EXAM_IN_USE.format(
                    number=exam.number, versions=", ".join(sorted(relying))
                )
                yield FieldProblem(f"{file}: {exam.number}", "EXAM_IN_USE", message)


def _problems_of_sittings(
    tx: Transaction, planned: tuple[PlannedSitting, ...]
) -> Iterator[FieldProblem]:
    loaded = offers.loaded_sittings(tx)
    for sitting in planned:
        known = loaded.get(sitting.sitting_id)
        if known is None or known.kept_by_office:
            continue
        facts = {
            "number": sitting.exam_number,
            "semester": sitting.semester.name,
            "capacity": sitting.capacity,
            "taken": known.taken,
            "waiting": known.waiting,
        }
        key = f"offers.yaml: {sitting.exam_number}/{sitting.period}"
        if 0 < sitting.capacity < known.taken:
            message = texts.CAPACITY_BELOW_TAKEN.format(**facts)
            yield FieldProblem(key, "CAPACITY_BELOW_TAKEN", message)
        if known.waiting and sitting.capacity != known.planned.capacity:
            yield FieldProblem(key, "SEATS_AWAITED", texts.SEATS_AWAITED.format(**facts))


def _load_terms(tx: Transaction, profile: ExamsProfile) -> Counted:
    text = profile.terms
    known = terms.find_terms(tx, text.terms_version)
    if known == text and terms.terms_in_force(tx) == text:
        return Counted(texts.TERMS, 0, 0, 1)
    terms.put_in_force(tx, text)
    return Counted(texts.TERMS, int(known is None), int(known is not None), 0)


def _load_regulations(tx: Transaction, profile: ExamsProfile) -> Counted:
    digests = regulations.digests(tx)
    new = [version for version in profile.regulations if version.code not in digests]
    changed = [
        version
        for version in profile.regulations
        if digests.get(version.code, version.digest) != version.digest
    ]
    for version in new + changed:
        regulations_content.keep_version(tx, version, publish_time=tx.now)
    for version in profile.regulations:
        # The same content may have been taken in as a draft.
        regulations_content.publish(tx, version.code, tx.now)
    left = len(profile.regulations) - len(new) - len(changed)
    return Counted(texts.REGULATIONS, len(new), len(changed), left)


def _load_statuses(tx: Transaction, profile: ExamsProfile) -> Counted:
    known = {one.status: one for one in status_codes.list_codes(tx)}
    new = [one for one in profile.statuses if one.status not in known]
    changed = [one for one in profile.statuses if known.get(one.status, one) != one]
    status_codes.keep_codes(tx, new + changed)
    left = len(profile.statuses) - len(new) - len(changed)
    return Counted(texts.STATUSES, len(new), len(changed), left)


def _load_sittings(
    tx: Transaction, profile: ExamsProfile, planned: tuple[PlannedSitting, ...]
) -> Counted:
    """Stores the sittings; those that the office changed stay as the office left them."""
    offers.keep_periods(tx, profile.periods, profile.withdrawal)
    loaded = offers.loaded_sittings(tx)
    new = [sitting for sitting in planned if sitting.sitting_id not in loaded]
    changed = [
        sitting
        for sitting in planned
        if sitting.sitting_id in loaded
        and loaded[sitting.sitting_id].planned != sitting
        and not loaded[sitting.sitting_id].kept_by_office
    ]
    offers.keep_sittings(tx, new + changed)
    return Counted(texts.SITTINGS, len(new), len(changed), len(planned) - len(new) - len(changed))
