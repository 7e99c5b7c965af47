"""What is said about long-term fees: why they are charged, cancelled or waived (NHG §§ 13 and 14).

Sources: guide 002, "Tuition fees for long-term students (section 13 NHG)" and "Due dates and equity
(section 14 NHG)".
"""

from collections.abc import Sequence

from chassis.values import LocalizedText, Semester

from records.domain.credit_explained import SemesterFee
from records.domain.credit_facts import Ground

CHARGED = LocalizedText(
    de="Langzeitstudiengebühr, {semester}: Ihr Studienguthaben von {granted} Semestern ist"
    " aufgebraucht, {used} Semester zählen dagegen (NHG § 13)",
    en="Tuition fee for long-term students, {semester}: your study credit of {granted} semesters is"
    " used up, {used} semesters count against it (NHG section 13)",
)
STILL_CREDIT = LocalizedText(
    de="Im {semester} besteht noch Studienguthaben: {granted} Semester wurden gewährt, {used}"
    " zählen dagegen (NHG § 12)",
    en="There is study credit left in the {semester}: {granted} semesters were granted, {used}"
    " count against it (NHG section 12)",
)
NOT_CHARGED = LocalizedText(
    de="Im {semester} wird keine Langzeitstudiengebühr erhoben: {ground}",
    en="No tuition fee for long-term students is charged in the {semester}: {ground}",
)
CHARGED_ANEW = LocalizedText(
    de="Die Gebühr wird neu berechnet, weil ein Erlass zurückgenommen wurde",
    en="The fee is computed anew because a waiver was taken back",
)
NOT_STUDYING = LocalizedText(
    de="Im {semester} besteht keine Einschreibung, für die eine Langzeitstudiengebühr anfällt",
    en="There is no enrolment in the {semester} for which a long-term fee falls due",
)
ON_LEAVE = LocalizedText(de="Beurlaubung (NHG § 13)", en="leave of absence (NHG section 13)")
GROUNDS = {
    Ground.CHILD_CARE: LocalizedText(
        de="Betreuung eines Kindes unter {age} Jahren",
        en="care of a child under the age of {age}",
    ),
    Ground.RELATIVE_CARE: LocalizedText(
        de="Pflege eines nahen Angehörigen", en="care of a close relative"
    ),
    Ground.REPRESENTATIVE: LocalizedText(
        de="Tätigkeit als gewählte Vertreterin oder gewählter Vertreter",
        en="activity as an elected representative",
    ),
    Ground.EQUAL_OPPORTUNITY_OFFICER: LocalizedText(
        de="Amt der Gleichstellungsbeauftragten", en="office of equal opportunities officer"
    ),
    Ground.PRESCRIBED_ABROAD: LocalizedText(
        de="vorgeschriebenes Auslandsstudium", en="prescribed period of study abroad"
    ),
    Ground.PRESCRIBED_PRACTICAL: LocalizedText(
        de="vorgeschriebenes Praxissemester", en="prescribed practical semester"
    ),
    Ground.HARDSHIP_HEALTH: LocalizedText(
        de="unbillige Härte wegen Behinderung oder schwerer Erkrankung",
        en="undue hardship because of disability or serious illness",
    ),
    Ground.HARDSHIP_CRIME: LocalizedText(
        de="unbillige Härte als Opfer einer Straftat",
        en="undue hardship as a victim of a criminal act",
    ),
}
_SECTION_13 = LocalizedText(de="{grounds} (NHG § 13)", en="{grounds} (NHG section 13)")
_SECTION_14 = LocalizedText(de="{grounds} (NHG § 14)", en="{grounds} (NHG section 14)")


def charged(semester: Semester, fee: SemesterFee) -> LocalizedText:
    """Why the fee is charged."""
    return CHARGED.format(semester=semester.name, granted=fee.granted, used=fee.used)


def not_charged(semester: Semester, fee: SemesterFee | None, age: int) -> LocalizedText:
    """Why a fee that was charged is due no longer; `fee` is None where nothing is studied."""
    if fee is None:
        return NOT_STUDYING.format(semester=semester.name)
    if fee.on_leave or fee.grounds:
        return NOT_CHARGED.format(semester=semester.name, ground=exemption(fee, age))
    return STILL_CREDIT.format(semester=semester.name, granted=fee.granted, used=fee.used)


def exemption(fee: SemesterFee, age: int) -> LocalizedText:
    """The grounds of NHG § 13 on which a fee is not charged."""
    if fee.on_leave:
        return ON_LEAVE
    return _SECTION_13.format(grounds=ground_names(fee.grounds, age))


def hardship(grounds: Sequence[Ground], age: int) -> LocalizedText:
    """The grounds of NHG § 14 on which a fee is waived."""
    return _SECTION_14.format(grounds=ground_names(grounds, age))


def ground_names(grounds: Sequence[Ground], age: int) -> LocalizedText:
    """Grounds by name; `age` is the one that a child has to be under, in years."""
    names = [GROUNDS[each].format(age=age) for each in grounds]
    return LocalizedText(
        de=", ".join(each.de for each in names), en=", ".join(each.en for each in names)
    )
