"""The lines that certificates share: letterhead, person, programme, issue."""

from datetime import date, datetime

from chassis.values import LocalizedText, local_date

from certificates.domain.document import Entry, FieldGroup, KeyFacts, Letterhead
from certificates.domain.facts import (
    EnrolmentFacts,
    EnrolmentKind,
    Facts,
    PersonFacts,
    RecordsFacts,
    SemesterFacts,
    UniversityFacts,
)
from certificates.domain.printing import NOTHING, print_date, same

PERSON = LocalizedText(de="Person", en="Person")
STUDIES = LocalizedText(de="Studium", en="Studies")


def entry(de: str, en: str, value: LocalizedText | str) -> Entry:
    """One line; a plain text reads the same in both languages."""
    return Entry(LocalizedText(de=de, en=en), same(value) if isinstance(value, str) else value)


def letterhead(university: UniversityFacts) -> Letterhead:
    """Who issues the document."""
    contact = university.contact
    return Letterhead(
        university_name=university.name,
        street_address=university.street_address,
        town=f"{university.postal_code} {university.city}".strip(),
        website=university.website.removeprefix("https://").rstrip("/"),
        contact_name=contact.name if contact else NOTHING,
        contact_email=contact.email if contact else "",
    )


def person_group(person: PersonFacts) -> FieldGroup:
    """The student. A birth name is printed where it differs from the family name."""
    lines = [entry("Name", "Name", person.name.full)]
    if person.name.birth_name and person.name.birth_name != person.name.family_name:
        lines.append(entry("Geburtsname", "Name at birth", person.name.birth_name))
    return FieldGroup(PERSON, (*lines, *birth_entries(person)))


def certified_semester(facts: Facts) -> SemesterFacts:
    """The semester of a certificate that is about one. Raises ValueError without one."""
    if facts.semester is None:
        raise ValueError("the facts were gathered without a semester")
    return facts.semester


def name_entries(person: PersonFacts) -> tuple[Entry, ...]:
    """The parts of the name by themselves, as authorities file them."""
    name = person.name
    lines = (
        entry("Familienname", "Family name", name.family_name),
        entry("Vornamen", "Given names", name.given_names),
        entry("Titel", "Title", name.title),
        entry("Geburtsname", "Name at birth", name.birth_name),
    )
    return tuple(line for line in lines if line.value.de)


def birth_entries(person: PersonFacts) -> tuple[Entry, ...]:
    """Where and when the student was born, and the matriculation number."""
    return (
        entry("Geburtsdatum", "Date of birth", print_date(person.birth_date)),
        entry("Geburtsort", "Place of birth", person.birth_place),
        entry("Matrikelnummer", "Matriculation number", person.matriculation_number),
    )


def programme_entries(enrolment: EnrolmentFacts, university: UniversityFacts) -> tuple[Entry, ...]:
    """University, programme and degree."""
    school = university.school_name(enrolment.school_code)
    degree, short = enrolment.degree_name, enrolment.degree_short_name
    with_short_name = (
        LocalizedText(de=f"{degree.de} ({short})", en=f"{degree.en} ({short})") if short else degree
    )
    lines = (
        entry("Hochschule", "University", university.name),
        entry("DESTATIS-Code", "DESTATIS code", university.destatis_code),
        (
            entry("Promotionsstudiengang", "Doctoral programme", enrolment.programme_name)
            if enrolment.kind is EnrolmentKind.DOCTORAL
            else entry("Studiengang", "Degree programme", enrolment.programme_name)
        ),
        entry("Major", "Major", enrolment.major),
        entry("Minor", "Minor", enrolment.minor),
        entry("Angestrebter Abschluss", "Degree sought", with_short_name),
        entry("Fakultät", "Faculty", enrolment.faculty_name),
        entry("School", "School", school or NOTHING),
    )
    return tuple(line for line in lines if line.value.de)


def issue_group(issue_time: datetime, valid_until: date | None) -> FieldGroup:
    """When the document was issued and until when it holds."""
    lines = [entry("Ausgestellt am", "Issued on", print_date(local_date(issue_time)))]
    if valid_until is not None:
        lines.append(entry("Gültig bis", "Valid until", print_date(valid_until)))
    return FieldGroup(LocalizedText(de="Ausstellung", en="Issue"), tuple(lines))


def key_facts(
    records: RecordsFacts, semester: SemesterFacts | None = None, summary: str = ""
) -> KeyFacts:
    """What the data seal carries of the student and the enrolment."""
    person, enrolment = records.person, records.enrolment
    return KeyFacts(
        family_name=person.name.family_name,
        given_names=person.name.given_names,
        birth_date=person.birth_date,
        birth_place=person.birth_place,
        matriculation_number=person.matriculation_number,
        programme=enrolment.programme_name.de,
        degree=enrolment.degree_short_name or enrolment.degree_name.de,
        semester_code=semester.semester.code if semester else "",
        summary=summary,
    )
