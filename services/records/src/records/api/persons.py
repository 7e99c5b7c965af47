"""Answers questions about persons."""

from collections.abc import AsyncIterator
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_date, pack_moment, pack_name, pack_text
from chassis.paging import page_size
from chassis.rpc import Work
from matrikel.records.v1 import person_pb2
from matrikel.records.v1.person_pb2_grpc import PersonServiceServicer

from records.api.callers import calling_user
from records.api.days import day_in
from records.api.files import pieces_of
from records.api.page_tokens import id_in, token_of
from records.app.corrections import correct_person, corrections_of
from records.app.memberships import Membership, memberships_of
from records.app.names import former_names_of
from records.app.persons import PersonSearch, person_with_id, search_persons
from records.app.photos import keep_photo, photo_of, remove_photo
from records.domain.person_changes import Correction, FormerName, NewFacts
from records.events.packing import SEX_ENTRIES_BY_NUMBER, pack_person

# The page size that the contract names for persons.
_DEFAULT_PAGE_SIZE = 25


class PersonApi(PersonServiceServicer):
    """Persons known to the university as students."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def GetPerson(
        self, request: person_pb2.GetPersonRequest, context: object
    ) -> person_pb2.GetPersonResponse:
        """One person."""

        def answer(tx: Transaction) -> person_pb2.GetPersonResponse:
            person = person_with_id(tx, UUID(request.person_id))
            return person_pb2.GetPersonResponse(person=pack_person(person))

        return await self._work.read(answer)

    async def ListPersons(
        self, request: person_pb2.ListPersonsRequest, context: object
    ) -> person_pb2.ListPersonsResponse:
        """Persons by number or by the beginning of the family name."""

        def answer(tx: Transaction) -> person_pb2.ListPersonsResponse:
            page = search_persons(
                tx,
                PersonSearch(request.matriculation_number, request.family_name_prefix),
                after=id_in(request.page_token),
                page_size=page_size(request.page_size, default=_DEFAULT_PAGE_SIZE),
            )
            return person_pb2.ListPersonsResponse(
                persons=[pack_person(each) for each in page.persons],
                next_page_token=token_of(str(page.persons[-1].person_id) if page.has_next else ""),
            )

        return await self._work.read(answer)

    async def ListMemberships(
        self, request: person_pb2.ListMembershipsRequest, context: object
    ) -> person_pb2.ListMembershipsResponse:
        """What a person is a member of."""

        def answer(tx: Transaction) -> person_pb2.ListMembershipsResponse:
            found = memberships_of(tx, UUID(request.person_id))
            return person_pb2.ListMembershipsResponse(
                memberships=[_pack_membership(each) for each in found]
            )

        return await self._work.read(answer)

    async def ListFormerNames(
        self, request: person_pb2.ListFormerNamesRequest, context: object
    ) -> person_pb2.ListFormerNamesResponse:
        """The names that a person had before."""

        def answer(tx: Transaction) -> person_pb2.ListFormerNamesResponse:
            found = former_names_of(tx, UUID(request.person_id))
            return person_pb2.ListFormerNamesResponse(
                former_names=[_pack_former_name(each) for each in found]
            )

        return await self._work.read(answer)

    async def CorrectPerson(
        self, request: person_pb2.CorrectPersonRequest, context: object
    ) -> person_pb2.CorrectPersonResponse:
        """Corrects facts that were entered wrongly."""

        def answer(tx: Transaction) -> person_pb2.CorrectPersonResponse:
            corrected = correct_person(
                tx,
                UUID(request.person_id),
                _new_facts(request),
                reason=request.reason,
                by=calling_user(tx),
                seen_version=request.version,
                validate_only=request.validate_only,
            )
            return person_pb2.CorrectPersonResponse(person=pack_person(corrected))

        return await self._work.write(answer)

    async def ListPersonCorrections(
        self, request: person_pb2.ListPersonCorrectionsRequest, context: object
    ) -> person_pb2.ListPersonCorrectionsResponse:
        """The corrections of a person's facts."""

        def answer(tx: Transaction) -> person_pb2.ListPersonCorrectionsResponse:
            found = corrections_of(tx, UUID(request.person_id))
            return person_pb2.ListPersonCorrectionsResponse(
                corrections=[_pack_correction(each) for each in found]
            )

        return await self._work.read(answer)

    async def UploadPhoto(
        self, request: person_pb2.UploadPhotoRequest, context: object
    ) -> person_pb2.UploadPhotoResponse:
        """Keeps a photo."""

        def answer(tx: Transaction) -> person_pb2.UploadPhotoResponse:
            person_id = UUID(request.person_id)
            person = keep_photo(tx, person_id, request.content, request.file_name)
            return person_pb2.UploadPhotoResponse(person=pack_person(person))

        return await self._work.write(answer)

    async def DownloadPhoto(
        self, request: person_pb2.DownloadPhotoRequest, context: object
    ) -> AsyncIterator[person_pb2.DownloadPhotoResponse]:
        """Streams the photo."""
        photo = await self._work.read(lambda tx: photo_of(tx, UUID(request.person_id)))
        for piece in pieces_of(photo):
            yield person_pb2.DownloadPhotoResponse(body=piece.body, file_name=piece.file_name)

    async def RemovePhoto(
        self, request: person_pb2.RemovePhotoRequest, context: object
    ) -> person_pb2.RemovePhotoResponse:
        """Deletes the photo."""

        def answer(tx: Transaction) -> person_pb2.RemovePhotoResponse:
            person = remove_photo(tx, UUID(request.person_id))
            return person_pb2.RemovePhotoResponse(person=pack_person(person))

        return await self._work.write(answer)


def _new_facts(request: person_pb2.CorrectPersonRequest) -> NewFacts:
    given = request.HasField
    return NewFacts(
        birth_date=day_in(request.birth_date, "birth_date") if given("birth_date") else None,
        birth_place=request.birth_place if given("birth_place") else None,
        citizenship=request.citizenship if given("citizenship") else None,
        sex_entry=SEX_ENTRIES_BY_NUMBER[request.sex_entry] if given("sex_entry") else None,
    )


def _pack_membership(membership: Membership) -> person_pb2.Membership:
    enrolment = membership.enrolment
    programme = enrolment.programme
    return person_pb2.Membership(
        enrolment_id=str(enrolment.enrolment_id),
        programme_code=programme.code,
        programme_name=pack_text(programme.name),
        school_code=programme.school_code,
        school_name=pack_text(membership.school_name),
        faculty_name=pack_text(programme.faculty_name),
        student_council=pack_text(programme.student_council),
        first_date=pack_date(enrolment.first_enrolment_date),
        end_date=pack_date(enrolment.end_date),
    )


def _pack_former_name(former: FormerName) -> person_pb2.FormerName:
    return person_pb2.FormerName(
        name=pack_name(former.name),
        until_date=pack_date(former.until),
        change_time=pack_moment(former.change_time),
        changed_by=former.changed_by,
    )


def _pack_correction(made: Correction) -> person_pb2.PersonCorrection:
    return person_pb2.PersonCorrection(
        fact=made.fact,
        former_value=made.former_value,
        new_value=made.new_value,
        reason=made.reason,
        correct_time=pack_moment(made.correct_time),
        corrected_by=made.corrected_by,
    )
