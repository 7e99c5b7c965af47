"""The audit table: every audited method in the hands of everybody whom it is open to."""

import re
from collections.abc import AsyncIterator
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from chassis.database import Transaction
from chassis.database.tables import audit_entries
from chassis.rpc import bearer
from chassis.testing import within
from matrikel.access.v1 import access_pb2
from sqlalchemy import func, select

from tests.requests import request_for
from tests.security.access_cells import METHODS, Method, Standing, answer_of
from tests.security.asking import only_reads
from tests.security.running_services import RunningServices, running_services

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("audit")]

AUDITED = [one for one in METHODS if one.access.audited and one.access.grants]
# Methods of records that are not entered: they tell nothing about anybody.
ABOUT_NOBODY = {"CountOpenApplications", "ListOccasionalFees", "ListProgrammeContacts"}
REASON = re.compile(r"OK|[A-Z][A-Z_]+")


class Row(NamedTuple):
    """What the audit table keeps of a call."""

    method: str
    caller: str
    actor: str
    session_id: str
    subject: str
    outcome: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningServices]:
    async with running_services(tmp_path_factory.mktemp("audit")) as all_four:
        yield all_four


async def test_whatever_tells_about_a_person_is_audited() -> None:
    of_records = [one for one in METHODS if one.service == "records" and not one.access.public]
    unaudited = {one.descriptor.name for one in of_records if not one.access.audited}
    assert unaudited == ABOUT_NOBODY


async def test_every_call_about_somebody_else_is_entered_with_ids_alone(
    services: RunningServices,
) -> None:
    """Calls of offices, of those whom something is assigned to, and of systems."""
    missing, calls = [], 0
    for method in AUDITED:
        for grant in method.access.grants:
            if grant.relation == access_pb2.RELATION_OWN:
                continue
            assigned = grant.relation == access_pb2.RELATION_ASSIGNED
            for role in grant.roles:
                caller = services.people.examiner if assigned else uuid4()
                answered, rows = await _rows_of_call(services, method, caller, role)
                if answered.startswith("UNAVAILABLE"):
                    continue
                calls += 1
                expected = _row(services, method, caller, answered)
                if not _leaves(rows, expected):
                    missing.append(f"{method.descriptor.full_name}: {rows}")
    assert not missing, "\n".join(missing)
    assert calls > len(AUDITED) / 2


async def test_reads_of_ones_own_are_not_entered_but_writes_are(services: RunningServices) -> None:
    wrong, reads = [], 0
    for method in AUDITED:
        roles = {
            role
            for grant in method.access.grants
            if grant.relation == access_pb2.RELATION_OWN
            for role in grant.roles
        }
        for role in sorted(roles):
            owner = services.people.owner
            answered, rows = await _rows_of_call(services, method, owner, role)
            if answered.startswith(("UNAVAILABLE", method.unknown)):
                continue
            read = only_reads(method.descriptor) and answered == "OK"
            reads += read
            fine = not rows if read else _leaves(rows, _row(services, method, owner, answered))
            if not fine:
                wrong.append(f"{method.descriptor.full_name} answered {answered}: {rows}")
    assert not wrong, "\n".join(wrong)
    assert reads > 30


async def _rows_of_call(
    services: RunningServices, method: Method, caller: UUID, role: int
) -> tuple[str, list[Row]]:
    """What one call is answered, and the rows that it leaves."""
    database = services.databases[method.service]
    last = within(database, _last_position)
    scopes = method.access.scopes if role == access_pb2.ROLE_SYSTEM else ()
    metadata: Any = bearer(services.mints[method.service].mint(caller, [role], scopes=scopes))
    answered = await answer_of(services, method, Standing.OWN, metadata)
    return answered, within(database, _rows_behind, last)


def _last_position(tx: Transaction) -> int:
    return tx.execute(select(func.max(audit_entries.c.position))).scalar_one() or 0


def _rows_behind(tx: Transaction, position: int) -> list[Row]:
    table = audit_entries.c
    chosen = select(
        table.method, table.caller, table.actor, table.session_id, table.subject, table.outcome
    )
    behind = chosen.where(table.position > position).order_by(table.position)
    return [Row._make(each) for each in tx.execute(behind)]


def _leaves(rows: list[Row], expected: Row) -> bool:
    """Whether the rows are those of such a call, and hold ids and reason codes alone.

    A method that tries something out before it refuses may leave two.
    """
    same = expected._replace(session_id="")
    return (
        bool(rows)
        and rows[-1].outcome == expected.outcome
        and all(each._replace(session_id="", outcome=expected.outcome) == same for each in rows)
        and all(REASON.fullmatch(each.outcome) for each in rows)
        and all(_is_id(each.session_id) for each in rows)
    )


def _row(services: RunningServices, method: Method, caller: UUID, answered: str) -> Row:
    """What such a call is to leave, but for the session."""
    request = request_for(method.descriptor, services.named)
    field = method.access.subject_field
    return Row(
        method=f"/{method.descriptor.containing_service.full_name}/{method.descriptor.name}",
        caller=str(caller),
        actor="",
        session_id="",
        subject=str(getattr(request, field)) if field else "",
        outcome=answered.rpartition(" ")[2],
    )


def _is_id(text: str) -> bool:
    return str(UUID(text)) == text
