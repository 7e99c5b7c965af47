"""Certificates between those who hold them and those who have to trust them."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from chassis.values import Language
from playwright.sync_api import expect
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from tests.journeys import certificates
from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.visitor import Visitor
from tests.suite import Suite

PIN, WRONG_PIN = "480815", "480816"


def test_without_scripts_a_student_draws_what_an_employer_checks_by_number_file_and_picture(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, tmp_path: Path
) -> None:
    student = newcomers.welcome("Nachweis")
    studying = visitor(Language.DE, java_script_enabled=False)
    studying.sign_in(student.user_name, suite.password)
    enrolment = certificates.draw(studying, "enrolment", "both")
    document = certificates.download(studying)
    assert student.family_name in _text(document)
    assert {"Immatrikulationsbescheinigung", "Certificate"} <= set(_text(document).split())
    transcript = certificates.draw(studying, "transcript", "en", pin=PIN)
    assert transcript in _text(certificates.download(studying))
    studying.sign_out()

    employer = visitor(Language.EN, java_script_enabled=False)
    certificates.look_up(employer, enrolment)
    _is_valid(employer)
    assert enrolment in employer.page.locator("main dd").all_inner_texts()
    _only_with_the_pin(employer, transcript)
    _the_file_itself(employer, document)
    _the_paper(employer, certificates.scanned(document, tmp_path), enrolment)


def _text(document: bytes) -> str:
    pages = PdfReader(BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _is_valid(employer: Visitor) -> None:
    assert employer.heading == employer.texts("verify.confirmed_title")
    expect(employer.alert).to_contain_text(employer.texts("verify_state.valid"))


def _only_with_the_pin(employer: Visitor, number: str) -> None:
    for typed in ("", WRONG_PIN):
        certificates.look_up(employer, number, typed)
        assert employer.heading == employer.texts("verify.unknown_title")
    certificates.look_up(employer, number, PIN)
    _is_valid(employer)


def _the_file_itself(employer: Visitor, document: bytes) -> None:
    """As it was downloaded, and with something written over it."""
    certificates.upload(employer, "certificate.pdf", document)
    assert employer.heading == employer.texts("verify_file.authentic")
    expect(employer.page.locator(".check .kern-badge--danger")).to_have_count(0)

    certificates.upload(employer, "certificate.pdf", _written_over(document))
    assert employer.heading == employer.texts("verify_file.rejected")
    expect(employer.alert).to_contain_text("Something was added to the file after it was sealed.")


def _written_over(document: bytes) -> bytes:
    """The sealed file with another word on its first page, as PDF programs add it."""
    writer = PdfWriter(BytesIO(document), incremental=True)
    writer.add_annotation(0, FreeText(text="summa cum laude", rect=(80, 400, 300, 430)))
    forged = BytesIO()
    writer.write(forged)
    assert forged.getvalue().startswith(document)
    return forged.getvalue()


def _the_paper(employer: Visitor, picture: bytes, number: str) -> None:
    """A scan says what the barcode does, to be compared with what is printed."""
    certificates.upload(employer, "scan.png", picture)
    assert employer.heading == employer.texts("barcode.authentic")
    expect(employer.alert.first).to_contain_text(employer.texts("barcode.authentic_heading"))
    said = [" ".join(one.split()) for one in employer.page.locator(".printed dd").all_inner_texts()]
    assert number in said


def test_a_verifier_checks_files_on_a_machine_of_its_own_with_the_suites_trust(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, tmp_path: Path
) -> None:
    student = newcomers.welcome("Fernprüfung")
    studying = visitor(Language.EN)
    studying.sign_in(student.user_name, suite.password)
    number = certificates.draw(studying, "enrolment", "en")
    document = certificates.download(studying)
    trust, file = tmp_path / "trust.json", tmp_path / "certificate.pdf"
    _verify("trust", "fetch", suite.base_url, "--yes", "--trust", trust)

    file.write_bytes(document)
    asked = (file, "--trust", trust, "--json", "--log", f"{suite.base_url}/v1/log")
    status, verdict = _verify(*asked)
    assert (status, verdict["verdict"]) == (0, "authentic")
    assert verdict["certificate"]["number"] == number.replace(" ", "")

    middle = len(document) // 2
    flipped = bytes([document[middle] ^ 1])
    file.write_bytes(document[:middle] + flipped + document[middle + 1 :])
    status, verdict = _verify(*asked)
    assert (status, verdict["verdict"]) == (1, "rejected")
    assert verdict["reason"]


def _verify(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    """How the program ends, and what it says where it was asked for JSON."""
    program = Path(sys.executable).parent / "matrikel-verify"
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout) if "--json" in arguments else {}
