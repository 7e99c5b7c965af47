"""What a job has issued, as far as it is handed out."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.documents import load_document

from certificates.domain.certificate import Certificate
from certificates.domain.jobs import JobEntry, JobOutcome
from certificates.store import jobs as store
from certificates.store.certificates import load_certificate


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A sealed file of a job."""

    entry: JobEntry
    certificate: Certificate
    content: bytes


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A student of a job, with the certificate as long as its data is kept."""

    entry: JobEntry
    certificate: Certificate | None


def issued_files(
    tx: Transaction, job_id: UUID, behind: int, limit: int, last: int | None = None
) -> tuple[int | None, tuple[IssuedFile, ...]]:
    """The files of the next students behind a place; also the place reached, None at the end.

    A certificate whose data was deleted since is left out.
    """
    entries = store.load_entries(tx, job_id, JobOutcome.ISSUED, behind, limit, last)
    files = []
    for entry in entries:
        certificate = _certificate_of(tx, entry)
        if certificate is not None:
            content = load_document(tx, certificate.document_id).content
            files.append(IssuedFile(entry, certificate, content))
    return (entries[-1].position if entries else None), tuple(files)


def listed_entries(
    tx: Transaction, job_id: UUID, behind: int, limit: int
) -> tuple[ListedEntry, ...]:
    """The next students behind a place, whatever became of them."""
    entries = store.load_entries(tx, job_id, None, behind, limit)
    return tuple(ListedEntry(entry, _certificate_of(tx, entry)) for entry in entries)


def _certificate_of(tx: Transaction, entry: JobEntry) -> Certificate | None:
    if entry.certificate_id is None:
        return None
    return load_certificate(tx, entry.certificate_id)
