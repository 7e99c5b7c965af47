"""The lines that every certificate has: letterhead, person, programme, issue."""

from datetime import date, datetime

from chassis.values import Language, LocalizedText, local_date

from certificates.domain.document import FieldGroup, Letterhead, PrintedField
from certificates.domain.facts import EnrolmentFacts, PersonFacts, UniversityFacts
from certificates.domain.printing import print_date


def field(de: str, en: str, value: str) -> PrintedField:
    """One line, its label in both languages."""
    return PrintedField(LocalizedText(de=de, en=en), value)


def letterhead(university: UniversityFacts, language: Language) -> Letterhead:
    """Who issues the document."""
    contact = university.contact
    return Letterhead(
        university_name=university.name.in_language(language),
        street_address=university.street_address,
        town=f"{university.postal_code} {university.city}".strip(),
        website=university.website.removeprefix("https://").rstrip("/"),
        contact_name=contact.name.in_language(language) if contact else "",
        contact_email=contact.email if contact else "",
    )


def person_group(person: PersonFacts, language: Language) -> FieldGroup:
    """The student. A birth name is printed where it differs from the family name."""
    fields = [field("Name", "Name", person.name.full)]
    if person.name.birth_name and person.name.birth_name != person.name.family_name:
        fields.append(field("Geburtsname", "Name at birth", person.name.birth_name))
    fields += [
        field("Geburtsdatum", "Date of birth", print_date(person.birth_date, language)),
        field("Geburtsort", "Place of birth", person.birth_place),
        field("Matrikelnummer", "Matriculation number", person.matriculation_number),
    ]
    return FieldGroup(LocalizedText(de="Person", en="Person"), tuple(fields))


def programme_fields(
    enrolment: EnrolmentFacts, university: UniversityFacts, language: Language
) -> tuple[PrintedField, ...]:
    """University, programme and degree."""
    school = university.school_name(enrolment.school_code)
    degree = enrolment.degree_name.in_language(language)
    lines = (
        field("Hochschule", "University", university.name.in_language(language)),
        field("DESTATIS-Code", "DESTATIS code", university.destatis_code),
        field("Studiengang", "Degree programme", enrolment.programme_name.in_language(language)),
        field("Major", "Major", enrolment.major),
        field("Minor", "Minor", enrolment.minor),
        field(
            "Angestrebter Abschluss",
            "Degree sought",
            f"{degree} ({enrolment.degree_short_name})" if enrolment.degree_short_name else degree,
        ),
        field("School", "School", school.in_language(language) if school else ""),
    )
    return tuple(line for line in lines if line.value)


def issue_group(issue_time: datetime, valid_until: date | None, language: Language) -> FieldGroup:
    """When the document was issued and until when it holds."""
    issued = print_date(local_date(issue_time), language)
    fields = [field("Ausgestellt am", "Issued on", issued)]
    if valid_until is not None:
        fields.append(field("Gültig bis", "Valid until", print_date(valid_until, language)))
    return FieldGroup(LocalizedText(de="Ausstellung", en="Issue"), tuple(fields))
