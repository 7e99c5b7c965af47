"""Verifying: what the number on a paper stands for."""

from chassis.database import Transaction
from chassis.values import client_network

from certificates.domain.certificate import Certificate
from certificates.domain.verification_number import VerificationNumber
from certificates.store.certificates import find_by_number
from certificates.store.misses import count_miss, load_misses
from certificates.texts import refusals


def verify_certificate(
    tx: Transaction, number: VerificationNumber, client_address: str
) -> Certificate:
    """The certificate that carries the number.

    Raises CERTIFICATE_UNKNOWN, which is counted, and TOO_MANY_UNKNOWN_NUMBERS for a network that
    asked for too many; that one is not told about existing numbers either.
    """
    network = client_network(client_address)
    misses = load_misses(tx, network)
    if misses is not None and (wait := misses.wait(tx.now)) is not None:
        raise refusals.too_many_misses(wait)
    certificate = find_by_number(tx, number)
    if certificate is None:
        count_miss(tx, network)
        raise refusals.certificate_unknown()
    return certificate
