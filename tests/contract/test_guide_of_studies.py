"""Each heading of the guide "Organise your Masters" has tests, and what they quote is in it."""

from tests.contract import guide_citations as guides

RECORDS = guides.ROOT / "services" / "records"
CITED = tuple(guides.cited(RECORDS / "tests", "002"))


def test_what_tests_quote_stands_in_the_guide() -> None:
    assert guides.missing_quotes(CITED, guides.text_of_guide("002")) == []


def test_every_heading_with_rules_is_in_the_readme_with_its_tests() -> None:
    assert guides.rows_of(RECORDS / "README.md") == guides.files_by_heading(CITED)
