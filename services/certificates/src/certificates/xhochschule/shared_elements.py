"""The elements that messages share: head, student, university, programme, period, verification."""

from collections.abc import Iterable
from datetime import date

from chassis.values import Language, LocalizedText, Semester, local_date

from certificates.domain.document import Document
from certificates.domain.facts import (
    EnrolmentFacts,
    PersonFacts,
    SemesterStatus,
    UniversityFacts,
)
from certificates.domain.printing import print_date, print_semester
from certificates.xhochschule.codes import document_language, education_levels, university_code
from certificates.xhochschule.elements import (
    XBILDUNG,
    Element,
    element,
    localized,
    optional,
    value,
)

_MATRICULATION_NUMBER = LocalizedText(de="Matrikelnummer", en="matriculation number")


def language_of(document: Document) -> Language:
    """The language of the message's texts: German for a paper in both."""
    return document.language.first


def head(document: Document) -> tuple[Element, ...]:
    """Title, day of issue, first day of validity (which is the same), language."""
    issued, language = local_date(document.issue_time), language_of(document)
    return (
        localized("titel", document.content.title, language),
        value("ausstellungsdatum", issued),
        value("gueltigkeitsdatum", issued),
        document_language(language),
    )


def issuer(university: UniversityFacts, document: Document) -> Element:
    """`ausstellendeHochschule`."""
    return element(
        "ausstellendeHochschule",
        university_code(university.destatis_code),
        localized("name", university.name, language_of(document)),
    )


def name_parts(person: PersonFacts) -> tuple[Element, Element]:
    """Family name and given names; who has one of them only is said not to have the other."""
    return (
        element("familienname", _name(person.name.family_name)),
        element("vorname", _name(person.name.given_names)),
    )


def birth(person: PersonFacts) -> Element:
    """`geburt`."""
    day = value("jahrMonatTag", person.birth_date, XBILDUNG)
    return element(
        "geburt",
        element("datum", day),
        element("geburtsort", value("ort", person.birth_place, XBILDUNG)),
    )


def student(
    person: PersonFacts,
    document: Document,
    *,
    first_enrolment: date | None = None,
    university_semesters: int | None = None,
    leave_semesters: int | None = None,
) -> Element:
    """`studierender`. The name at birth and titles have no element in the standard."""
    text = _MATRICULATION_NUMBER.in_language(language_of(document))
    return element(
        "studierender",
        element("nameNatuerlichePerson", *name_parts(person)),
        birth(person),
        element(
            "matrikelnummer",
            value("id", person.matriculation_number),
            value("beschreibung", text),
        ),
        optional("ersteinschreibung", first_enrolment),
        optional("hochschulsemester", university_semesters),
        optional("urlaubssemester", leave_semesters),
    )


def leave_semesters(enrolment: EnrolmentFacts, until: Semester) -> int:
    """How many semesters on leave up to the certified one."""
    return sum(
        one.status is SemesterStatus.ON_LEAVE and one.semester <= until
        for one in enrolment.semesters
    )


def subject(
    name: LocalizedText,
    degree: LocalizedText,
    degree_code: str,
    document: Document,
    programme_semester: int | None = None,
) -> Element:
    """`studienfach`."""
    language = language_of(document)
    return element(
        "studienfach",
        localized("name", name, language),
        localized("angestrebterAbschluss", degree, language),
        *education_levels(degree_code),
        optional("fachsemester", programme_semester),
    )


def subjects(
    enrolment: EnrolmentFacts, document: Document, programme_semester: int
) -> Iterable[Element]:
    """The programme, then major and minor where they have other names."""
    names = dict.fromkeys((enrolment.programme_name, enrolment.major, enrolment.minor))
    for name in names:
        if name.de:
            yield subject(
                name, enrolment.degree_name, enrolment.degree_code, document, programme_semester
            )


def semester_period(
    semester: Semester, document: Document, end_of_enrolment: date | None = None
) -> Element:
    """`studienzeitraum` of a semester; an end of the enrolment that is known is told beside it."""
    language = language_of(document)
    note = ""
    if end_of_enrolment is not None:
        note = _END_OF_ENROLMENT.format(day=print_date(end_of_enrolment)).in_language(language)
    return element(
        "studienzeitraum",
        period(semester.first_date, semester.last_date, note),
        localized("semesterbezeichnung", print_semester(semester), language),
    )


_END_OF_ENROLMENT = LocalizedText(
    de="Ende der Immatrikulation: {day}", en="End of enrolment: {day}"
)


def period(first: date, last: date | None, note: str = "") -> Element:
    """`zeitraum`."""
    return element(
        "zeitraum", value("beginn", first), optional("ende", last), optional("zusatz", note)
    )


def verification(document: Document) -> Element:
    """`verifikation`: number and page. The number can be looked up for as long as it is valid."""
    issued, valid_until = local_date(document.issue_time), document.content.valid_until
    lasting = (
        element("gueltigkeit", value("beginn", issued), value("ende", valid_until))
        if valid_until is not None and valid_until >= issued
        else None
    )
    return element(
        "verifikation",
        value("schluessel", document.number.digits),
        value("adresse", document.verification_page),
        value("inhaltstyp", "PDF"),
        lasting,
    )


def _name(text: str) -> Element:
    return value("name", text) if text else value("nichtVorhanden", True)
