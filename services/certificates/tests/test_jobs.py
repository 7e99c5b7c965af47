"""Jobs: certificates of a whole semester, whatever happens meanwhile."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from certificates.app.issued import certificates_of_person
from certificates.app.jobs import (
    cancel_job,
    collect,
    forget_old_jobs,
    list_jobs,
    retry_job,
    start_job,
)
from certificates.domain.certificate import CertificateOrder, CertificateType
from certificates.domain.jobs import JobOutcome, JobState
from certificates.domain.types import TYPES
from certificates.store import jobs as store
from certificates.store.tables import certificates
from certificates.texts.refusals import Asked, not_printable, service_unavailable
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, until, within
from sqlalchemy import select

from .job_scene import ORDER, Desk, JobScene, Roll, student
from .seal_factories import keyring

STUDENTS = [student(number) for number in range(1, 11)]


@pytest.fixture
def scene(database: Database, clock: DrivenClock, tmp_path: Path) -> JobScene:
    keys = keyring(tmp_path / "keys", clock=clock)
    return JobScene(database, Roll(STUDENTS), Desk(database), keys)


def holders(scene: JobScene) -> list[UUID]:
    """Whom the stored certificates are of."""
    query = select(certificates.c.person_id).order_by(certificates.c.person_id)

    return within(scene.database, lambda tx: list(tx.execute(query).scalars()))


def everybody() -> list[UUID]:
    return [one.person_id for one in STUDENTS]


def reason(refused: pytest.ExceptionInfo[Failure]) -> str:
    return refused.value.reason


async def test_everybody_of_the_semester_gets_one_certificate(scene: JobScene) -> None:
    job_id = scene.start()
    assert scene.job(job_id).state is JobState.COLLECTING
    await scene.runner().run_ordered()
    job = scene.job(job_id)
    assert (job.state, job.total, job.issued, job.refused) == (JobState.DONE, 10, 10, 0)
    assert (job.ordered_by, job.print_parts) == ("lschulz", 1)
    assert job.end_time is not None
    assert holders(scene) == everybody()
    entries = scene.entries(job_id)
    assert [one.student for one in entries] == STUDENTS
    assert [one.position for one in entries] == list(range(1, 11))
    page = within(scene.database, certificates_of_person, STUDENTS[3].person_id, None, 5)
    assert [one.certificate_id for one in page.certificates] == [entries[3].certificate_id]
    assert page.certificates[0].issued_by == "lschulz"
    # With the service's own credential, for nobody is signed in.
    assert scene.desk.askers == {None}
    assert scene.roll.asked[0] == ("2026W", "", "", "")
    # Room is left for people.
    assert scene.desk.most_at_once == 2
    await scene.runner().run_ordered()
    assert holders(scene) == everybody()


async def test_who_is_refused_is_kept_with_the_reason_and_tried_again(scene: JobScene) -> None:
    job_id = scene.start()
    wrong = STUDENTS[4].person_id
    scene.desk.before = lambda order: not_printable("漢") if order.person_id == wrong else None
    await scene.runner().run_ordered()
    job = scene.job(job_id)
    assert (job.state, job.issued, job.refused) == (JobState.DONE, 9, 1)
    [refused] = [one for one in scene.entries(job_id) if one.outcome is JobOutcome.REFUSED]
    assert refused.student.person_id == wrong
    assert refused.refusal_reason == "CERTIFICATE_NOT_PRINTABLE"
    assert refused.refusal_message is not None
    assert "漢" in refused.refusal_message.en
    scene.desk.before = lambda _: None
    again = within(scene.database, retry_job, job_id)
    assert (again.state, again.refused, again.end_time) == (JobState.RUNNING, 0, None)
    await scene.runner().run_ordered()
    assert scene.job(job_id).issued == 10
    assert holders(scene) == everybody()
    with pytest.raises(Failure) as nothing:
        within(scene.database, retry_job, job_id)
    assert reason(nothing) == "NOTHING_TO_TRY_AGAIN"


async def test_an_unexpected_error_about_one_spares_the_others(scene: JobScene) -> None:
    job_id = scene.start()
    wrong = STUDENTS[0].person_id
    scene.desk.before = lambda order: KeyError("secret") if order.person_id == wrong else None
    await scene.runner().run_ordered()
    first = scene.entries(job_id)[0]
    assert (first.outcome, first.refusal_reason) == (JobOutcome.REFUSED, "UNEXPECTED")
    assert first.refusal_message is not None
    assert "secret" not in f"{first.refusal_message.de}{first.refusal_message.en}"
    assert scene.job(job_id).issued == 9


async def test_a_job_waits_while_somebody_does_not_answer(scene: JobScene) -> None:
    job_id = scene.start()
    away = service_unavailable(Asked.RECORDS)
    scene.desk.before = lambda order: away if order.person_id.int > 4 else None
    await scene.runner().run_ordered()
    job = scene.job(job_id)
    assert (job.state, job.issued, job.refused) == (JobState.RUNNING, 4, 0)
    scene.desk.before = lambda _: None
    await scene.runner().run_ordered()
    assert scene.job(job_id).state is JobState.DONE
    assert holders(scene) == everybody()


async def test_collecting_goes_on_behind_the_last_page(scene: JobScene) -> None:
    job_id = scene.start()
    scene.roll.trouble = {8: service_unavailable(Asked.RECORDS)}
    await scene.runner().run_ordered()
    job = scene.job(job_id)
    assert (job.state, job.total, job.issued) == (JobState.COLLECTING, 8, 0)
    scene.roll.trouble = {}
    await scene.runner().run_ordered()
    assert [one[3] for one in scene.roll.asked] == ["", "4", "8", "8"]
    assert scene.job(job_id).issued == 10


async def test_who_is_listed_twice_is_in_the_job_once(scene: JobScene) -> None:
    job_id = scene.start()
    # Somebody was enrolled in front while the pages were read, so that one slid onto the next.
    scene.roll.students = [*STUDENTS[:4], STUDENTS[3], *STUDENTS[4:]]
    await scene.runner().run_ordered()
    assert scene.job(job_id).total == 10
    assert holders(scene) == everybody()


async def test_one_job_that_is_stuck_does_not_hold_up_another(scene: JobScene) -> None:
    first = scene.start()
    scene.roll.trouble = {0: ValueError("nonsense")}
    await scene.runner().run_ordered()
    assert scene.job(first).state is JobState.COLLECTING
    scene.roll.trouble = {}
    second = scene.start()
    await scene.runner().run_ordered()
    assert scene.job(first).issued == scene.job(second).issued == 10
    # The same students, a second job: one certificate for each job.
    assert len(holders(scene)) == 20


async def test_a_job_about_nobody_is_done_at_once(scene: JobScene) -> None:
    scene.roll.students = []
    job_id = scene.start()
    await scene.runner().run_ordered()
    job = scene.job(job_id)
    assert (job.state, job.total, job.print_parts) == (JobState.DONE, 0, 0)


async def test_an_interrupted_job_goes_on_where_it_stood(scene: JobScene) -> None:
    job_id = scene.start()
    for stopped_at in (1, 4, 5, 9):
        desk = Desk(scene.database)
        settled = len(holders(scene))
        limit = stopped_at - settled

        def hold(_: CertificateOrder, desk: Desk = desk, limit: int = limit) -> None:
            # From here on nobody gets any further, until the process is gone.
            if len(desk.orders) >= limit - 1:
                desk.open.clear()

        desk.before = hold  # type: ignore[assignment]  # it never refuses
        running = asyncio.create_task(scene.runner(desk, parallel=1).run_ordered())
        await until(lambda at=stopped_at: len(holders(scene)) == at)  # type: ignore[misc]
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert scene.job(job_id).issued == stopped_at
    await scene.runner().run_ordered()
    assert holders(scene) == everybody()
    assert scene.job(job_id).state is JobState.DONE


async def test_two_that_run_a_job_at_once_give_nobody_two(scene: JobScene) -> None:
    job_id = scene.start()
    desks = [Desk(scene.database) for _ in range(2)]
    await asyncio.gather(*(scene.runner(desk, parallel=3).run_ordered() for desk in desks))
    assert holders(scene) == everybody()
    job = scene.job(job_id)
    assert (job.state, job.total, job.issued) == (JobState.DONE, 10, 10)


async def test_without_the_claim_two_would_give_everybody_two(
    scene: JobScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    job_id = scene.start()
    desks = [Desk(scene.database) for _ in range(2)]
    monkeypatch.setattr(store, "claim", lambda *_, **__: True)
    within(scene.database, collect, job_id, "", STUDENTS, "")
    await asyncio.gather(*(scene.runner(desk).run_ordered() for desk in desks))
    assert len(holders(scene)) == 20


async def test_a_cancelled_job_stops_and_what_was_issued_stays(scene: JobScene) -> None:
    job_id = scene.start()

    def cancel_in_the_middle(order: CertificateOrder) -> None:
        if order.person_id == STUDENTS[5].person_id:
            within(scene.database, cancel_job, job_id)

    scene.desk.before = cancel_in_the_middle  # type: ignore[assignment]  # it never refuses
    running = asyncio.create_task(
        asyncio.to_thread(asyncio.run, scene.runner(parallel=1).run_ordered())
    )
    await running
    job = scene.job(job_id)
    assert (job.state, job.issued) == (JobState.CANCELLED, 5)
    assert holders(scene) == everybody()[:5]
    assert len(scene.desk.orders) == 6
    with pytest.raises(Failure) as ended:
        within(scene.database, cancel_job, job_id)
    assert reason(ended) == "CERTIFICATE_JOB_ENDED"
    scene.desk.before = lambda _: None
    assert within(scene.database, retry_job, job_id).state is JobState.RUNNING
    with pytest.raises(Failure) as running_now:
        within(scene.database, retry_job, job_id)
    assert reason(running_now) == "CERTIFICATE_JOB_RUNNING"


async def test_a_job_cancelled_while_it_collects_goes_on_collecting_when_tried_again(
    scene: JobScene,
) -> None:
    job_id = scene.start()
    scene.roll.trouble = {4: service_unavailable(Asked.RECORDS)}
    await scene.runner().run_ordered()
    within(scene.database, cancel_job, job_id)
    scene.roll.trouble = {}
    await scene.runner().run_ordered()
    assert scene.job(job_id).total == 4
    assert within(scene.database, retry_job, job_id).state is JobState.COLLECTING
    await scene.runner().run_ordered()
    assert scene.job(job_id).issued == 10


async def test_what_is_ordered_is_begun_at_once_and_ended_with_the_service(
    scene: JobScene,
) -> None:
    serving = asyncio.create_task(scene.runner().keep_running())
    await asyncio.sleep(0)
    job_id = scene.start()
    await until(lambda: scene.job(job_id).state is JobState.DONE)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


@pytest.mark.parametrize("kind", list(CertificateType))
def test_only_what_everybody_needs_is_ordered_as_a_job(
    scene: JobScene, kind: CertificateType
) -> None:
    order = replace(ORDER, type=kind)
    if TYPES[kind].for_jobs:
        assert scene.job(scene.start(order)).order.type is kind
        return
    with pytest.raises(Failure) as refused:
        within(scene.database, start_job, order, "lschulz")
    assert reason(refused) == "TYPE_NOT_FOR_JOBS"
    # It names those that are.
    assert TYPES[CertificateType.BAFOEG].name.en in refused.value.message.en


async def test_jobs_are_listed_and_forgotten_some_time_after_their_end(
    scene: JobScene, clock: DrivenClock
) -> None:
    old = scene.start()
    await scene.runner().run_ordered()
    clock.advance(timedelta(days=100))
    young = scene.start()
    found = within(scene.database, list_jobs, None, 10)
    assert [one.job_id for one in found] == [young, old]
    assert [one.job_id for one in within(scene.database, list_jobs, young, 10)] == [old]
    clock.advance(timedelta(days=81))
    assert within(scene.database, forget_old_jobs, 180) == 1
    # One that never ended is kept, and certificates are kept by a rule of their own.
    assert [one.job_id for one in within(scene.database, list_jobs, None, 10)] == [young]
    assert holders(scene) == everybody()
