"""What students do with certificates on their pages, and whoever gets one from them."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

# How finely a scanner at an office reads paper, in dots per inch.
_SCANNED_DPI = "200"


def draw(studying: Visitor, kind: str, language: str = "de", *, pin: str = "") -> str:
    """Draws a certificate of a type about what the form proposes; returns its number."""
    studying.open(f"certificates/new/{kind}")
    studying.page.locator(f"#language-{language}").check()
    if pin:
        studying.page.locator(".lookup-fold summary").click()
        studying.page.locator("#pin_required").check()
        studying.fill_in("lookup.pin_field", pin)
        studying.fill_in("lookup.pin_repeat", pin)
    studying.press("draw.submit")
    expect(studying.alert.first).to_contain_text(studying.texts("certificate.ready_title"))
    return number_of(studying)


def number_of(holding: Visitor) -> str:
    """The number on the open page of a certificate, as it is printed."""
    number = holding.fact(holding.texts("certificate.number"))
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", number)
    return number


def download(holding: Visitor) -> bytes:
    """The sealed file of the certificate whose page is open."""
    return download_with(holding, "certificate.download")


def download_with(holding: Visitor, key: str) -> bytes:
    """What a link of the page hands out."""
    with holding.page.expect_download() as started:
        holding.follow(key)
    return started.value.path().read_bytes()


def look_up(anybody: Visitor, number: str, pin: str = "") -> None:
    """Enters a number on the page for everybody, with a PIN where one was told."""
    anybody.open("verify")
    anybody.fill_in("verify.number", number)
    if pin:
        anybody.fill_in_optional("verify.pin", pin)
    anybody.press("verify.submit")


def upload(anybody: Visitor, name: str, content: bytes) -> None:
    """Has a file checked."""
    anybody.open("verify/file")
    anybody.upload("verify_file.file", name, content)
    anybody.press("verify_file.submit")


def scanned(document: bytes, folder: Path, page: int = 1) -> bytes:
    """A page of a document printed and read in again, in shades of grey."""
    paper = folder / "paper.pdf"
    paper.write_bytes(document)
    asked = ["-r", _SCANNED_DPI, "-gray", "-png", "-f", str(page), "-singlefile"]
    command = ["pdftoppm", *asked, str(paper), str(folder / "picture")]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / "picture.png").read_bytes()
