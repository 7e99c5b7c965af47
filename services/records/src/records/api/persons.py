"""Answers questions about persons."""

from uuid import UUID

from chassis.database import Transaction
from chassis.paging import page_size
from chassis.rpc import Work
from matrikel.records.v1 import person_pb2
from matrikel.records.v1.person_pb2_grpc import PersonServiceServicer

from records.api.page_tokens import id_in, token_of
from records.app.persons import PersonSearch, person_with_id, search_persons
from records.events.packing import pack_person

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
