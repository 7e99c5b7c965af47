"""The transparency log. Its entries are hashes; the database refuses to change them."""

from chassis.database.columns import Moment
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, Text

from certificates.store.tables.metadata import metadata

# Numbered from 0 without a gap.
log_entries = Table(
    "log_entries",
    metadata,
    Column("leaf_index", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", LargeBinary, nullable=False),
)

# The roots of whole tiles: those of level 0 are the hashes in the tiles of level 1, and so on.
log_tile_hashes = Table(
    "log_tile_hashes",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("tile_index", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)

# One row: how many entries there are, and the right edge of their tree. Who appends locks it.
log_head = Table(
    "log_head",
    metadata,
    Column("head_id", Integer, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
)

# What witnesses signed: the newest signature of each for a size.
log_cosignatures = Table(
    "log_cosignatures",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("witness", String(200), primary_key=True),
    Column("root", LargeBinary, nullable=False),
    Column("signature_line", Text, nullable=False),
    Column("sign_time", Moment, nullable=False),
)
