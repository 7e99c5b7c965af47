"""ContactService: how students are reached."""

from datetime import date, datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.paging import moment_in, page_size
from chassis.rpc import Work
from chassis.values import local_date
from google.type.date_pb2 import Date
from matrikel.records.v1 import contact_pb2 as messages
from matrikel.records.v1.contact_pb2_grpc import ContactServiceServicer

from records.api.callers import calling_user
from records.api.contact_packing import (
    KINDS_OF_ADDRESS,
    KINDS_OF_ENTRY,
    pack_contact_data,
    pack_entry,
    pack_history_entry,
    pack_letter_address,
    unpack_address,
)
from records.api.days import day_in
from records.api.page_tokens import position_in, token_of
from records.app import addresses
from records.app.contact import (
    HistoryPage,
    add_contact_entry,
    change_contact_entry,
    contact_data_of,
    contact_history_of,
    delete_contact_entry,
)


class ContactApi(ContactServiceServicer):
    """How students are reached."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def GetContactData(
        self, request: messages.GetContactDataRequest, context: object
    ) -> messages.GetContactDataResponse:
        """How a person is reached today."""

        def answer(tx: Transaction) -> messages.GetContactDataResponse:
            return messages.GetContactDataResponse(contact_data=_data(tx, request.person_id))

        return await self._work.read(answer)

    async def GetLetterAddress(
        self, request: messages.GetLetterAddressRequest, context: object
    ) -> messages.GetLetterAddressResponse:
        """Where a letter goes on a day."""

        def answer(tx: Transaction) -> messages.GetLetterAddressResponse:
            day = _day(tx, request.HasField("date"), request.date, "date")
            found, lines = addresses.letter_to(tx, UUID(request.person_id), day)
            return messages.GetLetterAddressResponse(
                letter_address=pack_letter_address(found, lines)
            )

        return await self._work.read(answer)

    async def SetHomeAddress(
        self, request: messages.SetHomeAddressRequest, context: object
    ) -> messages.SetHomeAddressResponse:
        """Enters the home address."""

        def answer(tx: Transaction) -> messages.SetHomeAddressResponse:
            addresses.set_home_address(
                tx,
                UUID(request.person_id),
                unpack_address(request.address),
                _valid_from(tx, request),
                calling_user(tx),
            )
            return messages.SetHomeAddressResponse(contact_data=_data(tx, request.person_id))

        return await self._work.write(answer)

    async def SetSemesterAddress(
        self, request: messages.SetSemesterAddressRequest, context: object
    ) -> messages.SetSemesterAddressResponse:
        """Enters the semester address."""

        def answer(tx: Transaction) -> messages.SetSemesterAddressResponse:
            addresses.set_semester_address(
                tx,
                UUID(request.person_id),
                unpack_address(request.address),
                _valid_from(tx, request),
                calling_user(tx),
            )
            return messages.SetSemesterAddressResponse(contact_data=_data(tx, request.person_id))

        return await self._work.write(answer)

    async def RemoveSemesterAddress(
        self, request: messages.RemoveSemesterAddressRequest, context: object
    ) -> messages.RemoveSemesterAddressResponse:
        """Gives up the semester address."""

        def answer(tx: Transaction) -> messages.RemoveSemesterAddressResponse:
            day = _day(tx, request.HasField("from_date"), request.from_date, "from_date")
            person_id = UUID(request.person_id)
            addresses.remove_semester_address(tx, person_id, day, calling_user(tx))
            return messages.RemoveSemesterAddressResponse(contact_data=_data(tx, request.person_id))

        return await self._work.write(answer)

    async def ChooseCorrespondenceAddress(
        self, request: messages.ChooseCorrespondenceAddressRequest, context: object
    ) -> messages.ChooseCorrespondenceAddressResponse:
        """Chooses which address letters go to."""

        def answer(tx: Transaction) -> messages.ChooseCorrespondenceAddressResponse:
            kind = KINDS_OF_ADDRESS[request.kind]
            addresses.choose_correspondence(tx, UUID(request.person_id), kind, calling_user(tx))
            return messages.ChooseCorrespondenceAddressResponse(
                contact_data=_data(tx, request.person_id)
            )

        return await self._work.write(answer)

    async def AddContactEntry(
        self, request: messages.AddContactEntryRequest, context: object
    ) -> messages.AddContactEntryResponse:
        """Adds a number, or the private e-mail address."""

        def answer(tx: Transaction) -> messages.AddContactEntryResponse:
            kind = KINDS_OF_ENTRY[request.kind]
            person_id = UUID(request.person_id)
            added = add_contact_entry(tx, person_id, kind, request.value, calling_user(tx))
            return messages.AddContactEntryResponse(contact_entry=pack_entry(added))

        return await self._work.write(answer)

    async def UpdateContactEntry(
        self, request: messages.UpdateContactEntryRequest, context: object
    ) -> messages.UpdateContactEntryResponse:
        """Changes a number, or the private e-mail address."""

        def answer(tx: Transaction) -> messages.UpdateContactEntryResponse:
            changed = change_contact_entry(
                tx,
                UUID(request.person_id),
                UUID(request.contact_entry_id),
                request.value,
                calling_user(tx),
            )
            return messages.UpdateContactEntryResponse(contact_entry=pack_entry(changed))

        return await self._work.write(answer)

    async def DeleteContactEntry(
        self, request: messages.DeleteContactEntryRequest, context: object
    ) -> messages.DeleteContactEntryResponse:
        """Deletes a number, or the private e-mail address."""

        def answer(tx: Transaction) -> messages.DeleteContactEntryResponse:
            entry_id = UUID(request.contact_entry_id)
            delete_contact_entry(tx, UUID(request.person_id), entry_id, calling_user(tx))
            return messages.DeleteContactEntryResponse()

        return await self._work.write(answer)

    async def ListContactHistory(
        self, request: messages.ListContactHistoryRequest, context: object
    ) -> messages.ListContactHistoryResponse:
        """Who changed what and when."""

        def answer(tx: Transaction) -> messages.ListContactHistoryResponse:
            page = contact_history_of(
                tx,
                UUID(request.person_id),
                position_in(request.page_token, 3, _history_key),
                page_size(request.page_size),
            )
            return messages.ListContactHistoryResponse(
                entries=[pack_history_entry(each) for each in page.entries],
                next_page_token=_next(page),
            )

        return await self._work.read(answer)


def _data(tx: Transaction, person_id: str) -> messages.ContactData:
    return pack_contact_data(contact_data_of(tx, UUID(person_id)))


def _valid_from(
    tx: Transaction, request: messages.SetHomeAddressRequest | messages.SetSemesterAddressRequest
) -> date:
    given = request.HasField("valid_from_date")
    return _day(tx, given, request.valid_from_date, "valid_from_date")


def _day(tx: Transaction, given: bool, day: Date, field: str) -> date:
    """The day that was given, else today."""
    return day_in(day, field) if given else local_date(tx.now)


def _history_key(moment: str, change: str, about: str) -> tuple[datetime, str, str]:
    return moment_in(moment), change, about


def _next(page: HistoryPage) -> str:
    if not page.has_next:
        return ""
    moment, change, about = page.entries[-1].key
    return token_of(moment.isoformat(), change, about)
