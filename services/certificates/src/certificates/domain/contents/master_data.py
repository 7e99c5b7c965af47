"""The master data sheet (Stammdatenblatt): what the university holds of a student.

For the student's own files, and to see what is wrong: guide 000, "Grundsätzliches", sends whoever
finds something missing or false to the Info-Portal.
"""

from datetime import date, datetime

from chassis.values import LocalizedText, Semester, local_date

from certificates.domain.contents.enrolment_certificate import STATUS_NAMES, mode_of_study
from certificates.domain.contents.shared_lines import (
    PERSON,
    birth_entries,
    entry,
    issue_group,
    key_facts,
    name_entries,
)
from certificates.domain.document import Block, Column, Content, Entry, FieldGroup, Row, Table
from certificates.domain.facts import (
    AddressFacts,
    AddressKind,
    CardFacts,
    CardState,
    ContactData,
    ContactEntryKind,
    EnrolmentFacts,
    Facts,
    PersonFacts,
    SexEntry,
    StudyCreditFacts,
)
from certificates.domain.printing import (
    NOTHING,
    join,
    print_date,
    print_date_briefly,
    print_semester,
    same,
)

TITLE = LocalizedText(de="Stammdatenblatt", en="Master Data Sheet")
FILE_STEM = LocalizedText(de="stammdatenblatt", en="master-data-sheet")

_HOME = LocalizedText(de="Heimatadresse", en="Home address")
_SEMESTER = LocalizedText(de="Semesteradresse", en="Semester address")
_SEX_ENTRIES = {
    SexEntry.FEMALE: LocalizedText(de="weiblich", en="female"),
    SexEntry.MALE: LocalizedText(de="männlich", en="male"),
    SexEntry.DIVERSE: LocalizedText(de="divers", en="diverse"),
    SexEntry.NONE: LocalizedText(de="ohne Eintrag", en="no entry"),
}
_ENTRY_KINDS = {
    ContactEntryKind.PHONE: LocalizedText(de="Telefon", en="Phone"),
    ContactEntryKind.MOBILE: LocalizedText(de="Mobiltelefon", en="Mobile phone"),
    ContactEntryKind.FAX: LocalizedText(de="Fax", en="Fax"),
    ContactEntryKind.PRIVATE_EMAIL: LocalizedText(de="Private E-Mail", en="Private e-mail"),
}
_CARD_STATES = {
    CardState.ACTIVE: LocalizedText(de="gültig", en="valid"),
    CardState.BLOCKED: LocalizedText(de="gesperrt", en="blocked"),
    CardState.RETURNED: LocalizedText(de="zurückgegeben", en="returned"),
    CardState.EXPIRED: LocalizedText(de="abgelaufen", en="expired"),
}
_ENROLMENT_COLUMNS = (
    Column(LocalizedText(de="Studiengang", en="Degree programme"), 3.2),
    Column(LocalizedText(de="Beginn", en="Begin"), 1.3),
    Column(LocalizedText(de="Ende", en="End"), 1.3),
    Column(LocalizedText(de="Status", en="Status"), 2.2),
    Column(LocalizedText(de="Fachsem.", en="Progr. sem."), 0.9, is_number=True),
    Column(LocalizedText(de="Hochschulsem.", en="Univ. sem."), 1.2, is_number=True),
)


def master_data_content(facts: Facts, issue_time: datetime) -> Content:
    """What the sheet says. It tells the state of its day, so its validity has no end.

    Raises ValueError where the contact data was not gathered.
    """
    records, contact = facts.records, facts.contact
    if contact is None:
        raise ValueError("the facts were gathered without contact data")
    today = local_date(issue_time)
    cards = (_card_group(facts.cards[0]),) if facts.cards else ()
    applies = facts.credit is not None and facts.credit.applies
    credit = (_credit_group(facts.credit),) if facts.credit is not None and applies else ()
    blocks: tuple[Block, ...] = (
        _person_group(records.person),
        _contact_group(records.person, contact),
        _enrolment_table(facts.enrolments, today),
        *cards,
        *credit,
        issue_group(issue_time, None),
    )
    return Content(
        title=TITLE,
        subtitle=NOTHING,
        statement=LocalizedText(
            de="Die {university} führt zu {name} am {day} die folgenden Stammdaten.",
            en="On {day}, {university} holds the following master data of {name}.",
        ).format(
            university=records.university.name,
            name=records.person.name.full,
            day=print_date(today),
        ),
        blocks=blocks,
        notes=_notes(facts),
        valid_until=None,
        file_stem=FILE_STEM,
        key_facts=key_facts(records),
    )


def _person_group(person: PersonFacts) -> FieldGroup:
    lines = (
        *name_entries(person),
        *birth_entries(person),
        entry("Staatsangehörigkeit", "Citizenship", person.citizenship_name),
        entry("Geschlechtseintrag", "Sex entry", _SEX_ENTRIES.get(person.sex_entry, NOTHING)),
    )
    return FieldGroup(PERSON, tuple(line for line in lines if line.value.de))


def _contact_group(person: PersonFacts, contact: ContactData) -> FieldGroup:
    home, semester = contact.home_address, contact.semester_address
    by_semester = contact.correspondence is AddressKind.SEMESTER and semester is not None
    lines = (
        Entry(_HOME, _address(home)),
        Entry(_SEMESTER, _address(semester)),
        entry(
            "Korrespondenzadresse",
            "Correspondence address",
            (_SEMESTER if by_semester else _HOME) if home or semester else NOTHING,
        ),
        entry("Hochschul-E-Mail", "University mailbox", person.mailbox),
        *(Entry(_ENTRY_KINDS[one.kind], same(one.value)) for one in contact.entries),
    )
    return FieldGroup(
        LocalizedText(de="Kontaktdaten", en="Contact data"),
        tuple(line for line in lines if line.value.de),
    )


def _address(address: AddressFacts | None) -> LocalizedText:
    if address is None:
        return NOTHING
    care_of = f"c/o {address.care_of}" if address.care_of else ""
    town = f"{address.postal_code} {address.city}".strip()
    return join(", ", same(care_of), same(address.street_address), same(town), address.country_name)


def _enrolment_table(enrolments: tuple[EnrolmentFacts, ...], today: date) -> Table:
    return Table(
        heading=LocalizedText(de="Einschreibungen", en="Enrolments"),
        row_label=LocalizedText(de="Einschreibung", en="Enrolment"),
        columns=_ENROLMENT_COLUMNS,
        rows=tuple(_enrolment_row(one, today) for one in enrolments),
        empty=LocalizedText(de="Keine Einschreibung verzeichnet.", en="No enrolment on record."),
    )


def _enrolment_row(enrolment: EnrolmentFacts, today: date) -> Row:
    """With the numbers of the current semester, or of the last one that it reached."""
    ended = enrolment.end_date is not None and enrolment.end_date < today
    semester = enrolment.in_semester(Semester.of(today)) or enrolment.last_semester
    if ended:
        status = LocalizedText(de="exmatrikuliert", en="de-registered")
    elif semester is None:
        status = NOTHING
    else:
        status = join(", ", STATUS_NAMES[semester.status], mode_of_study(semester.part_time))
    return Row(
        (
            join(
                ", ",
                enrolment.programme_name,
                same(enrolment.degree_short_name),
                enrolment.major,
                enrolment.minor,
            ),
            print_date_briefly(enrolment.first_enrolment_date),
            print_date_briefly(enrolment.end_date) if enrolment.end_date else NOTHING,
            status,
            same(str(semester.programme_semester)) if semester else NOTHING,
            same(str(semester.university_semester)) if semester else NOTHING,
        )
    )


def _card_group(card: CardFacts) -> FieldGroup:
    return FieldGroup(
        LocalizedText(de="Studierendenausweis", en="Student card"),
        (
            entry("Ausweisnummer", "Card number", card.card_number),
            entry("Status", "Status", _CARD_STATES[card.state]),
            entry("Gültig bis Ende", "Valid to the end of", print_semester(card.valid_until)),
            entry("Ausgestellt am", "Issued on", print_date(card.issue_date)),
        ),
    )


def _credit_group(credit: StudyCreditFacts) -> FieldGroup:
    return FieldGroup(
        LocalizedText(de="Studienguthaben", en="Study credit"),
        (
            entry("Gewährt", "Granted", _semesters(credit.granted)),
            entry("Verbraucht", "Used", _semesters(credit.consumed)),
            entry("Verbleibend", "Left", _semesters(credit.left)),
        ),
    )


def _semesters(number: int) -> LocalizedText:
    return LocalizedText(de=f"{number} Semester", en=f"{number} semester{'s' * (number != 1)}")


def _notes(facts: Facts) -> tuple[LocalizedText, ...]:
    contact = facts.records.university.contact
    if contact is None:
        return ()
    return (
        LocalizedText(
            de="Fehlt etwas, oder ist etwas falsch? Bitte wenden Sie sich an: {name}, {email}.",
            en="Is something missing or wrong? Please turn to: {name}, {email}.",
        ).format(name=contact.name, email=contact.email),
    )
