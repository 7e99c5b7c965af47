"""`studienverlaufsbescheinigung`: the study history.

Each programme is summed up (`zusammenfassung`), each of its semesters stands by itself
(`aufzaehlung`). Studies at other universities, ends before the last day of a semester and whether
studies were completed have no element: the message knows one university.
"""

from chassis.values import LocalizedText

from certificates.domain.document import Document
from certificates.domain.facts import (
    Facts,
    HistoryFacts,
    HistoryLine,
    SemesterStatus,
    StudyPeriod,
)
from certificates.domain.printing import same
from certificates.xhochschule.codes import leave_status, time_model
from certificates.xhochschule.elements import Element, element, localized, optional
from certificates.xhochschule.shared_elements import (
    head,
    issuer,
    language_of,
    period,
    semester_period,
    student,
    subject,
    verification,
)

_INDIVIDUAL = LocalizedText(
    de="Individuelle Regelstudienzeit im Studiengang {programme}: {semesters} Semester",
    en="Individual standard period of study in {programme}: {semesters} semesters",
)


def study_history_message(facts: Facts, document: Document) -> Element:
    """The message of all semesters. Raises ValueError where the history was not gathered."""
    history = facts.history
    if history is None:
        raise ValueError("the facts were gathered without the study history")
    records = facts.records
    begins = [one.first_enrolment_date for one in history.periods]
    parts = [_summed_up(one, document) for one in history.periods]
    parts += [_semester(one, document) for one in history.lines]
    return element(
        "studienverlaufsbescheinigung",
        *head(document),
        student(
            records.person,
            document,
            first_enrolment=min(begins, default=None),
            university_semesters=max(
                (one.university_semester for one in history.lines), default=None
            ),
            leave_semesters=_leave_semesters(history),
        ),
        issuer(records.university, document),
        *(element("studienabschnitt", part) for part in parts),
        _individual_durations(history, document),
        verification(document),
    )


def _leave_semesters(history: HistoryFacts) -> int | None:
    """Semesters on leave; the paper adds them up for each programme, not over several."""
    return history.periods[0].leave_semesters or None if len(history.periods) == 1 else None


def _summed_up(one: StudyPeriod, document: Document) -> Element:
    return element(
        "zusammenfassung",
        period(one.first_enrolment_date, one.end_date),
        subject(
            one.programme_name,
            same(one.degree),
            one.degree,
            document,
            one.programme_semesters or None,
        ),
        optional("regelstudienzeit", one.standard_duration_semesters or None),
    )


def _semester(line: HistoryLine, document: Document) -> Element:
    return element(
        "aufzaehlung",
        semester_period(line.semester, document, line.end_date),
        subject(
            line.programme_name,
            same(line.degree),
            line.degree,
            document,
            line.programme_semester,
        ),
        time_model(part_time=line.part_time),
        leave_status(on_leave=line.status is SemesterStatus.ON_LEAVE),
    )


def _individual_durations(history: HistoryFacts, document: Document) -> Element | None:
    """`anmerkungRegelstudienzeit`: standard periods that are longer for this person."""
    language = language_of(document)
    notes = [
        _INDIVIDUAL.format(
            programme=one.programme_name,
            semesters=str(one.individual_standard_duration_semesters),
        ).in_language(language)
        for one in history.periods
        if one.individual_standard_duration_semesters not in (0, one.standard_duration_semesters)
    ]
    if not notes:
        return None
    return localized("anmerkungRegelstudienzeit", same("; ".join(notes)), language)
