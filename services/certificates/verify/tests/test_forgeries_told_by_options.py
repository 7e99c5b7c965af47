"""Forgeries that the command finds with what its options hand it, and by the clock."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from matrikel_verify.claims import claims_entry, file_entry
from matrikel_verify.data_seal import encode
from matrikel_verify.merkle import Tree, leaf_hash
from matrikel_verify.number import VerificationNumber
from matrikel_verify.tiles import CHECKPOINT
from matrikel_verify.trust import Trust
from PIL import Image

from .barcode_pictures import code_of
from .commanding import checked, run
from .data_seals import NUMBER, OTHER_NUMBER, SealKey, facts
from .forgeries.log import swapped_digits, wrong_digit
from .log_files import publish
from .papers import CLAIMS, issued
from .universities import ISSUED, Log, University

KEY = SealKey()
ENDED = ISSUED - timedelta(days=30)
# As the log of the tests has them.
SALT = b"salt" * 4
BEGINNING = [b"\x01" + bytes([number]) * 32 for number in range(5)]


@pytest.fixture
def university() -> University:
    return University()


def told(folder: Path, file: bytes, trust: Trust, *options: object) -> tuple[int, str | None]:
    """Exit code and stated reason."""
    paper, pinned = folder / "certificate.pdf", folder / "trust.json"
    paper.write_bytes(file)
    pinned.write_text(trust.to_json(), encoding="utf-8")
    code, answer = checked(paper, pinned, *options)
    assert (answer["certificate"] is None) is (code == 1)
    return code, answer["reason"]


def test_a_seal_whose_certificate_has_ended_needs_a_timestamp_from_before(
    university: University, tmp_path: Path
) -> None:
    former = university.with_seal(last=ENDED)
    in_time = issued(former, stamped=ENDED - timedelta(days=1))
    too_late = issued(former, stamped=ENDED + timedelta(days=1))
    unstamped = issued(former)
    assert told(tmp_path, in_time, former.trust) == (0, None)
    assert told(tmp_path, too_late, former.trust) == (1, "SEAL_CERTIFICATE_IN_FORCE")
    assert told(tmp_path, unstamped, former.trust) == (1, "SEAL_CERTIFICATE_IN_FORCE")


def test_a_log_that_grew_is_told_from_a_forked_and_a_cut_one(
    university: University, tmp_path: Path
) -> None:
    """With tiles; the file stands in the log at place 5, behind five entries of others."""
    file = issued(university)
    given = (file, university.trust)
    signer, own = university.log.signer, university.log.tree
    claims, sealed = claims_entry(SALT, CLAIMS.canonical()), file_entry(sha256(file).digest())
    entered = [*BEGINNING, claims, sealed]
    assert Tree(leaf_hash(one) for one in entered).root() == own.root()

    grown, forked, cut = (tmp_path / name for name in ("grown", "forked", "cut"))
    more = [b"\x01" + bytes([number]) * 32 for number in range(50, 70)]
    publish(grown, signer, [*entered, *more])
    publish(forked, signer, [*BEGINNING, *more])
    publish(cut, signer, BEGINNING)
    assert told(tmp_path, *given, "--log", grown) == (0, None)
    for folder in (forked, cut):
        note = folder / CHECKPOINT
        assert told(tmp_path, *given, "--log", folder) == (1, "LOG_CONSISTENT")
        both = ("--checkpoint", note, "--log", folder)
        assert told(tmp_path, *given, *both) == (1, "LOG_CONSISTENT")


def test_a_fork_of_the_same_size_is_told_by_its_checkpoint_alone(
    university: University, tmp_path: Path
) -> None:
    evidence_size = university.log.tree.size + 1
    file = issued(university)
    other = Log(university.log.signer)
    while other.tree.size < evidence_size:
        other.append(b"\x01" + b"other" * 6 + b"xx")
    note = tmp_path / "newest"
    note.write_text(other.checkpoint, encoding="utf-8")
    given = (file, university.trust, "--checkpoint", note)
    assert told(tmp_path, *given) == (1, "LOG_CONSISTENT")


@pytest.mark.parametrize(
    "number",
    [OTHER_NUMBER.printed, wrong_digit(NUMBER.digits), swapped_digits(NUMBER.digits)],
    ids=["of another document", "one wrong digit", "swapped digits"],
)
def test_a_barcode_is_rejected_under_every_number_but_its_own(
    university: University, tmp_path: Path, number: str
) -> None:
    picture, pinned = tmp_path / "scan.png", tmp_path / "trust.json"
    code_of(encode(facts(), KEY)).save(picture)
    trust = replace(university.trust, data_seal_keys=(KEY.pinned(),))
    pinned.write_text(trust.to_json(), encoding="utf-8")
    code, answer = checked(picture, pinned, "--number", NUMBER.printed)
    assert (code, answer["reason"]) == (0, None)
    code, answer = checked(picture, pinned, "--number", number)
    assert (code, answer["reason"]) == (1, "DATA_SEAL_NUMBER_AGREES")


def test_a_file_is_rejected_under_every_number_but_its_own(
    university: University, tmp_path: Path
) -> None:
    given = (issued(university), university.trust, "--number")
    printed = VerificationNumber(CLAIMS.number).printed
    assert told(tmp_path, *given, printed) == (0, None)
    for mistyped in (wrong_digit(CLAIMS.number), swapped_digits(CLAIMS.number)):
        assert told(tmp_path, *given, mistyped) == (1, "NUMBER_AGREES")
    assert told(tmp_path, *given, OTHER_NUMBER.printed) == (1, "NUMBER_AGREES")


def test_a_file_with_the_barcode_of_another_document_is_rejected(
    university: University, tmp_path: Path
) -> None:
    trust = replace(university.trust, data_seal_keys=(KEY.pinned(),))
    picture = tmp_path / "scan.png"
    code_of(encode(facts(number=OTHER_NUMBER), KEY)).save(picture)
    given = (issued(university), trust, "--barcode", picture)
    assert told(tmp_path, *given) == (1, "DATA_SEAL_NUMBER_AGREES")


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_picture_of_two_papers_is_not_checked_at_all(
    university: University, tmp_path: Path, language: str
) -> None:
    """The genuine barcode beside a forged one does not vouch for it."""
    pinned, picture = tmp_path / "trust.json", tmp_path / "scan.png"
    trust = replace(university.trust, data_seal_keys=(KEY.pinned(),))
    pinned.write_text(trust.to_json(), encoding="utf-8")
    codes = [code_of(encode(facts(number=one), KEY)) for one in (NUMBER, OTHER_NUMBER)]
    page = Image.new("L", (2 * codes[0].width + 100, codes[0].height + 40), 255)
    for place, code in enumerate(codes):
        page.paste(code, (place * (codes[0].width + 80) + 10, 20))
    page.save(picture)
    result = run("file", picture, "--trust", pinned, "--language", language)
    assert result.exit_code == 2
    assert result.stdout == ""
    said = {"de": "mehrerer Bescheinigungen", "en": "several certificates"}
    assert said[language] in result.stderr
