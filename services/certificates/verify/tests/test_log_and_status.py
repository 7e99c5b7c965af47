"""What is checked with the newest log and status list that a verifier has."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from matrikel_verify.checkpoint import Note, WitnessSigner
from matrikel_verify.log_check import NewerLog
from matrikel_verify.merkle import consistency_proof
from matrikel_verify.pdf.checking import check_file
from matrikel_verify.status_list import Status
from matrikel_verify.trust import Trust
from matrikel_verify.verdict import Check, Outcome

from .commanding import checked
from .papers import CLAIMS, issued
from .universities import ISSUED, Log, University


@pytest.fixture
def university() -> University:
    return University()


def newer(log: Log) -> NewerLog:
    return NewerLog(
        log.checkpoint,
        lambda former, newest: consistency_proof(former, newest, log.tree.subtree),
    )


def of_log(file: bytes, trust: Trust, newest: NewerLog, code: str = "LOG_CONSISTENT") -> Check:
    check = check_file(file, trust, now=ISSUED, newest_log=newest).check(code)
    assert check is not None
    return check


def test_a_log_that_only_grew_is_consistent(university: University) -> None:
    file = issued(university)
    for number in range(20):
        university.log.append(bytes([number]) * 33)
    assert of_log(file, university.trust, newer(university.log)).outcome is Outcome.PASSED


def test_a_truncated_log_is_rejected(university: University) -> None:
    file = issued(university)
    shorter = Log(university.log.signer)
    check = of_log(file, university.trust, newer(shorter))
    assert check.outcome is Outcome.FAILED
    assert "cut" in check.en


def test_a_forked_log_is_rejected(university: University) -> None:
    """The log shows others a history in which the certificate's entry is another one."""
    file = issued(university)
    other = Log(university.log.signer)
    for number in range(20):
        other.append(bytes([number]) * 33)
    assert of_log(file, university.trust, newer(other)).outcome is Outcome.FAILED


def test_a_checkpoint_that_the_log_did_not_sign_is_rejected(university: University) -> None:
    file = issued(university)
    assert of_log(file, university.trust, newer(Log())).outcome is Outcome.FAILED


def test_where_witnesses_are_pinned_one_of_them_has_to_confirm(university: University) -> None:
    file = issued(university)
    witness = WitnessSigner("witness.example", Ed25519PrivateKey.generate())
    trust = replace(university.trust, witness_keys=(witness.vkey,))
    assert of_log(file, trust, newer(university.log)).outcome is Outcome.FAILED
    note = Note.parse(university.log.checkpoint)
    cosigned = replace(
        newer(university.log),
        checkpoint=str(note.with_signatures([witness.cosign(note.text, ISSUED)])),
    )
    assert of_log(file, trust, cosigned).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("noted", "is_authentic", "said"),
    [
        ([], True, "Not withdrawn as of 2026-11-21 13:05"),
        ([(CLAIMS.status_index, Status.SUPERSEDED)], True, "replaced by a newer certificate"),
        ([(CLAIMS.status_index, Status.NO_LONGER_CURRENT)], True, "no longer current"),
        ([(CLAIMS.status_index, Status.WITHDRAWN)], False, "withdrew"),
        ([(CLAIMS.status_index + 1, Status.WITHDRAWN)], True, "Not withdrawn"),
    ],
)
def test_the_status_list_tells_what_became_of_a_certificate(
    university: University,
    noted: list[tuple[int, Status]],
    is_authentic: bool,
    said: str,
) -> None:
    verdict = check_file(
        issued(university), university.trust, now=ISSUED, status_list=university.status_list(*noted)
    )
    assert verdict.is_authentic is is_authentic
    check = verdict.check("NOT_WITHDRAWN")
    assert check is not None
    assert said in check.en


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda _: University().status_list(),
        lambda university: university.status_list(time=ISSUED - timedelta(days=30)),
        lambda _: "nonsense",
    ],
    ids=["signed by somebody else", "expired", "none"],
)
def test_a_status_list_that_cannot_be_believed_says_nothing(
    university: University, spoiled: Callable[[University], str]
) -> None:
    verdict = check_file(
        issued(university), university.trust, now=ISSUED, status_list=spoiled(university)
    )
    assert verdict.is_authentic
    check = verdict.check("NOT_WITHDRAWN")
    assert check is not None
    assert check.outcome is Outcome.NOT_DONE


def test_the_command_takes_checkpoint_and_status_list_from_files(
    university: University, tmp_path: Path
) -> None:
    paths = {name: tmp_path / name for name in ("file", "trust", "checkpoint", "list")}
    paths["file"].write_bytes(issued(university, stamped=ISSUED))
    paths["trust"].write_text(university.trust.to_json(), encoding="utf-8")
    # The command goes by the clock, and lists are good for some days only.
    withdrawn = university.status_list(
        (CLAIMS.status_index, Status.WITHDRAWN), time=datetime.now(UTC) - timedelta(minutes=1)
    )
    paths["list"].write_text(withdrawn, encoding="utf-8")
    paths["checkpoint"].write_text(Log(university.log.signer).checkpoint, encoding="utf-8")
    given = (paths["file"], paths["trust"])
    code, answer = checked(*given, "--checkpoint", paths["checkpoint"])
    assert (code, answer["reason"]) == (1, "LOG_CONSISTENT")
    code, answer = checked(*given, "--status-list", paths["list"])
    assert (code, answer["reason"]) == (1, "NOT_WITHDRAWN")
