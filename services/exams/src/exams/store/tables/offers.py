"""Examination periods, sittings, and the lotteries that draw their seats."""

from chassis.database.columns import Id, Json, Moment
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from exams.store.tables.metadata import metadata

# Examination periods with their registration window, in days of the university; last days
# included.
examination_periods = Table(
    "examination_periods",
    metadata,
    Column("semester", String(5), nullable=False),
    Column("period", Integer, nullable=False),
    Column("exams_first_date", Date, nullable=False),
    Column("exams_last_date", Date, nullable=False),
    Column("registration_first_date", Date, nullable=False),
    Column("registration_last_date", Date, nullable=False),
    # Until when students may withdraw after the window: working days before a dated sitting,
    # counted with the public holidays of a state, and a day of its own for undated ones.
    Column("withdrawal_working_days", Integer, nullable=False),
    Column("holidays_of", String(2), nullable=False),
    Column("undated_withdrawal_last_date", Date),
    Column("version", BigInteger, nullable=False, server_default="1"),
    PrimaryKeyConstraint("semester", "period"),
)

# Offers of an exam. `taken` counts the registrations that hold a seat; whoever changes it holds
# the row's lock, and the check refuses a seat too many even if a lock is ever forgotten.
sittings = Table(
    "sittings",
    metadata,
    Column("sitting_id", Id, primary_key=True),
    Column("exam_number", String(20), ForeignKey("exams.exam_number"), nullable=False),
    Column("semester", String(5), nullable=False),
    Column("period", Integer, nullable=False),
    Column("start_time", Moment),
    Column("room", String(120), nullable=False),
    Column("examiner_user_name", String(64), nullable=False),
    Column("registration_open_time", Moment, nullable=False),
    Column("registration_close_time", Moment, nullable=False),
    Column("withdrawal_close_time", Moment),
    # Whether the window and the limit above are the sitting's own, not those of its period.
    Column("own_window", Boolean, nullable=False, server_default="0"),
    # "first_come", "lottery", or "admission": registered by the office only (theses).
    Column("seating", String(20), nullable=False, server_default="first_come"),
    Column("capacity", Integer, nullable=False),
    # Whether a full sitting keeps a waiting list.
    Column("has_waiting_list", Boolean, nullable=False, server_default="0"),
    Column("taken", Integer, nullable=False, server_default="0"),
    Column("waiting", Integer, nullable=False, server_default="0"),
    # The number of the newest receipt; receipts of a sitting are numbered without a gap.
    Column("last_seq", BigInteger, nullable=False, server_default="0"),
    # Set when the office cancels the sitting.
    Column("cancel_time", Moment),
    # When results were first released.
    Column("release_time", Moment),
    # Grows by one with each change that the office makes.
    Column("version", BigInteger, nullable=False, server_default="1"),
    ForeignKeyConstraint(
        ["semester", "period"], ["examination_periods.semester", "examination_periods.period"]
    ),
    CheckConstraint("taken >= 0", name="taken_not_negative"),
    CheckConstraint("waiting >= 0", name="waiting_not_negative"),
    CheckConstraint("capacity = 0 OR taken <= capacity", name="taken_within_capacity"),
    CheckConstraint("registration_open_time < registration_close_time", name="registration_window"),
)
Index("ix_sittings_exam_number", sittings.c.exam_number, sittings.c.registration_close_time)
Index("ix_sittings_semester", sittings.c.semester, sittings.c.period)
Index("ix_sittings_examiner_user_name", sittings.c.examiner_user_name)

# The draw of a sitting whose seats are drawn by lot: what was committed to before, the public
# randomness named before, and, after the draw, everything that anyone needs to replay it.
lotteries = Table(
    "lotteries",
    metadata,
    Column("sitting_id", Id, ForeignKey("sittings.sitting_id"), primary_key=True),
    # SHA-256 of the seed, in hexadecimal digits, published before the first request.
    Column("seed_commitment", String(64), nullable=False),
    Column("seed", String(64), nullable=False),
    # What the public randomness will be: "numbers of the Lotto 6aus49 draw of 2026-11-21".
    Column("public_source", Text, nullable=False),
    # Not known to anybody before this moment.
    Column("public_time", Moment, nullable=False),
    # Share of the seats for students with a pre-selection right, in percent.
    Column("preselection_percent", Integer, nullable=False),
    # Whether a later source was named, as the lottery was not closed before the first one's time.
    Column("postponed", Boolean, nullable=False, server_default="0"),
    # When everything that the draw looks at was fixed, the document, and its SHA-256.
    Column("close_time", Moment),
    Column("closing", Text, nullable=False, server_default=""),
    Column("closing_digest", String(64), nullable=False, server_default=""),
    # How many asked for a seat at the closing, and how many drew one.
    Column("request_count", Integer, nullable=False, server_default="0"),
    Column("drawn_count", Integer, nullable=False, server_default="0"),
    # As published: empty before the draw.
    Column("public_value", Text, nullable=False, server_default=""),
    Column("draw_time", Moment),
    # The publication as it was made, in its canonical form.
    Column("publication", Text, nullable=False, server_default=""),
    Column("create_time", Moment, nullable=False),
    Column("version", BigInteger, nullable=False, server_default="1"),
)

# Former facts of a sitting, for students who were told them: rows are only ever added.
sitting_changes = Table(
    "sitting_changes",
    metadata,
    Column("sitting_id", Id, ForeignKey("sittings.sitting_id"), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("change_time", Moment, nullable=False),
    Column("changed_by", Id),
    Column("reason", Text, nullable=False),
    # The fields before and after: {"room": ["HS 1", "HS 2"]}.
    Column("changes", Json, nullable=False),
    PrimaryKeyConstraint("sitting_id", "version"),
)
