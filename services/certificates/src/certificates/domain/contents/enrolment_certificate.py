"""The enrolment certificate (Immatrikulationsbescheinigung) of one semester.

Content after NHG and the university's practice: who is enrolled, in what, in which semester of
the programme and of the studies, and until when the document holds.
"""

from datetime import date, datetime

from chassis.values import LocalizedText, Semester, local_date

from certificates.domain.contents.shared_lines import (
    STUDIES,
    certified_semester,
    entry,
    issue_group,
    key_facts,
    person_group,
    programme_entries,
)
from certificates.domain.document import Content, Entry, FieldGroup
from certificates.domain.facts import (
    EnrolmentFacts,
    EnrolmentKind,
    Facts,
    RecordsFacts,
    SemesterFacts,
    SemesterStatus,
)
from certificates.domain.printing import join, print_date, print_period, print_semester, same

TITLE = LocalizedText(de="Immatrikulationsbescheinigung", en="Certificate of Enrolment")
FILE_STEM = LocalizedText(de="immatrikulationsbescheinigung", en="certificate-of-enrolment")

SEMESTER = LocalizedText(de="Semester", en="Semester")

STATUS_NAMES = {
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


def enrolment_content(facts: Facts, issue_time: datetime) -> Content:
    """What the certificate says. It holds until the semester or the enrolment ends."""
    records, semester = facts.records, certified_semester(facts)
    enrolment = records.enrolment
    valid_until = last_day_of(enrolment, semester)
    return Content(
        title=TITLE,
        subtitle=print_semester(semester.semester),
        statement=_statement(records, semester, issue_time),
        blocks=(
            person_group(records.person),
            FieldGroup(
                STUDIES,
                (
                    *programme_entries(enrolment, records.university),
                    *duration_entries(enrolment),
                ),
            ),
            FieldGroup(SEMESTER, semester_entries(enrolment, semester)),
            issue_group(issue_time, valid_until),
        ),
        notes=(),
        valid_until=valid_until,
        file_stem=FILE_STEM,
        key_facts=key_facts(records, semester),
    )


def _statement(
    records: RecordsFacts, semester: SemesterFacts, issue_time: datetime
) -> LocalizedText:
    """The university is named in the nominative, so that every name of a university fits."""
    person = records.person
    over = local_date(issue_time) > semester.semester.last_date
    on_leave = semester.status is SemesterStatus.ON_LEAVE
    doctoral = records.enrolment.kind is EnrolmentKind.DOCTORAL
    leave = ", and was on leave of absence" if over else ", and is on leave of absence"
    return LocalizedText(
        de=(
            "Hiermit wird bescheinigt: {name}, geboren am {born} in {place}, "
            f"{'war' if over else 'ist'} im {{semester}} an der {{university}} "
            f"{'als Promovierende oder Promovierender ' if doctoral else ''}immatrikuliert"
            f"{' und beurlaubt' if on_leave else ''}."
        ),
        en=(
            "{university} certifies that {name}, born on {born} in {place}, "
            f"{'was' if over else 'is'} enrolled "
            f"{'as a doctoral student' if doctoral else 'as a student'} in the {{semester}}"
            f"{leave if on_leave else ''}."
        ),
    ).format(
        name=person.name.full,
        born=print_date(person.birth_date),
        place=person.birth_place,
        semester=semester.semester.name,
        university=records.university.name,
    )


def last_day_of(enrolment: EnrolmentFacts, semester: SemesterFacts) -> date:
    """The last day of the semester, or of the enrolment where that ends before."""
    last_day = semester.semester.last_date
    return min(last_day, enrolment.end_date) if enrolment.end_date else last_day


def duration_entries(enrolment: EnrolmentFacts) -> tuple[Entry, ...]:
    """How long the studies are meant to take and since when they last."""
    first = entry(
        "Ersteinschreibung", "First enrolment", print_date(enrolment.first_enrolment_date)
    )
    duration = enrolment.standard_duration_semesters
    if duration == 0:
        return (first,)
    semesters = LocalizedText(de=f"{duration} Semester", en=f"{duration} semesters")
    return (entry("Regelstudienzeit", "Standard period of study", semesters), first)


def semester_entries(enrolment: EnrolmentFacts, semester: SemesterFacts) -> tuple[Entry, ...]:
    """The semester, its numbers, leave, mode of study and status."""
    half_year = semester.semester
    lines = [
        entry("Semester", "Semester", print_semester(half_year)),
        entry("Zeitraum", "Period", print_period(half_year.first_date, half_year.last_date)),
        entry("Fachsemester", "Programme semester", str(semester.programme_semester)),
        entry("Hochschulsemester", "University semester", str(semester.university_semester)),
        entry("Urlaubssemester", "Semesters on leave", leave_semesters(enrolment, half_year)),
        entry("Studienform", "Mode of study", mode_of_study(semester.part_time)),
        entry("Status", "Status", STATUS_NAMES[semester.status]),
    ]
    if enrolment.end_date is not None:
        end = print_date(enrolment.end_date)
        lines.append(entry("Ende der Immatrikulation", "End of enrolment", end))
    return tuple(lines)


def mode_of_study(part_time: bool) -> LocalizedText:
    """The time model."""
    if part_time:
        return LocalizedText(de="Teilzeit", en="part-time")
    return LocalizedText(de="Vollzeit", en="full-time")


def leave_semesters(enrolment: EnrolmentFacts, until: Semester) -> LocalizedText:
    """How many semesters on leave up to the certified one, and which."""
    on_leave = [
        print_semester(one.semester)
        for one in enrolment.semesters
        if one.status is SemesterStatus.ON_LEAVE and one.semester <= until
    ]
    if not on_leave:
        return same("0")
    which = join(", ", *on_leave)
    return LocalizedText(de=f"{len(on_leave)} ({which.de})", en=f"{len(on_leave)} ({which.en})")
