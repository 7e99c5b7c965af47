"""The certificate of registered exams (Angemeldete Prüfungen) of one enrolment and semester.

It shows what exams holds at the moment of issue: every registration that stands and every one
that was withdrawn, each with its time, so that students can prove both.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from chassis.values import Language, LocalizedText

from certificates.domain.document import Column, Content, FieldGroup, Table
from certificates.domain.facts import (
    RecordsFacts,
    RegistrationFacts,
    RegistrationStatus,
    SemesterFacts,
)
from certificates.domain.printing import print_semester, print_time, print_time_briefly
from certificates.domain.shared_lines import field, issue_group, person_group, programme_fields

TITLE = LocalizedText(de="Angemeldete Prüfungen", en="Registered Examinations")
FILE_STEM = LocalizedText(de="angemeldete-pruefungen", en="registered-exams")

_STANDING = {
    RegistrationStatus.REGISTERED: LocalizedText(de="angemeldet", en="registered"),
    RegistrationStatus.WAITING: LocalizedText(de="auf der Warteliste", en="on the waiting list"),
    RegistrationStatus.IN_LOTTERY: LocalizedText(de="in der Verlosung", en="in the draw"),
    RegistrationStatus.SICK_NOTE_FILED: LocalizedText(
        de="Krankmeldung eingereicht", en="sick note filed"
    ),
    RegistrationStatus.HANDED_IN: LocalizedText(de="abgegeben", en="handed in"),
    RegistrationStatus.INCOMPLETE: LocalizedText(de="unvollständig", en="incomplete"),
    RegistrationStatus.ORAL_SUPPLEMENTARY: LocalizedText(
        de="mündliche Ergänzungsprüfung", en="oral supplementary exam"
    ),
}
_ENDED = {
    RegistrationStatus.WITHDRAWN: LocalizedText(de="abgemeldet", en="withdrawn"),
    RegistrationStatus.NOT_DRAWN: LocalizedText(de="kein Platz durch Los", en="not drawn"),
    RegistrationStatus.DEREGISTERED: LocalizedText(
        de="durch das Prüfungsamt abgemeldet", en="deregistered by the office"
    ),
    RegistrationStatus.WITHDRAWAL_APPROVED: LocalizedText(
        de="Rücktritt genehmigt", en="withdrawal approved"
    ),
}
_STATUS = {**_STANDING, **_ENDED}

_NUMBER = Column(LocalizedText(de="Nr.", en="No."), 0.95)
_EXAM = Column(LocalizedText(de="Prüfung", en="Examination"), 2.8)
_SITTING = Column(LocalizedText(de="Termin und Raum", en="Date and room"), 2.2)
_STATE = Column(LocalizedText(de="Status", en="Status"), 1.4)
_REGISTERED = Column(LocalizedText(de="Angemeldet am", en="Registered on"), 1.78)
_WITHDRAWN = Column(LocalizedText(de="Abgemeldet am", en="Withdrawn on"), 1.78)

_NEVER = datetime.max.replace(tzinfo=UTC)


def registered_exams_content(
    records: RecordsFacts,
    semester: SemesterFacts,
    registrations: Iterable[RegistrationFacts],
    issue_time: datetime,
    language: Language,
) -> Content:
    """What the certificate says. It tells the state of one moment, so its validity has no end."""
    registrations = tuple(registrations)
    standing = sorted(
        (one for one in registrations if one.status in _STANDING),
        key=lambda one: (one.start_time or _NEVER, one.exam_number),
    )
    withdrawn = sorted(
        (one for one in registrations if one.status in _ENDED),
        key=lambda one: (one.withdraw_time or _NEVER, one.exam_number),
    )
    name = print_semester(semester.semester, language)
    return Content(
        title=TITLE,
        subtitle=name,
        statement=_statement(records, semester, issue_time, language),
        blocks=(
            person_group(records.person, language),
            FieldGroup(
                LocalizedText(de="Studium", en="Studies"),
                (
                    *programme_fields(records.enrolment, records.university, language),
                    field("Semester", "Semester", name),
                    field("Fachsemester", "Programme semester", str(semester.programme_semester)),
                ),
            ),
            _standing_table(standing, language),
            _withdrawn_table(withdrawn, language),
            issue_group(issue_time, None, language),
        ),
        notes=(_note(language),),
        valid_until=None,
        file_stem=FILE_STEM.in_language(language),
    )


def _statement(
    records: RecordsFacts, semester: SemesterFacts, issue_time: datetime, language: Language
) -> str:
    university = records.university.name.in_language(language)
    moment = print_time(issue_time, language)
    in_semester = semester.semester.name_in(language)
    name = records.person.name.full
    if language is Language.DE:
        return (
            f"Hiermit werden die Prüfungsanmeldungen von {name} an der {university} im "
            f"{in_semester} bescheinigt, Stand {moment} Uhr."
        )
    return (
        f"{university} certifies the examination registrations of {name} in the {in_semester} "
        f"as of {moment}."
    )


def _standing_table(registrations: list[RegistrationFacts], language: Language) -> Table:
    return Table(
        heading=TITLE,
        row_label=LocalizedText(de="Angemeldete Prüfung", en="Registered examination"),
        columns=(_NUMBER, _EXAM, _SITTING, _STATE, _REGISTERED),
        rows=tuple(
            (*_sitting_cells(one, language), print_time_briefly(one.register_time, language))
            for one in registrations
        ),
        empty=LocalizedText(
            de="In diesem Semester ist keine Prüfung angemeldet.",
            en="No examination is registered in this semester.",
        ),
    )


def _withdrawn_table(registrations: list[RegistrationFacts], language: Language) -> Table:
    return Table(
        heading=LocalizedText(de="Abgemeldete Prüfungen", en="Withdrawn Examinations"),
        row_label=LocalizedText(de="Abgemeldete Prüfung", en="Withdrawn examination"),
        columns=(_NUMBER, _EXAM, _SITTING, _STATE, _REGISTERED, _WITHDRAWN),
        rows=tuple(
            (
                *_sitting_cells(one, language),
                print_time_briefly(one.register_time, language),
                print_time_briefly(one.withdraw_time, language) if one.withdraw_time else "",
            )
            for one in registrations
        ),
        empty=LocalizedText(
            de="In diesem Semester wurde keine Prüfung abgemeldet.",
            en="No examination was withdrawn in this semester.",
        ),
    )


def _sitting_cells(one: RegistrationFacts, language: Language) -> tuple[str, ...]:
    exam, module = one.exam_name.in_language(language), one.module_name.in_language(language)
    title = exam if module in ("", exam) else f"{exam} ({module})"
    state = _STATUS[one.status].in_language(language)
    if one.status_code:
        state = f"{state} ({one.status_code})"
    return (one.exam_number, title, _sitting(one, language), state)


def _sitting(one: RegistrationFacts, language: Language) -> str:
    """Day, time and room, or for a sitting without a day its examination period."""
    if one.start_time is not None:
        start = print_time_briefly(one.start_time, language)
        return f"{start}, {one.room}" if one.room else start
    if language is Language.DE:
        return f"ohne festen Termin, {one.examination_period}. Prüfungszeitraum"
    return f"no fixed date, examination period {one.examination_period}"


def _note(language: Language) -> str:
    if language is Language.DE:
        return (
            "Alle Uhrzeiten sind Ortszeit der Hochschule. AN: angemeldet; "
            "RT: durch die Studierende oder den Studierenden abgemeldet (Rücktritt)."
        )
    return (
        "All times are the university's local time. AN: registered; RT: withdrawn by the student."
    )
