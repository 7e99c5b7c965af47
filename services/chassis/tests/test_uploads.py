"""Files that people upload are what their content says, whatever they are called."""

import pytest
from chassis.values.uploads import MAX_BYTES, UploadType, kept_name, read_upload, type_of
from hypothesis import given
from hypothesis import strategies as st

from services.exams.tests.cases_factories import JPEG, PDF, PNG


@pytest.mark.parametrize(
    ("content", "found"),
    [(PDF, UploadType.PDF), (PNG, UploadType.PNG), (JPEG, UploadType.JPEG)],
)
def test_a_file_is_known_by_its_content(content: bytes, found: UploadType) -> None:
    upload = read_upload(content, "Attest.exe", frozenset(UploadType))
    assert upload is not None
    assert upload.type is found
    assert upload.file_name == f"Attest.exe{found.ending}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-",
        b"%PDF-1.7 cut off in the middle",
        b"<html>%PDF-1.7 %%EOF</html>",
        b"MZ" + PDF,
        b"\x89PNG\r\n\x1a\n but no header",
        b"\xff\xd8\xff without an end",
        b"<svg onload='alert(1)'/>",
        b"PK\x03\x04" + bytes(30),
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    assert read_upload(content, "Attest.pdf") is None


def test_a_pdf_behind_a_byte_order_mark_is_one() -> None:
    assert type_of(b"\xef\xbb\xbf\r\n" + PDF) is UploadType.PDF


def test_a_file_over_10_mib_is_refused() -> None:
    at_the_limit = PDF + bytes(MAX_BYTES - len(PDF) - len(b"%%EOF")) + b"%%EOF"
    assert len(at_the_limit) == MAX_BYTES
    assert read_upload(at_the_limit, "a.pdf") is not None
    assert read_upload(at_the_limit + b"\n", "a.pdf") is None


def test_a_type_that_is_not_asked_for_is_refused() -> None:
    assert read_upload(PNG, "thesis.png", frozenset({UploadType.PDF})) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Attest.pdf", "Attest.pdf"),
        ("Attest.PDF", "Attest.pdf"),
        ("Attest", "Attest.pdf"),
        ("foto.jpeg", "foto.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ayşe\\Attest März.pdf", "Attest März.pdf"),
        ("Arbeit\u0308.pdf", "Arbeiẗ.pdf"),
        ('a"b;c\r\nSet-Cookie: x.pdf', "a_b_cSet-Cookie_ x.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("NUL.pdf", "document.pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_do_harm(name: str, kept: str) -> None:
    assert kept_name(name, UploadType.PDF) == kept


@given(st.text())
def test_every_name_becomes_a_safe_one(name: str) -> None:
    kept = kept_name(name, UploadType.PDF)
    assert kept.endswith(".pdf")
    assert 5 <= len(kept) <= 120
    assert kept.isprintable()
    assert not set(kept) & set('/\\<>:"|?*;%')
    assert kept_name(kept, UploadType.PDF) == kept
