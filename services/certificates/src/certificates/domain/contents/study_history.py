"""The study history (Studienverlaufsbescheinigung): every semester of a student.

It covers all enrolments at this university and, as far as records knows them, studies elsewhere;
the pension insurance and universities that a student changes to ask for it.
"""

from datetime import datetime

from chassis.values import LocalizedText

from certificates.domain.contents.enrolment_certificate import STATUS_NAMES, mode_of_study
from certificates.domain.contents.shared_lines import issue_group, key_facts, person_group
from certificates.domain.document import Column, Content, Row, Table
from certificates.domain.facts import (
    EnrolmentKind,
    Facts,
    HistoryFacts,
    HistoryLine,
    PriorStudy,
    StudyPeriod,
)
from certificates.domain.printing import (
    NOTHING,
    join,
    print_date,
    print_date_briefly,
    print_semester,
    print_semester_briefly,
    same,
)

TITLE = LocalizedText(de="Studienverlaufsbescheinigung", en="Study History")
FILE_STEM = LocalizedText(de="studienverlauf", en="study-history")

_PROGRAMME = LocalizedText(de="Studiengang", en="Degree programme")
_SEMESTER_COLUMNS = (
    Column(LocalizedText(de="Semester", en="Semester"), 1.3),
    Column(_PROGRAMME, 3.0),
    Column(LocalizedText(de="Status", en="Status"), 1.9),
    Column(LocalizedText(de="Fachsem.", en="Progr. sem."), 0.9, is_number=True),
    Column(LocalizedText(de="Hochschulsem.", en="Univ. sem."), 1.2, is_number=True),
    Column(LocalizedText(de="Studienform", en="Mode"), 1.1),
)
_PERIOD_COLUMNS = (
    Column(_PROGRAMME, 3.2),
    Column(LocalizedText(de="Beginn", en="Begin"), 1.3),
    Column(LocalizedText(de="Ende", en="End"), 1.3),
    Column(LocalizedText(de="Regelstudienzeit", en="Standard period"), 1.4),
    Column(LocalizedText(de="Semester", en="Semesters"), 2.2),
)
_PRIOR_COLUMNS = (
    Column(LocalizedText(de="Hochschule", en="University"), 2.6),
    Column(_PROGRAMME, 2.4),
    Column(LocalizedText(de="Semester", en="Semesters"), 2.4),
    Column(LocalizedText(de="Abschluss", en="Degree"), 1.2),
)
_NOTE = LocalizedText(
    de="Fachsemester zählen keine Urlaubssemester; Hochschulsemester zählen jedes Semester, in dem "
    "eine Einschreibung an einer deutschen Hochschule bestand.",
    en="Programme semesters do not count semesters on leave; university semesters count every "
    "semester of enrolment at a German university.",
)


def study_history_content(facts: Facts, issue_time: datetime) -> Content:
    """What the certificate says. It tells the state of its day, so its validity has no end.

    Raises ValueError where the history was not gathered.
    """
    records, history = facts.records, facts.history
    if history is None:
        raise ValueError("the facts were gathered without the study history")
    prior = (_prior_table(history),) if history.prior_studies else ()
    return Content(
        title=TITLE,
        subtitle=_span(history),
        statement=LocalizedText(
            de="Hiermit wird der Studienverlauf von {name}, geboren am {born} in {place}, an der "
            "{university} bescheinigt.",
            en="{university} certifies the study history of {name}, born on {born} in {place}.",
        ).format(
            name=records.person.name.full,
            born=print_date(records.person.birth_date),
            place=records.person.birth_place,
            university=records.university.name,
        ),
        blocks=(
            person_group(records.person),
            _period_table(history),
            _semester_table(history),
            *prior,
            issue_group(issue_time, None),
        ),
        notes=(_NOTE,),
        valid_until=None,
        file_stem=FILE_STEM,
        key_facts=key_facts(records, summary=_summary(history)),
    )


def _span(history: HistoryFacts) -> LocalizedText:
    """From the first to the last semester at this university."""
    semesters = sorted({line.semester for line in history.lines})
    if not semesters:
        return NOTHING
    ends = dict.fromkeys((semesters[0], semesters[-1]))
    return join(" – ", *(print_semester(one) for one in ends))


def _summary(history: HistoryFacts) -> str:
    return f"{len({line.semester for line in history.lines})} Semester"


def _semester_table(history: HistoryFacts) -> Table:
    return Table(
        heading=LocalizedText(
            de="Semester an dieser Hochschule", en="Semesters at this University"
        ),
        row_label=LocalizedText(de="Semester", en="Semester"),
        columns=_SEMESTER_COLUMNS,
        rows=tuple(_semester_row(line) for line in history.lines),
        empty=LocalizedText(de="Keine Semester verzeichnet.", en="No semesters on record."),
    )


def _semester_row(line: HistoryLine) -> Row:
    status = STATUS_NAMES[line.status]
    if line.end_date is not None:
        ended = LocalizedText(de="exmatrikuliert zum {day}", en="de-registered as of {day}")
        status = join("; ", status, ended.format(day=print_date_briefly(line.end_date)))
    return Row(
        (
            print_semester_briefly(line.semester),
            _with_degree(line.programme_name, line.degree),
            status,
            same(str(line.programme_semester)),
            same(str(line.university_semester)),
            mode_of_study(line.part_time),
        )
    )


def _period_table(history: HistoryFacts) -> Table:
    return Table(
        heading=LocalizedText(
            de="Studiengänge an dieser Hochschule", en="Programmes at this University"
        ),
        row_label=_PROGRAMME,
        columns=_PERIOD_COLUMNS,
        rows=tuple(_period_row(one) for one in history.periods),
        empty=LocalizedText(de="Kein Studiengang verzeichnet.", en="No programme on record."),
    )


def _period_row(period: StudyPeriod) -> Row:
    subject = join(", ", period.major, period.minor)
    doctoral = period.kind is EnrolmentKind.DOCTORAL
    return Row(
        (
            join(
                ", ",
                _with_degree(period.programme_name, period.degree),
                subject,
                LocalizedText(de="Promotion", en="doctoral studies") if doctoral else NOTHING,
            ),
            print_date_briefly(period.first_enrolment_date),
            _end(period),
            _standard_duration(period),
            _counts(period),
        )
    )


def _end(period: StudyPeriod) -> LocalizedText:
    if period.end_date is None:
        return LocalizedText(de="dauert an", en="continues")
    day = print_date_briefly(period.end_date)
    if period.completion_date is None:
        return day
    return join(", ", day, LocalizedText(de="abgeschlossen", en="completed"))


def _standard_duration(period: StudyPeriod) -> LocalizedText:
    if period.standard_duration_semesters == 0:
        return NOTHING
    own, usual = period.individual_standard_duration_semesters, period.standard_duration_semesters
    if own in (0, usual):
        return LocalizedText(de=f"{usual} Semester", en=f"{usual} semesters")
    return LocalizedText(
        de=f"{usual} Semester, individuell {own}", en=f"{usual} semesters, individually {own}"
    )


def _counts(period: StudyPeriod) -> LocalizedText:
    """How the semesters were spent; what did not happen is left out."""
    named = (
        (period.programme_semesters, "Fachsemester", _programme_semesters(period)),
        (period.leave_semesters, "beurlaubt", "on leave"),
        (period.abroad_semesters, "im Ausland", "abroad"),
        (period.part_time_semesters, "in Teilzeit", "part-time"),
    )
    return join(", ", *(LocalizedText(de=f"{n} {de}", en=f"{n} {en}") for n, de, en in named if n))


def _programme_semesters(period: StudyPeriod) -> str:
    return "programme semester" if period.programme_semesters == 1 else "programme semesters"


def _prior_table(history: HistoryFacts) -> Table:
    return Table(
        heading=LocalizedText(
            de="Studium an anderen Hochschulen", en="Studies at Other Universities"
        ),
        row_label=LocalizedText(de="Früheres Studium", en="Earlier studies"),
        columns=_PRIOR_COLUMNS,
        rows=tuple(_prior_row(one) for one in history.prior_studies),
        empty=NOTHING,
    )


def _prior_row(prior: PriorStudy) -> Row:
    number = LocalizedText(de=f"{prior.semesters} Semester", en=f"{prior.semesters} semesters")
    known = join(", ", *(print_semester_briefly(one) for one in sorted(prior.known_semesters)))
    completed = LocalizedText(de="abgeschlossen", en="completed")
    open_ = LocalizedText(de="nicht abgeschlossen", en="not completed")
    return Row(
        (
            same(prior.university_name),
            same(prior.programme_name),
            join(": ", number, known),
            completed if prior.completed_degree else open_,
        )
    )


def _with_degree(programme: LocalizedText, degree: str) -> LocalizedText:
    return join(", ", programme, same(degree))
