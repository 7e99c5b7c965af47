"""Accounts that begin anew after the person's identity was checked at the desk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IdentityDocument(StrEnum):
    """What somebody showed at the desk (NIST SP 800-63B-4 section 4.2.2.4: proofing anew)."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"


@dataclass(frozen=True, slots=True)
class Restart:
    """That an account began anew; `restarted_by` is the administrator's person id."""

    identity_document: IdentityDocument
    restarted_by: str
    restarted_at: datetime
