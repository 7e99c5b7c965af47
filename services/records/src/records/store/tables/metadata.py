"""What all tables of records share."""

from chassis.database import NAMING
from sqlalchemy import MetaData, String, Text

metadata = MetaData(naming_convention=NAMING)

# Sorted by code point on both databases, whatever the locale of PostgreSQL: lists come in the same
# order everywhere, and prefixes are found as ranges.
SEARCH_KEY = Text().with_variant(Text(collation="C"), "postgresql")
CODE = String(40).with_variant(String(40, collation="C"), "postgresql")
SEMESTER = String(5)
