"""What has to be proven for a ground in a semester, and what stands in the way of it.

Sources: NHG §§ 12-14; guide 002, "Exceptions from the use of study credit (section 12 par. 3 NHG)",
"Tuition fees for long-term students (section 13 NHG)", "Due dates and equity (section 14 NHG)".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chassis.values import LocalizedText, Semester

from records.domain import obstacles_to_grounds as obstacle
from records.domain.credit_explained import CreditRules, FeeState
from records.domain.credit_facts import HARDSHIPS, CreditFacts, Ground, StudiesHere
from records.domain.enrolment import SemesterStatus
from records.domain.obstacles import Obstacle
from records.domain.standard_duration import individual_standard_duration
from records.domain.study_credit import decide_fee


class GroundProof(StrEnum):
    """A document that proves a ground; the value is stored with the document."""

    BIRTH_CERTIFICATE = "birth_certificate"
    REGISTRATION_CERTIFICATE = "registration_certificate"
    CARE_PROOF = "care_proof"
    BODY_CONFIRMATION = "body_confirmation"
    OFFICE_CONFIRMATION = "office_confirmation"
    STAY_CONFIRMATION = "stay_confirmation"
    PRACTICAL_CONFIRMATION = "practical_confirmation"
    HEALTH_AUTHORITY_CERTIFICATE = "health_authority_certificate"
    CRIME_PROOF = "crime_proof"


# All of a ground's proofs are needed.
PROOFS = {
    Ground.CHILD_CARE: (GroundProof.BIRTH_CERTIFICATE, GroundProof.REGISTRATION_CERTIFICATE),
    Ground.RELATIVE_CARE: (GroundProof.CARE_PROOF,),
    Ground.REPRESENTATIVE: (GroundProof.BODY_CONFIRMATION,),
    Ground.EQUAL_OPPORTUNITY_OFFICER: (GroundProof.OFFICE_CONFIRMATION,),
    Ground.PRESCRIBED_ABROAD: (GroundProof.STAY_CONFIRMATION,),
    Ground.PRESCRIBED_PRACTICAL: (GroundProof.PRACTICAL_CONFIRMATION,),
    Ground.HARDSHIP_HEALTH: (GroundProof.HEALTH_AUTHORITY_CERTIFICATE,),
    Ground.HARDSHIP_CRIME: (GroundProof.CRIME_PROOF,),
}
PROOF_NAMES = {
    GroundProof.BIRTH_CERTIFICATE: LocalizedText(
        de="Geburtsurkunde des Kindes", en="birth certificate of the child"
    ),
    GroundProof.REGISTRATION_CERTIFICATE: LocalizedText(
        de="aktuelle Meldebescheinigung", en="current registration certificate"
    ),
    GroundProof.CARE_PROOF: LocalizedText(
        de="Nachweis der Pflege (Pflegezeitgesetz)", en="proof of the care (Home Care Leave Act)"
    ),
    GroundProof.BODY_CONFIRMATION: LocalizedText(
        de="Bestätigung des Gremiums", en="confirmation of the body"
    ),
    GroundProof.OFFICE_CONFIRMATION: LocalizedText(
        de="Bestätigung des Amtes der Gleichstellungsbeauftragten",
        en="confirmation of the office of equal opportunities officer",
    ),
    GroundProof.STAY_CONFIRMATION: LocalizedText(
        de="Bestätigung des in der Ordnung vorgesehenen Auslandsstudiums",
        en="confirmation of the period of study abroad that the regulations provide for",
    ),
    GroundProof.PRACTICAL_CONFIRMATION: LocalizedText(
        de="Bestätigung des in der Ordnung vorgesehenen Praxissemesters",
        en="confirmation of the practical semester that the regulations provide for",
    ),
    GroundProof.HEALTH_AUTHORITY_CERTIFICATE: LocalizedText(
        de="amtsärztliche Bescheinigung des Gesundheitsamts",
        en="official certificate of the local health authority",
    ),
    GroundProof.CRIME_PROOF: LocalizedText(
        de="Nachweis der Straftat und ihrer Folgen",
        en="proof of the criminal act and its consequences",
    ),
}


@dataclass(frozen=True, slots=True)
class GroundAsked:
    """A ground as somebody claims it for a semester."""

    semester: Semester
    ground: Ground
    # Hardship only: what is to be waived, in cents; 0 for the whole fee.
    waived_cents: int = 0
    # Needed with child care.
    child_birth_date: date | None = None


def obstacles_to_ground(
    asked: GroundAsked,
    facts: CreditFacts,
    rules: CreditRules,
    *,
    child_under_years: int,
    today: date,
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of a ground; proofs are looked at by whoever gets them."""
    known = facts.continued_until(asked.semester)
    found: list[Obstacle] = []
    if asked.semester not in _studied(known):
        found.append(obstacle.not_studied(asked.semester))
    in_force = [each.semester for each in facts.grounds if each.ground is asked.ground]
    if asked.semester in in_force:
        found.append(obstacle.proven_already(asked.semester))
    if asked.ground is Ground.CHILD_CARE:
        found += child_obstacles(
            asked.child_birth_date, asked.semester, child_under_years, today=today
        )
    elif asked.child_birth_date is not None:
        found.append(obstacle.birth_date_not_needed())
    most = {
        Ground.REPRESENTATIVE: rules.most_as_representative,
        Ground.EQUAL_OPPORTUNITY_OFFICER: rules.most_as_officer,
    }.get(asked.ground)
    others = sorted({*in_force} - {asked.semester})
    if most is not None and len(others) >= most:
        found.append(obstacle.limit_reached(asked.ground.value, most, others))
    if asked.ground is Ground.EQUAL_OPPORTUNITY_OFFICER and _on_leave(known, asked.semester):
        found.append(obstacle.on_leave_for_the_office(asked.semester))
    found += _obstacles_to_waiver(asked, facts, rules)
    return tuple(found)


def child_obstacles(
    birth_date: date | None, semester: Semester, under_years: int, *, today: date
) -> tuple[Obstacle, ...]:
    """What stands in the way of counting a child: the age at the beginning of the semester.

    A child that is born in the course of the semester is under the age, too.
    """
    if birth_date is None:
        return (obstacle.birth_date_missing(),)
    if birth_date > min(today, semester.last_date):
        return (obstacle.not_born_yet(birth_date, semester),)
    if age_on(birth_date, semester.first_date) >= under_years:
        return (obstacle.too_old(birth_date, semester, under_years),)
    return ()


def age_on(birth_date: date, day: date) -> int:
    """The age in years on a day; before the birth it is negative."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def waived(asked: GroundAsked, fee_cents: int) -> int:
    """What a ground waives of the fee, in cents; 0 for other grounds than hardship."""
    if asked.ground not in HARDSHIPS:
        return 0
    return asked.waived_cents or fee_cents


def _obstacles_to_waiver(
    asked: GroundAsked, facts: CreditFacts, rules: CreditRules
) -> Iterable[Obstacle]:
    if asked.ground not in HARDSHIPS:
        if asked.waived_cents:
            yield obstacle.waiver_without_hardship()
        return
    if asked.waived_cents > rules.fee_cents:
        yield obstacle.waived_beyond_fee(asked.waived_cents, rules.fee_cents)
    known = facts.continued_until(asked.semester)
    here = [each for each in known.studies if _studies_in(each, asked.semester)]
    if here and not any(_standard_duration_over(each, asked.semester, rules) for each in here):
        yield obstacle.before_end_of_standard_duration(asked.semester)
    fee = decide_fee(facts, rules, asked.semester)
    if fee is None or fee.state in (FeeState.NOT_DUE, FeeState.EXEMPT):
        yield obstacle.no_fee_to_waive(asked.semester)


def _standard_duration_over(studies: StudiesHere, semester: Semester, rules: CreditRules) -> bool:
    """Whether the person's own standard duration had ended when the semester began."""
    before = [each for each in studies.semesters if each.semester < semester]
    duration = individual_standard_duration(
        studies.standard_duration_semesters, before, rules.semesters_per_extension
    )
    return sum(1 for each in before if each.counts_for_programme) >= duration


def _studied(facts: CreditFacts) -> set[Semester]:
    """The semesters of study, here and elsewhere."""
    here = {each.semester for one in facts.studies for each in one.semesters}
    return here.union(*(one.known_semesters for one in facts.prior_studies))


def _studies_in(studies: StudiesHere, semester: Semester) -> bool:
    return any(each.semester == semester for each in studies.semesters)


def _on_leave(facts: CreditFacts, semester: Semester) -> bool:
    """On leave in everything that is studied in the semester."""
    statuses = [
        each.status for one in facts.studies for each in one.semesters if each.semester == semester
    ]
    return bool(statuses) and set(statuses) == {SemesterStatus.ON_LEAVE}
