"""The branding of the university's papers in the database."""

from chassis.database import Transaction, upsert
from sqlalchemy import select

from certificates.domain.branding import Branding
from certificates.store.tables import certificates_branding


def load_branding(tx: Transaction) -> Branding:
    """The branding that was loaded last; before a profile was loaded, the neutral one."""
    stored = tx.execute(select(certificates_branding.c.branding)).scalar_one_or_none()
    return Branding() if stored is None else Branding.of_values(stored)


def keep_branding(tx: Transaction, branding: Branding) -> None:
    """Stores the branding in the place of the one before."""
    row = {"only_row": 1, "branding": branding.to_values()}
    upsert(tx, certificates_branding, [row], key=["only_row"])
