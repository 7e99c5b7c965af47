"""The forgery set against the command."""

from pathlib import Path

import pytest
from matrikel_verify.pdf.checking import check_file

from .commanding import checked
from .forgeries import FORGERIES, Forgery
from .papers import issued
from .universities import ISSUED, University


@pytest.fixture(scope="module")
def university() -> University:
    return University()


@pytest.fixture(scope="module")
def genuine(university: University) -> bytes:
    return issued(university, stamped=ISSUED, pages=2)


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda one: one.name)
def test_every_forgery_is_rejected_with_its_reason(
    university: University, genuine: bytes, forgery: Forgery, tmp_path: Path
) -> None:
    forged = forgery.make(genuine, lambda content: university.cms(content, stamped=ISSUED))
    assert forged != genuine
    file, trust = tmp_path / "forged.pdf", tmp_path / "trust.json"
    file.write_bytes(forged)
    trust.write_text(university.trust.to_json(), encoding="utf-8")
    code, answer = checked(file, trust)
    assert code == 1
    assert answer["verdict"] == "rejected"
    assert answer["certificate"] is None
    assert answer["reason"] in forgery.reasons
    [stated] = [one for one in answer["checks"] if one["outcome"] == "failed"]
    assert stated["message"]["de"] != stated["message"]["en"]


def test_the_genuine_file_of_the_set_is_authentic(university: University, genuine: bytes) -> None:
    verdict = check_file(genuine, university.trust, now=ISSUED)
    assert verdict.is_authentic, verdict.reason
