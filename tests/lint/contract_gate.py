"""Checks the contracts: style, compatibility with the last release, and the generated code.

Usage: python tests/lint/contract_gate.py
"""

import filecmp
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROTOS = ROOT / "protos"
BIN = Path(sys.executable).parent


def main() -> int:
    """Runs every check; returns the number of those that failed."""
    with tempfile.TemporaryDirectory() as folder:
        generated, image = Path(folder) / "gen", Path(folder) / "image.binpb"
        generated.mkdir()
        subprocess.run(
            [sys.executable, PROTOS / "generate.py", "--output", generated, "--descriptors", image],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        config = PROTOS / "buf.yaml"
        checks = {
            "contract style": _buf("lint", image, "--config", config),
            "contract format": _buf("format", PROTOS, "--diff", "--exit-code"),
            "compatibility with the last release": _buf(
                "breaking", image, "--config", config, "--against", PROTOS / "baseline.binpb"
            ),
            "generated code": _same(PROTOS / "gen", generated),
        }
    for name, fine in checks.items():
        print(f"{'ok  ' if fine else 'FAIL'} {name}")
    return sum(not fine for fine in checks.values())


def _buf(*words: object) -> bool:
    return subprocess.run([str(BIN / "buf"), *map(str, words)], check=False).returncode == 0


def _same(committed: Path, generated: Path) -> bool:
    """Whether protos/gen is what the contracts generate; names each file that is not."""
    wanted = {file.relative_to(generated) for file in generated.rglob("*") if _counts(file)}
    present = {file.relative_to(committed) for file in committed.rglob("*") if _counts(file)}
    differing = {
        file
        for file in wanted & present
        if not filecmp.cmp(generated / file, committed / file, shallow=False)
    }
    for file in sorted((wanted ^ present) | differing):
        print(f"protos/gen/{file} is not what the contracts say; run: make protos")
    return not differing and wanted == present


def _counts(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts and ".egg-info" not in str(file)


if __name__ == "__main__":
    sys.exit(main())
