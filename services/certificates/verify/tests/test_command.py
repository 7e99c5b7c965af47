"""The command: what people see, what programs get, how it ends."""

import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from matrikel_verify.trust import Trust

from .commanding import checked, run
from .papers import CLAIMS, issued
from .universities import ISSUED, University


@pytest.fixture
def university() -> University:
    return University()


@pytest.fixture
def trust(university: University, tmp_path: Path) -> Path:
    file = tmp_path / "trust.json"
    file.write_text(university.trust.to_json(), encoding="utf-8")
    return file


@pytest.fixture
def genuine(university: University, tmp_path: Path) -> Path:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(issued(university, stamped=ISSUED))
    return file


def test_an_authentic_file_ends_with_0_and_shows_number_and_checks(
    genuine: Path, trust: Path
) -> None:
    result = run("file", genuine, "--trust", trust, "--language", "en")
    assert result.exit_code == 0
    assert result.stdout.startswith("AUTHENTIC: issued by Leuphana Universität Lüneburg")
    assert "4711 0815 1234 5671" in result.stdout
    assert "✓ The pages say exactly what the university issued." in result.stdout
    assert "– Not checked whether the certificate is withdrawn" in result.stdout


def test_a_rejected_file_ends_with_1_and_says_why_first(genuine: Path, trust: Path) -> None:
    genuine.write_bytes(genuine.read_bytes() + b"x")
    result = run("file", genuine, "--trust", trust, "--language", "de")
    assert result.exit_code == 1
    reason = "An die Datei wurde etwas angefügt, nachdem sie gesiegelt war."
    assert result.stdout.splitlines()[0] == f"ABGELEHNT: {reason}"
    assert f"✗ {reason}" in result.stdout
    assert CLAIMS.title not in result.stdout


def test_programs_get_every_check_by_its_code(genuine: Path, trust: Path) -> None:
    code, answer = checked(genuine, trust)
    assert code == 0
    assert answer["verdict"] == "authentic"
    assert answer["reason"] is None
    assert answer["certificate"]["number"] == CLAIMS.number
    assert answer["certificate"]["valid_until"] == "2027-03-31"
    outcomes = {one["code"]: one["outcome"] for one in answer["checks"]}
    assert outcomes["SEAL_COVERS_WHOLE_FILE"] == "passed"
    assert outcomes["NOT_WITHDRAWN"] == "not_done"


def test_what_cannot_be_checked_ends_with_2(genuine: Path, trust: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    broken = tmp_path / "broken.json"
    broken.write_text("{}", encoding="utf-8")
    for arguments in (
        (genuine, "--trust", absent),
        (genuine, "--trust", broken),
        (absent, "--trust", trust),
        ("--trust", trust),
        (genuine, "--trust", trust, "--status-list", absent),
        (genuine, "--trust", trust, "--checkpoint", absent),
        ("--trust", trust, "--barcode", genuine.with_name("absent.png")),
    ):
        result = run("file", *arguments)
        assert result.exit_code == 2, arguments
        assert result.stdout == ""
        assert result.stderr


def test_without_anything_pinned_it_names_the_command_that_pins(
    genuine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    result = run("file", genuine, "--language", "en")
    assert result.exit_code == 2
    assert "matrikel-verify trust fetch https://" in result.stderr


@pytest.fixture
def served(university: University) -> Iterator[str]:
    """The address of a suite that hands its trust out."""
    content = university.trust.to_json().encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/v1/certificates:trust" else 404)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal of a test run."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_trust_is_shown_and_pinned_after_a_yes_only(
    served: str, university: University, tmp_path: Path
) -> None:
    pinned = tmp_path / "folder" / "trust.json"
    refused = run("trust", "fetch", served, "--trust", pinned, "--language", "en", answers="n\n")
    assert refused.exit_code == 2
    assert not pinned.exists()
    agreed = run("trust", "fetch", served, "--trust", pinned, "--language", "en", answers="y\n")
    assert agreed.exit_code == 0, agreed.output
    for _, fingerprint in university.trust.fingerprints():
        assert fingerprint in agreed.stdout
    assert Trust.parse(pinned.read_bytes()) == university.trust
    assert run("trust", "show", "--trust", pinned).exit_code == 0


def test_keys_that_changed_since_are_pointed_out(served: str, trust: Path) -> None:
    former = Trust.parse(trust.read_bytes())
    other = University().seal.der
    trust.write_text(replace(former, seal_certificates=(other,)).to_json(), encoding="utf-8")
    result = run("trust", "fetch", served, "--trust", trust, "--language", "en", answers="n\n")
    assert "something else was pinned so far" in result.stdout
    assert "  + seal" in result.stdout
    assert "  - seal" in result.stdout


def test_trust_comes_by_https_or_from_this_machine() -> None:
    result = run("trust", "fetch", "http://university.example", "--yes")
    assert result.exit_code == 2
    assert "https" in result.stderr
