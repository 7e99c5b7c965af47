"""Each heading of the guide "QIS" that speaks of certificates has tests that quote it."""

from tests.contract import guide_citations as guides

CERTIFICATES = guides.ROOT / "services" / "certificates"
CITED = tuple(guides.cited(CERTIFICATES / "tests", "000"))

# Those of the guide that hold rules on certificates; the others are those of identity, records and
# exams.
HEADINGS = {
    "Ihr Qis-Account",
    "Startseite",
    "Info über angemeldete Prüfungen",
    "Notenspiegel",
    "Studienbescheinigungen",
    "Grundsätzliches",
    "Front page",
    "Info on Exams (internships)",
    "Exams Extract",
    "Study reports",
    "Help and Contact",
}


def test_what_tests_quote_stands_in_the_guide() -> None:
    assert guides.missing_quotes(CITED, guides.text_of_guide("000")) == []


def test_every_heading_with_rules_is_in_the_readme_with_its_tests() -> None:
    rows = guides.rows_of(CERTIFICATES / "README.md")
    assert rows == guides.files_by_heading(CITED)
    assert set(rows) == HEADINGS
