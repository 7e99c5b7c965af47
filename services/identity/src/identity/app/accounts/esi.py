"""The European Student Identifier of a person."""

import secrets
from uuid import UUID

from chassis.database import Transaction

from identity.domain import esi
from identity.store.account_rules import load_account_rules
from identity.store.student_codes import find_student_code, keep_student_code


def european_student_identifier(tx: Transaction, person_id: UUID) -> str:
    """The person's identifier; empty for who never studied here.

    Empty, too, while the university has no domain of its own.
    """
    domain = load_account_rules(tx).home_organization
    code = find_student_code(tx, person_id)
    return esi.european_student_identifier(domain, code) if domain and code else ""


def draw_student_code(tx: Transaction, person_id: UUID) -> None:
    """Draws the random code of somebody who studies here; one that is kept stays for ever."""
    keep_student_code(tx, person_id, esi.student_code(secrets.token_bytes(esi.CODE_BYTES)))
