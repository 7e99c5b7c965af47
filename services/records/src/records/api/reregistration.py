"""ReregistrationService: staying enrolled for the next semester."""

from uuid import UUID

from chassis.database import Transaction
from chassis.packing import (
    pack_date,
    pack_moment,
    pack_name,
    pack_semester,
    pack_text,
    unpack_semester,
)
from chassis.paging import page_size
from chassis.rpc import Work
from matrikel.records.v1 import reregistration_pb2 as messages
from matrikel.records.v1.reregistration_pb2_grpc import ReregistrationServiceServicer

from records.api.page_tokens import key_in, token_of
from records.api.payment_packing import pack_payment
from records.app.reregistration_views import (
    ReregistrationShown,
    list_reregistrations,
    reregistration_of,
)
from records.domain.reregistration import ReregistrationReason, ReregistrationState

# The page size that the contract names.
_DEFAULT_PAGE_SIZE = 25
_STATES = {
    ReregistrationState.CALLED: messages.REREGISTRATION_STATE_CALLED,
    ReregistrationState.REMINDED: messages.REREGISTRATION_STATE_REMINDED,
    ReregistrationState.DONE: messages.REREGISTRATION_STATE_DONE,
    ReregistrationState.CLOSED: messages.REREGISTRATION_STATE_CLOSED,
    ReregistrationState.EXEMPT: messages.REREGISTRATION_STATE_EXEMPT,
}
_STATE_OF = {message: state for state, message in _STATES.items()}
_REASONS = {
    ReregistrationReason.NONE: messages.REREGISTRATION_REASON_UNSPECIFIED,
    ReregistrationReason.COMPLETED: messages.REREGISTRATION_REASON_COMPLETED,
    ReregistrationReason.ENDS: messages.REREGISTRATION_REASON_ENDS,
    ReregistrationReason.PENDING: messages.REREGISTRATION_REASON_DEREGISTRATION_PENDING,
    ReregistrationReason.NOT_PAID: messages.REREGISTRATION_REASON_NOT_PAID,
}


class ReregistrationApi(ReregistrationServiceServicer):
    """How re-registrations stand."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def GetReregistration(
        self, request: messages.GetReregistrationRequest, context: object
    ) -> messages.GetReregistrationResponse:
        """One student's re-registration."""

        def answer(tx: Transaction) -> messages.GetReregistrationResponse:
            named = request.HasField("semester")
            semester = unpack_semester(request.semester) if named else None
            shown = reregistration_of(tx, UUID(request.person_id), semester)
            return messages.GetReregistrationResponse(reregistration=_pack(shown))

        return await self._work.read(answer)

    async def ListReregistrations(
        self, request: messages.ListReregistrationsRequest, context: object
    ) -> messages.ListReregistrationsResponse:
        """Who has re-registered for a semester, and who has not."""

        def answer(tx: Transaction) -> messages.ListReregistrationsResponse:
            page = list_reregistrations(
                tx,
                unpack_semester(request.semester),
                [_STATE_OF[each] for each in request.states],
                after_number=key_in(request.page_token),
                page_size=page_size(request.page_size, default=_DEFAULT_PAGE_SIZE),
            )
            last = page.shown[-1].person.matriculation_number if page.has_next else ""
            return messages.ListReregistrationsResponse(
                reregistrations=[_pack(each) for each in page.shown],
                next_page_token=token_of(last),
                counts=[
                    messages.ReregistrationCount(state=_STATES[state], count=page.counts[state])
                    for state in ReregistrationState
                    if state in page.counts
                ],
            )

        return await self._work.read(answer)


def _pack(shown: ReregistrationShown) -> messages.Reregistration:
    packed = messages.Reregistration(
        person_id=str(shown.person.person_id),
        semester=pack_semester(shown.dates.semester),
        first_date=pack_date(shown.dates.reregistration.first),
        last_date=pack_date(shown.dates.reregistration.last),
        state=messages.REREGISTRATION_STATE_NOT_CALLED,
        deadline_date=pack_date(shown.payment.deadline_date),
        payment=pack_payment(shown.payment),
        matriculation_number=shown.person.matriculation_number,
        name=pack_name(shown.person.name),
        next_step=pack_text(shown.next_step),
    )
    row = shown.row
    if row is not None:
        packed.MergeFrom(
            messages.Reregistration(
                state=_STATES[row.state],
                call_time=pack_moment(row.call_time),
                remind_time=pack_moment(row.remind_time),
                done_time=pack_moment(row.done_time),
                value_date=pack_date(row.value_date),
                close_time=pack_moment(row.close_time),
                reason=_REASONS[row.reason],
            )
        )
    return packed
