"""Who acts on applications: offices by their roles, advisers by the programmes they advise."""

from uuid import UUID

from chassis.database import Transaction

from records.app.staff import user_name_of
from records.domain.applications.files import Caller
from records.domain.applications.kinds import Office
from records.domain.applications.workflow import Decider
from records.store.programme_contacts import programmes_advised_by


def caller_with(
    tx: Transaction, person_id: UUID, offices: frozenset[Office], *, adviser: bool
) -> Caller:
    """The person with the offices whose role is held; `adviser` tells whether that role is."""
    user_name = user_name_of(tx, person_id)
    programmes = programmes_advised_by(tx, user_name) if adviser else frozenset()
    return Caller(person_id, Decider(user_name, offices, programmes))
