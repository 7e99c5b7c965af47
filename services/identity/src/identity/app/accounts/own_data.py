"""Everything that identity holds about a person, as one document (Art. 15 and 20 GDPR)."""

import json
from uuid import UUID

from chassis.database import Transaction
from chassis.documents import Document

from identity.app.accounts.esi import european_student_identifier
from identity.app.accounts.making import get_account
from identity.app.roles.support_refusals import not_for_support
from identity.store.own_data import HOLDINGS, audit_entries_of, mails_of, rows_of


def own_data(tx: Transaction, person_id: UUID, *, in_support: bool) -> Document:
    """The document as JSON, one list for each kind of fact; no secret is in it.

    Raises ACCOUNT_UNKNOWN; NOT_FOR_SUPPORT in a support access, which is to see pages and not to
    take everything along.
    """
    if in_support:
        raise not_for_support()
    account = get_account(tx, person_id)
    content = {
        "made_at": tx.now.isoformat(),
        "european_student_identifier": european_student_identifier(tx, person_id),
        **{holding.section: rows_of(tx, holding, person_id) for holding in HOLDINGS},
        "mails": mails_of(tx, person_id),
        "audit": audit_entries_of(tx, person_id),
    }
    return Document(
        json.dumps(content, ensure_ascii=False, indent=2).encode(),
        "application/json",
        f"account-{account.user_name}.json",
    )
