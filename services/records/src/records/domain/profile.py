"""What a university profile says to records, checked.

A profile has four files: university.yaml, programmes.yaml, semesters.yaml and rules.yaml. Their
formats are described in the README of this service.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chassis.values import Cents, Semester

from records.domain.calendar import SemesterDates
from records.domain.catalogue import Programme, ProgrammeContact
from records.domain.profile_entry import (
    UNREADABLE_DAYS,
    Entry,
    ProblemList,
    ProfileProblem,
    code_of,
    refuse_repeated,
)
from records.domain.programmes_entry import programmes_from
from records.domain.rules import RecordsRules
from records.domain.rules_entry import check_codes, rules_from
from records.domain.university import (
    BankAccount,
    ContactPoint,
    Contribution,
    ContributionPart,
    OccasionalFee,
    School,
    University,
)

UNIVERSITY_FILE = "university.yaml"
PROGRAMMES_FILE = "programmes.yaml"
SEMESTERS_FILE = "semesters.yaml"
RULES_FILE = "rules.yaml"
PROFILE_FILES = (UNIVERSITY_FILE, PROGRAMMES_FILE, SEMESTERS_FILE, RULES_FILE)


@dataclass(frozen=True, slots=True)
class Profile:
    """The part of a university profile that records owns."""

    university: University
    programmes: tuple[Programme, ...]
    semesters: tuple[SemesterDates, ...]
    rules: RecordsRules
    # Who is in charge, by the code of the programme.
    contacts: Mapping[str, tuple[ProgrammeContact, ...]]


@dataclass(frozen=True, slots=True)
class ProfileRefusal:
    """Why a profile cannot be loaded: every problem of every file."""

    problems: tuple[ProfileProblem, ...]


def profile_from(contents: Mapping[str, object]) -> Profile | ProfileRefusal:
    """Reads the plain contents of the files, by file name.

    Refuses the whole with all problems at once.
    """
    problems = ProblemList()
    roots = {
        file: Entry(contents.get(file), file, "", problems)
        for file in PROFILE_FILES
        if file in contents
    }
    for file in sorted(set(PROFILE_FILES) - set(roots)):
        problems.note(file, "", "the file is missing", "Add it to the profile's folder.")
    if len(roots) < len(PROFILE_FILES):
        return ProfileRefusal(problems.all())
    university = _university(roots[UNIVERSITY_FILE])
    schools = {school.code for school in university.schools}
    programmes, contacts = programmes_from(roots[PROGRAMMES_FILE], schools)
    semesters = _semesters(roots[SEMESTERS_FILE])
    rules = rules_from(roots[RULES_FILE])
    fee_codes = [fee.code for fee in university.occasional_fees]
    check_codes(roots[RULES_FILE], rules, fee_codes, _part_codes(university))
    for root in roots.values():
        root.refuse_unknown_keys()
    if found := problems.all():
        return ProfileRefusal(found)
    return Profile(university, programmes, semesters, rules, contacts)


def _part_codes(university: University) -> set[str]:
    """The codes that every contribution has, whatever semester it begins in."""
    codes = [set(_codes_of(each.parts)) for each in university.contributions]
    return set.intersection(*codes) if codes else set()


def _codes_of(parts: Iterable[ContributionPart]) -> Iterator[str]:
    for part in parts:
        yield part.code
        yield from _codes_of(part.parts)


def _university(entry: Entry) -> University:
    destatis_code = entry.optional_text("destatis_code")
    if destatis_code and not re.fullmatch(r"[0-9]{4}", destatis_code):
        fault = f'"{destatis_code}" is no code of the Federal Statistical Office'
        entry.note("destatis_code", fault, 'Write its four digits in quotes, or "".')
    schools = []
    for each in entry.entries("schools"):
        schools.append(School(code_of(each), each.localized("name")))
        each.refuse_unknown_keys()
    refuse_repeated(entry, "schools", [school.code for school in schools], "the school")
    contact_points = [_contact_point(each) for each in entry.entries("contact_points")]
    codes = [point.code for point in contact_points]
    refuse_repeated(entry, "contact_points", codes, "the contact point")
    fees = []
    for each in entry.entries("occasional_fees"):
        fees.append(OccasionalFee(code_of(each), each.localized("name"), each.cents("amount")))
        each.refuse_unknown_keys()
    refuse_repeated(entry, "occasional_fees", [fee.code for fee in fees], "the fee")
    return University(
        name=entry.localized("name"),
        destatis_code=destatis_code,
        city=entry.text("city"),
        street_address=entry.text("street_address"),
        postal_code=entry.text("postal_code"),
        website=entry.text("website"),
        mailbox_domain=entry.text("mailbox_domain"),
        schools=tuple(schools),
        contact_points=tuple(contact_points),
        contributions=_contributions(entry),
        occasional_fees=tuple(fees),
        bank_account=_bank_account(entry.entry("bank_account")),
    )


def _contact_point(entry: Entry) -> ContactPoint:
    point = ContactPoint(
        code=code_of(entry),
        name=entry.localized("name"),
        purpose=entry.localized("purpose"),
        email=entry.optional_text("email"),
        url=entry.optional_text("url"),
        location=entry.optional_text("location"),
        in_footer=entry.flag("in_footer"),
    )
    entry.refuse_unknown_keys()
    return point


def _contributions(root: Entry) -> tuple[Contribution, ...]:
    contributions = []
    for entry in root.entries("semester_contributions"):
        code = entry.text("from")
        parts = tuple(_contribution_part(each) for each in entry.entries("parts"))
        codes = [each.code for part in parts for each in (part, *part.parts)]
        refuse_repeated(entry, "parts", codes, "the part")
        entry.refuse_unknown_keys()
        try:
            contributions.append(Contribution(Semester.parse(code), parts))
        except ValueError:
            if code:
                entry.note("from", f'"{code}" is no semester', "Write 2026W or 2027S.")
    if not contributions:
        root.note("semester_contributions", "there is none", "Name at least one with its parts.")
    begins = [each.from_semester.code for each in contributions]
    refuse_repeated(root, "semester_contributions", begins, "the contribution from")
    return tuple(sorted(contributions, key=lambda each: each.from_semester))


def _contribution_part(entry: Entry) -> ContributionPart:
    parts = []
    for each in entry.optional_entries("parts"):
        parts.append(ContributionPart(code_of(each), each.localized("name"), each.cents("amount")))
        each.refuse_unknown_keys()
    amount = entry.cents("amount")
    total = sum(part.amount.amount for part in parts)
    # An amount of nothing is the stand-in for one that could not be read and was noted.
    if parts and amount > Cents(0) and total != amount.amount:
        fault = f"the parts add up to {total / 100:.2f}, not to {amount.amount / 100:.2f}"
        entry.note("amount", fault, "Correct the amount or its parts.")
    name = entry.localized("name")
    part = ContributionPart(code_of(entry), name, amount, tuple(parts))
    entry.refuse_unknown_keys()
    return part


def _bank_account(entry: Entry) -> BankAccount:
    account = BankAccount(
        recipient=entry.text("recipient"),
        iban="".join(entry.text("iban").split()),
        bank_name=entry.text("bank_name"),
        bic=entry.optional_text("bic"),
    )
    entry.refuse_unknown_keys()
    return account


def _semesters(root: Entry) -> tuple[SemesterDates, ...]:
    semesters = []
    for entry in root.entries("semesters"):
        code = entry.text("semester")
        lectures, reregistration = entry.days("lectures"), entry.days("reregistration")
        entry.refuse_unknown_keys()
        try:
            semester = Semester.parse(code)
        except ValueError:
            if code:
                entry.note("semester", f'"{code}" is no semester', "Write 2026W or 2027S.")
            continue
        dates = SemesterDates(semester, lectures, reregistration)
        _check_days(entry, dates)
        semesters.append(dates)
    codes = [each.semester.code for each in semesters]
    refuse_repeated(root, "semesters", codes, "the semester")
    _refuse_gaps(root, {each.semester for each in semesters})
    return tuple(sorted(semesters, key=lambda each: each.semester))


def _check_days(entry: Entry, dates: SemesterDates) -> None:
    """Lectures lie inside their semester, re-registration ends before the semester does."""
    semester, lectures, reregistration = dates.semester, dates.lectures, dates.reregistration
    inside = semester.first_date <= lectures.first and lectures.last <= semester.last_date
    if not inside and lectures != UNREADABLE_DAYS:
        fault = f"{lectures.first} to {lectures.last} is not inside {semester.code}"
        remedy = f"Write days from {semester.first_date} to {semester.last_date}."
        entry.note("lectures", fault, remedy)
    if reregistration.last > semester.last_date:
        fault = f"ends on {reregistration.last}, when {semester.code} is over"
        remedy = f"Write the days before {semester.code} on which students re-register for it."
        entry.note("reregistration", fault, remedy)


def _refuse_gaps(root: Entry, semesters: set[Semester]) -> None:
    """Every semester between the first and the last one must be there."""
    for semester in sorted(semesters)[:-1]:
        if semester.next() not in semesters:
            fault = f"{semester.next().code} is missing after {semester.code}"
            root.note("semesters", fault, "Add it, so that no semester is left out.")
