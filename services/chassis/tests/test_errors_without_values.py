"""Errors of the database tell what went wrong, never what a row holds."""

import traceback
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.database.tables import inbox, mails
from chassis.testing import within
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

ADDRESS = "ayse.oeztuerk@stud.leuphana.example"
EVENT = UUID("0190f5a2-7c11-7d3e-9a44-1b2c3d4e5f60")


def incomplete_mail(tx: Transaction) -> None:
    row = {"mail_id": tx.new_id(), "address": ADDRESS, "kind": "registered", "subject": "Ayşe"}
    tx.execute(insert(mails).values(**row, create_time=tx.now, next_attempt_time=tx.now))


def same_event_twice(tx: Transaction) -> None:
    for _ in range(2):
        tx.execute(insert(inbox).values(event_id=EVENT, receive_time=tx.now))


@pytest.mark.parametrize(
    ("fault", "value", "told"),
    [(incomplete_mail, ADDRESS, "body"), (same_event_twice, str(EVENT), "inbox")],
)
def test_what_is_logged_of_an_error_holds_no_value_of_a_row(
    database: Database, fault: object, value: str, told: str
) -> None:
    with pytest.raises(IntegrityError) as error:
        within(database, fault)
    logged = "".join(traceback.format_exception(error.value))
    assert told in logged
    assert value not in logged + repr(error.value) + repr(error.value.orig)
