"""What the university decided for itself."""

from chassis.database.columns import Json
from sqlalchemy import CheckConstraint, Column, Integer, Table

from certificates.store.tables.metadata import metadata

# One row, in the form of rules.yaml; none before a profile was loaded.
certificates_rules = Table(
    "certificates_rules",
    metadata,
    Column("only_row", Integer, primary_key=True, autoincrement=False),
    Column("rules", Json, nullable=False),
    CheckConstraint("only_row = 1", name="only_row"),
)
