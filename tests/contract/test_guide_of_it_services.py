"""Each heading of the guide "IT for the start of your studies" has tests that quote it."""

from tests.contract import guide_citations as guides

IDENTITY = guides.ROOT / "services" / "identity"
CITED = tuple(guides.cited(IDENTITY / "tests", "001"))

# Those of the guide that hold rules; the others only name where help is found.
HEADINGS = {
    "IT for the start of your studies",
    "Leuphana account",
    "myStudy account",
    "Library account",
    "Systems, tools and infrastructure",
}


def test_what_tests_quote_stands_in_the_guide() -> None:
    assert guides.missing_quotes(CITED, guides.text_of_guide("001")) == []


def test_every_heading_with_rules_is_in_the_readme_with_its_tests() -> None:
    rows = guides.rows_of(IDENTITY / "README.md")
    assert rows == guides.files_by_heading(CITED)
    assert set(rows) == HEADINGS
