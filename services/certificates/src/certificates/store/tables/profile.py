"""How the university's papers look."""

from chassis.database.columns import Json
from sqlalchemy import CheckConstraint, Column, Integer, Table

from certificates.store.tables.metadata import metadata

# One row, in the form of `Branding.to_values`; none before a profile was loaded.
certificates_branding = Table(
    "certificates_branding",
    metadata,
    Column("only_row", Integer, primary_key=True, autoincrement=False),
    Column("branding", Json, nullable=False),
    CheckConstraint("only_row = 1", name="only_row"),
)
