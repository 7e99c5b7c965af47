"""StudyCreditService: credit, history, grounds and prior studies."""

from uuid import UUID

from chassis.database import Transaction
from chassis.packing import unpack_semester
from chassis.rpc import Work
from chassis.values import LocalizedText
from matrikel.records.v1 import study_credit_pb2 as messages
from matrikel.records.v1.study_credit_pb2_grpc import StudyCreditServiceServicer

from records.api import preselection_rights
from records.api.callers import calling_user
from records.api.days import day_in
from records.api.obstacles import RefusalTexts, refusal
from records.api.study_credit_packing import (
    CREDIT_GROUNDS,
    pack_credit,
    pack_ground,
    pack_history,
    pack_prior_study,
)
from records.app.grounds import enter_ground, grounds_of, take_back_ground
from records.app.prior_studies import (
    PriorStudyEntry,
    enter_prior_study,
    prior_studies_of,
    remove_prior_study,
)
from records.app.study_credit import credit_of, history_of
from records.domain.credit_facts import SemesterGround
from records.domain.grounds import GroundAsked

_GROUND_REFUSED = RefusalTexts(
    "GROUND_REFUSED",
    LocalizedText(
        de="Der Grund kann so nicht eingetragen werden. {all}",
        en="The ground cannot be entered like this. {all}",
    ),
    LocalizedText(
        de="Der Grund kann so nicht eingetragen werden: {count} Regeln stehen entgegen. Bitte"
        " sehen Sie sie einzeln an.",
        en="The ground cannot be entered like this: {count} rules stand in the way. Please look at"
        " each of them.",
    ),
)


class StudyCreditApi(StudyCreditServiceServicer):
    """Study credit and what it depends on; rights of pre-selection in `preselection_rights`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def GetStudyCredit(
        self, request: messages.GetStudyCreditRequest, context: object
    ) -> messages.GetStudyCreditResponse:
        """The credit of a person, explained."""

        def answer(tx: Transaction) -> messages.GetStudyCreditResponse:
            return messages.GetStudyCreditResponse(study_credit=_credit(tx, request.person_id))

        return await self._work.read(answer)

    async def GetStudyHistory(
        self, request: messages.GetStudyHistoryRequest, context: object
    ) -> messages.GetStudyHistoryResponse:
        """Every semester of a person."""

        def answer(tx: Transaction) -> messages.GetStudyHistoryResponse:
            history = history_of(tx, UUID(request.person_id))
            return messages.GetStudyHistoryResponse(study_history=pack_history(history))

        return await self._work.read(answer)

    async def ListPriorStudies(
        self, request: messages.ListPriorStudiesRequest, context: object
    ) -> messages.ListPriorStudiesResponse:
        """The studies elsewhere."""

        def answer(tx: Transaction) -> messages.ListPriorStudiesResponse:
            found = prior_studies_of(tx, UUID(request.person_id))
            return messages.ListPriorStudiesResponse(
                prior_studies=[pack_prior_study(each) for each in found]
            )

        return await self._work.read(answer)

    async def AddPriorStudy(
        self, request: messages.AddPriorStudyRequest, context: object
    ) -> messages.AddPriorStudyResponse:
        """Enters studies elsewhere."""

        def answer(tx: Transaction) -> messages.AddPriorStudyResponse:
            person_id = UUID(request.person_id)
            study = enter_prior_study(tx, person_id, _entry(request), by=calling_user(tx))
            return messages.AddPriorStudyResponse(
                prior_study=pack_prior_study(study), study_credit=_credit(tx, request.person_id)
            )

        return await self._work.write(answer)

    async def RemovePriorStudy(
        self, request: messages.RemovePriorStudyRequest, context: object
    ) -> messages.RemovePriorStudyResponse:
        """Takes studies elsewhere off again."""

        def answer(tx: Transaction) -> messages.RemovePriorStudyResponse:
            remove_prior_study(
                tx,
                UUID(request.person_id),
                UUID(request.prior_study_id),
                reason=request.reason.strip(),
                by=calling_user(tx),
            )
            return messages.RemovePriorStudyResponse(study_credit=_credit(tx, request.person_id))

        return await self._work.write(answer)

    async def ListSemesterGrounds(
        self, request: messages.ListSemesterGroundsRequest, context: object
    ) -> messages.ListSemesterGroundsResponse:
        """The proven grounds."""

        def answer(tx: Transaction) -> messages.ListSemesterGroundsResponse:
            found = grounds_of(tx, UUID(request.person_id))
            return messages.ListSemesterGroundsResponse(
                grounds=[pack_ground(each) for each in found]
            )

        return await self._work.read(answer)

    async def AddSemesterGround(
        self, request: messages.AddSemesterGroundRequest, context: object
    ) -> messages.AddSemesterGroundResponse:
        """Enters a ground that Student Services have seen proven."""
        asked = _asked(request)

        def answer(tx: Transaction) -> messages.AddSemesterGroundResponse:
            entered = enter_ground(
                tx,
                UUID(request.person_id),
                asked,
                reason=request.reason.strip(),
                by=calling_user(tx),
            )
            if not isinstance(entered, SemesterGround):
                raise refusal(_GROUND_REFUSED, entered)
            return messages.AddSemesterGroundResponse(
                ground=pack_ground(entered), study_credit=_credit(tx, request.person_id)
            )

        return await self._work.write(answer)

    async def TakeBackSemesterGround(
        self, request: messages.TakeBackSemesterGroundRequest, context: object
    ) -> messages.TakeBackSemesterGroundResponse:
        """Takes a ground back."""

        def answer(tx: Transaction) -> messages.TakeBackSemesterGroundResponse:
            ended = take_back_ground(
                tx,
                UUID(request.person_id),
                UUID(request.semester_ground_id),
                reason=request.reason.strip(),
                by=calling_user(tx),
            )
            return messages.TakeBackSemesterGroundResponse(
                ground=pack_ground(ended), study_credit=_credit(tx, request.person_id)
            )

        return await self._work.write(answer)

    async def ListPreselectionRights(
        self, request: messages.ListPreselectionRightsRequest, context: object
    ) -> messages.ListPreselectionRightsResponse:
        """The rights of pre-selection of a person."""
        return await self._work.read(preselection_rights.of_person(request))

    async def ListPreselectionHolders(
        self, request: messages.ListPreselectionHoldersRequest, context: object
    ) -> messages.ListPreselectionHoldersResponse:
        """Who holds a right of pre-selection in a semester."""
        return await self._work.read(preselection_rights.holders(request))

    async def SetPreselectionRight(
        self, request: messages.SetPreselectionRightRequest, context: object
    ) -> messages.SetPreselectionRightResponse:
        """Gives or takes back a right of pre-selection."""
        return await self._work.write(preselection_rights.setting(request))


def _credit(tx: Transaction, person_id: str) -> messages.StudyCredit:
    return pack_credit(credit_of(tx, UUID(person_id)))


def _entry(request: messages.AddPriorStudyRequest) -> PriorStudyEntry:
    return PriorStudyEntry(
        university_name=request.university_name.strip(),
        programme_name=request.programme_name.strip(),
        known_semesters=frozenset(map(unpack_semester, request.known_semesters)),
        semesters=request.semesters,
        completed_degree=request.completed_degree,
        standard_duration_semesters=request.standard_duration_semesters,
        reason=request.reason.strip(),
    )


def _asked(request: messages.AddSemesterGroundRequest) -> GroundAsked:
    born = request.HasField("child_birth_date")
    return GroundAsked(
        semester=unpack_semester(request.semester),
        ground=next(one for one, value in CREDIT_GROUNDS.items() if value == request.ground),
        waived_cents=request.waived_cents,
        child_birth_date=day_in(request.child_birth_date, "child_birth_date") if born else None,
    )
