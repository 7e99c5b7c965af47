"""Pages on IT services and the library: everybody's own, and those of the library's desk."""

from google.protobuf.descriptor import MethodDescriptor

from portal import service_functions as f
from portal.page import POST, Page
from portal.pages.it_services import directory, library, passwords
from portal.pages.staff.library import handover, people
from portal.pages.staff.records.changes import Change

_SERVICE = "it-services/{code}"
_PASSWORD = f"{passwords.PATH}/{{service_password_id:uuid}}/revoke"
_PERSON = f"{people.HOME}/people/{{person_id:uuid}}"
_CARD = f"{_PERSON}/cards/{{card_number}}"
_LIST = f"{handover.LISTS}/{{handover_list_id:uuid}}"
_FORM_OF_LIST = f"{handover.LISTS}/{{handover_list_id}}"


def _changing(path: str, change: Change, needs: MethodDescriptor) -> tuple[Page, Page]:
    """A form, and what its sending does."""
    return (Page(path, change.ask, needs), Page(path, change.send, needs, POST))


SERVICES = (
    Page("it-services", directory.show),
    Page(f"{_SERVICE}/activate", directory.activate, f.ACTIVATE, POST, "it-services", own=True),
    Page(f"{_SERVICE}/deactivate", directory.ask_to_deactivate, f.DEACTIVATE, own=True),
    Page(f"{_SERVICE}/deactivate", directory.deactivate, f.DEACTIVATE, POST, own=True),
    Page(passwords.PATH, passwords.show, f.LIST_PASSWORDS, own=True),
    Page(passwords.PATH, passwords.create, f.CREATE_PASSWORD, POST, own=True),
    Page(_PASSWORD, passwords.ask_to_revoke, f.REVOKE_PASSWORD, own=True),
    Page(_PASSWORD, passwords.revoke, f.REVOKE_PASSWORD, POST, own=True),
    Page(library.PATH, library.show, f.GET_LIBRARY_ACCOUNT, own=True),
    Page("library/register", library.register, f.PREREGISTER, POST, library.PATH, own=True),
    Page(
        "library/withdraw", library.withdraw, f.WITHDRAW_REGISTRATION, POST, library.PATH, own=True
    ),
    Page("library/block", library.ask_to_block, f.BLOCK_CARD, own=True),
    Page("library/block", library.block, f.BLOCK_CARD, POST, own=True),
    # Open to everybody: people from outside the university have a library account, too.
    Page("library/secret", library.ask_for_secret),
    Page("library/secret", library.set_secret, method=POST),
    Page(people.HOME, people.search, f.LIST_LIBRARY_ACCOUNTS),
    *_changing(f"{people.HOME}/register", people.REGISTER, f.LIST_LIBRARY_ACCOUNTS),
    Page(_PERSON, people.one, f.LIST_LIBRARY_ACCOUNTS),
    *_changing(f"{_PERSON}/issue", people.ISSUE, f.ISSUE_CARD),
    Page(f"{_PERSON}/start-code", people.ask_for_code, f.ISSUE_CARD),
    Page(f"{_PERSON}/start-code", people.issue_code, f.ISSUE_CARD, POST),
    *_changing(f"{_CARD}/block", people.BLOCK, f.ISSUE_CARD),
    *_changing(f"{_CARD}/unblock", people.UNBLOCK, f.ISSUE_CARD),
    *_changing(f"{_CARD}/replace", people.REPLACE, f.ISSUE_CARD),
    *_changing(f"{_CARD}/return", people.RETURN, f.ISSUE_CARD),
    Page(handover.LISTS, handover.show, f.LIST_HANDOVER),
    *_changing(f"{handover.LISTS}/new", handover.CREATE, f.LIST_HANDOVER),
    Page(_LIST, handover.one, f.LIST_HANDOVER),
    Page(f"{_LIST}/assign", handover.assign, f.LIST_HANDOVER, POST, _FORM_OF_LIST),
    Page(f"{_LIST}/record", handover.record, f.LIST_HANDOVER, POST, _FORM_OF_LIST),
    Page(f"{_LIST}/import", handover.upload, f.LIST_HANDOVER, POST, _FORM_OF_LIST),
    Page(f"{_LIST}/file", handover.download, f.LIST_HANDOVER),
    Page(f"{_LIST}/slips", handover.slips, f.LIST_HANDOVER, POST, _FORM_OF_LIST),
    *_changing(f"{_LIST}/close", handover.CLOSE, f.LIST_HANDOVER),
)
