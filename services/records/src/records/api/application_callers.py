"""Who calls about applications, with what the roles open."""

from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.rpc import current_call
from chassis.rpc.relations import UNKNOWN
from matrikel.access.v1 import access_pb2

from records.app.applications.callers import caller_with
from records.app.applications.standing import is_seen
from records.domain.applications.files import Caller
from records.domain.applications.kinds import Office

_OFFICES_BY_ROLE = {
    access_pb2.ROLE_STUDENT_SERVICES: (Office.STUDENT_SERVICES, Office.INFO_PORTAL),
    access_pb2.ROLE_INTERNATIONAL_CENTER: (Office.INTERNATIONAL_CENTER,),
}


def calling(tx: Transaction) -> Caller:
    """Who calls, with the offices and programmes that the roles open."""
    caller = current_call().caller
    if caller is None:
        raise AssertionError("the contract lets only signed-in persons in")
    offices = frozenset(
        office
        for role, opened in _OFFICES_BY_ROLE.items()
        if role in caller.roles
        for office in opened
    )
    adviser = access_pb2.ROLE_PROGRAMME_ADVISER in caller.roles
    return caller_with(tx, caller.person_id, offices, adviser=adviser)


def calling_about(tx: Transaction, application_id: str) -> Caller:
    """Who calls about one application. Raises APPLICATION_UNKNOWN unless the caller may see it."""
    caller = calling(tx)
    if not is_seen(tx, caller, UUID(application_id)):
        # Word for word what the pipeline answers about one that there is not.
        raise Failure(
            Code.NOT_FOUND,
            "APPLICATION_UNKNOWN",
            UNKNOWN,
            metadata={"application_id": application_id},
        )
    return caller
