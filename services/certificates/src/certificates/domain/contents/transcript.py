"""The transcript (Notenspiegel) of one enrolment: all attempts, or only what was passed.

Guide 000, "Notenspiegel": a PDF with everything that was achieved so far. Results stand under
their module, modules under their area; how the average comes about is told line by line.
"""

from datetime import datetime

from chassis.values import LocalizedText

from certificates.domain.contents.shared_lines import (
    STUDIES,
    entry,
    issue_group,
    key_facts,
    person_group,
    programme_entries,
)
from certificates.domain.contents.transcript_legends import legends
from certificates.domain.contents.transcript_tables import (
    average_table,
    distribution_table,
    result_tables,
)
from certificates.domain.document import Block, Content, Entry, FieldGroup
from certificates.domain.facts import ExamsFacts, Facts, ProgressFacts, RegistrationStatus
from certificates.domain.printing import (
    join,
    print_credits,
    print_date,
    print_decimal,
    same,
)

TITLE = LocalizedText(de="Notenspiegel", en="Transcript of Records")
FILE_STEM = LocalizedText(de="notenspiegel", en="transcript")
PASSED_FILE_STEM = LocalizedText(de="notenspiegel-bestanden", en="transcript-passed")

_ALL = LocalizedText(de="Alle Leistungen mit allen Versuchen", en="All results with all attempts")
_PASSED = LocalizedText(de="Bestandene Leistungen", en="Results that were passed")
_CREDITS_NOTE = LocalizedText(
    de="CP: Credit Points nach dem European Credit Transfer System (ECTS). Sie stehen bei einer "
    "Leistung, sobald sie bestanden ist.",
    en="CP: credit points of the European Credit Transfer System (ECTS). They stand beside a "
    "result once it is passed.",
)


def transcript_content(facts: Facts, issue_time: datetime) -> Content:
    """All attempts. It tells the state of its moment, so its validity has no end."""
    return _content(facts, issue_time, passed_only=False)


def passed_transcript_content(facts: Facts, issue_time: datetime) -> Content:
    """Only what was passed, with the same average."""
    return _content(facts, issue_time, passed_only=True)


def _content(facts: Facts, issue_time: datetime, *, passed_only: bool) -> Content:
    records, exams = facts.records, facts.exams
    if exams is None:
        raise ValueError("the facts were gathered without results")
    results = tuple(
        one for one in exams.results if not passed_only or one.status is RegistrationStatus.PASSED
    )
    progress = exams.progress
    blocks: tuple[Block, ...] = (
        person_group(records.person),
        FieldGroup(
            STUDIES,
            (
                *programme_entries(records.enrolment, records.university),
                *_regulations(facts),
            ),
        ),
        *_progress_group(progress),
        *result_tables(results, progress),
        *((average_table(progress.average),) if progress and progress.average.lines else ()),
        *distribution_table(exams.distributions, results),
        *legends(results, exams.statuses),
        issue_group(issue_time, None),
    )
    return Content(
        title=TITLE,
        subtitle=_PASSED if passed_only else _ALL,
        statement=_statement(facts, passed_only=passed_only),
        blocks=blocks,
        notes=(_CREDITS_NOTE,),
        valid_until=None,
        file_stem=PASSED_FILE_STEM if passed_only else FILE_STEM,
        key_facts=key_facts(records, summary=_summary(exams)),
    )


def _statement(facts: Facts, *, passed_only: bool) -> LocalizedText:
    return LocalizedText(
        de="Die {university} bescheinigt {name}, geboren am {born} in {place}, im Studiengang "
        f"{{programme}} die folgenden {'bestandenen' if passed_only else 'bisher erbrachten'} "
        "Leistungen.",
        en="{university} certifies that {name}, born on {born} in {place}, has so far "
        f"{'passed the following examinations' if passed_only else 'obtained the following'} "
        f"{'' if passed_only else 'results '}in the degree programme {{programme}}.",
    ).format(
        university=facts.records.university.name,
        name=facts.records.person.name.full,
        born=print_date(facts.records.person.birth_date),
        place=facts.records.person.birth_place,
        programme=facts.records.enrolment.programme_name,
    )


def _regulations(facts: Facts) -> tuple[Entry, ...]:
    name = facts.records.enrolment.regulations_version_name
    return (entry("Prüfungsordnung", "Examination regulations", name),) if name.de else ()


def _progress_group(progress: ProgressFacts | None) -> tuple[FieldGroup, ...]:
    """Credits, average and completion; nothing where exams does not know the enrolment."""
    if progress is None:
        return ()
    credit_points = LocalizedText(
        de="{earned} von {required} CP", en="{earned} of {required} CP"
    ).format(
        earned=print_credits(progress.earned_tenths),
        required=print_credits(progress.required_tenths),
    )
    average = progress.average
    lines = [entry("Erworbene Credit Points", "Credit points earned", credit_points)]
    if average.grade:
        lines += [
            entry("Durchschnittsnote", "Average grade", print_decimal(average.grade)),
            entry("Berechnung", "Calculation", _calculation(progress)),
        ]
    else:
        none_yet = LocalizedText(de="noch keine", en="none yet")
        lines.append(entry("Durchschnittsnote", "Average grade", none_yet))
    lines.append(entry("Studienabschluss", "Degree", _completion(progress)))
    return (FieldGroup(LocalizedText(de="Studienstand", en="Progress"), tuple(lines)),)


def _calculation(progress: ProgressFacts) -> LocalizedText:
    """The sums and the rule of the last step: how the printed average follows from them."""
    average = progress.average
    sums = LocalizedText(
        de="{products} : {weights} = {exact}", en="{products} : {weights} = {exact}"
    ).format(
        products=print_decimal(average.product_sum),
        weights=print_decimal(average.weight_sum),
        exact=print_decimal(average.exact),
    )
    return join("; ", sums, average.policy)


def _completion(progress: ProgressFacts) -> LocalizedText:
    if not progress.complete or progress.last_exam_date is None:
        return LocalizedText(de="noch nicht abgeschlossen", en="not yet completed")
    return LocalizedText(
        de="abgeschlossen, letzte Prüfung am {day}", en="completed, last examination on {day}"
    ).format(day=print_date(progress.last_exam_date))


def _summary(exams: ExamsFacts) -> str:
    """ "1.9 · 120 CP"; without an average only the credits."""
    if exams.progress is None:
        return ""
    parts = (same(exams.progress.average.grade), print_credits(exams.progress.earned_tenths))
    average, credit_points = (one.en for one in parts)
    return f"{average} · {credit_points} CP" if average else f"{credit_points} CP"
