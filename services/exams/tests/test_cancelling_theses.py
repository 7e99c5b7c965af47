"""Sittings of theses are not cancelled like others: each thesis ends by itself."""

from typing import Any
from uuid import UUID

import pytest
from chassis.errors import Failure
from exams.app.cancelling import CancelledSitting, cancel_sitting
from exams.app.office_registration import deregister_student
from exams.app.sittings import get_sitting
from exams.domain.theses import ThesisState
from exams.store import tables

from services.exams.tests.cases_factories import OFFICE, admitted, with_thesis


def cancel(campus: Any, sitting_id: UUID, *, dry_run: bool = False) -> CancelledSitting:
    """The office cancels a sitting."""
    cancelled: CancelledSitting = campus.run(
        cancel_sitting,
        campus.signer,
        sitting_id,
        etag=str(campus.run(get_sitting, sitting_id).version),
        reason="Der Raum ist gesperrt.",
        cancelled_by=OFFICE,
        dry_run=dry_run,
    )
    return cancelled


def test_a_sitting_is_not_cancelled_under_those_who_write_a_thesis(campus: Any) -> None:
    with_thesis(campus)
    theses = [admitted(campus) for _ in range(2)]
    [sitting] = [row for row in campus.rows(tables.sittings) if row.seating == "admission"]
    mails = len(campus.mails())
    for dry_run in (True, False):
        with pytest.raises(Failure) as refused:
            cancel(campus, sitting.sitting_id, dry_run=dry_run)
        assert refused.value.reason == "THESES_UNDER_WAY"
        assert "Theses under way (2)" in refused.value.message.en
        assert "deregistering" in refused.value.message.en
    assert len(campus.mails()) == mails
    assert {row.state for row in campus.rows(tables.theses)} == {ThesisState.ADMITTED}
    for thesis in theses:
        campus.run(
            deregister_student,
            campus.signer,
            registration_id=thesis.registration_id,
            reason="Thema zurückgegeben",
            by=OFFICE,
        )
    assert {row.state for row in campus.rows(tables.theses)} == {ThesisState.ENDED}
    assert cancel(campus, sitting.sitting_id).sitting.cancel_time is not None


def test_who_is_admitted_after_a_cancellation_gets_another_sitting(campus: Any) -> None:
    with_thesis(campus)
    first = admitted(campus)
    [sitting] = [row for row in campus.rows(tables.sittings) if row.seating == "admission"]
    campus.run(
        deregister_student,
        campus.signer,
        registration_id=first.registration_id,
        reason="Thema zurückgegeben",
        by=OFFICE,
    )
    cancel(campus, sitting.sitting_id)
    assert admitted(campus).state is ThesisState.ADMITTED
    sittings = [row for row in campus.rows(tables.sittings) if row.seating == "admission"]
    assert sorted(row.taken for row in sittings) == [0, 1]
