"""Finding out whose money a payment is. What is not certain is a clerk's to decide.

Source: guide 002, "Transferring the semester contributions", and the paragraph on the reference
under re-registration.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, PersonName

from records.domain.bank_entries import BankPayment
from records.domain.names_in_references import (
    Named,
    NameParts,
    how_named,
    others_than,
    parts_of,
)
from records.domain.reference_words import words_in
from records.domain.references import APPLICANT_DIGITS, Reference

# More candidates than these help nobody.
MOST_CANDIDATES = 10


class ClearingReason(StrEnum):
    """Why a clerk has to look at a payment."""

    NO_NUMBER = "no_number"
    NUMBER_UNKNOWN = "number_unknown"
    SEVERAL_CANDIDATES = "several_candidates"
    APPLICANT_NUMBER = "applicant_number"
    USER_NAME = "user_name"
    NAME_DIFFERS = "name_differs"
    FOREIGN_CURRENCY = "foreign_currency"
    BATCH_WITHOUT_DETAILS = "batch_without_details"
    RETURNED = "returned"
    PARTIAL = "partial"
    SURPLUS = "surplus"
    DOUBLE = "double"
    NOTHING_DUE = "nothing_due"
    UNKNOWN_DEBIT = "unknown_debit"
    TAKEN_OFF = "taken_off"


# The money is on somebody's account already; the clerk only looks at it.
BOOKED_REASONS = frozenset(
    {
        ClearingReason.PARTIAL,
        ClearingReason.SURPLUS,
        ClearingReason.DOUBLE,
        ClearingReason.NOTHING_DUE,
    }
)


@dataclass(frozen=True, slots=True)
class Payer:
    """A student or applicant whom money can belong to."""

    # Whose ledger it is.
    person_id: UUID
    name: PersonName
    matriculation_number: str = ""
    applicant_numbers: tuple[str, ...] = ()
    former_names: tuple[PersonName, ...] = ()
    programme_names: tuple[LocalizedText, ...] = ()

    @property
    def is_student(self) -> bool:
        """Whether there is a matriculation number."""
        return bool(self.matriculation_number)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the numbers and names in the references of a file."""

    # By matriculation or applicant number.
    by_number: Mapping[str, Payer] = field(default_factory=dict)
    by_user_name: Mapping[str, Payer] = field(default_factory=dict)
    # Whoever has a name like one in a reference, by the words of that reference.
    by_words: Mapping[tuple[str, ...], tuple[Payer, ...]] = field(default_factory=dict)
    # Applicant numbers of applicants who are enrolled since, with a matriculation number.
    enrolled_since: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Matched:
    """The money is this person's."""

    payer: Payer


@dataclass(frozen=True, slots=True)
class Unclear:
    """A clerk has to find out; the candidates are suggestions."""

    reason: ClearingReason
    candidates: tuple[Payer, ...] = ()


Match = Matched | Unclear


def match(payment: BankPayment, reference: Reference, known: Known) -> Match:
    """Whose money it is that came in."""
    found = _by_reference(payment, reference, known)
    candidates = (found.payer,) if isinstance(found, Matched) else found.candidates
    if payment.is_foreign:
        return Unclear(ClearingReason.FOREIGN_CURRENCY, candidates)
    if payment.without_details:
        return Unclear(ClearingReason.BATCH_WITHOUT_DETAILS, candidates)
    return found


def _by_reference(payment: BankPayment, reference: Reference, known: Known) -> Match:
    likely = _found((*reference.matriculation_numbers, *reference.applicant_numbers), known)
    believed = likely or _named_doubtful(payment, reference, known)
    by_user_name = _once(
        known.by_user_name[name] for name in reference.user_names if name in known.by_user_name
    )
    namesakes = known.by_words.get(reference.words, ())
    if not believed:
        return _without_number(reference, by_user_name, namesakes)
    persons = _once([*(payer for _, payer in believed), *by_user_name])
    if len(persons) > 1:
        return Unclear(ClearingReason.SEVERAL_CANDIDATES, persons[:MOST_CANDIDATES])
    payer = persons[0]
    if doubt := _doubt_by_name(payment, reference, payer, namesakes):
        return doubt
    if all(number in known.enrolled_since for number, _ in believed):
        return Unclear(ClearingReason.APPLICANT_NUMBER, (payer,))
    return Matched(payer)


def _found(numbers: Iterable[str], known: Known) -> list[tuple[str, Payer]]:
    return [(number, known.by_number[number]) for number in numbers if number in known.by_number]


def _named_doubtful(
    payment: BankPayment, reference: Reference, known: Known
) -> list[tuple[str, Payer]]:
    """Numbers made of neighbouring digits, where the reference or the payer bears the name."""
    payer_words = _words_of_payer(payment)
    return [
        (number, payer)
        for number, payer in _found(reference.doubtful_numbers, known)
        if how_named(reference.words, _parts(payer)) >= Named.BY_FAMILY_NAME
        or how_named(payer_words, _parts(payer)) >= Named.NEARLY
    ]


def _without_number(
    reference: Reference, by_user_name: Sequence[Payer], namesakes: Sequence[Payer]
) -> Unclear:
    if len(by_user_name) > 1:
        return Unclear(ClearingReason.SEVERAL_CANDIDATES, tuple(by_user_name[:MOST_CANDIDATES]))
    if by_user_name:
        return Unclear(ClearingReason.USER_NAME, tuple(by_user_name))
    candidates = _once(_surely_named(reference, namesakes))[:MOST_CANDIDATES]
    if reference.matriculation_numbers or reference.applicant_numbers:
        return Unclear(ClearingReason.NUMBER_UNKNOWN, candidates)
    reason = ClearingReason.USER_NAME if reference.user_names else ClearingReason.NO_NUMBER
    return Unclear(reason, candidates)


def _doubt_by_name(
    payment: BankPayment, reference: Reference, payer: Payer, namesakes: Sequence[Payer]
) -> Unclear | None:
    """Whether the name in the reference speaks against the number.

    Who transfers the money does not: parents, employers and foundations pay for students.
    """
    parts = _parts(payer)
    named = how_named(reference.words, parts)
    if named is Named.FULLY:
        return None
    others = [
        each for each in _surely_named(reference, namesakes) if each.person_id != payer.person_id
    ]
    if others:
        candidates = _once([payer, *others])[:MOST_CANDIDATES]
        return Unclear(ClearingReason.SEVERAL_CANDIDATES, candidates)
    if named >= Named.BY_FAMILY_NAME:
        return None
    if how_named(_words_of_payer(payment), parts) >= Named.NEARLY:
        # The person pays for herself; whatever else was typed is no other student's name.
        return None
    if others_than(reference.words, parts):
        return Unclear(ClearingReason.NAME_DIFFERS, (payer,))
    return None


def _surely_named(reference: Reference, payers: Iterable[Payer]) -> list[Payer]:
    return [each for each in payers if how_named(reference.words, _parts(each)) is Named.FULLY]


def _words_of_payer(payment: BankPayment) -> tuple[str, ...]:
    return words_in(f"{payment.counterparty_name} {payment.ultimate_name}")


def _parts(payer: Payer) -> NameParts:
    return parts_of(payer.name, payer.former_names)


def _once(payers: Iterable[Payer]) -> tuple[Payer, ...]:
    return tuple({each.person_id: each for each in payers}.values())


def is_applicant_number(number: str) -> bool:
    """Whether a number has the digits of an applicant number."""
    return len(number) == APPLICANT_DIGITS
