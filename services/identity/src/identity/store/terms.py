"""Reads and writes the terms of use and who accepted which version."""

from uuid import UUID

from chassis.database import Transaction, insert_or_ignore, upsert
from chassis.values import LocalizedText
from sqlalchemy import func, select

from identity.domain.terms import Acceptance, TermsOfUse
from identity.store.tables import terms_acceptances, terms_of_use


def current_terms(tx: Transaction) -> TermsOfUse | None:
    """The newest version, or None while there is none."""
    row = tx.execute(
        select(terms_of_use).order_by(terms_of_use.c.version.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    paragraphs = tuple(LocalizedText(de=each["de"], en=each["en"]) for each in row.paragraphs)
    return TermsOfUse(row.version, row.title, paragraphs)


def current_terms_version(tx: Transaction) -> int:
    """The number of the newest version; 0 while there is none."""
    newest = tx.execute(select(func.max(terms_of_use.c.version))).scalar_one()
    return newest or 0


def store_terms(tx: Transaction, terms: TermsOfUse) -> None:
    """Stores a version, in place of one with the same number."""
    row = {
        "version": terms.version,
        "title": terms.title,
        "paragraphs": [{"de": each.de, "en": each.en} for each in terms.paragraphs],
        "loaded_at": tx.now,
    }
    upsert(tx, terms_of_use, [row], key=["version"])


def was_accepted(tx: Transaction, version: int) -> bool:
    """Whether anybody accepted the version."""
    found = select(terms_acceptances.c.person_id).where(terms_acceptances.c.version == version)
    return tx.execute(found.limit(1)).one_or_none() is not None


def keep_acceptance(tx: Transaction, person_id: UUID, version: int) -> None:
    """Keeps that somebody accepts a version now; the first moment stays."""
    row = {"person_id": person_id, "version": version, "accepted_at": tx.now}
    insert_or_ignore(tx, terms_acceptances, [row])


def acceptances_of(tx: Transaction, person_id: UUID) -> tuple[Acceptance, ...]:
    """What somebody accepted, the newest version first."""
    rows = tx.execute(
        select(terms_acceptances)
        .where(terms_acceptances.c.person_id == person_id)
        .order_by(terms_acceptances.c.version.desc())
    )
    return tuple(Acceptance(row.version, row.accepted_at) for row in rows)
