"""Requests about accounts in the hands of offices, and about one's own data."""

from matrikel.identity.v1 import (
    account_administration_pb2,
    account_pb2,
    initial_code_letter_pb2,
    own_data_pb2,
    terms_of_use_pb2,
)
from matrikel.type.v1 import person_name_pb2

from tests.requests.named import Named, new_id, of


@of("identity.v1.AccountService", "GetAccountOverview")
def get_account_overview(named: Named) -> account_pb2.GetAccountOverviewRequest:
    """The account of the person, with what follows from it."""
    return account_pb2.GetAccountOverviewRequest(person_id=named.person_id)


@of("identity.v1.AccountAdministrationService", "ListAccounts")
def list_accounts(_named: Named) -> account_administration_pb2.ListAccountsRequest:
    """The first accounts."""
    return account_administration_pb2.ListAccountsRequest()


@of("identity.v1.AccountAdministrationService", "CreateStaffAccount")
def create_staff_account(_named: Named) -> account_administration_pb2.CreateStaffAccountRequest:
    """A new member of staff."""
    return account_administration_pb2.CreateStaffAccountRequest(
        request_id=new_id(),
        user_name=f"s{new_id().replace('-', '')[:12]}",
        name=person_name_pb2.PersonName(given_names="Ada", family_name="Brandt"),
    )


@of("identity.v1.AccountAdministrationService", "UpdateStaffAccount")
def update_staff_account(named: Named) -> account_administration_pb2.UpdateStaffAccountRequest:
    """The person employed, nothing else changed."""
    return account_administration_pb2.UpdateStaffAccountRequest(
        request_id=new_id(),
        person_id=named.person_id,
        version=named.account_version,
        employed=True,
    )


@of("identity.v1.AccountAdministrationService", "DisableAccount")
def disable_account(named: Named) -> account_administration_pb2.DisableAccountRequest:
    """A check whether the person's account can be disabled."""
    return account_administration_pb2.DisableAccountRequest(
        request_id=new_id(),
        person_id=named.person_id,
        note="Missbrauch gemeldet",
        validate_only=True,
    )


@of("identity.v1.AccountAdministrationService", "EnableAccount")
def enable_account(named: Named) -> account_administration_pb2.EnableAccountRequest:
    """The person's account enabled again."""
    return account_administration_pb2.EnableAccountRequest(
        request_id=new_id(), person_id=named.person_id
    )


@of("identity.v1.AccountAdministrationService", "RestartAccount")
def restart_account(named: Named) -> account_administration_pb2.RestartAccountRequest:
    """A check whether the person's account can begin anew."""
    return account_administration_pb2.RestartAccountRequest(
        person_id=named.person_id,
        identity_document=account_administration_pb2.IDENTITY_DOCUMENT_PASSPORT,
        validate_only=True,
    )


@of("identity.v1.InitialCodeLetterService", "DrawInitialCodeLetter")
def draw_initial_code_letter(named: Named) -> initial_code_letter_pb2.DrawInitialCodeLetterRequest:
    """The letter of the person."""
    return initial_code_letter_pb2.DrawInitialCodeLetterRequest(person_id=named.person_id)


@of("identity.v1.InitialCodeLetterService", "ListAccountsWithoutCode")
def list_accounts_without_code(
    _named: Named,
) -> initial_code_letter_pb2.ListAccountsWithoutCodeRequest:
    """The first accounts that wait for a letter."""
    return initial_code_letter_pb2.ListAccountsWithoutCodeRequest()


@of("identity.v1.InitialCodeLetterService", "DrawInitialCodeLetters")
def draw_initial_code_letters(
    _named: Named,
) -> initial_code_letter_pb2.DrawInitialCodeLettersRequest:
    """The letter of whoever waits first."""
    return initial_code_letter_pb2.DrawInitialCodeLettersRequest(limit=1)


@of("identity.v1.TermsOfUseService", "GetTermsOfUse")
def get_terms_of_use(_named: Named) -> terms_of_use_pb2.GetTermsOfUseRequest:
    """The terms that hold."""
    return terms_of_use_pb2.GetTermsOfUseRequest()


@of("identity.v1.TermsOfUseService", "AcceptTermsOfUse")
def accept_terms_of_use(named: Named) -> terms_of_use_pb2.AcceptTermsOfUseRequest:
    """The person accepts the first version."""
    return terms_of_use_pb2.AcceptTermsOfUseRequest(person_id=named.person_id, version=1)


@of("identity.v1.OwnDataService", "DownloadOwnData")
def download_own_data(named: Named) -> own_data_pb2.DownloadOwnDataRequest:
    """What is stored about the person."""
    return own_data_pb2.DownloadOwnDataRequest(person_id=named.person_id)
