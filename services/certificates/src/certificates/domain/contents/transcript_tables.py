"""The tables of a transcript: results by area and module, the average, grade distributions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from chassis.values import LocalizedText

from certificates.domain.document import Column, Row, Table
from certificates.domain.facts import (
    AreaFacts,
    AverageFacts,
    AverageLine,
    DistributionFacts,
    ExamForm,
    ModuleFacts,
    ProgressFacts,
    ResultFacts,
)
from certificates.domain.printing import (
    NOTHING,
    join,
    print_credits,
    print_date_briefly,
    print_decimal,
    print_semester_briefly,
    same,
)

_EXAM = LocalizedText(de="Leistung", en="Result")
_RESULT_COLUMNS = (
    Column(LocalizedText(de="Nr.", en="No."), 1.0),
    Column(LocalizedText(de="Prüfung", en="Examination"), 3.5),
    Column(LocalizedText(de="Semester", en="Semester"), 1.7),
    Column(LocalizedText(de="Datum", en="Date"), 1.3),
    Column(LocalizedText(de="Versuch", en="Attempt"), 0.9, is_number=True),
    Column(LocalizedText(de="Status", en="Status"), 0.8),
    Column(LocalizedText(de="Note", en="Grade"), 0.7, is_number=True),
    Column(LocalizedText(de="CP", en="CP"), 0.6, is_number=True),
)
_AVERAGE_COLUMNS = (
    Column(LocalizedText(de="Modul", en="Module"), 3.4),
    Column(LocalizedText(de="Note", en="Grade"), 0.8, is_number=True),
    Column(LocalizedText(de="Gewicht", en="Weight"), 0.9, is_number=True),
    Column(LocalizedText(de="Produkt", en="Product"), 1.0, is_number=True),
    Column(LocalizedText(de="Erläuterung", en="Explanation"), 3.0),
)
_DISTRIBUTION_COLUMNS = (
    Column(LocalizedText(de="Prüfung", en="Examination"), 3.0),
    Column(LocalizedText(de="Ergebnisse", en="Results"), 1.2, is_number=True),
    Column(LocalizedText(de="1,0–1,3", en="1.0–1.3"), 0.9, is_number=True),
    Column(LocalizedText(de="1,7–2,3", en="1.7–2.3"), 0.9, is_number=True),
    Column(LocalizedText(de="2,7–3,3", en="2.7–3.3"), 0.9, is_number=True),
    Column(LocalizedText(de="3,7–4,0", en="3.7–4.0"), 0.9, is_number=True),
    Column(LocalizedText(de="nicht bestanden", en="failed"), 1.1, is_number=True),
    Column(LocalizedText(de="Mittel", en="Mean"), 0.8, is_number=True),
)
# The grades of each column above, from the better to the worse end.
_BANDS = (("1.0", "1.3"), ("1.7", "2.3"), ("2.7", "3.3"), ("3.7", "4.0"))

_FORMS = {
    ExamForm.UNKNOWN: NOTHING,
    ExamForm.WRITTEN: LocalizedText(de="Klausur", en="written exam"),
    ExamForm.ORAL: LocalizedText(de="mündliche Prüfung", en="oral exam"),
    ExamForm.PAPER: LocalizedText(de="Hausarbeit", en="paper"),
    ExamForm.PRESENTATION: LocalizedText(de="Referat", en="presentation"),
    ExamForm.PRACTICAL: LocalizedText(de="praktische Leistung", en="practical exam"),
    ExamForm.COMBINED_ACADEMIC_WORK: LocalizedText(
        de="kombinierte wissenschaftliche Arbeit", en="combined academic work"
    ),
    ExamForm.INTERNSHIP: LocalizedText(de="Praktikum", en="internship"),
    ExamForm.THESIS: LocalizedText(de="Abschlussarbeit", en="thesis"),
}
_NOTHING_YET = LocalizedText(de="Noch keine Leistung.", en="No result yet.")


def result_tables(
    results: Sequence[ResultFacts], progress: ProgressFacts | None
) -> tuple[Table, ...]:
    """A table per area that holds results, in the order of the regulations.

    What belongs to no area of the regulations, such as a module of a version before, stands in a
    table of its own at the end. Without any result one table says so.
    """
    areas = progress.areas if progress else ()
    tables, placed = [], set[int]()
    for area in areas:
        rows: list[Row] = []
        for module in area.modules:
            own = [one for one in results if _belongs(one, module) and id(one) not in placed]
            placed.update(map(id, own))
            if own:
                rows += (_module_row(module), *map(_result_row, sorted(own, key=_order)))
        if rows:
            tables.append(_table(_area_heading(area), rows))
    rest = [one for one in results if id(one) not in placed]
    if rest or not tables:
        more = LocalizedText(de="Weitere Leistungen", en="Further Results")
        all_of_them = LocalizedText(de="Leistungen", en="Results")
        tables.append(_table(more if tables else all_of_them, list(_rows_by_module(rest))))
    return tuple(tables)


def average_table(average: AverageFacts) -> Table:
    """How the average comes about: a row per module, and the sums at the end."""
    sums = Row(
        (
            LocalizedText(de="Summe", en="Sum"),
            NOTHING,
            print_decimal(average.weight_sum),
            print_decimal(average.product_sum),
            NOTHING,
        )
    )
    return Table(
        heading=LocalizedText(
            de="So entsteht die Durchschnittsnote", en="How the Average Grade Comes About"
        ),
        row_label=LocalizedText(de="Modul im Durchschnitt", en="Module in the average"),
        columns=_AVERAGE_COLUMNS,
        rows=(*map(_average_row, average.lines), *((sums,) if average.grade else ())),
        empty=NOTHING,
    )


def distribution_table(
    distributions: Iterable[DistributionFacts], results: Iterable[ResultFacts]
) -> tuple[Table, ...]:
    """How the grades of the printed results' sittings are distributed; none where none is known."""
    printed = {one.sitting_id for one in results if one.sitting_id}
    rows = tuple(_distribution_row(one) for one in distributions if one.sitting_id in printed)
    if not rows:
        return ()
    return (
        Table(
            heading=LocalizedText(de="Notenverteilung", en="Grade Distribution"),
            row_label=LocalizedText(de="Notenverteilung", en="Grade distribution"),
            columns=_DISTRIBUTION_COLUMNS,
            rows=rows,
            empty=NOTHING,
        ),
    )


def _table(heading: LocalizedText, rows: Sequence[Row]) -> Table:
    return Table(
        heading=heading,
        row_label=_EXAM,
        columns=_RESULT_COLUMNS,
        rows=tuple(rows),
        empty=_NOTHING_YET,
    )


def _belongs(result: ResultFacts, module: ModuleFacts) -> bool:
    return result.module_code == module.module_code or result.exam_number in module.exam_numbers


def _order(result: ResultFacts) -> tuple[str, int, date]:
    return result.exam_number, result.attempt, result.exam_date or date.min


def _area_heading(area: AreaFacts) -> LocalizedText:
    return LocalizedText(
        de="{name}: {earned} von {required} CP", en="{name}: {earned} of {required} CP"
    ).format(
        name=area.name,
        earned=print_credits(area.earned_tenths),
        required=print_credits(area.required_tenths),
    )


def _module_row(module: ModuleFacts) -> Row:
    credit_points = LocalizedText(
        de="{earned} von {required} CP", en="{earned} of {required} CP"
    ).format(
        earned=print_credits(module.earned_tenths), required=print_credits(module.credits_tenths)
    )
    grade = LocalizedText(de="", en="")
    if module.grade:
        grade = LocalizedText(de="Note {grade}", en="grade {grade}").format(
            grade=print_decimal(module.grade)
        )
    name = join(" ", same(module.module_code), module.name)
    return Row((join(" – ", name, join(", ", credit_points, grade)),), is_heading=True)


def _rows_by_module(results: Iterable[ResultFacts]) -> Iterator[Row]:
    """Results under headings of their modules, by the modules' codes."""
    by_module: dict[str, list[ResultFacts]] = {}
    for one in results:
        by_module.setdefault(one.module_code, []).append(one)
    for code, own in sorted(by_module.items()):
        heading = join(" ", same(code), own[0].module_name)
        if heading.de:
            yield Row((heading,), is_heading=True)
        yield from map(_result_row, sorted(own, key=_order))


def _result_row(result: ResultFacts) -> Row:
    earned = result.earned_tenths
    return Row(
        (
            same(result.exam_number),
            _exam(result),
            print_semester_briefly(result.semester) if result.semester else NOTHING,
            print_date_briefly(result.exam_date) if result.exam_date else NOTHING,
            same(str(result.attempt)) if result.attempt else NOTHING,
            same(result.status_code),
            print_decimal(result.grade),
            print_credits(earned) if earned else NOTHING,
        )
    )


def _exam(result: ResultFacts) -> LocalizedText:
    """The exam with its type, its examiner, and what has to be remarked."""
    details = join(", ", _FORMS[result.form], same(result.examiner_name))
    named = join("; ", result.exam_name, details)
    return join("; ", named, _remark(result))


def _remark(result: ResultFacts) -> LocalizedText:
    if result.recognised:
        recognised = LocalizedText(de="anerkannt", en="recognised")
        return join(": ", recognised, same(result.institution))
    if not result.counts_as_attempt:
        return LocalizedText(de="zählt nicht als Versuch", en="does not count as an attempt")
    return NOTHING


def _average_row(line: AverageLine) -> Row:
    return Row(
        (
            join(" ", same(line.module_code), line.name),
            print_decimal(line.grade),
            print_decimal(line.weight) if line.counted else NOTHING,
            print_decimal(line.product) if line.counted else NOTHING,
            line.explanation,
        )
    )


def _distribution_row(distribution: DistributionFacts) -> Row:
    counts = distribution.counts
    exam = join(" ", same(distribution.exam_number), distribution.exam_name)
    failed = LocalizedText(
        de=f"{distribution.failed_permille / 10:.1f} %".replace(".", ","),
        en=f"{distribution.failed_permille / 10:.1f}%",
    )
    return Row(
        (
            join(", ", exam, print_semester_briefly(distribution.semester)),
            same(str(distribution.result_count)),
            *(
                same(str(sum(one.count for one in counts if best <= one.grade <= worst)))
                for best, worst in _BANDS
            ),
            failed,
            print_decimal(distribution.average),
        )
    )
