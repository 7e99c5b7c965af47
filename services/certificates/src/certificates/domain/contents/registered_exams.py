"""The certificate of registered exams (Angemeldete Prüfungen) of one enrolment and semester.

It shows what exams holds at the moment of issue: every registration that stands and every one
that was withdrawn, each with its time, so that students can prove both.
"""

from datetime import UTC, datetime

from chassis.values import LocalizedText

from certificates.domain.contents.shared_lines import (
    STUDIES,
    certified_semester,
    entry,
    issue_group,
    key_facts,
    person_group,
    programme_entries,
)
from certificates.domain.document import Column, Content, FieldGroup, Row, Table
from certificates.domain.facts import (
    Facts,
    RecordsFacts,
    RegistrationFacts,
    RegistrationStatus,
    SemesterFacts,
)
from certificates.domain.printing import (
    NOTHING,
    join,
    print_semester,
    print_time,
    print_time_briefly,
    same,
)

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

_NOTE = LocalizedText(
    de="Alle Uhrzeiten sind Ortszeit der Hochschule. AN: angemeldet; "
    "RT: durch die Studierende oder den Studierenden abgemeldet (Rücktritt).",
    en="All times are the university's local time. AN: registered; RT: withdrawn by the student.",
)

_NEVER = datetime.max.replace(tzinfo=UTC)


def registered_exams_content(facts: Facts, issue_time: datetime) -> Content:
    """What the certificate says. It tells the state of one moment, so its validity has no end."""
    records, semester = facts.records, certified_semester(facts)
    registrations = facts.registrations
    standing = sorted(
        (one for one in registrations if one.status in _STANDING),
        key=lambda one: (one.start_time or _NEVER, one.exam_number),
    )
    withdrawn = sorted(
        (one for one in registrations if one.status in _ENDED),
        key=lambda one: (one.withdraw_time or _NEVER, one.exam_number),
    )
    name = print_semester(semester.semester)
    return Content(
        title=TITLE,
        subtitle=name,
        statement=_statement(records, semester, issue_time),
        blocks=(
            person_group(records.person),
            FieldGroup(
                STUDIES,
                (
                    *programme_entries(records.enrolment, records.university),
                    entry("Semester", "Semester", name),
                    entry("Fachsemester", "Programme semester", str(semester.programme_semester)),
                ),
            ),
            _standing_table(standing),
            _withdrawn_table(withdrawn),
            issue_group(issue_time, None),
        ),
        notes=(_NOTE,),
        valid_until=None,
        file_stem=FILE_STEM,
        key_facts=key_facts(records, semester),
    )


def _statement(
    records: RecordsFacts, semester: SemesterFacts, issue_time: datetime
) -> LocalizedText:
    return LocalizedText(
        de="Hiermit werden die Prüfungsanmeldungen von {name} an der {university} im {semester} "
        "bescheinigt, Stand {moment} Uhr.",
        en="{university} certifies the examination registrations of {name} in the {semester} as of "
        "{moment}.",
    ).format(
        name=records.person.name.full,
        university=records.university.name,
        semester=semester.semester.name,
        moment=print_time(issue_time),
    )


def _standing_table(registrations: list[RegistrationFacts]) -> Table:
    return Table(
        heading=TITLE,
        row_label=LocalizedText(de="Angemeldete Prüfung", en="Registered examination"),
        columns=(_NUMBER, _EXAM, _SITTING, _STATE, _REGISTERED),
        rows=tuple(
            Row((*_sitting_cells(one), print_time_briefly(one.register_time)))
            for one in registrations
        ),
        empty=LocalizedText(
            de="In diesem Semester ist keine Prüfung angemeldet.",
            en="No examination is registered in this semester.",
        ),
    )


def _withdrawn_table(registrations: list[RegistrationFacts]) -> Table:
    return Table(
        heading=LocalizedText(de="Abgemeldete Prüfungen", en="Withdrawn Examinations"),
        row_label=LocalizedText(de="Abgemeldete Prüfung", en="Withdrawn examination"),
        columns=(_NUMBER, _EXAM, _SITTING, _STATE, _REGISTERED, _WITHDRAWN),
        rows=tuple(
            Row(
                (
                    *_sitting_cells(one),
                    print_time_briefly(one.register_time),
                    print_time_briefly(one.withdraw_time) if one.withdraw_time else NOTHING,
                )
            )
            for one in registrations
        ),
        empty=LocalizedText(
            de="In diesem Semester wurde keine Prüfung abgemeldet.",
            en="No examination was withdrawn in this semester.",
        ),
    )


def _sitting_cells(one: RegistrationFacts) -> tuple[LocalizedText, ...]:
    state = _STATUS[one.status]
    if one.status_code:
        state = LocalizedText(
            de=f"{state.de} ({one.status_code})", en=f"{state.en} ({one.status_code})"
        )
    return (same(one.exam_number), _title(one), _sitting(one), state)


def _title(one: RegistrationFacts) -> LocalizedText:
    """The exam, with its module where that has another name."""
    exam, module = one.exam_name, one.module_name
    return LocalizedText(
        de=exam.de if module.de in ("", exam.de) else f"{exam.de} ({module.de})",
        en=exam.en if module.en in ("", exam.en) else f"{exam.en} ({module.en})",
    )


def _sitting(one: RegistrationFacts) -> LocalizedText:
    """Day, time and room, or for a sitting without a day its examination period."""
    if one.start_time is not None:
        return join(", ", print_time_briefly(one.start_time), same(one.room))
    return LocalizedText(
        de=f"ohne festen Termin, {one.examination_period}. Prüfungszeitraum",
        en=f"no fixed date, examination period {one.examination_period}",
    )
