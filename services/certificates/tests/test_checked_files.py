"""Sealed files held against the service's own log and certificates."""

import asyncio
import hashlib
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from certificates.app.checked_files import CheckedFile, SealedFile, check_issued_file
from certificates.app.withdrawing import withdraw_certificate
from certificates.domain.certificate import Certificate
from certificates.keys import Keyring
from certificates.store.retention import remove_certificates
from chassis.database import Database
from chassis.testing import within
from matrikel_verify.log_check import checkpoint_of
from matrikel_verify.number import VerificationNumber
from matrikel_verify.pdf.checking import examine_file
from matrikel_verify.verdict import Outcome

from services.certificates.verify.tests.rewriting import with_seal
from services.certificates.verify.tests.universities import Log

from .issued_files import Office, issued_by_service, sealing_with
from .lifecycle_factories import HERE, RULES
from .seal_factories import keyring


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return keyring(tmp_path / "keys")


def issue(database: Database, keys: Keyring, draw: int = 1) -> tuple[bytes, Certificate]:
    return asyncio.run(issued_by_service(database, keys, draw))


def check(database: Database, keys: Keyring, content: bytes) -> CheckedFile:
    trust = keys.trust()
    examined = examine_file(content, trust, now=datetime.now(UTC))
    assert examined.evidence is not None, examined.verdict.reason
    assert examined.verdict.claims is not None
    evidence = examined.evidence
    file = SealedFile(
        hashlib.sha256(content).digest(),
        VerificationNumber(examined.verdict.claims.number),
        evidence.claims,
        evidence.leaf_index,
        checkpoint_of(evidence, trust),
    )
    return within(database, check_issued_file, file, HERE, RULES)


def failures(checked: CheckedFile) -> list[str]:
    return [one.code for one in checked.checks if one.outcome is Outcome.FAILED]


def test_a_file_that_was_issued_passes_and_finds_its_certificate(
    database: Database, keys: Keyring
) -> None:
    issue(database, keys, 2)
    file, certificate = issue(database, keys)
    issue(database, keys, 3)
    checked = check(database, keys, file)
    assert all(one.outcome is Outcome.PASSED for one in checked.checks)
    assert checked.found is not None
    assert checked.found.certificate == certificate


def test_a_withdrawn_certificate_is_rejected(database: Database, keys: Keyring) -> None:
    file, certificate = issue(database, keys)
    withdraw = partial(
        withdraw_certificate,
        version=certificate.version,
        reason="Irrtum",
        withdrawn_by="office",
        validate_only=False,
    )
    within(database, withdraw, certificate.certificate_id)
    assert failures(check(database, keys, file)) == ["NOT_WITHDRAWN"]
    # Nor does it become a valid one when its data is deleted.
    within(database, remove_certificates, [certificate.certificate_id])
    assert failures(check(database, keys, file)) == ["NOT_WITHDRAWN"]


def test_of_a_certificate_whose_data_is_deleted_the_file_stays_authentic(
    database: Database, keys: Keyring
) -> None:
    file, certificate = issue(database, keys)
    within(database, remove_certificates, [certificate.certificate_id])
    checked = check(database, keys, file)
    assert failures(checked) == []
    assert checked.found is None
    assert checked.checks[-1].outcome is Outcome.NOT_DONE


def test_a_file_that_an_insider_sealed_beside_the_service_is_not_in_the_log(
    database: Database, keys: Keyring
) -> None:
    """The claims are those of an issued certificate; another file about them was not issued."""
    file, _ = issue(database, keys)
    changed = file.replace(b"/Producer (Matrikel", b"/Producer (Natrikel")
    assert changed != file
    forged = with_seal(changed, partial(sealing_with, keys))
    assert failures(check(database, keys, forged)) == ["FILE_IN_LOG"]


@pytest.mark.parametrize("further", [0, 40], ids=["forked", "truncated"])
def test_a_file_of_another_history_of_the_log_is_rejected(
    database: Database, keys: Keyring, further: int
) -> None:
    """Forked: the log's key signed another tree. Truncated: the log had more entries once."""
    for draw in range(4):
        issue(database, keys, draw)
    other = Log(keys.log)
    for number in range(further):
        other.append(b"\x01" + bytes([number]) * 32)
    assert failures(check(database, keys, Office(keys, other).issue()))[0] == "LOG_CONSISTENT"
