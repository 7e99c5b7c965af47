"""The migrated tables are those that the code expects."""

from chassis.database import Database
from chassis.database.history import History
from exams.main import service


def test_the_migrations_lead_to_the_tables_in_the_code(database: Database) -> None:
    history = History(database.url, service.tables, service.migrations)
    assert history.missing() == []
    assert history.differences() == []


def test_the_migrations_can_be_undone(database: Database) -> None:
    history = History(database.url, service.tables, service.migrations)
    history.downgrade("exams@base")
    assert history.missing() == ["exams_0001"]
    history.upgrade()
    assert history.differences() == []
