"""Genuine files of every kind are authentic; what an insider changes in them is found."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from certificates.domain.certificate import CertificateType
from certificates.domain.document_language import DocumentLanguage
from certificates.keys import Keyring
from matrikel_verify.command import app
from matrikel_verify.number import VerificationNumber
from matrikel_verify.pdf.checking import check_file
from matrikel_verify.trust import Trust
from typer.testing import CliRunner

from services.certificates.verify.tests.rewriting import changed_streams, with_seal
from services.certificates.verify.tests.universities import Log

from .issued_files import Office, sealing_with
from .paper_samples import NAMES, RECIPIENT, long_transcript, named, paper
from .samples import document_of
from .seal_factories import Authority, TimestampAuthority, keyring

NOW = datetime(2026, 11, 22, tzinfo=UTC)
# One of each language, the longest and the shortest among them; the rest runs with `make prove`.
FEW = (
    (CertificateType.ENROLMENT, DocumentLanguage.DE),
    (CertificateType.TRANSCRIPT, DocumentLanguage.BOTH),
    (CertificateType.FEE_RECEIPT, DocumentLanguage.EN),
)
REST = tuple(
    (kind, language)
    for kind in CertificateType
    for language in DocumentLanguage
    if (kind, language) not in FEW
)


class Earlier:
    """A clock that stands."""

    def now(self) -> datetime:
        return datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    # The keys are older than the papers of the samples.
    folder, clock = tmp_path_factory.mktemp("office") / "keys", Earlier()
    keys = keyring(folder, seal=Authority().seal(), clock=clock)
    return Office(keys, Log(keys.log))


def reason(content: bytes, trust: Trust, now: datetime = NOW) -> str:
    """The code of the check that rejects; empty for an authentic file."""
    verdict = check_file(content, trust, now=now)
    return verdict.reason.code if verdict.reason else ""


@pytest.mark.parametrize(("kind", "language"), FEW)
def test_a_file_is_authentic(
    office: Office, kind: CertificateType, language: DocumentLanguage
) -> None:
    assert reason(office.issue(kind, language), office.keys.trust()) == ""


@pytest.mark.prove
@pytest.mark.parametrize(("kind", "language"), REST)
def test_files_of_every_type_and_language_are_authentic(
    office: Office, kind: CertificateType, language: DocumentLanguage
) -> None:
    assert reason(office.issue(kind, language), office.keys.trust()) == ""


@pytest.mark.parametrize("script", NAMES)
def test_names_in_all_letters_agree_with_their_claims(office: Office, script: str) -> None:
    facts = named(CertificateType.ENROLMENT, NAMES[script])
    assert reason(office.issue(facts=facts), office.keys.trust()) == ""


def test_letters_and_tables_over_pages_agree_with_their_claims(office: Office) -> None:
    letter = office.issue(document=paper(recipient=RECIPIENT))
    assert reason(letter, office.keys.trust()) == ""
    kind = CertificateType.TRANSCRIPT
    content = office.issue(kind, document=long_transcript(90))
    verdict = check_file(content, office.keys.trust(), now=NOW)
    # The record is that of another transcript than the long one.
    check = verdict.check("TEXT_AGREES")
    assert check is not None
    assert check.outcome.value == "passed"


def test_seals_of_former_generations_stay_good_and_compromised_ones_do_not(
    tmp_path: Path, office: Office
) -> None:
    """Three generations of one university; whoever pins all of them believes all."""
    rings = [keyring(tmp_path / str(number), seal=Authority().seal()) for number in range(2)]
    files = [Office(ring, Log(office.keys.log)).issue() for ring in rings]
    every = [office.keys.trust(), *(ring.trust() for ring in rings)]
    together = _joined(every)
    assert [reason(file, together) for file in files] == ["", ""]
    without = _joined([every[0], every[2]])
    assert [reason(file, without) for file in files] == ["SEAL_CERTIFICATE_KNOWN", ""]


def _joined(every: list[Trust]) -> Trust:
    """The first university's trust with the seals of all."""
    values = json.loads(every[0].to_json())
    for other in every[1:]:
        further = json.loads(other.to_json())
        for name in ("seal_certificates", "seal_roots"):
            values[name] += further[name]
    return Trust.parse(json.dumps(values))


def test_a_timestamp_keeps_a_file_good_after_its_seal_expired(tmp_path: Path) -> None:
    last = datetime(2027, 6, 1, tzinfo=UTC)
    stamps = Authority("Zeitstempeldienst")
    keys = keyring(
        tmp_path / "keys", seal=Authority().seal(last=last), timestamp_roots=[stamps.root]
    )
    office, trust = Office(keys, Log(keys.log)), keys.trust()
    with TimestampAuthority(stamps.stamping(), time=NOW) as service:
        stamped = office.issue(timestamps=service.service())
    plain = office.issue()
    later = last + timedelta(days=400)
    assert [reason(stamped, trust), reason(plain, trust)] == ["", ""]
    assert reason(stamped, trust, later) == ""
    assert reason(plain, trust, later) == "SEAL_CERTIFICATE_IN_FORCE"
    with TimestampAuthority(stamps.stamping(), time=last + timedelta(days=1)) as service:
        too_late = office.issue(timestamps=service.service())
    assert reason(too_late, trust, later) == "SEAL_CERTIFICATE_IN_FORCE"


@pytest.mark.parametrize(
    ("former", "new"),
    [
        (b"<xbd:jahrMonatTag>2003-02-01<", b"<xbd:jahrMonatTag>2001-02-01<"),
        ("<xhs:name>Öztürk<".encode(), "<xhs:name>Özturk<".encode()),
        (b"<xhs:ausstellungsdatum>2026", b"<xhs:ausstellungsdatum>2025"),
        (b"<xbd:note>1,5<", b"<xbd:note>1,1<"),
    ],
    ids=["birth date", "name", "day of issue", "grade"],
)
def test_a_record_that_differs_from_the_pages_is_rejected_even_if_an_insider_sealed_it(
    office: Office, former: bytes, new: bytes
) -> None:
    file = office.issue(CertificateType.TRANSCRIPT)
    changed = changed_streams(file, lambda one: one.replace(former, new))
    sealed = with_seal(changed, partial(sealing_with, office.keys))
    assert reason(sealed, office.keys.trust()) == "ATTACHMENT_AGREES"


def test_the_command_checks_a_scan_and_whether_it_belongs_to_the_file(
    office: Office, tmp_path: Path
) -> None:
    trust, scan = tmp_path / "trust.json", tmp_path / "scan.png"
    trust.write_text(office.keys.trust().to_json(), encoding="utf-8")
    first, other = tmp_path / "first.pdf", tmp_path / "other.pdf"
    first.write_bytes(office.issue())
    another = replace(
        document_of(CertificateType.FEE_RECEIPT), number=VerificationNumber.of_draw(5)
    )
    other.write_bytes(office.issue(CertificateType.FEE_RECEIPT, document=another))
    _scan(first, scan)
    assert _run(trust, "--barcode", scan) == (0, None)
    assert _run(trust, "--barcode", scan, "--number", "4711 0815 1234 5671")[0] == 0
    wrong = "1000 0000 0000 0008"
    assert _run(trust, "--barcode", scan, "--number", wrong) == (1, "DATA_SEAL_NUMBER_AGREES")
    assert _run(trust, first, "--barcode", scan) == (0, None)
    assert _run(trust, other, "--barcode", scan) == (1, "DATA_SEAL_NUMBER_AGREES")


def _scan(file: Path, picture: Path) -> None:
    with pypdfium2.PdfDocument(file) as document:
        page = document[len(document) - 1]
        page.render(scale=200 / 72).to_pil().convert("L").save(picture)


def _run(trust: Path, *options: object) -> tuple[int, str | None]:
    arguments = ["file", "--trust", str(trust), "--json", *(str(one) for one in options)]
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, json.loads(result.stdout)["reason"]


def test_a_keyring_signs_for_nobody_else(office: Office, tmp_path: Path) -> None:
    """A university with keys of the same names is another one."""
    other: Keyring = keyring(tmp_path / "keys")
    assert reason(office.issue(), other.trust()) == "SEAL_CERTIFICATE_KNOWN"
