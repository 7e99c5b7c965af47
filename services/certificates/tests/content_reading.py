"""Reading what a content says, as tests ask for it."""

from certificates.domain.document import Content, FieldGroup, Legend, Table
from chassis.values import Language


def lines(content: Content, language: Language = Language.DE) -> dict[str, str]:
    """The single lines by their labels."""
    return {
        one.label.in_language(language): one.value.in_language(language)
        for block in content.blocks
        if isinstance(block, FieldGroup)
        for one in block.fields
    }


def tables(content: Content) -> tuple[Table, ...]:
    """The tables in their order."""
    return tuple(block for block in content.blocks if isinstance(block, Table))


def headings(content: Content, language: Language = Language.DE) -> list[str]:
    """The headings of the tables."""
    return [one.heading.in_language(language) for one in tables(content)]


def rows(table: Table, language: Language = Language.DE) -> list[tuple[str, ...]]:
    """The cells of each row."""
    return [tuple(cell.in_language(language) for cell in row.cells) for row in table.rows]


def table(
    content: Content, heading: str, language: Language = Language.DE
) -> list[tuple[str, ...]]:
    """The rows of the table under a heading."""
    [found] = [
        one for one in tables(content) if one.heading.in_language(language).startswith(heading)
    ]
    return rows(found, language)


def legend(content: Content, heading: str) -> dict[str, str]:
    """What a legend explains, in German."""
    [found] = [
        block
        for block in content.blocks
        if isinstance(block, Legend) and block.heading.de == heading
    ]
    return {one.label.de: one.value.de for one in found.entries}
