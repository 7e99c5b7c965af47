"""The distribution as a verifier installs it: nothing of the suite, only what it declares."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from matrikel_verify.data_seal import encode

from .barcode_pictures import code_of
from .data_seals import SealKey, facts
from .papers import CLAIMS, issued
from .universities import ISSUED, University

_DISTRIBUTION = Path(__file__).parents[1]
_CONSTRAINTS = Path(__file__).parents[4] / "constraints.txt"


class Installed:
    """An environment of its own with the distribution in it."""

    def __init__(self, folder: Path) -> None:
        self._programs = folder / "venv" / "bin"
        self._source = folder / "matrikel-verify"
        # Building leaves files beside what is built.
        ignored = shutil.ignore_patterns("tests", "__pycache__", "*.egg-info", "build")
        shutil.copytree(_DISTRIBUTION, self._source, ignore=ignored)
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)

    def install(self, extra: str = "") -> None:
        """Installs it with the pinned versions; skips the test where no index answers."""
        done = subprocess.run(
            [
                *(self._programs / "python", "-m", "pip", "install", "--quiet"),
                *("--constraint", _CONSTRAINTS, f"{self._source}{extra}"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode and "Retrying (Retry(" in done.stderr + done.stdout:
            pytest.skip("needs a package index, and none answers")
        assert done.returncode == 0, done.stderr

    def verify(self, *arguments: object) -> tuple[int, str]:
        """How the command ends, and the first line of what it says."""
        done = subprocess.run(
            [self._programs / "matrikel-verify", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            env={"LANG": "C.UTF-8"},
        )
        assert "Traceback" not in done.stderr
        return done.returncode, (done.stdout or done.stderr).strip().splitlines()[0]


@pytest.mark.prove
def test_in_a_fresh_environment_genuine_is_told_from_forged(tmp_path: Path) -> None:
    university, key = University(), SealKey()
    file, flipped, scan, trust = (tmp_path / one for one in ("a.pdf", "b.pdf", "c.png", "t.json"))
    content = issued(university, stamped=ISSUED)
    middle = len(content) - 2000
    file.write_bytes(content)
    flipped.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    pinned = replace(university.trust, data_seal_keys=(key.pinned(),))
    trust.write_text(pinned.to_json(), encoding="utf-8")
    code_of(encode(facts(), key)).save(scan)
    fresh = Installed(tmp_path / "fresh")
    fresh.install()
    assert fresh.verify("--help")[0] == 0
    code, said = fresh.verify(file, "--trust", trust)
    assert (code, said) == (0, f"AUTHENTIC: issued by {university.name} and unchanged.")
    code, said = fresh.verify(flipped, "--trust", trust)
    assert code == 1
    assert said.startswith("REJECTED: ")
    assert CLAIMS.title not in said
    code, said = fresh.verify("--barcode", scan, "--trust", trust)
    missing = "Reading pictures needs more: pip install matrikel-verify[pictures]"
    assert (code, said) == (2, missing)
    fresh.install("[pictures]")
    code, said = fresh.verify("--barcode", scan, "--trust", trust)
    assert code == 0
    assert said.startswith(f"AUTHENTIC BARCODE of {university.name}.")
