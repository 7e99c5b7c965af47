"""The tables of certificates, one module for each area."""

from certificates.store.tables.accounts import accounts
from certificates.store.tables.certificates import certificates
from certificates.store.tables.jobs import certificate_job_entries, certificate_jobs
from certificates.store.tables.log import (
    log_cosignatures,
    log_entries,
    log_head,
    log_tile_hashes,
)
from certificates.store.tables.metadata import metadata
from certificates.store.tables.outdating import heard_changes
from certificates.store.tables.profile import certificates_branding
from certificates.store.tables.rules import certificates_rules
from certificates.store.tables.status_list import status_places
from certificates.store.tables.verification import (
    number_misses,
    verification_alarms,
    verification_misses,
)

__all__ = [
    "accounts",
    "certificate_job_entries",
    "certificate_jobs",
    "certificates",
    "certificates_branding",
    "certificates_rules",
    "heard_changes",
    "log_cosignatures",
    "log_entries",
    "log_head",
    "log_tile_hashes",
    "metadata",
    "number_misses",
    "status_places",
    "verification_alarms",
    "verification_misses",
]
