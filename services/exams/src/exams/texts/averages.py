"""Why a module counts as it does in an average, and how the average is cut or rounded."""

from fractions import Fraction

from chassis.values import LocalizedText

from exams.domain.averages import AverageLine, Treatment
from exams.domain.rules import Cutting, ExaminationRules, GradePolicy, Weighting
from exams.texts import numbers

_BY_CREDITS = LocalizedText(de="zählt mit seinen {credits}", en="counts with its {credits}")
_BY_WEIGHT = LocalizedText(
    de="zählt mit dem Gewicht {weight}", en="counts with the weight {weight}"
)
_AS_THESIS = LocalizedText(
    de="zählt als Abschlussarbeit mit dem Gewicht {weight}",
    en="counts as the thesis with the weight {weight}",
)
_AS_SHARE = LocalizedText(
    de="zählt als Abschlussarbeit zu {percent} % der Gesamtnote",
    en="counts as the thesis for {percent} % of the final grade",
)
_TREATMENTS = {
    Treatment.PARTLY_DROPPED: LocalizedText(
        de="zählt nur mit dem Gewicht {weight}: {dropped} gehören zu den schlechtesten, die "
        "nicht einfließen",
        en="counts with the weight {weight} only: {dropped} are among the worst ones, which are "
        "left out",
    ),
    Treatment.DROPPED: LocalizedText(
        de="zählt nicht: gehört mit {dropped} zu den schlechtesten, die nicht einfließen",
        en="does not count: is among the worst ones with {dropped}, which are left out",
    ),
    Treatment.AREA_EXCLUDED: LocalizedText(
        de="zählt nicht: der Bereich fließt nicht in die Gesamtnote ein",
        en="does not count: the area does not enter the final grade",
    ),
    Treatment.UNGRADED: LocalizedText(
        de="zählt nicht: ohne Note bestanden", en="does not count: passed without a grade"
    ),
    Treatment.INCOMPLETE: LocalizedText(
        de="zählt noch nicht: das Modul ist nicht abgeschlossen",
        en="does not count yet: the module is not complete",
    ),
    Treatment.SURPLUS: LocalizedText(
        de="zählt nicht: der Bereich ist mit anderen Modulen schon erfüllt",
        en="does not count: other modules fill the area already",
    ),
    Treatment.WITHOUT_WEIGHT: LocalizedText(
        de="zählt nicht: das Modul hat kein Gewicht", en="does not count: the module has no weight"
    ),
}
_MEAN = LocalizedText(
    de="Modulnote aus {grades}{cutting}", en="module grade from {grades}{cutting}"
)
_WEIGHTED = LocalizedText(de="{grade} (Gewicht {weight})", en="{grade} (weight {weight})")
_PLANNED = LocalizedText(de="geplant", en="planned")
_RECOGNISED = LocalizedText(de="anerkannt", en="recognised")
_CUTTINGS = {
    Cutting.CUT: LocalizedText(
        de="nach der {place} Nachkommastelle abgeschnitten, nicht gerundet",
        en="cut after the {place} decimal, not rounded",
    ),
    Cutting.ROUND: LocalizedText(
        de="an der {place} Nachkommastelle gerundet", en="rounded to the {place} decimal"
    ),
    Cutting.EXACT: LocalizedText(de="nicht gerundet", en="not rounded"),
}
_PLACES = {
    1: LocalizedText(de="ersten", en="first"),
    2: LocalizedText(de="zweiten", en="second"),
    3: LocalizedText(de="dritten", en="third"),
}
_PLACE = LocalizedText(de="{number}.", en="{number}th")
_WEIGHTINGS = {
    Weighting.CREDITS: LocalizedText(de="gewichtet nach CP", en="weighted by credits"),
    Weighting.MODULE_WEIGHT: LocalizedText(
        de="gewichtet nach Modulgewichten", en="weighted by module weights"
    ),
}


def explain_line(line: AverageLine, rules: ExaminationRules) -> LocalizedText:
    """ "counts with its 10 CP; module grade from 1.7 and 2.3, cut after … (RPO § 19)"."""
    policy = rules.grades
    parts = [_effect(line, policy)]
    if len(line.module.grades) > 1 and line.grade is not None:
        parts.append(_mean(line, policy))
    if line.module.recognised:
        parts.append(_RECOGNISED)
    if line.module.planned:
        parts.append(_PLANNED)
    joined = LocalizedText("; ".join(one.de for one in parts), "; ".join(one.en for one in parts))
    return with_section(joined, rules, "averages")


def explain_policy(rules: ExaminationRules) -> LocalizedText:
    """ "weighted by credits, cut after the first decimal, not rounded (RPO § 19)"."""
    policy = rules.grades
    weighting = _WEIGHTINGS[policy.weighting]
    last = _cutting(policy.cutting, policy.decimals)
    return with_section(
        LocalizedText(de=f"{weighting.de}, {last.de}", en=f"{weighting.en}, {last.en}"),
        rules,
        "averages",
    )


def with_section(text: LocalizedText, rules: ExaminationRules, rule: str) -> LocalizedText:
    """The text with the section that the rule is in, where the regulations name one."""
    section = rules.sections.get(rule, "")
    if not section:
        return text
    return LocalizedText(de=f"{text.de} ({section})", en=f"{text.en} ({section})")


def _effect(line: AverageLine, policy: GradePolicy) -> LocalizedText:
    weight = numbers.exactly(line.weight)
    if line.treatment in _TREATMENTS:
        dropped = numbers.credit_points(line.dropped_tenths)
        return _TREATMENTS[line.treatment].format(weight=weight, dropped=dropped)
    if line.module.is_thesis and policy.thesis_share is not None:
        percent = numbers.exactly(Fraction(policy.thesis_share) * 100)
        return _AS_SHARE.format(percent=percent)
    if line.module.is_thesis and policy.thesis_weight is not None:
        return _AS_THESIS.format(weight=weight)
    if policy.weighting is Weighting.MODULE_WEIGHT:
        return _BY_WEIGHT.format(weight=weight)
    return _BY_CREDITS.format(credits=numbers.credit_points(line.module.credits_tenths))


def _mean(line: AverageLine, policy: GradePolicy) -> LocalizedText:
    weighted = len({one.weight for one in line.module.grades}) > 1
    grades = [
        _WEIGHTED.format(
            grade=numbers.grade(Fraction(one.grade)),
            weight=numbers.exactly(Fraction(one.weight)),
        )
        if weighted
        else numbers.grade(Fraction(one.grade))
        for one in line.module.grades
    ]
    cutting = LocalizedText("", "")
    if policy.module_cutting is not Cutting.EXACT:
        how = _cutting(policy.module_cutting, policy.module_decimals)
        cutting = LocalizedText(de=f", {how.de}", en=f", {how.en}")
    return _MEAN.format(grades=_and(grades), cutting=cutting)


def _and(items: list[LocalizedText]) -> LocalizedText:
    first = LocalizedText(", ".join(i.de for i in items[:-1]), ", ".join(i.en for i in items[:-1]))
    return LocalizedText(de=f"{first.de} und {items[-1].de}", en=f"{first.en} and {items[-1].en}")


def _cutting(cutting: Cutting, decimals: int) -> LocalizedText:
    place = _PLACES.get(decimals) or _PLACE.format(number=decimals)
    return _CUTTINGS[cutting].format(place=place)
