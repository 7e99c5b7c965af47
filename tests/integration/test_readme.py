"""The commands of README.md do what it says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.suite import Suite

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs the package curl")
def test_the_rest_calls_of_the_readme_lead_to_the_exam_tree(suite: Suite) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (calls,) = [block for block in blocks if "curl" in block]
    calls = calls.replace("http://127.0.0.1:8080", suite.base_url)
    calls = calls.replace("lg100001", suite.user_names("student")[0])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", calls], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert '"programmes"' in done.stdout
    assert '"enrolments"' in done.stdout
    assert '"sittings"' in done.stdout
