"""The distribution by itself: it needs nothing of the suite."""

import subprocess
import sys
from pathlib import Path

from .papers import issued
from .universities import ISSUED, University

_WITHOUT = """
import sys
for name in ("chassis", "certificates", "matrikel", "grpc", "google", "sqlalchemy",
             "structlog", "pikepdf", "reportlab", "lxml", "nats"):
    sys.modules[name] = None
import importlib, pkgutil
import matrikel_verify
for module in pkgutil.walk_packages(matrikel_verify.__path__, "matrikel_verify."):
    importlib.import_module(module.name)
from matrikel_verify.command import main
sys.argv = ["matrikel-verify", *sys.argv[1:]]
main()
"""


def test_it_checks_a_file_where_nothing_else_is_installed(tmp_path: Path) -> None:
    university = University()
    file, trust = tmp_path / "file.pdf", tmp_path / "trust.json"
    file.write_bytes(issued(university, stamped=ISSUED))
    trust.write_text(university.trust.to_json(), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _WITHOUT, str(file), "--trust", str(trust)],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1", "LANG": "de_DE.UTF-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ECHT: ausgestellt von Leuphana Universität Lüneburg")
    assert done.stderr == ""
