"""Notices attacks on many accounts at once: a metric, a log line and a mail."""

import structlog
from chassis.database import Database
from prometheus_client import Counter, Gauge

from identity.app.sign_in.failure_alarm import Noticed, notice_failures
from identity.domain.failure_alarm import AlarmRules

log = structlog.get_logger()

FAILURES = Gauge("matrikel_identity_failed_sign_ins_last_minute", "Failed sign-ins a minute")
NAMES = Gauge("matrikel_identity_failed_names_last_hour", "User names that failed in an hour")
NAMES_OF_NETWORK = Gauge(
    "matrikel_identity_failed_names_of_busiest_network",
    "User names that failed in an hour from the one network with the most",
)
ALARMS = Counter("matrikel_identity_failure_alarms_total", "Alarms about failed sign-ins")


async def watch_failures(database: Database, rules: AlarmRules) -> Noticed:
    """Measures what fails at the moment, and raises the alarm where it is too much."""
    noticed = await database.write(notice_failures, rules)
    rate = noticed.rate
    FAILURES.set(rate.failures)
    NAMES.set(rate.names)
    NAMES_OF_NETWORK.set(rate.names_of_network)
    if noticed.raised:
        ALARMS.inc()
        log.warning(
            "sign_in_failures_unusual",
            failures_per_minute=rate.failures,
            names_per_hour=rate.names,
            busiest_network=rate.busiest_network,
            names_of_network=rate.names_of_network,
        )
    return noticed
