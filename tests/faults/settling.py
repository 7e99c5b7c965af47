"""Waits until exams has told and sent everything, and finds out what there is."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from chassis.errors import Failure
from chassis.testing import until
from chassis.testing.bus import PASSWORD, RunningBus

from tests.faults import findings
from tests.faults.driver import Driver
from tests.faults.exams_alone import ExamsAlone
from tests.faults.history import History, Violation, summary, violations

# A delivery in the hands of a process that died comes again after the acknowledgement time.
SETTLING_SECONDS = 90.0
# A mail in the hands of a sender that died is tried again after its lease.
LEASE_SECONDS = 180.0


async def settled_history(
    exams: ExamsAlone, driver: Driver, bus: RunningBus | None = None
) -> History:
    """What was acknowledged and what there is, once a bus and the mail have got everything.

    Without a bus nothing is waited for: what a sender that died has in its hands stays queued.
    """
    if bus is None:
        history = await exams.database.read(findings.history_of_exams, driver.acknowledged)
        return replace(history, delivered=findings.delivered(exams.mail_dir, history.queued))
    await until(partial(_none_left, exams, findings.unpublished), SETTLING_SECONDS)
    await until(partial(_none_left, exams, findings.unsent), LEASE_SECONDS)
    history = await exams.database.read(findings.history_of_exams, driver.acknowledged)
    people = {one.person_id for one in driver.acknowledged}
    return replace(
        history,
        streamed=await findings.streamed(bus.url, PASSWORD, people),
        delivered=findings.delivered(exams.mail_dir, history.queued),
    )


def judged(history: History, driver: Driver, faults: int) -> list[Violation]:
    """Every broken promise; prints the figures of the run."""
    found = violations(history)
    print(
        f"{summary(history, found)}; {driver.tally.refusals} refused,"
        f" {driver.tally.retries} retries, {faults} faults,"
        f" {history.doubled_mails} mails doubled"
    )
    for one in found[:20]:
        print(f"  {one.kind}: {one.what}")
    return found


async def _none_left(exams: ExamsAlone, count: Callable[..., int]) -> bool:
    """Whether nothing is left; connections that died with the server do not count as an answer."""
    try:
        return await exams.database.read(count) == 0
    except Failure:
        return False
