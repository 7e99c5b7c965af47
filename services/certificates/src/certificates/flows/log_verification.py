"""Goes through the whole transparency log, page by page: by command, and in the running service."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from chassis.database import Database
from chassis.errors import Failure
from matrikel_verify.checkpoint import Checkpoint
from matrikel_verify.merkle import Frontier
from prometheus_client import Gauge

from certificates.app.log_verification import (
    head_to_verify,
    verify_certificates,
    verify_cosigned,
    verify_entries,
    verify_kept,
)
from certificates.domain.log import LogFinding

log = structlog.get_logger()

LOG_FITS = Gauge(
    "matrikel_transparency_log_fits",
    "1 while the entries of the transparency log make its head, 0 after something was changed",
)
# How often the running service verifies everything, and how soon again where it could not.
VERIFY_EVERY = timedelta(days=1)
TRY_AGAIN = timedelta(minutes=5)


async def verify_log(
    database: Database, kept: Sequence[tuple[str, Checkpoint]] = ()
) -> tuple[int, list[LogFinding]]:
    """How many entries there are, and everything that is wrong with the log.

    `kept` are checkpoints that were kept outside the database, each under a name.
    """
    head, found = await database.read(head_to_verify)
    findings = list(found)
    if head is None:
        return 0, findings
    whole = await _verify_entries(database, head, findings)
    behind: UUID | None = None
    while True:
        behind, found = await database.read(verify_certificates, behind)
        findings += found
        if behind is None:
            break
    # The tree is made of what is stored: where that is broken, no checkpoint can be compared.
    if whole:
        signed: tuple[int, str] | None = None
        while True:
            signed, found = await database.read(verify_cosigned, signed)
            findings += found
            if signed is None:
                break
        findings += await database.read(verify_kept, kept)
    return head.size, findings


async def _verify_entries(database: Database, head: Frontier, findings: list[LogFinding]) -> bool:
    reached: Frontier | None = Frontier()
    while reached is not None and reached.size < head.size:
        reached, found = await database.read(verify_entries, reached, head)
        findings += found
    return reached is not None


async def keep_watch(database: Database) -> None:
    """Verifies the log at the start and once a day, until cancelled."""
    while True:
        try:
            size, findings = await verify_log(database)
        except Failure as failure:
            # The database is away, which others say already.
            log.warning("transparency_log_not_verified", reason=failure.reason)
            await asyncio.sleep(TRY_AGAIN.total_seconds())
            continue
        LOG_FITS.set(not findings)
        for one in findings:
            log.error("transparency_log_damaged", finding=str(one))
        if not findings:
            log.info("transparency_log_verified", entries=size)
        await asyncio.sleep(VERIFY_EVERY.total_seconds())
