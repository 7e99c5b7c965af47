"""The migrated database is the one that the code expects."""

from chassis.database import Database
from chassis.database.history import History
from records.main import service


def test_migrations_lead_to_the_tables_in_the_code(database: Database) -> None:
    history = History(database.url, service.tables, service.migrations)
    assert history.missing() == []
    assert history.differences() == []


def test_the_tables_can_be_taken_back_and_made_again(database: Database) -> None:
    history = History(database.url, service.tables, service.migrations)
    history.downgrade("records@base")
    assert history.missing() == ["records_0001"]
    history.upgrade()
    assert history.differences() == []
