"""What is wrong with the keys of a folder, or will be soon."""

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chassis.clock import SystemClock
from chassis.values import local_date
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from certificates.keys.generations import Generation, newest_in_force
from certificates.keys.key_file import FILE_NAME, KeyFile, read_key_file
from certificates.keys.keyring import token_of
from certificates.keys.pin_key import read_pin_key
from certificates.keys.places import FilePlace
from certificates.keys.problems import KeysError
from certificates.keys.purposes import Purpose
from certificates.keys.signing_keys import open_ed25519, open_es256, prove
from certificates.settings import CertificatesSettings

if TYPE_CHECKING:
    from certificates.keys.token import Token

_FOR_OTHERS = stat.S_IROTH | stat.S_IWOTH


def problems_of_settings(settings: CertificatesSettings) -> list[str]:
    """The problems of now; what `certificates check` asks."""
    return problems_at(settings, SystemClock().now())


def problems_at(settings: CertificatesSettings, now: datetime) -> list[str]:
    """Everything that is off in the configured folder; nothing where everything signs.

    Asks the token, too. A folder that the service will fill by itself is in order.
    """
    folder = settings.keys_dir
    if not (folder / FILE_NAME).exists():
        if settings.demo or settings.listens_on_loopback_only:
            return []
        return [f"there are no keys in {folder}: make them with `certificates keys make`"]
    try:
        file, token = read_key_file(folder), token_of(settings)
    except KeysError as error:
        return [str(error)]
    problems = [*problems_of_file(file, now), *_problems_of_keys(folder, file, token, now)]
    if not (settings.demo or settings.listens_on_loopback_only):
        try:
            read_pin_key(folder, may_make=False)
        except KeysError as error:
            problems.append(str(error))
    if settings.timestamp_url and not file.timestamp_roots:
        problems.append(
            "timestamp_url is set, but keys.yaml names no timestamp_roots: nobody could verify"
            " the timestamps"
        )
    if settings.timestamp_url and not is_address(settings.timestamp_url):
        problems.append("timestamp_url: this has to begin with http:// or https://")
    return problems


def is_address(text: str) -> bool:
    """Whether it is the address of an HTTP service."""
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.hostname)


def problems_of_file(file: KeyFile, now: datetime) -> Iterator[str]:
    """What the public part of a folder lacks."""
    today = local_date(now)
    for purpose in Purpose:
        if newest_in_force(file.generations, purpose, now, today) is None:
            yield (
                f"no key for {purpose.value} is in force: make one with"
                f" `certificates keys make --purpose {purpose.value}`"
            )
    for one in file.generations:
        for problem in problems_of_chain(one.chain):
            yield f"{one.generation_id}: {problem}"


def problems_of_chain(chain: tuple[x509.Certificate, ...]) -> Iterator[str]:
    """What stands against sealing with a certificate and its chain."""
    if not chain:
        return
    own = chain[0]
    try:
        usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        yield "the certificate does not say what it may be used for (key usage)"
    else:
        # EN 319 412-2, 4.3.2: content commitment alone or with digital signature.
        if not usage.content_commitment:
            yield "the certificate is not for seals: its key usage lacks content commitment"
    for each, issuer in pairwise(chain):
        try:
            each.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            yield (
                f"the chain is out of order: {each.subject.rfc4514_string()} was not issued by"
                f" {issuer.subject.rfc4514_string()}"
            )
        if issuer.not_valid_after_utc < own.not_valid_after_utc:
            yield f"{issuer.subject.rfc4514_string()} ends before the seal's own certificate"
    if chain[-1].issuer != chain[-1].subject:
        yield "the chain does not end in a root: append the certificates of the CA up to its root"


def days_left(generation: Generation, now: datetime) -> int | None:
    """Whole days until it signs no more; None where that does not end, 0 where it has."""
    ends = [generation.expire_time] if generation.expire_time else []
    left = [max((end - now).days, 0) for end in ends]
    if generation.last_date is not None:
        left.append(max((generation.last_date - local_date(now)).days, 0))
    return min(left, default=None)


def days_until_gap(generations: tuple[Generation, ...], now: datetime) -> int | None:
    """Days until no document seal is in force any more; None where that does not come.

    A successor that is in the folder already, and in force before the end, closes the gap.
    """
    days = 0
    while True:
        moment = now + timedelta(days=days)
        found = newest_in_force(generations, Purpose.DOCUMENT_SEAL, moment, local_date(moment))
        if found is None:
            return max(days - 1, 0)
        left = days_left(found, moment)
        if left is None:
            return None
        days += left + 1


def _problems_of_keys(
    folder: Path, file: KeyFile, token: "Token | None", now: datetime
) -> Iterator[str]:
    today = local_date(now)
    for one in file.generations:
        over = one.last_date is not None and one.last_date < today
        if over or one.compromised:
            continue
        try:
            if one.purpose is Purpose.LOG:
                open_ed25519(folder, one)
            elif isinstance(one.public_key, EllipticCurvePublicKey):
                prove(open_es256(folder, one, token), one)
        except KeysError as error:
            yield str(error)
        if isinstance(one.place, FilePlace) and _is_open(folder / one.place.name):
            yield f"{one.place.name} can be read by others: chmod 600"


def _is_open(file: Path) -> bool:
    return file.exists() and bool(file.stat().st_mode & _FOR_OTHERS)
