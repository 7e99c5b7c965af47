"""The places of the status list."""

from sqlalchemy import BigInteger, Column, Index, SmallInteger, Table

from certificates.store.tables.metadata import metadata

# Every place that was ever drawn. It names no certificate: when a certificate's data is deleted,
# the place keeps what it says, and nothing tells whose it was.
status_places = Table(
    "status_places",
    metadata,
    Column("status_index", BigInteger, primary_key=True, autoincrement=False),
    # A status type of the Token Status List.
    Column("status", SmallInteger, nullable=False),
)
# Nearly all places say that the certificate stands; the list is made from the others.
Index(
    "ix_status_places_status",
    status_places.c.status,
    postgresql_where=status_places.c.status > 0,
    sqlite_where=status_places.c.status > 0,
)
