"""The functions on the start page and in the header: those that the account's roles open."""

from dataclasses import dataclass

from google.protobuf.descriptor import MethodDescriptor
from matrikel.exams.v1 import registration_pb2, terms_pb2
from matrikel.identity.v1 import (
    account_administration_pb2,
    account_pb2,
    initial_code_letter_pb2,
    oidc_client_pb2,
    role_pb2,
    support_pb2,
)
from matrikel.records.v1 import enrolment_pb2, person_pb2

from portal import certificate_functions as certificates
from portal import record_functions as records
from portal import service_functions as services
from portal import staff_functions as staff
from portal.access import method_of, opens
from portal.services import SignedIn

GET_TERMS = method_of(terms_pb2.DESCRIPTOR, "TermsService", "GetTerms")
ACCEPT_TERMS = method_of(terms_pb2.DESCRIPTOR, "TermsService", "AcceptTerms")
CREATE_REGISTRATION = method_of(
    registration_pb2.DESCRIPTOR, "RegistrationService", "CreateRegistration"
)
WITHDRAW_REGISTRATION = method_of(
    registration_pb2.DESCRIPTOR, "RegistrationService", "WithdrawRegistration"
)
LIST_PERSONS = method_of(person_pb2.DESCRIPTOR, "PersonService", "ListPersons")
LIST_ENROLMENTS = method_of(enrolment_pb2.DESCRIPTOR, "EnrolmentService", "ListEnrolments")
LIST_CLIENTS = method_of(oidc_client_pb2.DESCRIPTOR, "OidcClientService", "ListClients")
GET_ACCOUNT = method_of(account_pb2.DESCRIPTOR, "AccountService", "GetAccount")
LIST_ACCOUNTS = method_of(
    account_administration_pb2.DESCRIPTOR, "AccountAdministrationService", "ListAccounts"
)
DRAW_LETTERS = method_of(
    initial_code_letter_pb2.DESCRIPTOR, "InitialCodeLetterService", "DrawInitialCodeLetters"
)
LIST_ROLE_GRANTS = method_of(role_pb2.DESCRIPTOR, "RoleService", "ListRoleGrants")
START_SUPPORT = method_of(support_pb2.DESCRIPTOR, "SupportAccessService", "StartSupportAccess")
ISSUE_INITIAL_CODE = method_of(account_pb2.DESCRIPTOR, "AccountService", "IssueInitialCode")


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One function: its name in the texts, its path, its icon, and the method behind it.

    `own` entries are for those to whom the contract opens the method for what is their own.
    """

    name: str
    path: str
    icon: str
    method: MethodDescriptor
    own: bool = False


_ENTRIES = (
    MenuEntry("exams", "exams", "checklist", CREATE_REGISTRATION),
    MenuEntry("studies", "studies", "home", LIST_ENROLMENTS, own=True),
    MenuEntry("certificates", "certificates", "draft", certificates.ISSUE, own=True),
    MenuEntry("office", "office", "checklist", staff.LIST_OPEN_SICK_NOTES),
    MenuEntry("sittings", "sittings", "calendar-today", staff.LIST_SITTINGS),
    MenuEntry("theses", "theses", "draft", staff.LIST_EXAMINED_THESES),
    MenuEntry("records", "student-records", "search", staff.LIST_STUDENTS),
    MenuEntry("inbox", "applications", "checklist", records.LIST_OPEN_APPLICATIONS),
    MenuEntry("students", "students", "search", LIST_PERSONS),
    MenuEntry("issued_certificates", "issued-certificates", "draft", certificates.FIND),
    MenuEntry("applicants", "applicants", "add", records.LIST_APPLICANTS),
    MenuEntry("reregistration", "reregistration", "autorenew", records.START_JOB),
    MenuEntry("bank", "bank", "drive-folder-upload", records.IMPORT_STATEMENTS),
    MenuEntry("money", "money", "draft", records.LIST_OWING),
    MenuEntry("abroad", "abroad", "language", records.RECORD_ABROAD),
    MenuEntry("offered", "appointments", "calendar-today", records.OFFER_APPOINTMENTS),
    MenuEntry("card_check", "card-check", "success", records.CHECK_CARD),
    MenuEntry("clients", "clients", "open-in-new", LIST_CLIENTS),
    MenuEntry("accounts", "accounts", "search", LIST_ACCOUNTS),
    MenuEntry("roles", "roles", "checklist", LIST_ROLE_GRANTS),
    MenuEntry("initial_codes", "initial-codes", "draft", DRAW_LETTERS),
    MenuEntry("library_desk", "library-desk", "search", services.LIST_LIBRARY_ACCOUNTS),
    MenuEntry("it_services", "it-services", "info", services.ACTIVATE, own=True),
    MenuEntry("library", "library", "draft", services.GET_LIBRARY_ACCOUNT, own=True),
    MenuEntry("account", "account", "account-circle", GET_ACCOUNT),
)


def entries_for(signed_in: SignedIn | None) -> list[MenuEntry]:
    """The entries that the account's roles open; none without a sign-in."""
    if signed_in is None:
        return []
    return [entry for entry in _ENTRIES if opens(entry.method, signed_in, entry.own)]
