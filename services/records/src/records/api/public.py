"""Answers what everybody may read: university, catalogue and calendar."""

from chassis.database import Transaction
from chassis.packing import pack_text
from chassis.paging import page_size
from chassis.rpc import Work
from chassis.values import Semester, local_date
from matrikel.records.v1 import calendar_pb2, catalogue_pb2, university_pb2
from matrikel.records.v1.calendar_pb2_grpc import CalendarServiceServicer
from matrikel.records.v1.catalogue_pb2_grpc import CatalogueServiceServicer
from matrikel.records.v1.university_pb2_grpc import UniversityServiceServicer

from records.api.page_tokens import key_in, token_of
from records.app.public_facts import (
    contacts_of_programme,
    programme_with_code,
    programmes_by_code,
    published_semesters,
    university,
)
from records.domain.catalogue import ContactFunction, Programme, ProgrammeContact
from records.domain.university import ContributionPart, University
from records.events.packing import pack_offered_programme, pack_semester_dates

_FUNCTIONS = {
    one: catalogue_pb2.ContactFunction.Value(f"CONTACT_FUNCTION_{one.name}")
    for one in ContactFunction
}


class UniversityApi(UniversityServiceServicer):
    """The facts about the university."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def GetUniversity(
        self, request: university_pb2.GetUniversityRequest, context: object
    ) -> university_pb2.GetUniversityResponse:
        """The facts about the university."""

        def answer(tx: Transaction) -> university_pb2.GetUniversityResponse:
            return university_pb2.GetUniversityResponse(
                university=_pack(university(tx), Semester.of(local_date(tx.now)))
            )

        return await self._work.read(answer)


class CatalogueApi(CatalogueServiceServicer):
    """The programme catalogue."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListProgrammes(
        self, request: catalogue_pb2.ListProgrammesRequest, context: object
    ) -> catalogue_pb2.ListProgrammesResponse:
        """The degree programmes by code."""

        def answer(tx: Transaction) -> catalogue_pb2.ListProgrammesResponse:
            page = programmes_by_code(tx, key_in(request.page_token), page_size(request.page_size))
            return catalogue_pb2.ListProgrammesResponse(
                programmes=[pack_offered_programme(each) for each in page.programmes],
                next_page_token=token_of(page.end),
            )

        return await self._work.read(answer)

    async def GetProgramme(
        self, request: catalogue_pb2.GetProgrammeRequest, context: object
    ) -> catalogue_pb2.GetProgrammeResponse:
        """One degree programme."""

        def answer(tx: Transaction) -> catalogue_pb2.GetProgrammeResponse:
            programme = programme_with_code(tx, request.programme_code)
            return catalogue_pb2.GetProgrammeResponse(programme=pack_offered_programme(programme))

        return await self._work.read(answer)

    async def ListProgrammeContacts(
        self, request: catalogue_pb2.ListProgrammeContactsRequest, context: object
    ) -> catalogue_pb2.ListProgrammeContactsResponse:
        """Who is in charge of a programme."""

        def answer(tx: Transaction) -> catalogue_pb2.ListProgrammeContactsResponse:
            programme, contacts = contacts_of_programme(tx, request.programme_code, request.major)
            return catalogue_pb2.ListProgrammeContactsResponse(
                contacts=[_pack_contact(programme, each) for each in contacts]
            )

        return await self._work.read(answer)


class CalendarApi(CalendarServiceServicer):
    """The semester calendar."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListSemesters(
        self, request: calendar_pb2.ListSemestersRequest, context: object
    ) -> calendar_pb2.ListSemestersResponse:
        """The published semesters in order of time."""

        def answer(tx: Transaction) -> calendar_pb2.ListSemestersResponse:
            return calendar_pb2.ListSemestersResponse(
                semesters=[pack_semester_dates(each) for each in published_semesters(tx)]
            )

        return await self._work.read(answer)


def _pack(facts: University, semester: Semester) -> university_pb2.University:
    contribution = facts.contribution_of(semester)
    return university_pb2.University(
        name=pack_text(facts.name),
        destatis_code=facts.destatis_code,
        city=facts.city,
        street_address=facts.street_address,
        postal_code=facts.postal_code,
        website=facts.website,
        schools=[
            university_pb2.School(school_code=each.code, name=pack_text(each.name))
            for each in facts.schools
        ],
        contact_points=[
            university_pb2.ContactPoint(
                contact_point_code=each.code,
                name=pack_text(each.name),
                purpose=pack_text(each.purpose),
                email=each.email,
                url=each.url,
                location=each.location,
                in_footer=each.in_footer,
            )
            for each in facts.contact_points
        ],
        semester_contribution=university_pb2.SemesterContribution(
            parts=[_pack_part(each) for each in contribution.parts],
            total_cents=contribution.total.amount,
        ),
        occasional_fees=[
            university_pb2.OccasionalFee(
                fee_code=each.code, name=pack_text(each.name), amount_cents=each.amount.amount
            )
            for each in facts.occasional_fees
        ],
        bank_account=university_pb2.BankAccount(
            recipient=facts.bank_account.recipient,
            iban=facts.bank_account.iban,
            bank_name=facts.bank_account.bank_name,
            bic=facts.bank_account.bic,
        ),
    )


def _pack_part(part: ContributionPart) -> university_pb2.ContributionPart:
    return university_pb2.ContributionPart(
        part_code=part.code,
        name=pack_text(part.name),
        amount_cents=part.amount.amount,
        parts=[_pack_part(each) for each in part.parts],
    )


def _pack_contact(
    programme: Programme, contact: ProgrammeContact
) -> catalogue_pb2.ProgrammeContact:
    major = programme.major_named(contact.major)
    return catalogue_pb2.ProgrammeContact(
        function=_FUNCTIONS[contact.function],
        major=None if major is None else pack_text(major),
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        location=contact.location,
        office_hours=pack_text(contact.office_hours),
        user_name=contact.user_name,
    )
