"""What persons were called before, and facts about them that were put right."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import Transaction, insert_many
from chassis.values import PersonName
from sqlalchemy import insert, select

from records.domain.person_changes import Correction, FormerName
from records.store import tables


def add_former_name(tx: Transaction, person_id: UUID, former: FormerName) -> None:
    """Keeps a name that another one follows."""
    tx.execute(
        insert(tables.former_names).values(
            former_name_id=tx.new_id(),
            person_id=person_id,
            given_names=former.name.given_names,
            family_name=former.name.family_name,
            birth_name=former.name.birth_name,
            title=former.name.title,
            until_date=former.until,
            change_time=former.change_time,
            changed_by=former.changed_by,
        )
    )


def former_names_of(tx: Transaction, person_id: UUID) -> tuple[FormerName, ...]:
    """The names that a person had before, the newest first."""
    table = tables.former_names
    rows = tx.execute(
        select(table)
        .where(table.c.person_id == person_id)
        .order_by(table.c.change_time.desc(), table.c.former_name_id.desc())
    )
    return tuple(
        FormerName(
            PersonName(row.given_names, row.family_name, row.birth_name, row.title),
            row.until_date,
            row.change_time,
            row.changed_by,
        )
        for row in rows
    )


def add_corrections(tx: Transaction, person_id: UUID, made: Sequence[Correction]) -> None:
    """Keeps what was corrected, why, and by whom."""
    rows = [
        {
            "person_correction_id": tx.new_id(),
            "person_id": person_id,
            "fact": each.fact,
            "former_value": each.former_value,
            "new_value": each.new_value,
            "reason": each.reason,
            "correct_time": each.correct_time,
            "corrected_by": each.corrected_by,
        }
        for each in made
    ]
    insert_many(tx, tables.person_corrections, rows)


def corrections_of(tx: Transaction, person_id: UUID) -> tuple[Correction, ...]:
    """The corrections of a person's facts, the newest first."""
    table = tables.person_corrections
    rows = tx.execute(
        select(table)
        .where(table.c.person_id == person_id)
        .order_by(table.c.correct_time.desc(), table.c.fact, table.c.person_correction_id)
    )
    return tuple(
        Correction(
            row.fact,
            row.former_value,
            row.new_value,
            row.reason,
            row.correct_time,
            row.corrected_by,
        )
        for row in rows
    )
