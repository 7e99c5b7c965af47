"""One's own account, and accounts in the hands of offices and system administrators."""

from matrikel.identity.v1 import (
    account_administration_pb2,
    account_pb2,
    initial_code_letter_pb2,
    own_data_pb2,
    terms_of_use_pb2,
)

from portal import menu
from portal.access import method_of
from portal.page import POST, Page
from portal.pages import account, terms_of_use
from portal.pages.staff import account_changes, accounts, initial_codes, new_staff

_ADMINISTRATION = account_administration_pb2.DESCRIPTOR, "AccountAdministrationService"
_OVERVIEW = method_of(account_pb2.DESCRIPTOR, "AccountService", "GetAccountOverview")
_DOWNLOAD = method_of(own_data_pb2.DESCRIPTOR, "OwnDataService", "DownloadOwnData")
_ACCEPT_TERMS = method_of(terms_of_use_pb2.DESCRIPTOR, "TermsOfUseService", "AcceptTermsOfUse")
_CREATE = method_of(*_ADMINISTRATION, "CreateStaffAccount")
_UPDATE = method_of(*_ADMINISTRATION, "UpdateStaffAccount")
_DISABLE = method_of(*_ADMINISTRATION, "DisableAccount")
_ENABLE = method_of(*_ADMINISTRATION, "EnableAccount")
_RESTART = method_of(*_ADMINISTRATION, "RestartAccount")
_DRAW_ONE = method_of(
    initial_code_letter_pb2.DESCRIPTOR, "InitialCodeLetterService", "DrawInitialCodeLetter"
)

_ACCOUNT = "accounts/{person_id:uuid}"
_FORM_OF_ACCOUNT = "accounts/{person_id}"

ACCOUNTS = (
    Page("terms-of-use", terms_of_use.show_to_everybody),
    Page("account", account.show, _OVERVIEW, own=True),
    Page("account/data", account.show_data, _DOWNLOAD),
    Page("account/data/download", account.download_data, _DOWNLOAD),
    Page("account/terms", terms_of_use.show, _ACCEPT_TERMS),
    Page("account/terms", terms_of_use.accept, _ACCEPT_TERMS, POST),
    Page("accounts", accounts.search, menu.LIST_ACCOUNTS),
    Page("accounts/new", new_staff.ask, _CREATE),
    Page("accounts/new", new_staff.send, _CREATE, POST),
    Page(_ACCOUNT, accounts.show, menu.LIST_ACCOUNTS),
    Page(f"{_ACCOUNT}/edit", account_changes.ask_to_edit, _UPDATE),
    Page(f"{_ACCOUNT}/edit", account_changes.edit, _UPDATE, POST),
    Page(f"{_ACCOUNT}/disable", account_changes.ask_to_disable, _DISABLE),
    Page(f"{_ACCOUNT}/disable", account_changes.disable, _DISABLE, POST),
    Page(f"{_ACCOUNT}/enable", account_changes.enable, _ENABLE, POST, _FORM_OF_ACCOUNT),
    Page(f"{_ACCOUNT}/restart", account_changes.ask_to_restart, _RESTART),
    Page(f"{_ACCOUNT}/restart", account_changes.restart, _RESTART, POST),
    Page(f"{_ACCOUNT}/letter", initial_codes.draw_one, _DRAW_ONE, POST, _FORM_OF_ACCOUNT),
    Page("initial-codes", initial_codes.show, menu.DRAW_LETTERS),
    Page("initial-codes", initial_codes.draw_many, menu.DRAW_LETTERS, POST),
)
