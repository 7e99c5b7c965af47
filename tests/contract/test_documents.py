"""The documents at the top keep up with the code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")
# Where a path may start: at the top, or with a package, a service or the portal.
STARTS = (
    ROOT,
    ROOT / "gateway",
    ROOT / "gateway/src",
    ROOT / "gateway/src/gateway",
    ROOT / "gateway/portal/src",
    ROOT / "gateway/portal/src/portal",
    ROOT / "services/chassis/src",
    ROOT / "services/chassis/src/chassis",
    *(ROOT / f"services/{name}/src" for name in ("identity", "records", "exams", "certificates")),
    *(
        ROOT / f"services/{name}/src/{name}"
        for name in ("identity", "records", "exams", "certificates")
    ),
)
# What only a running installation has, what a service's own tree is called in general, and
# addresses.
NOT_FILES = re.compile(r"^(var/|/|https?:|<|matrikel/|services/<)|[<>{*$ ]")


def named_paths(document: str) -> list[str]:
    """Everything in backticks that looks like a path."""
    quoted = re.findall(r"`([^`\n]+)`", (ROOT / document).read_text(encoding="utf-8"))
    paths = [words for words in quoted if "/" in words and not NOT_FILES.search(words)]
    return sorted({path.split(":")[0] for path in paths})


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_exists(document: str) -> None:
    paths = named_paths(document)
    missing = [path for path in paths if not any((start / path).exists() for start in STARTS)]
    assert paths
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_between_documents_leads_somewhere(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_make_target_that_a_document_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    text = "\n".join((ROOT / document).read_text(encoding="utf-8") for document in DOCUMENTS)
    named = set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", text, re.MULTILINE))
    assert {first or second for first, second in named} <= targets
