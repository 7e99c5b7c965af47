"""The certificate of de-registration (Exmatrikulationsbescheinigung) of one enrolment.

It can be drawn as soon as the end is set; before the day it says what is going to happen. The
reason is told neutrally: whoever left without a degree need not explain more than that.
"""

from datetime import date, datetime

from chassis.values import LocalizedText, local_date

from certificates.domain.contents.enrolment_certificate import duration_entries, leave_semesters
from certificates.domain.contents.shared_lines import (
    STUDIES,
    entry,
    issue_group,
    key_facts,
    person_group,
    programme_entries,
)
from certificates.domain.document import Content, Entry, FieldGroup
from certificates.domain.facts import EndReason, EnrolmentFacts, EnrolmentKind, Facts
from certificates.domain.printing import NOTHING, print_date, print_semester

TITLE = LocalizedText(de="Exmatrikulationsbescheinigung", en="Certificate of De-registration")
FILE_STEM = LocalizedText(de="exmatrikulationsbescheinigung", en="certificate-of-de-registration")

_END = LocalizedText(de="Exmatrikulation", en="De-registration")
# Who left for want of re-registration, or by a decision of the office, is told in the same words.
_BY_OFFICE = LocalizedText(de="von Amts wegen", en="by the university")
_REASONS = {
    EndReason.COMPLETION: LocalizedText(
        de="nach Abschluss des Studiums", en="after completing the studies"
    ),
    EndReason.APPLICATION: LocalizedText(
        de="auf eigenen Antrag", en="on the student's application"
    ),
    EndReason.NOT_REREGISTERED: _BY_OFFICE,
    EndReason.OFFICE: _BY_OFFICE,
}


def exmatriculation_content(facts: Facts, issue_time: datetime) -> Content:
    """What the certificate says; its validity has no end.

    Raises ValueError for an enrolment whose end is not set, which gathering refuses before.
    """
    records = facts.records
    enrolment = records.enrolment
    if enrolment.end_date is None:
        raise ValueError("the end of the enrolment is not set")
    last = enrolment.last_semester
    return Content(
        title=TITLE,
        subtitle=NOTHING,
        statement=_statement(facts, enrolment.end_date, issue_time),
        blocks=(
            person_group(records.person),
            FieldGroup(
                STUDIES,
                (*programme_entries(enrolment, records.university), *duration_entries(enrolment)),
            ),
            FieldGroup(_END, _end_entries(enrolment, enrolment.end_date)),
            issue_group(issue_time, None),
        ),
        notes=(),
        valid_until=None,
        file_stem=FILE_STEM,
        key_facts=key_facts(records, last),
    )


def _statement(facts: Facts, end_date: date, issue_time: datetime) -> LocalizedText:
    """The end date is the last day of membership."""
    person = facts.records.person
    over = local_date(issue_time) > end_date
    doctoral = facts.records.enrolment.kind is EnrolmentKind.DOCTORAL
    return LocalizedText(
        de=(
            "Hiermit wird bescheinigt: {name}, geboren am {born} in {place}, "
            f"{'wurde' if over else 'wird'} zum {{end}} an der {{university}} aus dem "
            f"{'Promotionsstudiengang' if doctoral else 'Studiengang'} {{programme}} "
            "exmatrikuliert."
        ),
        en=(
            "{university} certifies that {name}, born on {born} in {place}, "
            f"{'was' if over else 'is going to be'} de-registered from the "
            f"{'doctoral' if doctoral else 'degree'} programme {{programme}} as of {{end}}."
        ),
    ).format(
        name=person.name.full,
        born=print_date(person.birth_date),
        place=person.birth_place,
        end=print_date(end_date),
        university=facts.records.university.name,
        programme=facts.records.enrolment.programme_name,
    )


def _end_entries(enrolment: EnrolmentFacts, end_date: date) -> tuple[Entry, ...]:
    lines = [
        entry("Letzter Tag der Mitgliedschaft", "Last day of membership", print_date(end_date)),
    ]
    if (last := enrolment.last_semester) is not None:
        lines += [
            entry("Letztes Semester", "Last semester", print_semester(last.semester)),
            entry("Fachsemester", "Programme semester", str(last.programme_semester)),
            entry("Hochschulsemester", "University semester", str(last.university_semester)),
            entry(
                "Urlaubssemester",
                "Semesters on leave",
                leave_semesters(enrolment, last.semester),
            ),
        ]
    if enrolment.end_reason is not None:
        lines.append(entry("Exmatrikuliert", "De-registered", _REASONS[enrolment.end_reason]))
    lines.append(entry("Studienabschluss", "Degree", _completion(enrolment)))
    return tuple(lines)


def _completion(enrolment: EnrolmentFacts) -> LocalizedText:
    if enrolment.completion_date is None:
        return LocalizedText(de="ohne Abschluss", en="not completed")
    return LocalizedText(
        de="abgeschlossen, letzte Prüfung am {day}", en="completed, last examination on {day}"
    ).format(day=print_date(enrolment.completion_date))
