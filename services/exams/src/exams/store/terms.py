"""The registration terms and who accepted them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore, upsert
from chassis.errors import Code, Failure
from chassis.values import LocalizedText
from sqlalchemy import Row, and_, exists, select

from exams.domain.examinations import Terms, TermsStanding
from exams.store.tables import terms, terms_acceptances
from exams.texts import failures


def terms_not_loaded() -> Failure:
    """The service was started without its profile."""
    return Failure(Code.FAILED_PRECONDITION, "TERMS_NOT_LOADED", failures.TERMS_NOT_LOADED)


def terms_in_force(tx: Transaction) -> Terms | None:
    """The terms that came into force last; None while none are loaded."""
    row = tx.execute(select(terms).order_by(terms.c.in_force_time.desc()).limit(1)).one_or_none()
    return _terms_of(row) if row is not None else None


def terms_standing(tx: Transaction, person_id: UUID) -> TermsStanding | None:
    """How the person stands to the terms in force; None while none are loaded."""
    row = tx.execute(
        select(terms.c.terms_version, terms_acceptances.c.accept_time)
        .select_from(
            terms.outerjoin(
                terms_acceptances,
                and_(
                    terms_acceptances.c.terms_version == terms.c.terms_version,
                    terms_acceptances.c.person_id == person_id,
                ),
            )
        )
        .order_by(terms.c.in_force_time.desc())
        .limit(1)
    ).one_or_none()
    return TermsStanding(row.terms_version, row.accept_time) if row is not None else None


def accept_terms(tx: Transaction, person_id: UUID, terms_version: str) -> datetime:
    """Records the acceptance; a former one stays as it is. Returns when it was accepted."""
    insert_or_ignore(
        tx,
        terms_acceptances,
        [{"person_id": person_id, "terms_version": terms_version, "accept_time": tx.now}],
    )
    accepted: datetime = tx.execute(
        select(terms_acceptances.c.accept_time).where(
            terms_acceptances.c.person_id == person_id,
            terms_acceptances.c.terms_version == terms_version,
        )
    ).scalar_one()
    return accepted


def find_terms(tx: Transaction, terms_version: str) -> Terms | None:
    """One version of the terms, in force or not."""
    row = tx.execute(select(terms).where(terms.c.terms_version == terms_version)).one_or_none()
    return _terms_of(row) if row is not None else None


def was_accepted(tx: Transaction, terms_version: str) -> bool:
    """Whether anybody accepted this version."""
    return bool(
        tx.execute(
            select(exists().where(terms_acceptances.c.terms_version == terms_version))
        ).scalar_one()
    )


def put_in_force(tx: Transaction, text: Terms) -> None:
    """Stores a version of the terms and makes it the one in force."""
    upsert(
        tx,
        terms,
        [
            {
                "terms_version": text.terms_version,
                "title": text.title,
                "paragraphs": [{"de": p.de, "en": p.en} for p in text.paragraphs],
                "in_force_time": tx.now,
            }
        ],
        key=["terms_version"],
    )


def _terms_of(row: Row[Any]) -> Terms:
    return Terms(
        row.terms_version,
        row.title,
        tuple(LocalizedText(de=text["de"], en=text["en"]) for text in row.paragraphs),
    )
