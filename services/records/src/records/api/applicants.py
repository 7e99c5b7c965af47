"""ApplicantService: accepted applicants until they are enrolled."""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import (
    pack_date,
    pack_moment,
    pack_name,
    pack_semester,
    unpack_date,
    unpack_name,
    unpack_semester,
)
from chassis.paging import page_size
from chassis.rpc import Work
from google.type.date_pb2 import Date
from matrikel.records.v1 import applicant_pb2 as messages
from matrikel.records.v1.applicant_pb2_grpc import ApplicantServiceServicer

from records.api.callers import calling_user
from records.api.days import day_in
from records.api.page_tokens import id_in, token_of
from records.api.payment_packing import pack_payment
from records.api.sex_entries import pack_sex_entry, unpack_sex_entry
from records.app.applicant_deadlines import name_later_deadline
from records.app.applicant_decisions import enrol_by_office, withdraw_applicant
from records.app.applicants import (
    Acceptance,
    ApplicantShown,
    accept_applicant,
    applicant_with_id,
    search_applicants,
)
from records.app.enrolling import EnrolmentOrder
from records.domain.applicants import ApplicantState
from records.domain.person import PersonFacts, SexEntry
from records.events.packing import pack_programme

# The page size that the contract names.
_DEFAULT_PAGE_SIZE = 25
_STATES = {
    ApplicantState.ACCEPTED: messages.APPLICANT_STATE_ACCEPTED,
    ApplicantState.ENROLLED: messages.APPLICANT_STATE_ENROLLED,
    ApplicantState.LAPSED: messages.APPLICANT_STATE_LAPSED,
    ApplicantState.WITHDRAWN: messages.APPLICANT_STATE_WITHDRAWN,
}
_STATE_OF = {message: state for state, message in _STATES.items()}


class ApplicantApi(ApplicantServiceServicer):
    """Applicants; `first_matriculation_number` is where those numbers begin."""

    def __init__(self, work: Work, first_matriculation_number: int) -> None:
        self._work = work
        self._first_matriculation_number = first_matriculation_number

    async def AcceptApplicant(
        self, request: messages.AcceptApplicantRequest, context: object
    ) -> messages.AcceptApplicantResponse:
        """Accepts an applicant and charges the contribution."""

        def answer(tx: Transaction) -> messages.AcceptApplicantResponse:
            shown = accept_applicant(
                tx, _acceptance(request), calling_user(tx), self._first_matriculation_number
            )
            return messages.AcceptApplicantResponse(applicant=_pack(shown))

        return await self._work.write(answer)

    async def GetApplicant(
        self, request: messages.GetApplicantRequest, context: object
    ) -> messages.GetApplicantResponse:
        """One applicant."""

        def answer(tx: Transaction) -> messages.GetApplicantResponse:
            shown = applicant_with_id(tx, UUID(request.applicant_id))
            return messages.GetApplicantResponse(applicant=_pack(shown))

        return await self._work.read(answer)

    async def ListApplicants(
        self, request: messages.ListApplicantsRequest, context: object
    ) -> messages.ListApplicantsResponse:
        """Applicants by number, name or state."""

        def answer(tx: Transaction) -> messages.ListApplicantsResponse:
            page = search_applicants(
                tx,
                request.applicant_number,
                request.family_name_prefix,
                _STATE_OF.get(request.state),
                after=id_in(request.page_token),
                page_size=page_size(request.page_size, default=_DEFAULT_PAGE_SIZE),
            )
            last = str(page.applicants[-1].applicant.applicant_id) if page.has_next else ""
            return messages.ListApplicantsResponse(
                applicants=[_pack(each) for each in page.applicants],
                next_page_token=token_of(last),
            )

        return await self._work.read(answer)

    async def WithdrawApplicant(
        self, request: messages.WithdrawApplicantRequest, context: object
    ) -> messages.WithdrawApplicantResponse:
        """Notes that an applicant does not come."""

        def answer(tx: Transaction) -> messages.WithdrawApplicantResponse:
            applicant_id = UUID(request.applicant_id)
            withdraw_applicant(tx, applicant_id, request.version, calling_user(tx))
            return messages.WithdrawApplicantResponse(
                applicant=_pack(applicant_with_id(tx, applicant_id))
            )

        return await self._work.write(answer)

    async def ExtendApplicantDeadline(
        self, request: messages.ExtendApplicantDeadlineRequest, context: object
    ) -> messages.ExtendApplicantDeadlineResponse:
        """Names a later payment deadline."""

        def answer(tx: Transaction) -> messages.ExtendApplicantDeadlineResponse:
            applicant_id = UUID(request.applicant_id)
            deadline = day_in(request.payment_deadline_date, "payment_deadline_date")
            name_later_deadline(tx, applicant_id, deadline, request.version, calling_user(tx))
            return messages.ExtendApplicantDeadlineResponse(
                applicant=_pack(applicant_with_id(tx, applicant_id))
            )

        return await self._work.write(answer)

    async def EnrolApplicant(
        self, request: messages.EnrolApplicantRequest, context: object
    ) -> messages.EnrolApplicantResponse:
        """Enrols an applicant whose contribution came late."""

        def answer(tx: Transaction) -> messages.EnrolApplicantResponse:
            applicant_id = UUID(request.applicant_id)
            enrol_by_office(tx, applicant_id, request.version, validate_only=request.validate_only)
            return messages.EnrolApplicantResponse(
                applicant=_pack(applicant_with_id(tx, applicant_id))
            )

        return await self._work.write(answer)


def _acceptance(request: messages.AcceptApplicantRequest) -> Acceptance:
    deadline: date | None = None
    if request.HasField("payment_deadline_date"):
        deadline = day_in(request.payment_deadline_date, "payment_deadline_date")
    new = request.HasField("new_person")
    return Acceptance(
        applicant_number=request.applicant_number,
        order=EnrolmentOrder(
            person=_facts(request.new_person) if new else request.matriculation_number,
            programme_code=request.programme_code,
            regulations_version_code=request.regulations_version_code,
            first_semester=unpack_semester(request.first_semester),
            major=request.major,
            minor=request.minor,
        ),
        email=request.new_person.email if new else "",
        part_time=request.part_time,
        prior_semesters=request.prior_semesters,
        payment_deadline_date=deadline,
    )


def _facts(person: messages.AcceptApplicantRequest.NewPerson) -> PersonFacts:
    return PersonFacts(
        name=unpack_name(person.name),
        birth_date=_birth_date(person.birth_date),
        birth_place=person.birth_place,
        citizenship=person.citizenship,
        sex_entry=unpack_sex_entry(person.sex_entry),
    )


def _birth_date(day: Date) -> date | None:
    """The day, None where no calendar has it, which is named among the other facts."""
    try:
        return unpack_date(day)
    except (ValueError, OverflowError):
        return None


def _pack(shown: ApplicantShown) -> messages.Applicant:
    applicant, version_code = shown.applicant, shown.applicant.regulations_version_code
    version = shown.programme.regulations_version(version_code)
    return messages.Applicant(
        applicant_id=str(applicant.applicant_id),
        applicant_number=applicant.applicant_number,
        person_id=str(applicant.person_id),
        matriculation_number=shown.matriculation_number,
        name=pack_name(applicant.name),
        birth_date=pack_date(applicant.birth_date),
        birth_place=applicant.birth_place,
        citizenship=applicant.citizenship,
        sex_entry=pack_sex_entry(SexEntry(applicant.sex_entry)),
        email=applicant.email,
        programme=pack_programme(shown.programme, (version,) if version else ()),
        major=applicant.major,
        minor=applicant.minor,
        first_semester=pack_semester(applicant.first_semester),
        part_time=applicant.part_time,
        prior_semesters=applicant.prior_semesters,
        state=_STATES[applicant.state],
        payment=pack_payment(shown.payment) if applicant.is_open else None,
        payment_deadline_date=pack_date(applicant.payment_deadline_date),
        complete_date=pack_date(shown.contribution.complete_on),
        enrolment_id=str(applicant.enrolment_id or ""),
        create_time=pack_moment(applicant.create_time),
        version=applicant.version,
    )
