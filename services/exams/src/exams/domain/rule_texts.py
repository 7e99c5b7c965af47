"""The rules of a regulations version in words, each with its section, for those who ask."""

from collections.abc import Callable
from dataclasses import dataclass

from chassis.values import LocalizedText

from exams.domain.average_texts import averages_in_words, credits_in_words, number_in_words
from exams.domain.regulations import RegulationsContent
from exams.domain.rules import (
    ClashPolicy,
    ExaminationRules,
    ExamRules,
    PartTimeReading,
    ThesisGrading,
)


@dataclass(frozen=True)
class RuleText:
    """A rule in words."""

    # "attempts", "part_time", "averages".
    rule: str
    section: str
    text: LocalizedText


def rules_in_words(version: RegulationsContent) -> tuple[RuleText, ...]:
    """The rules that the version knows, in the order in which students meet them."""
    rules = version.rules
    told: list[RuleText] = []
    for rule, write in _WRITERS:
        text = write(rules, version)
        if text is not None:
            told.append(RuleText(rule, rules.section(rule), text))
    return tuple(told)


def prerequisites_in_words(version: RegulationsContent, rules: ExamRules) -> LocalizedText:
    """What has to be passed before an exam: "KUWI24-05 Einführung … oder …"; empty for nothing."""
    names = {module.code: module.name for module in version.modules}
    names |= {one.exam.number: one.exam.name for one in version.exams()}
    groups = [
        [_named(code, names.get(code, LocalizedText("", ""))) for code in group]
        for group in rules.prerequisites
    ]
    return LocalizedText(
        de="; ".join(" oder ".join(name.de for name in group) for group in groups),
        en="; ".join(" or ".join(name.en for name in group) for group in groups),
    )


def _named(code: str, name: LocalizedText) -> LocalizedText:
    return LocalizedText(de=f"{code} {name.de}".strip(), en=f"{code} {name.en}".strip())


def _attempts(rules: ExaminationRules, _: RegulationsContent) -> LocalizedText:
    return LocalizedText(
        de="Eine Prüfung kann {attempts}-mal abgelegt werden, soweit bei ihr nichts anderes steht. "
        "Wer auch den letzten Versuch nicht besteht, hat endgültig nicht bestanden.",
        en="An exam can be taken {attempts} times unless it says otherwise. Whoever fails the last "
        "attempt too has finally failed.",
    ).format(attempts=rules.attempts)


def _clash(rules: ExaminationRules, _: RegulationsContent) -> LocalizedText:
    return {
        ClashPolicy.IGNORE: LocalizedText(
            de="Anmeldungen zu gleichzeitigen Prüfungen werden nicht geprüft.",
            en="Registrations for exams at the same time are not checked.",
        ),
        ClashPolicy.WARN: LocalizedText(
            de="Wer sich zu einer gleichzeitigen Prüfung anmeldet, wird gewarnt.",
            en="Whoever registers for an exam at the same time is warned.",
        ),
        ClashPolicy.REFUSE: LocalizedText(
            de="Zu einer gleichzeitigen Prüfung ist keine Anmeldung möglich.",
            en="It is not possible to register for an exam at the same time.",
        ),
    }[rules.clash]


def _part_time(rules: ExaminationRules, _: RegulationsContent) -> LocalizedText | None:
    if rules.part_time is None:
        return None
    return {
        PartTimeReading.MINIMUM: LocalizedText(
            de="Teilzeitstudierende melden sich je Semester zu Prüfungen von mindestens {credits} "
            "CP an.",
            en="Part-time students register for exams of at least {credits} CP per semester.",
        ),
        PartTimeReading.TARGET: LocalizedText(
            de="Teilzeitstudierende legen je Semester Prüfungen von etwa {credits} CP ab.",
            en="Part-time students take exams of about {credits} CP per semester.",
        ),
        PartTimeReading.MAXIMUM: LocalizedText(
            de="Teilzeitstudierende melden sich je Semester zu Prüfungen von höchstens {credits} "
            "CP an.",
            en="Part-time students register for exams of at most {credits} CP per semester.",
        ),
    }[rules.part_time.reading].format(credits=credits_in_words(rules.part_time.credits_tenths))


def _free_attempt(rules: ExaminationRules, _: RegulationsContent) -> LocalizedText | None:
    if rules.free_attempt is None:
        return None
    return LocalizedText(
        de="Freiversuch: Ein nicht bestandener erster Versuch bis zum {until}. Fachsemester zählt "
        "nicht als Versuch.",
        en="Free attempt: a failed first attempt until programme semester {until} does not count "
        "as an attempt.",
    ).format(until=rules.free_attempt.until_programme_semester)


def _grade_improvement(rules: ExaminationRules, _: RegulationsContent) -> LocalizedText | None:
    improvement = rules.grade_improvement
    if improvement is None:
        return None
    text = LocalizedText(
        de="Eine bestandene Prüfung kann zur Notenverbesserung {times}-mal wiederholt werden"
        + (", wenn sie im Freiversuch bestanden wurde" if improvement.free_attempts_only else "")
        + "; die bessere Note zählt.",
        en="A passed exam can be taken again {times} times for a better grade"
        + (" where it was passed as a free attempt" if improvement.free_attempts_only else "")
        + "; the better grade counts.",
    ).format(times=improvement.times)
    if improvement.until_programme_semester is None:
        return text
    return LocalizedText(
        de=text.de + " Das geht bis zum {until}. Fachsemester.",
        en=text.en + " This is possible until programme semester {until}.",
    ).format(until=improvement.until_programme_semester)


def _repeat_registration(rules: ExaminationRules, _: RegulationsContent) -> LocalizedText | None:
    repeat = rules.repeat_registration
    if repeat is None or not (repeat.after_withdrawal or repeat.after_excused_absence):
        return None
    grounds = [
        ground
        for given, ground in (
            (repeat.after_withdrawal, LocalizedText("zurücktritt", "withdraws from it")),
            (
                repeat.after_excused_absence,
                LocalizedText("mit anerkanntem Grund fehlt", "misses it with an approved reason"),
            ),
        )
        if given
    ]
    return LocalizedText(
        de="Wer vom Termin des ersten Prüfungszeitraums "
        + " oder ".join(ground.de for ground in grounds)
        + ", ist zum zweiten angemeldet.",
        en="Whoever is registered for the sitting of the first examination period and "
        + " or ".join(ground.en for ground in grounds)
        + " is registered for the second one.",
    )


def _sick_note(rules: ExaminationRules, _: RegulationsContent) -> LocalizedText:
    working = rules.sick_note.working_days
    return LocalizedText(
        de="Bei Krankheit ist das ärztliche Formular innerhalb von {days} "
        + ("Werktagen" if working else "Tagen")
        + " nach der Prüfung einzureichen.",
        en="In case of illness the doctor's form has to be filed within {days} "
        + ("working days" if working else "days")
        + " after the exam.",
    ).format(days=rules.sick_note.days)


def _oral_supplementary(rules: ExaminationRules, _: RegulationsContent) -> LocalizedText | None:
    if rules.oral_supplementary is None:
        return None
    return LocalizedText(
        de="Wer im letzten Versuch eine schriftliche Prüfung nicht besteht, kann eine mündliche "
        "Ergänzungsprüfung ablegen; sie führt höchstens zur Note {grade}.",
        en="Whoever fails a written exam in the last attempt may take an oral supplementary exam; "
        "its best grade is {grade}.",
    ).format(grade=number_in_words(rules.oral_supplementary.best_grade))


def _thesis(rules: ExaminationRules, _: RegulationsContent) -> LocalizedText | None:
    thesis = rules.thesis
    if thesis is None:
        return None
    grading = {
        ThesisGrading.MEAN_CUT: LocalizedText(
            "das nach der ersten Dezimalstelle abgeschnittene Mittel beider Gutachten",
            "the mean of both reports, cut after the first decimal",
        ),
        ThesisGrading.MEAN_ROUNDED: LocalizedText(
            "das auf eine Dezimalstelle gerundete Mittel beider Gutachten",
            "the mean of both reports, rounded to one decimal",
        ),
        ThesisGrading.NEAREST_ON_SCALE: LocalizedText(
            "die Note der Skala, die dem Mittel beider Gutachten am nächsten liegt",
            "the grade of the scale that is nearest to the mean of both reports",
        ),
    }[thesis.grading]
    return LocalizedText(
        de="Die Abschlussarbeit setzt {credits} CP voraus; bearbeitet wird sie in {weeks} Wochen, "
        "einmal verlängerbar um {extension} Wochen. Sie kann {attempts}-mal abgelegt werden. Note "
        "ist {grading}."
        + (" Beide Gutachten müssen bestanden lauten." if thesis.both_must_pass else ""),
        en="The thesis needs {credits} CP; the working time is {weeks} weeks and can be extended "
        "once by {extension} weeks. It can be taken {attempts} times. Its grade is {grading}."
        + (" Both reports have to be passes." if thesis.both_must_pass else ""),
    ).format(
        credits=credits_in_words(thesis.minimum_credits_tenths),
        weeks=thesis.working_weeks,
        extension=thesis.extension_weeks,
        attempts=thesis.attempts,
        grading=grading,
    )


def _completion(rules: ExaminationRules, version: RegulationsContent) -> LocalizedText | None:
    if rules.completion is None:
        return None
    areas = [
        LocalizedText(de=f"{name.de} {needed.de} CP", en=f"{name.en} {needed.en} CP")
        for name, needed in (
            (version.area(area.code).name, credits_in_words(area.required_credits_tenths))
            for area in rules.completion.areas
            if area.required_credits_tenths
        )
    ]
    text = LocalizedText(
        de="Das Studium ist abgeschlossen mit allen Pflichtmodulen und {total} CP",
        en="The studies are complete with all compulsory modules and {total} CP",
    ).format(total=credits_in_words(rules.completion.total_credits_tenths))
    if not areas:
        return LocalizedText(de=text.de + ".", en=text.en + ".")
    return LocalizedText(
        de=text.de + ", davon " + ", ".join(area.de for area in areas) + ".",
        en=text.en + ", of these " + ", ".join(area.en for area in areas) + ".",
    )


_Writer = Callable[[ExaminationRules, RegulationsContent], LocalizedText | None]
_WRITERS: tuple[tuple[str, _Writer], ...] = (
    ("attempts", _attempts),
    ("clash", _clash),
    ("part_time", _part_time),
    ("free_attempt", _free_attempt),
    ("grade_improvement", _grade_improvement),
    ("repeat_registration", _repeat_registration),
    ("sick_note", _sick_note),
    ("oral_supplementary", _oral_supplementary),
    ("thesis", _thesis),
    ("averages", averages_in_words),
    ("completion", _completion),
)
