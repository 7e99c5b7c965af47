"""What guards the look-up of verification numbers."""

from chassis.database.columns import Moment
from sqlalchemy import Boolean, Column, Index, Integer, String, Table, false

from certificates.store.tables.metadata import metadata

# How many look-ups of a network missed since its window began; forgotten soon after. Nothing links
# a network to the numbers that it asked for.
verification_misses = Table(
    "verification_misses",
    metadata,
    Column("client_network", String(64), primary_key=True),
    # A network around several that are counted by themselves, too.
    Column("is_prefix", Boolean, nullable=False, server_default=false()),
    Column("window_start", Moment, nullable=False),
    Column("misses", Integer, nullable=False),
)
Index("ix_verification_misses_window_start", verification_misses.c.window_start)

# How often a number was asked for without an answer, whether or not a certificate carries it.
number_misses = Table(
    "number_misses",
    metadata,
    Column("verification_number", String(16), primary_key=True),
    Column("window_start", Moment, nullable=False),
    Column("misses", Integer, nullable=False),
)
Index("ix_number_misses_window_start", number_misses.c.window_start)

# One row once an alarm was raised.
verification_alarms = Table(
    "verification_alarms",
    metadata,
    Column("only_row", Integer, primary_key=True, autoincrement=False),
    Column("raise_time", Moment, nullable=False),
    # Until when the limits of larger networks are tighter.
    Column("tight_until", Moment, nullable=False),
)
