"""Study credit and long-term fees, decided and explained semester by semester.

Credit is counted in semesters. It is the standard duration of the first undergraduate programme
and the additional semesters of the university's rules; the first consecutive Master's programme
adds its own standard duration, and part-time study extends both. Every semester at a German
university counts against it, once, also those before the fees began, unless a ground of NHG § 12
III holds. Once it is used up, each further semester costs the long-term fee (NHG § 13), unless a
ground of that section holds or the fee is waived for hardship (NHG § 14).

Sources: NHG §§ 12-14; guide 002, "Long-term students" and "Part-time studies".
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from chassis.values import LocalizedText, Semester

from records.domain.credit_explained import (
    NOT_DUE,
    CreditGrant,
    CreditLine,
    CreditRules,
    FeeState,
    GrantReason,
    SemesterFee,
    StudyCredit,
    UseReason,
)
from records.domain.credit_facts import (
    FEE_GROUNDS,
    HARDSHIPS,
    CreditFacts,
    Ground,
    PriorStudy,
    SemesterGround,
    StudiesHere,
)
from records.domain.enrolment import RecordedSemester, SemesterStatus
from records.domain.standard_duration import extensions, part_time_semesters

# Projections end here: nobody's credit lasts for so many semesters.
FARTHEST_SEMESTERS = 100

_StudiedHere = tuple[StudiesHere, RecordedSemester]


def decide_credit(facts: CreditFacts, rules: CreditRules, current: Semester) -> StudyCredit:
    """The credit of a person as it is in the semester `current`.

    Semesters after the current one, whether recorded already or approved, are shown as planned and
    not counted yet. The order in which facts were entered makes no difference.
    """
    known = facts.continued_until(max([current, *_semesters_named(facts)]))
    grants, first_degree_unknown = _grants(known, rules)
    lines = tuple(_lines(known, rules, grants, current))
    past = [line for line in lines if not line.planned]
    consumed = sum(1 for line in past if line.consumed)
    granted = sum(
        each.semesters
        for each in grants
        if each.reason is not GrantReason.PART_TIME or _holds_in(each, current)
    )
    return StudyCredit(
        applies=bool(_counting(known, rules)),
        granted=granted,
        consumed=consumed,
        not_consumed=len(past) - consumed,
        left=max(0, granted - consumed),
        grants=grants,
        lines=lines,
        fee_from=_first_fee(facts, rules, current),
        first_degree_unknown=first_degree_unknown,
    )


def decide_fee(facts: CreditFacts, rules: CreditRules, semester: Semester) -> SemesterFee | None:
    """The long-term fee of a semester for a person who goes on studying through it.

    None where nothing is studied in the semester that the rules apply to.
    """
    known = facts.continued_until(semester)
    grants, _ = _grants(known, rules)
    here = {each.semester for one in _counting(known, rules) for each in one.semesters}
    if semester not in here:
        return None
    lines = _lines(known, rules, grants, semester)
    return next(line.fee for line in lines if line.semester == semester)


def _first_fee(facts: CreditFacts, rules: CreditRules, current: Semester) -> Semester | None:
    """The first semester, from the current one on, of which a fee is to be paid."""
    farthest = current
    for _ in range(FARTHEST_SEMESTERS):
        farthest = farthest.next()
    known = facts.continued_until(farthest)
    grants, _unknown = _grants(known, rules)
    for line in _lines(known, rules, grants, current):
        if line.semester is not None and line.semester >= current and line.fee.cents > 0:
            return line.semester
    return None


def _semesters_named(facts: CreditFacts) -> set[Semester]:
    """The semesters that something is recorded, decided or proven for."""
    recorded = {each.semester for one in facts.studies for each in one.semesters}
    decided = {each.semester for one in facts.studies for each in one.decisions}
    return recorded | decided | {each.semester for each in facts.grounds}


def _counting(facts: CreditFacts, rules: CreditRules) -> list[StudiesHere]:
    """The studies that credit applies to, in order of time."""
    return sorted(
        (each for each in facts.studies if rules.doctoral or not each.doctoral),
        key=lambda each: (each.first_semester, each.programme_code),
    )


def _grants(facts: CreditFacts, rules: CreditRules) -> tuple[tuple[CreditGrant, ...], bool]:
    """What makes up the credit, and whether the degree behind a Master's programme is unknown."""
    counting = _counting(facts, rules)
    if not counting:
        return (), False
    first = next((each for each in counting if not each.consecutive), None)
    master = next((each for each in counting if each.consecutive), None)
    grants: list[CreditGrant] = []
    # A Master's programme that came first follows on from a degree elsewhere.
    degree = _degree_elsewhere(facts.prior_studies)
    if first is None or (master and degree and master.first_semester < first.first_semester):
        if degree is not None:
            name = _name_elsewhere(degree)
            duration = degree.standard_duration_semesters
            grants.append(CreditGrant(duration, GrantReason.DEGREE_ELSEWHERE, programme_name=name))
    else:
        grants.append(
            CreditGrant(
                first.standard_duration_semesters,
                GrantReason.UNDERGRADUATE,
                programme_name=first.programme_name,
            )
        )
    unknown = not grants
    grants.append(CreditGrant(rules.extra_semesters, GrantReason.ADDITIONAL))
    if master is not None:
        grants.append(
            CreditGrant(
                master.standard_duration_semesters,
                GrantReason.CONSECUTIVE_MASTER,
                master.first_semester,
                master.programme_name,
            )
        )
    grants.extend(_extensions(counting, rules))
    return tuple(grants), unknown


def _extensions(counting: Sequence[StudiesHere], rules: CreditRules) -> Iterator[CreditGrant]:
    """One semester for each two of part-time study of one programme; none extends two of them."""
    seen: set[Semester] = set()
    for studies in counting:
        own = [each for each in studies.semesters if each.semester not in seen]
        for semester in extensions(own, rules.semesters_per_extension):
            yield CreditGrant(1, GrantReason.PART_TIME, semester, studies.programme_name)
        seen.update(part_time_semesters(own))


def _degree_elsewhere(prior_studies: Sequence[PriorStudy]) -> PriorStudy | None:
    """The completed degree with the longest standard duration: in the student's favour."""
    degrees = [each for each in prior_studies if each.completed_degree]
    return max(
        degrees,
        key=lambda each: (each.standard_duration_semesters, each.prior_study_id),
        default=None,
    )


def _lines(
    facts: CreditFacts, rules: CreditRules, grants: Sequence[CreditGrant], current: Semester
) -> Iterator[CreditLine]:
    """One line per semester of study, undated ones first."""
    here: dict[Semester, list[_StudiedHere]] = defaultdict(list)
    elsewhere: dict[Semester, list[PriorStudy]] = defaultdict(list)
    proven: dict[Semester, list[SemesterGround]] = defaultdict(list)
    for studies in sorted(facts.studies, key=lambda each: each.programme_code):
        for recorded in studies.semesters:
            here[recorded.semester].append((studies, recorded))
    for prior in sorted(facts.prior_studies, key=lambda each: each.prior_study_id):
        for semester in prior.known_semesters:
            elsewhere[semester].append(prior)
    for ground in facts.grounds:
        proven[ground.semester].append(ground)
    used = 0
    for prior in sorted(facts.prior_studies, key=lambda each: each.prior_study_id):
        for _ in range(prior.undated_semesters):
            used += 1
            yield CreditLine(
                semester=None,
                programmes=(_name_elsewhere(prior),),
                statuses=(),
                reason=UseReason.STUDIED_ELSEWHERE,
                credit_left=max(0, _granted(grants, None) - used),
                fee=NOT_DUE,
            )
    limits = {
        Ground.REPRESENTATIVE: rules.most_as_representative,
        Ground.EQUAL_OPPORTUNITY_OFFICER: rules.most_as_officer,
    }
    for semester in sorted({*here, *elsewhere}):
        counting = [each for each in here[semester] if rules.doctoral or not each[0].doctoral]
        granted = _granted(grants, semester)
        fee = replace(
            _fee(semester, counting, proven[semester], granted - used, rules),
            granted=granted,
            used=used,
        )
        reason = _use(counting, bool(elsewhere[semester]), proven[semester], limits)
        line = CreditLine(
            semester=semester,
            programmes=(
                *(studies.programme_name for studies, _ in here[semester]),
                *(_name_elsewhere(each) for each in elsewhere[semester]),
            ),
            statuses=tuple(recorded.status for _, recorded in here[semester]),
            reason=reason,
            credit_left=0,
            fee=fee,
            planned=semester > current,
        )
        used += line.consumed
        yield line.leaving(max(0, granted - used))


def _granted(grants: Sequence[CreditGrant], semester: Semester | None) -> int:
    return sum(each.semesters for each in grants if _holds_in(each, semester))


def _holds_in(grant: CreditGrant, semester: Semester | None) -> bool:
    """Whether credit was granted by a semester; None for the time before the first one."""
    if grant.from_semester is None:
        return True
    return semester is not None and grant.from_semester <= semester


def _on_leave(counting: Sequence[_StudiedHere]) -> bool:
    """Whether nothing is studied: on leave in one of two programmes is no leave of the person."""
    return bool(counting) and all(
        recorded.status is SemesterStatus.ON_LEAVE for _, recorded in counting
    )


def _use(
    counting: Sequence[_StudiedHere],
    elsewhere: bool,
    proven: Sequence[SemesterGround],
    limits: dict[Ground, int],
) -> UseReason:
    """Whether a semester uses credit (NHG § 12 III); takes from the limits what it needs."""
    if not elsewhere:
        if not counting:
            return UseReason.DOCTORAL
        if _on_leave(counting):
            return UseReason.ON_LEAVE
    grounds = {each.ground for each in proven}
    for ground in (Ground.CHILD_CARE, Ground.RELATIVE_CARE):
        if ground in grounds:
            return UseReason(ground.value)
    for ground, most in limits.items():
        if ground in grounds and most > 0:
            limits[ground] = most - 1
            return UseReason(ground.value)
    if Ground.REPRESENTATIVE in grounds:
        return UseReason.REPRESENTATIVE_LIMIT
    if Ground.EQUAL_OPPORTUNITY_OFFICER in grounds:
        return UseReason.OFFICER_LIMIT
    if not counting or _on_leave(counting):
        return UseReason.STUDIED_ELSEWHERE
    return UseReason.STUDIED


def _fee(
    semester: Semester,
    counting: Sequence[_StudiedHere],
    proven: Sequence[SemesterGround],
    credit: int,
    rules: CreditRules,
) -> SemesterFee:
    """The fee of a semester that begins with the credit given (NHG §§ 13 and 14)."""
    if not counting or credit > 0:
        return NOT_DUE
    if semester < rules.begins:
        return SemesterFee(FeeState.NOT_DUE, before_begin=True)
    if _on_leave(counting):
        return SemesterFee(FeeState.EXEMPT, on_leave=True)
    grounds = {each.ground for each in proven}
    if exempting := tuple(each for each in FEE_GROUNDS if each in grounds):
        return SemesterFee(FeeState.EXEMPT, grounds=exempting)
    if hardships := tuple(each for each in HARDSHIPS if each in grounds):
        wanted = sum(each.waived_cents for each in proven if each.ground in hardships)
        waived = min(wanted, rules.fee_cents)
        return SemesterFee(FeeState.WAIVED, rules.fee_cents - waived, waived, hardships)
    return SemesterFee(FeeState.DUE, rules.fee_cents)


def _name_elsewhere(prior: PriorStudy) -> LocalizedText:
    """The university and the programme there; names are not translated."""
    name = ": ".join(filter(None, (prior.university_name, prior.programme_name)))
    return LocalizedText(de=name, en=name)
