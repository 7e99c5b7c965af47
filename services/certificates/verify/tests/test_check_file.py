"""Sealed files: what is genuine is accepted."""

import asyncio

import pytest
from matrikel_verify.pdf.checking import check_file
from matrikel_verify.verdict import Outcome, Verdict

from .papers import CLAIMS, issued
from .universities import ISSUED, YEAR, University


@pytest.fixture(scope="module")
def university() -> University:
    return University()


def test_a_genuine_file_is_authentic_and_says_what_could_not_be_checked(
    university: University,
) -> None:
    verdict = check_file(issued(university), university.trust, now=ISSUED)
    assert verdict.is_authentic, verdict.reason
    assert verdict.claims == CLAIMS
    left = {check.code for check in verdict.checks if check.outcome is Outcome.NOT_DONE}
    assert left == {"SEAL_TIMESTAMP", "LOG_CONSISTENT", "ATTACHMENT_AGREES", "NOT_WITHDRAWN"}


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_pages_do_not_matter(university: University, pages: int) -> None:
    file = issued(university, pages=pages)
    assert check_file(file, university.trust, now=ISSUED).is_authentic


def test_a_timestamp_keeps_a_seal_good_after_its_certificate_expired(
    university: University,
) -> None:
    stamped, plain = issued(university, stamped=ISSUED), issued(university)
    later = ISSUED + 5 * YEAR
    verdict = check_file(stamped, university.trust, now=later)
    assert verdict.is_authentic, verdict.reason
    rejected = check_file(plain, university.trust, now=later).reason
    assert rejected is not None
    assert rejected.code == "SEAL_CERTIFICATE_IN_FORCE"
    assert "timestamp" in rejected.en


def test_programs_that_run_an_event_loop_get_the_same_verdict(university: University) -> None:
    file = issued(university, stamped=ISSUED)

    async def within_a_loop() -> Verdict:
        return check_file(file, university.trust, now=ISSUED)

    verdict = asyncio.run(within_a_loop())
    assert verdict.is_authentic, verdict.reason
