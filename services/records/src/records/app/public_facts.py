"""What everybody may read: the university, its catalogue and its calendar."""

from dataclasses import dataclass

from chassis.database import Transaction

from records.domain.calendar import SemesterDates
from records.domain.catalogue import Programme, ProgrammeContact
from records.domain.university import University
from records.store.catalogue import load_programmes, load_programmes_after, load_semesters
from records.store.programme_contacts import contacts_of
from records.store.university import load_university
from records.texts import refusals


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A page of programmes by code; `end` is its last code, empty on the last page."""

    programmes: tuple[Programme, ...]
    end: str


def university(tx: Transaction) -> University:
    """The facts about the university. Raises UNIVERSITY_NOT_LOADED."""
    facts = load_university(tx)
    if facts is None:
        raise refusals.university_not_loaded()
    return facts


def own_iban(tx: Transaction) -> str:
    """The account of the university, without blanks. Raises UNIVERSITY_NOT_LOADED."""
    return "".join(university(tx).bank_account.iban.split())


def programmes_by_code(tx: Transaction, after_code: str, page_size: int) -> ProgrammePage:
    """The programmes after the code given."""
    # One more than asked for shows whether another page follows.
    found = load_programmes_after(tx, after_code, page_size + 1)
    page = tuple(found[:page_size])
    return ProgrammePage(page, end=page[-1].code if len(found) > page_size else "")


def programme_with_code(tx: Transaction, programme_code: str) -> Programme:
    """The programme with the code. Raises PROGRAMME_UNKNOWN."""
    programme = load_programmes(tx, [programme_code]).get(programme_code)
    if programme is None:
        raise refusals.programme_unknown(programme_code)
    return programme


def contacts_of_programme(
    tx: Transaction, programme_code: str, major: str
) -> tuple[Programme, tuple[ProgrammeContact, ...]]:
    """A programme and who is in charge of it; with a major, without those of other majors.

    Source: guide 002, "Programme coordination". Raises PROGRAMME_UNKNOWN.
    """
    programme = programme_with_code(tx, programme_code)
    in_charge = contacts_of(tx, programme_code)
    return programme, tuple(each for each in in_charge if not major or each.major in ("", major))


def published_semesters(tx: Transaction) -> tuple[SemesterDates, ...]:
    """The published semesters in order of time."""
    return load_semesters(tx)
