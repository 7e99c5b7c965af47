"""The enrolment certificate (Immatrikulationsbescheinigung) of one semester.

Content after NHG and the university's practice: who is enrolled, in what, in which semester of
the programme and of the studies, and until when the document holds.
"""

from datetime import datetime

from chassis.values import Language, LocalizedText, Semester, local_date

from certificates.domain.document import Content, FieldGroup, PrintedField
from certificates.domain.facts import (
    EnrolmentFacts,
    EnrolmentKind,
    RecordsFacts,
    SemesterFacts,
    SemesterStatus,
)
from certificates.domain.printing import print_date, print_period, print_semester
from certificates.domain.shared_lines import (
    field,
    issue_group,
    person_group,
    programme_fields,
)

TITLE = LocalizedText(de="Immatrikulationsbescheinigung", en="Certificate of Enrolment")
FILE_STEM = LocalizedText(de="immatrikulationsbescheinigung", en="certificate-of-enrolment")

_STATUS = {
    SemesterStatus.ENROLLED: LocalizedText(de="immatrikuliert", en="enrolled"),
    SemesterStatus.REREGISTERED: LocalizedText(
        de="immatrikuliert (rückgemeldet)", en="enrolled (re-registered)"
    ),
    SemesterStatus.ON_LEAVE: LocalizedText(
        de="immatrikuliert, beurlaubt", en="enrolled, on leave of absence"
    ),
    SemesterStatus.ABROAD: LocalizedText(
        de="immatrikuliert, im Auslandssemester", en="enrolled, in a semester abroad"
    ),
}


def enrolment_content(
    records: RecordsFacts, semester: SemesterFacts, issue_time: datetime, language: Language
) -> Content:
    """What the certificate says. It holds until the semester or the enrolment ends."""
    enrolment = records.enrolment
    last_day = semester.semester.last_date
    valid_until = min(last_day, enrolment.end_date) if enrolment.end_date else last_day
    return Content(
        title=TITLE,
        subtitle=print_semester(semester.semester, language),
        statement=_statement(records, semester, issue_time, language),
        blocks=(
            person_group(records.person, language),
            FieldGroup(
                LocalizedText(de="Studium", en="Studies"),
                (
                    *programme_fields(enrolment, records.university, language),
                    *_duration_fields(enrolment, language),
                ),
            ),
            FieldGroup(
                LocalizedText(de="Semester", en="Semester"),
                _semester_fields(enrolment, semester, language),
            ),
            issue_group(issue_time, valid_until, language),
        ),
        notes=(),
        valid_until=valid_until,
        file_stem=FILE_STEM.in_language(language),
    )


def _statement(
    records: RecordsFacts, semester: SemesterFacts, issue_time: datetime, language: Language
) -> str:
    """The university is named in the nominative, so that every name of a university fits."""
    person = records.person
    over = local_date(issue_time) > semester.semester.last_date
    on_leave = semester.status is SemesterStatus.ON_LEAVE
    university = records.university.name.in_language(language)
    name, born = person.name.full, print_date(person.birth_date, language)
    in_semester = semester.semester.name_in(language)
    if language is Language.DE:
        kind = (
            "als Promovierende oder Promovierender "
            if records.enrolment.kind is EnrolmentKind.DOCTORAL
            else ""
        )
        return (
            f"Hiermit wird bescheinigt: {name}, geboren am {born} in {person.birth_place}, "
            f"{'war' if over else 'ist'} im {in_semester} an der {university} "
            f"{kind}immatrikuliert"
            f"{' und beurlaubt' if on_leave else ''}."
        )
    kind = (
        "as a doctoral student "
        if records.enrolment.kind is EnrolmentKind.DOCTORAL
        else "as a student "
    )
    leave = ", and was on leave of absence" if over else ", and is on leave of absence"
    return (
        f"{university} certifies that {name}, born on {born} in {person.birth_place}, "
        f"{'was' if over else 'is'} enrolled {kind}in the {in_semester}"
        f"{leave if on_leave else ''}."
    )


def _duration_fields(enrolment: EnrolmentFacts, language: Language) -> tuple[PrintedField, ...]:
    duration = enrolment.standard_duration_semesters
    german = language is Language.DE
    return (
        field(
            "Regelstudienzeit",
            "Standard period of study",
            f"{duration} Semester" if german else f"{duration} semesters",
        ),
        field(
            "Ersteinschreibung",
            "First enrolment",
            print_date(enrolment.first_enrolment_date, language),
        ),
    )


def _semester_fields(
    enrolment: EnrolmentFacts, semester: SemesterFacts, language: Language
) -> tuple[PrintedField, ...]:
    half_year = semester.semester
    lines = [
        field("Semester", "Semester", print_semester(half_year, language)),
        field(
            "Zeitraum",
            "Period",
            print_period(half_year.first_date, half_year.last_date, language),
        ),
        field("Fachsemester", "Programme semester", str(semester.programme_semester)),
        field("Hochschulsemester", "University semester", str(semester.university_semester)),
        field("Urlaubssemester", "Semesters on leave", _leave(enrolment, half_year, language)),
        field("Studienform", "Mode of study", _mode(semester, language)),
        field("Status", "Status", _STATUS[semester.status].in_language(language)),
    ]
    if enrolment.end_date is not None:
        end = print_date(enrolment.end_date, language)
        lines.append(field("Ende der Immatrikulation", "End of enrolment", end))
    return tuple(lines)


def _mode(semester: SemesterFacts, language: Language) -> str:
    if language is Language.DE:
        return "Teilzeit" if semester.part_time else "Vollzeit"
    return "part-time" if semester.part_time else "full-time"


def _leave(enrolment: EnrolmentFacts, until: Semester, language: Language) -> str:
    """How many semesters on leave up to the certified one, and which."""
    on_leave = [
        print_semester(one.semester, language)
        for one in enrolment.semesters
        if one.status is SemesterStatus.ON_LEAVE and one.semester <= until
    ]
    return f"{len(on_leave)} ({', '.join(on_leave)})" if on_leave else "0"
