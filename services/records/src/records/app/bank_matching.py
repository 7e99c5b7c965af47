"""Matching many payments at once, with what is known of their numbers and names."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.database import Transaction

from records.domain.bank_entries import BankPayment
from records.domain.matching import Known, Match, Payer, is_applicant_number, match
from records.domain.names_in_references import Named, how_named, parts_of, search_prefixes
from records.domain.references import Reference, read_reference
from records.store import payers as store

# A reference has some ten words; who sends more sends no name.
_MOST_PREFIXES = 120
_MOST_NAMESAKES = 5000


def match_payments(tx: Transaction, payments: Sequence[BankPayment], today: date) -> list[Match]:
    """Whose money each of the payments is, with a fixed number of queries for all of them."""
    references = [read_reference(each.remittance_lines, each.end_to_end_id) for each in payments]
    known = _known(tx, references, today)
    return [
        match(payment, reference, known)
        for payment, reference in zip(payments, references, strict=True)
    ]


def _known(tx: Transaction, references: Sequence[Reference], today: date) -> Known:
    numbers = {number for each in references for number in each.numbers}
    user_names = {name for each in references for name in each.user_names}
    by_number = store.ids_by_number(tx, numbers) if numbers else {}
    by_user_name = store.ids_by_user_name(tx, user_names) if user_names else {}
    loaded = store.load_payers(tx, {*by_number.values(), *by_user_name.values()}, today)
    of_number = {number: loaded[each] for number, each in by_number.items()}
    applicant_numbers = [each for each in by_number if is_applicant_number(each)]
    return Known(
        by_number=of_number,
        by_user_name={name: loaded[each] for name, each in by_user_name.items()},
        by_words=_namesakes(tx, references, of_number, today),
        enrolled_since=(
            store.enrolled_since(tx, applicant_numbers) if applicant_numbers else frozenset()
        ),
    )


def _namesakes(
    tx: Transaction,
    references: Sequence[Reference],
    by_number: dict[str, Payer],
    today: date,
) -> dict[tuple[str, ...], tuple[Payer, ...]]:
    """Whoever bears a name in a reference whose number does not tell whose it is."""
    prefixes: dict[tuple[str, ...], tuple[str, ...]] = {}
    for each in references:
        owners = [by_number[number] for number in each.numbers if number in by_number]
        if len(owners) == 1 and _is_named(each, owners[0]):
            continue
        prefixes[each.words] = search_prefixes(each.typed_words)[:_MOST_PREFIXES]
    wanted = {prefix for found in prefixes.values() for prefix in found}
    ids = store.ids_by_prefix(tx, wanted, _MOST_NAMESAKES)
    loaded = store.load_payers(tx, {each for found in ids.values() for each in found}, today)
    return {
        words: tuple(loaded[each] for each in dict.fromkeys(_ids_of(found, ids)) if each in loaded)
        for words, found in prefixes.items()
    }


def _ids_of(prefixes: Sequence[str], ids: dict[str, list[UUID]]) -> list[UUID]:
    return [each for prefix in prefixes for each in ids.get(prefix, ())]


def _is_named(reference: Reference, payer: Payer) -> bool:
    parts = parts_of(payer.name, payer.former_names)
    return how_named(reference.words, parts) is Named.FULLY
