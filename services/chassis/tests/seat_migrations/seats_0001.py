"""The tables of the seat service."""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns

revision = "seats_0001"
down_revision = None
branch_labels = ("exams",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seats",
        sa.Column("sitting_id", columns.Id(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sitting_id", name="pk_seats"),
    )
    op.create_table(
        "registrations",
        sa.Column("registration_id", columns.Id(), nullable=False),
        sa.Column("person_id", columns.Id(), nullable=False),
        sa.Column("sitting_id", columns.Id(), nullable=False),
        sa.Column("register_time", columns.Moment(), nullable=False),
        sa.Column("notes", columns.Json(), nullable=True),
        sa.Column("title", columns.Texts(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["seats.sitting_id"], name="fk_registrations_sitting_id"
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_registrations"),
    )
    op.create_table(
        "effects",
        sa.Column("position", columns.Position, autoincrement=True, nullable=False),
        sa.Column("aggregate_id", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_effects"),
    )


def downgrade() -> None:
    op.drop_table("effects")
    op.drop_table("registrations")
    op.drop_table("seats")
