"""Reading a file of the bank, or refusing it in words."""

from records.banking.camt import KINDS, UnreadableBankFileError, read_bank_file
from records.domain.bank_entries import BankFile
from records.texts.bank import file_unreadable


def read_or_refuse(content: bytes) -> BankFile:
    """The file's statements.

    Raises BANK_FILE_NOT_XML, BANK_FILE_UNSAFE, BANK_FILE_KIND_UNKNOWN, BANK_FILE_TOO_LARGE and
    BANK_FILE_EMPTY.
    """
    try:
        return read_bank_file(content)
    except UnreadableBankFileError as unreadable:
        raise file_unreadable(unreadable.fault.value, unreadable.found, KINDS) from None
