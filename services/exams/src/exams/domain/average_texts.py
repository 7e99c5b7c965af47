"""How a regulations version computes averages, in words."""

from collections.abc import Iterator
from decimal import Decimal

from chassis.values import LocalizedText

from exams.domain.regulation_checks import credits_text
from exams.domain.regulations import RegulationsContent
from exams.domain.rules import Cutting, ExaminationRules, GradePolicy, Surplus, Weighting


def averages_in_words(rules: ExaminationRules, version: RegulationsContent) -> LocalizedText:
    """How the average is computed, weighted and cut."""
    grades = rules.grades
    sentences = [_final_cutting(grades), _weighting(grades), *_weights_of_exams(version)]
    if grades.module_cutting is not Cutting.EXACT:
        cut = grades.module_cutting is Cutting.CUT
        sentences.append(
            LocalizedText(
                de="Modulnoten werden vorher nach {decimals} "
                + ("abgeschnitten." if cut else "gerundet."),
                en="Grades of modules are {how} after {decimals} before that.".replace(
                    "{how}", "cut" if cut else "rounded"
                ),
            ).format(decimals=_decimals(grades.module_decimals))
        )
    if grades.dropped_worst_credits_tenths:
        sentences.append(
            LocalizedText(
                de="Die schlechtesten {credits} CP bleiben außer Betracht.",
                en="The worst {credits} CP are left out.",
            ).format(credits=credits_in_words(grades.dropped_worst_credits_tenths))
        )
    if grades.excluded_areas:
        names = [version.area(code).name for code in grades.excluded_areas]
        sentences.append(
            LocalizedText(
                de="Nicht in den Durchschnitt gehen ein: " + ", ".join(n.de for n in names) + ".",
                en="Not part of the average: " + ", ".join(n.en for n in names) + ".",
            )
        )
    if grades.surplus is not Surplus.ALL:
        best = grades.surplus is Surplus.BEST
        sentences.append(
            LocalizedText(
                de="Werden in einem Bereich mehr Module bestanden als nötig, zählen die "
                + ("besten." if best else "zuerst bestandenen."),
                en="Where more modules of an area are passed than needed, those "
                + ("with the best grades count." if best else "passed first count."),
            )
        )
    return LocalizedText(
        de=" ".join(sentence.de for sentence in sentences),
        en=" ".join(sentence.en for sentence in sentences),
    )


def _final_cutting(grades: GradePolicy) -> LocalizedText:
    return {
        Cutting.CUT: LocalizedText(
            de="Der Durchschnitt wird genau berechnet und nach {decimals} "
            "abgeschnitten, nicht gerundet.",
            en="The average is computed exactly and cut after {decimals}, not rounded.",
        ),
        Cutting.ROUND: LocalizedText(
            de="Der Durchschnitt wird genau berechnet und am Ende auf {decimals} gerundet.",
            en="The average is computed exactly and rounded to {decimals} at the end.",
        ),
        Cutting.EXACT: LocalizedText(
            de="Der Durchschnitt wird genau berechnet.", en="The average is computed exactly."
        ),
    }[grades.cutting].format(decimals=_decimals(grades.decimals))


def _decimals(count: int) -> LocalizedText:
    if count == 1:
        return LocalizedText(de="einer Dezimalstelle", en="one decimal")
    return LocalizedText(de=f"{count} Dezimalstellen", en=f"{count} decimals")


def _weighting(grades: GradePolicy) -> LocalizedText:
    weights = {
        Weighting.CREDITS: LocalizedText(
            de="Module zählen mit ihren CP", en="Modules count with their CP"
        ),
        Weighting.MODULE_WEIGHT: LocalizedText(
            de="Module zählen mit ihrem Gewicht", en="Modules count with their weight"
        ),
    }[grades.weighting]
    if grades.thesis_weight is not None:
        weights = LocalizedText(
            de=weights.de + f", die Abschlussarbeit mit {number_in_words(grades.thesis_weight).de}",
            en=weights.en + f", the thesis with {number_in_words(grades.thesis_weight).en}",
        )
    if grades.thesis_share is not None:
        share = number_in_words((grades.thesis_share * 100).normalize())
        weights = LocalizedText(
            de=weights.de + f", die Abschlussarbeit mit {share.de} Prozent des Durchschnitts",
            en=weights.en + f", the thesis with {share.en} percent of the average",
        )
    return LocalizedText(de=weights.de + ".", en=weights.en + ".")


def _weights_of_exams(version: RegulationsContent) -> Iterator[LocalizedText]:
    """Of each module whose exams do not count alike in its grade."""
    for module in version.modules:
        graded = [one for one in module.exams if one.rules.graded]
        if len({one.rules.weight for one in graded}) < 2:
            continue
        each = [(one.exam.number, number_in_words(one.rules.weight)) for one in graded]
        yield LocalizedText(
            de=f"Im Modul {module.code} zählen die Prüfungen unterschiedlich: "
            + ", ".join(f"{number} mit {weight.de}" for number, weight in each)
            + ".",
            en=f"In module {module.code} the exams count differently: "
            + ", ".join(f"{number} with {weight.en}" for number, weight in each)
            + ".",
        )


def number_in_words(number: Decimal | int) -> LocalizedText:
    """ "1,5" in German, "1.5" in English."""
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    return LocalizedText(de=text.replace(".", ","), en=text)


def credits_in_words(tenths: int) -> LocalizedText:
    """Credits (given as CP times ten): "7,5" in German, "7.5" in English."""
    text = credits_text(tenths)
    return LocalizedText(de=text.replace(".", ","), en=text)
