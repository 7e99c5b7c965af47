"""Rights of pre-selection, as StudyCreditService answers them."""

from collections.abc import Callable
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_date, pack_semester, unpack_semester
from chassis.paging import page_size
from chassis.values import LocalizedText
from matrikel.records.v1 import study_credit_pb2 as messages

from records.api.callers import calling_user
from records.api.days import day_in
from records.api.obstacles import RefusalTexts, refusal
from records.api.page_tokens import key_in, token_of
from records.api.study_credit_packing import pack_holder
from records.app import preselection
from records.domain.preselection import PreselectionAsked, PreselectionRight
from records.events.preselection_packing import GROUNDS, pack_right

_PRESELECTION_REFUSED = RefusalTexts(
    "PRESELECTION_REFUSED",
    LocalizedText(
        de="Das Vorwahlrecht kann so nicht vergeben werden. {all}",
        en="The right of pre-selection cannot be given like this. {all}",
    ),
    LocalizedText(
        de="Das Vorwahlrecht kann so nicht vergeben werden: {count} Regeln stehen entgegen. Bitte"
        " sehen Sie sie einzeln an.",
        en="The right of pre-selection cannot be given like this: {count} rules stand in the way."
        " Please look at each of them.",
    ),
)


def of_person(
    request: messages.ListPreselectionRightsRequest,
) -> Callable[[Transaction], messages.ListPreselectionRightsResponse]:
    """The rights of a person, with the deadlines to come."""

    def answer(tx: Transaction) -> messages.ListPreselectionRightsResponse:
        found = preselection.rights_of(tx, UUID(request.person_id))
        return messages.ListPreselectionRightsResponse(
            rights=[pack_right(each) for each in found],
            deadlines=[
                messages.PreselectionDeadline(
                    semester=pack_semester(semester), last_date=pack_date(day)
                )
                for semester, day in preselection.deadlines(tx)
            ],
        )

    return answer


def holders(
    request: messages.ListPreselectionHoldersRequest,
) -> Callable[[Transaction], messages.ListPreselectionHoldersResponse]:
    """Who holds a right in a semester, by matriculation number."""

    def answer(tx: Transaction) -> messages.ListPreselectionHoldersResponse:
        page = preselection.holders_in(
            tx,
            unpack_semester(request.semester),
            key_in(request.page_token),
            page_size(request.page_size),
        )
        return messages.ListPreselectionHoldersResponse(
            holders=[pack_holder(each) for each in page.holders],
            next_page_token=token_of(
                page.holders[-1].matriculation_number if page.has_next else ""
            ),
        )

    return answer


def setting(
    request: messages.SetPreselectionRightRequest,
) -> Callable[[Transaction], messages.SetPreselectionRightResponse]:
    """Gives a right or takes it back."""
    born = request.HasField("child_birth_date")
    asked = PreselectionAsked(
        semester=unpack_semester(request.semester),
        ground=next(one for one, value in GROUNDS.items() if value == request.ground),
        child_birth_date=day_in(request.child_birth_date, "child_birth_date") if born else None,
    )
    person_id, reason = UUID(request.person_id), request.reason.strip()

    def answer(tx: Transaction) -> messages.SetPreselectionRightResponse:
        by = calling_user(tx)
        if not request.holds:
            ended = preselection.take_preselection_right_back(
                tx, person_id, asked, reason=reason, by=by
            )
            return messages.SetPreselectionRightResponse(right=pack_right(ended))
        given = preselection.give_preselection_right(tx, person_id, asked, reason=reason, by=by)
        if not isinstance(given, PreselectionRight):
            raise refusal(_PRESELECTION_REFUSED, given)
        return messages.SetPreselectionRightResponse(right=pack_right(given))

    return answer
