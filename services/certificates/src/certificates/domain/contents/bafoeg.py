"""The certificate under section 9 BAföG, which stands in for form 2 (Formblatt 2).

The office for educational support decides by it; what form 2 asks of a university is mandatory
here: the family name, date and place of birth, first enrolment, time model and leave.
"""

from datetime import datetime

from chassis.values import LocalizedText, local_date

from certificates.domain.contents.enrolment_certificate import (
    SEMESTER,
    duration_entries,
    last_day_of,
    mode_of_study,
    semester_entries,
)
from certificates.domain.contents.shared_lines import (
    PERSON,
    STUDIES,
    birth_entries,
    certified_semester,
    entry,
    issue_group,
    key_facts,
    name_entries,
    programme_entries,
)
from certificates.domain.document import Content, Entry, FieldGroup
from certificates.domain.facts import Facts, SemesterFacts, SemesterStatus
from certificates.domain.printing import print_date, print_semester

TITLE = LocalizedText(
    de="Bescheinigung nach § 9 BAföG",
    en="Certificate under Section 9 of the Federal Training Assistance Act (BAföG)",
)
FILE_STEM = LocalizedText(de="bafoeg-bescheinigung", en="bafoeg-certificate")

_YES = LocalizedText(de="ja", en="yes")
_NO = LocalizedText(de="nein", en="no")
_PURPOSE = LocalizedText(
    de="Zur Vorlage beim Amt für Ausbildungsförderung. Diese Bescheinigung ersetzt das "
    "Formblatt 2.",
    en="For the office for educational support (Amt für Ausbildungsförderung). This certificate "
    "stands in for form 2 (Formblatt 2).",
)
_PART_TIME = LocalizedText(
    de="Die Ausbildung wird in diesem Semester in Teilzeit betrieben. Während eines "
    "Teilzeitstudiums wird keine Ausbildungsförderung nach dem BAföG geleistet.",
    en="The studies are part-time in this semester. No support under the BAföG is given during "
    "part-time studies.",
)


def bafoeg_content(facts: Facts, issue_time: datetime) -> Content:
    """What the certificate says. It holds as long as an enrolment certificate does."""
    records, semester = facts.records, certified_semester(facts)
    enrolment = records.enrolment
    valid_until = last_day_of(enrolment, semester)
    return Content(
        title=TITLE,
        subtitle=print_semester(semester.semester),
        statement=_statement(facts, semester, issue_time),
        blocks=(
            FieldGroup(PERSON, (*name_entries(records.person), *birth_entries(records.person))),
            FieldGroup(
                STUDIES,
                (
                    *programme_entries(enrolment, records.university),
                    *duration_entries(enrolment),
                ),
            ),
            FieldGroup(SEMESTER, (*semester_entries(enrolment, semester), _leave_entry(semester))),
            issue_group(issue_time, valid_until),
        ),
        notes=(_PURPOSE, _PART_TIME) if semester.part_time else (_PURPOSE,),
        valid_until=valid_until,
        file_stem=FILE_STEM,
        key_facts=key_facts(records, semester),
    )


def _leave_entry(semester: SemesterFacts) -> Entry:
    on_leave = semester.status is SemesterStatus.ON_LEAVE
    return entry(
        "In diesem Semester beurlaubt", "On leave in this semester", _YES if on_leave else _NO
    )


def _statement(facts: Facts, semester: SemesterFacts, issue_time: datetime) -> LocalizedText:
    """Studies in words that the act uses; on leave nobody studies."""
    person = facts.records.person
    over = local_date(issue_time) > semester.semester.last_date
    on_leave = semester.status is SemesterStatus.ON_LEAVE
    mode = mode_of_study(semester.part_time)
    return LocalizedText(
        de=(
            "Nach § 9 BAföG wird bescheinigt: {name}, geboren am {born} in {place}, "
            f"{'war' if over else 'ist'} im {{semester}} an der {{university}} immatrikuliert "
            + (
                f"und {'war' if over else 'ist'} beurlaubt."
                if on_leave
                else f"und {'betrieb' if over else 'betreibt'} das Studium in {mode.de}."
            )
        ),
        en=(
            "{university} certifies under section 9 BAföG that {name}, born on {born} in {place}, "
            f"{'was' if over else 'is'} enrolled in the {{semester}} "
            + (
                f"and {'was' if over else 'is'} on leave of absence."
                if on_leave
                else f"and {'studied' if over else 'studies'} {mode.en}."
            )
        ),
    ).format(
        name=person.name.full,
        born=print_date(person.birth_date),
        place=person.birth_place,
        semester=semester.semester.name,
        university=facts.records.university.name,
    )
