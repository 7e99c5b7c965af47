"""The entry of the sex in the civil register, as the contract has it."""

from matrikel.records.v1 import person_pb2

from records.domain.person import SexEntry

_PACKED = {
    SexEntry.FEMALE: person_pb2.SEX_ENTRY_FEMALE,
    SexEntry.MALE: person_pb2.SEX_ENTRY_MALE,
    SexEntry.DIVERSE: person_pb2.SEX_ENTRY_DIVERSE,
    SexEntry.NONE: person_pb2.SEX_ENTRY_NONE,
    SexEntry.UNKNOWN: person_pb2.SEX_ENTRY_UNSPECIFIED,
}
_ENTRIES = {message: entry for entry, message in _PACKED.items()}


def pack_sex_entry(entry: SexEntry) -> person_pb2.SexEntry.ValueType:
    """The entry; unspecified where nobody said."""
    return _PACKED[entry]


def unpack_sex_entry(message: person_pb2.SexEntry.ValueType) -> SexEntry:
    """The entry in a request."""
    return _ENTRIES[message]
