"""Reading programmes.yaml, with every problem noted."""

from collections.abc import Mapping

from records.domain.catalogue import (
    ContactFunction,
    Degree,
    EnrolmentKind,
    Programme,
    ProgrammeContact,
    RegulationsVersion,
)
from records.domain.profile_entry import Entry, code_of, refuse_repeated

_LONGEST_STANDARD_DURATION = 20


def programmes_from(
    root: Entry, schools: set[str]
) -> tuple[tuple[Programme, ...], Mapping[str, tuple[ProgrammeContact, ...]]]:
    """The programmes and who is in charge of each; problems are noted at the entry."""
    programmes: list[Programme] = []
    contacts: dict[str, tuple[ProgrammeContact, ...]] = {}
    for entry in root.entries("programmes"):
        programme = _programme(entry, schools)
        programmes.append(programme)
        contacts[programme.code] = _contacts(entry, programme)
        entry.refuse_unknown_keys()
    refuse_repeated(root, "programmes", [each.code for each in programmes], "the programme")
    versions = [version.code for each in programmes for version in each.regulations_versions]
    refuse_repeated(root, "programmes", versions, "the regulations version")
    degrees: dict[str, Degree] = {}
    for each in programmes:
        if degrees.setdefault(each.degree.code, each.degree) != each.degree:
            fault = f'the degree "{each.degree.code}" is not named the same everywhere'
            root.note("programmes", fault, "Write it alike in every programme.")
    return tuple(programmes), contacts


def _programme(entry: Entry, schools: set[str]) -> Programme:
    school_code = entry.text("school")
    if school_code and school_code not in schools:
        known = ", ".join(sorted(schools)) or "none"
        remedy = f"Add it to the schools in university.yaml, or write one of these: {known}."
        entry.note("school", f'there is no school "{school_code}"', remedy)
    versions = []
    for each in entry.entries("regulations_versions"):
        versions.append(RegulationsVersion(code_of(each), each.localized("name")))
        each.refuse_unknown_keys()
    if not versions:
        entry.note("regulations_versions", "there is none", "Name at least one, the newest first.")
    degree = entry.entry("degree")
    programme = Programme(
        code=code_of(entry),
        name=entry.localized("name"),
        kind=_kind(entry),
        degree=Degree(code_of(degree), degree.text("short_name"), degree.localized("name")),
        school_code=school_code,
        faculty_name=entry.localized("faculty"),
        standard_duration_semesters=entry.whole_number(
            "standard_duration_semesters", 1, _LONGEST_STANDARD_DURATION
        ),
        majors=entry.names("majors"),
        minors=entry.names("minors"),
        regulations_versions=tuple(versions),
        student_council=entry.optional_localized("student_council"),
        consecutive=entry.flag("consecutive"),
        part_time_possible=entry.flag("part_time_possible"),
        focus_change_possible=entry.flag("focus_change_possible"),
    )
    degree.refuse_unknown_keys()
    return programme


def _contacts(entry: Entry, programme: Programme) -> tuple[ProgrammeContact, ...]:
    contacts = []
    for each in entry.optional_entries("contacts"):
        contact = ProgrammeContact(
            function=_function(each),
            user_name=each.text("user_name"),
            name=each.text("name"),
            email=each.optional_text("email"),
            phone=each.optional_text("phone"),
            location=each.optional_text("location"),
            office_hours=each.optional_localized("office_hours"),
            major=each.optional_text("major"),
        )
        if contact.major and programme.major_named(contact.major) is None:
            known = ", ".join(major.de for major in programme.majors) or "none"
            remedy = f"Write the German name of one of these: {known}."
            each.note("major", f'there is no major "{contact.major}"', remedy)
        each.refuse_unknown_keys()
        contacts.append(contact)
    return tuple(contacts)


def _function(entry: Entry) -> ContactFunction:
    function = entry.text("function")
    try:
        return ContactFunction(function)
    except ValueError:
        if function:
            known = ", ".join(each.value for each in ContactFunction)
            entry.note("function", f'"{function}" is not known', f"Write one of these: {known}.")
        return ContactFunction.ADVISER


def _kind(entry: Entry) -> EnrolmentKind:
    kind = entry.text("kind")
    try:
        return EnrolmentKind(kind)
    except ValueError:
        if kind:
            entry.note("kind", f'"{kind}" is not known', "Write student or doctoral.")
        return EnrolmentKind.STUDENT
