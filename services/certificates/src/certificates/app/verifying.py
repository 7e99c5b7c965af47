"""Verifying: what the number on a paper stands for."""

from dataclasses import dataclass
from datetime import timedelta

from chassis.database import Transaction
from chassis.errors import Failure
from chassis.values import local_date
from matrikel_verify.number import VerificationNumber

from certificates.app.entered import require_unaltered
from certificates.domain.certificate import Certificate
from certificates.domain.guessing import NUMBER_WINDOW, GuessingRules, Place
from certificates.domain.lookup import Named, answers
from certificates.store.certificates import find_by_number, load_certificate
from certificates.store.lookups import find_lookup
from certificates.store.misses import count_miss, is_tight, load_misses, load_number_misses
from certificates.texts import refusals


@dataclass(frozen=True, slots=True)
class Verified:
    """An authentic certificate, and the one that stands in its place."""

    certificate: Certificate
    successor: Certificate | None

    @property
    def named_successor(self) -> VerificationNumber | None:
        """The number of that one, where the holder lets it be named."""
        if self.successor is None or not self.certificate.names_successor:
            return None
        return self.successor.number


def verify_certificate(
    tx: Transaction,
    number: VerificationNumber,
    named: Named,
    client_address: str,
    rules: GuessingRules,
) -> Verified:
    """The certificate that carries the number.

    Raises TOO_MANY_UNKNOWN_NUMBERS for a network that missed too often; that one is not told about
    existing numbers either. Raises CERTIFICATE_UNKNOWN, which is counted, alike for numbers that
    nobody has, whose holder asks for something else, switched the look-up off or let it end, and
    whose data is deleted: the same statements run for all of them.
    """
    place = Place.of(client_address)
    refuse_guessers(tx, place, rules)
    held = find_lookup(tx, number)
    guesses = load_number_misses(tx, number)
    locked = guesses is not None and (
        guesses.wait(tx.now, rules.guesses_per_number, NUMBER_WINDOW) is not None
    )
    if not answers(held, named, local_date(tx.now), locked=locked):
        raise miss(tx, place, number, rules)
    certificate = find_by_number(tx, number)
    if certificate is None:
        raise LookupError("the certificate went away within one snapshot")
    return verified(tx, certificate)


def verified(tx: Transaction, certificate: Certificate) -> Verified:
    """What is said of a certificate that somebody may see.

    Raises AlteredCertificateError for one that was changed in the database.
    """
    require_unaltered(tx, certificate)
    successor_id = certificate.successor_id
    return Verified(certificate, load_certificate(tx, successor_id) if successor_id else None)


def refuse_guessers(tx: Transaction, place: Place, rules: GuessingRules) -> None:
    """Raises TOO_MANY_UNKNOWN_NUMBERS for a network that missed too often in this minute."""
    of_address, of_prefix = load_misses(tx, place)
    limit = rules.prefix_limit(tight=is_tight(tx))
    waits = [
        one.wait(tx.now, most)
        for one, most in ((of_address, rules.misses_per_address), (of_prefix, limit))
        if one is not None
    ]
    wait = max((one for one in waits if one is not None), default=timedelta(0))
    if wait > timedelta(0):
        raise refusals.too_many_misses(wait)


def miss(
    tx: Transaction, place: Place, number: VerificationNumber, rules: GuessingRules
) -> Failure:
    """Counts a look-up that missed; returns the refusal to raise, CERTIFICATE_UNKNOWN.

    Many guesses at the same moment all pass the check before any of them is counted. Those above
    the limit learn nothing here.
    """
    counted = count_miss(tx, place, number)
    over = counted.wait(tx.now, rules.misses_per_address + 1)
    return refusals.certificate_unknown() if over is None else refusals.too_many_misses(over)
