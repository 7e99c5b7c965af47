"""Requests to identity about IT services, service passwords and the library."""

from matrikel.identity.v1 import (
    account_administration_pb2,
    directory_pb2,
    library_handover_pb2,
    library_pb2,
    service_password_pb2,
)
from matrikel.type.v1 import person_name_pb2, semester_pb2

from tests.requests.named import Named, new_id, of


@of("identity.v1.DirectoryService", "ListMyItServices")
def list_my_it_services(named: Named) -> directory_pb2.ListMyItServicesRequest:
    """The directory as it stands for the person."""
    return directory_pb2.ListMyItServicesRequest(person_id=named.person_id)


@of("identity.v1.DirectoryService", "ActivateItService")
def activate_it_service(named: Named) -> directory_pb2.ActivateItServiceRequest:
    """An IT service for the person."""
    return directory_pb2.ActivateItServiceRequest(
        person_id=named.person_id, it_service_code=named.it_service_code, request_id=new_id()
    )


@of("identity.v1.DirectoryService", "DeactivateItService")
def deactivate_it_service(named: Named) -> directory_pb2.DeactivateItServiceRequest:
    """What ending an active IT service would do."""
    return directory_pb2.DeactivateItServiceRequest(
        person_id=named.person_id,
        it_service_code=named.active_it_service_code,
        validate_only=True,
        request_id=new_id(),
    )


@of("identity.v1.ServicePasswordService", "ListServicePasswords")
def list_service_passwords(named: Named) -> service_password_pb2.ListServicePasswordsRequest:
    """The person's service passwords."""
    return service_password_pb2.ListServicePasswordsRequest(person_id=named.person_id)


@of("identity.v1.ServicePasswordService", "CreateServicePassword")
def create_service_password(named: Named) -> service_password_pb2.CreateServicePasswordRequest:
    """A password for a device of the person."""
    return service_password_pb2.CreateServicePasswordRequest(
        person_id=named.person_id, it_service_code=named.active_it_service_code, name="Laptop"
    )


@of("identity.v1.ServicePasswordService", "RevokeServicePassword")
def revoke_service_password(named: Named) -> service_password_pb2.RevokeServicePasswordRequest:
    """The end of a service password."""
    return service_password_pb2.RevokeServicePasswordRequest(
        service_password_id=named.service_password_id, request_id=new_id()
    )


@of("identity.v1.ServicePasswordService", "CheckServicePassword")
def check_service_password(named: Named) -> service_password_pb2.CheckServicePasswordRequest:
    """A password that somebody typed on a device."""
    return service_password_pb2.CheckServicePasswordRequest(
        it_service_code=named.active_it_service_code,
        user_name=named.user_name,
        password=named.password,
        client_address="192.0.2.7",
    )


@of("identity.v1.LibraryService", "GetLibraryAccount")
def get_library_account(named: Named) -> library_pb2.GetLibraryAccountRequest:
    """The person's library account."""
    return library_pb2.GetLibraryAccountRequest(person_id=named.person_id)


@of("identity.v1.LibraryService", "PreregisterLibraryAccount")
def preregister(named: Named) -> library_pb2.PreregisterLibraryAccountRequest:
    """The person's registration."""
    return library_pb2.PreregisterLibraryAccountRequest(
        person_id=named.person_id, request_id=new_id()
    )


@of("identity.v1.LibraryService", "WithdrawLibraryRegistration")
def withdraw_registration(named: Named) -> library_pb2.WithdrawLibraryRegistrationRequest:
    """The end of the person's registration."""
    return library_pb2.WithdrawLibraryRegistrationRequest(
        person_id=named.person_id, request_id=new_id()
    )


@of("identity.v1.LibraryService", "ListLibraryAccounts")
def list_library_accounts(_named: Named) -> library_pb2.ListLibraryAccountsRequest:
    """Everybody whose family name begins so."""
    return library_pb2.ListLibraryAccountsRequest(query="mu")


@of("identity.v1.LibraryService", "RegisterLibraryUser")
def register_library_user(_named: Named) -> library_pb2.RegisterLibraryUserRequest:
    """Somebody from outside the university."""
    return library_pb2.RegisterLibraryUserRequest(
        name=person_name_pb2.PersonName(given_names="Grace", family_name="Hopper"),
        email=f"{new_id()}@example.org",
        request_id=new_id(),
    )


@of("identity.v1.LibraryService", "IssueLibraryCard")
def issue_library_card(named: Named) -> library_pb2.IssueLibraryCardRequest:
    """Whether the person can be handed a card."""
    return library_pb2.IssueLibraryCardRequest(
        person_id=named.person_id,
        card_number=named.free_library_card_number,
        identity_document=account_administration_pb2.IDENTITY_DOCUMENT_PASSPORT,
        validate_only=True,
        request_id=new_id(),
    )


@of("identity.v1.LibraryService", "IssueLibraryStartCode")
def issue_start_code(named: Named) -> library_pb2.IssueLibraryStartCodeRequest:
    """A start code for the person."""
    return library_pb2.IssueLibraryStartCodeRequest(person_id=named.person_id)


@of("identity.v1.LibraryService", "SetLibrarySecret")
def set_library_secret(named: Named) -> library_pb2.SetLibrarySecretRequest:
    """A secret for the card, with its start code."""
    return library_pb2.SetLibrarySecretRequest(
        card_number=named.library_card_number,
        start_code=named.initial_code,
        secret=named.password,
    )


@of("identity.v1.LibraryService", "GetLibraryCard")
def get_library_card(named: Named) -> library_pb2.GetLibraryCardRequest:
    """The card with the number."""
    return library_pb2.GetLibraryCardRequest(card_number=named.library_card_number)


@of("identity.v1.LibraryService", "CheckLibraryCard")
def check_library_card(named: Named) -> library_pb2.CheckLibraryCardRequest:
    """A secret that somebody typed at another system."""
    return library_pb2.CheckLibraryCardRequest(
        card_number=named.library_card_number,
        secret=named.password,
        client_address="192.0.2.7",
    )


@of("identity.v1.LibraryService", "BlockLibraryCard")
def block_library_card(named: Named) -> library_pb2.BlockLibraryCardRequest:
    """Whether the card can be blocked."""
    return library_pb2.BlockLibraryCardRequest(
        card_number=named.library_card_number,
        loss=library_pb2.LIBRARY_CARD_LOSS_LOST,
        validate_only=True,
        request_id=new_id(),
    )


@of("identity.v1.LibraryService", "UnblockLibraryCard")
def unblock_library_card(named: Named) -> library_pb2.UnblockLibraryCardRequest:
    """The card opened again."""
    return library_pb2.UnblockLibraryCardRequest(
        card_number=named.library_card_number, request_id=new_id()
    )


@of("identity.v1.LibraryService", "ReplaceLibraryCard")
def replace_library_card(named: Named) -> library_pb2.ReplaceLibraryCardRequest:
    """Whether another card can take the place of the card."""
    return library_pb2.ReplaceLibraryCardRequest(
        card_number=named.library_card_number,
        new_card_number=named.free_library_card_number,
        loss=library_pb2.LIBRARY_CARD_LOSS_LOST,
        validate_only=True,
        request_id=new_id(),
    )


@of("identity.v1.LibraryService", "ReturnLibraryCard")
def return_library_card(named: Named) -> library_pb2.ReturnLibraryCardRequest:
    """Whether the card can be handed in."""
    return library_pb2.ReturnLibraryCardRequest(
        card_number=named.library_card_number, validate_only=True, request_id=new_id()
    )


@of("identity.v1.LibraryHandoverService", "CreateHandoverList")
def create_handover_list(named: Named) -> library_handover_pb2.CreateHandoverListRequest:
    """Who would be on a list of the programme's new students."""
    return library_handover_pb2.CreateHandoverListRequest(
        name="Gruppe 7",
        programme_code=named.programme_code,
        semester=semester_pb2.Semester(code=named.semester),
        most_people=30,
        validate_only=True,
        request_id=new_id(),
    )


@of("identity.v1.LibraryHandoverService", "ListHandoverLists")
def list_handover_lists(_named: Named) -> library_handover_pb2.ListHandoverListsRequest:
    """Every list."""
    return library_handover_pb2.ListHandoverListsRequest()


@of("identity.v1.LibraryHandoverService", "GetHandoverList")
def get_handover_list(named: Named) -> library_handover_pb2.GetHandoverListRequest:
    """One list."""
    return library_handover_pb2.GetHandoverListRequest(handover_list_id=named.handover_list_id)


@of("identity.v1.LibraryHandoverService", "ExportHandoverList")
def export_handover_list(named: Named) -> library_handover_pb2.ExportHandoverListRequest:
    """One list as a file."""
    return library_handover_pb2.ExportHandoverListRequest(
        handover_list_id=named.handover_list_id, language="en"
    )


@of("identity.v1.LibraryHandoverService", "AssignHandoverCards")
def assign_handover_cards(named: Named) -> library_handover_pb2.AssignHandoverCardsRequest:
    """A card for the list."""
    return library_handover_pb2.AssignHandoverCardsRequest(
        handover_list_id=named.handover_list_id,
        card_numbers=[named.list_library_card_number],
        request_id=new_id(),
    )


@of("identity.v1.LibraryHandoverService", "IssueHandoverStartCodes")
def issue_handover_codes(named: Named) -> library_handover_pb2.IssueHandoverStartCodesRequest:
    """The slips for the envelopes."""
    return library_handover_pb2.IssueHandoverStartCodesRequest(
        handover_list_id=named.handover_list_id
    )


@of("identity.v1.LibraryHandoverService", "RecordHandover")
def record_handover(named: Named) -> library_handover_pb2.RecordHandoverRequest:
    """The person's card was handed over."""
    return library_handover_pb2.RecordHandoverRequest(
        handover_list_id=named.handover_list_id,
        person_ids=[named.person_id],
        request_id=new_id(),
    )


@of("identity.v1.LibraryHandoverService", "ImportHandover")
def import_handover(named: Named) -> library_handover_pb2.ImportHandoverRequest:
    """A file in which nobody is marked."""
    return library_handover_pb2.ImportHandoverRequest(
        handover_list_id=named.handover_list_id,
        content=b"No.;Family name\r\n",
        validate_only=True,
        request_id=new_id(),
    )


@of("identity.v1.LibraryHandoverService", "CloseHandoverList")
def close_handover_list(named: Named) -> library_handover_pb2.CloseHandoverListRequest:
    """Whether the list can be closed."""
    return library_handover_pb2.CloseHandoverListRequest(
        handover_list_id=named.handover_list_id, validate_only=True, request_id=new_id()
    )
