"""The contract's methods behind the pages of IT services and of the library."""

from matrikel.identity.v1 import (
    directory_pb2,
    library_handover_pb2,
    library_pb2,
    service_password_pb2,
)

from portal.access import method_of

ACTIVATE = method_of(directory_pb2.DESCRIPTOR, "DirectoryService", "ActivateItService")
DEACTIVATE = method_of(directory_pb2.DESCRIPTOR, "DirectoryService", "DeactivateItService")

_PASSWORDS = (service_password_pb2.DESCRIPTOR, "ServicePasswordService")
LIST_PASSWORDS = method_of(*_PASSWORDS, "ListServicePasswords")
CREATE_PASSWORD = method_of(*_PASSWORDS, "CreateServicePassword")
REVOKE_PASSWORD = method_of(*_PASSWORDS, "RevokeServicePassword")

_LIBRARY = (library_pb2.DESCRIPTOR, "LibraryService")
GET_LIBRARY_ACCOUNT = method_of(*_LIBRARY, "GetLibraryAccount")
PREREGISTER = method_of(*_LIBRARY, "PreregisterLibraryAccount")
WITHDRAW_REGISTRATION = method_of(*_LIBRARY, "WithdrawLibraryRegistration")
BLOCK_CARD = method_of(*_LIBRARY, "BlockLibraryCard")
# What only the desk may: it opens its pages.
LIST_LIBRARY_ACCOUNTS = method_of(*_LIBRARY, "ListLibraryAccounts")
ISSUE_CARD = method_of(*_LIBRARY, "IssueLibraryCard")

_HANDOVER = (library_handover_pb2.DESCRIPTOR, "LibraryHandoverService")
LIST_HANDOVER = method_of(*_HANDOVER, "ListHandoverLists")
