"""Names of a contract's enum values, as the texts and addresses have them."""

import re
from typing import Protocol, TypeVar

from google.protobuf.descriptor import EnumDescriptor

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")
# The values of one enum: integers with a type of their own.
_Value = TypeVar("_Value", bound=int)


class ContractEnum(Protocol[_Value]):
    """An enum as generated code has it."""

    DESCRIPTOR: EnumDescriptor

    def Name(self, number: _Value) -> str: ...  # noqa: N802 - generated code names it so
    def values(self) -> list[_Value]: ...


def group_name(enum: ContractEnum[_Value]) -> str:
    """The enum's group of texts: "leave_ground" for LeaveGround."""
    return _WORD_START.sub("_", enum.DESCRIPTOR.name).lower()


def value_name(enum: ContractEnum[_Value], number: _Value) -> str:
    """The value's name in that group: "health" for LEAVE_GROUND_HEALTH."""
    return enum.Name(number).lower().removeprefix(f"{group_name(enum)}_")


def value_names(enum: ContractEnum[_Value]) -> list[str]:
    """All values but the unspecified one, in the contract's order."""
    return [value_name(enum, number) for number in enum.values() if number]


def value_of(enum: ContractEnum[_Value], name: str) -> _Value | None:
    """The value with a name; None where there is none."""
    return next(
        (number for number in enum.values() if number and value_name(enum, number) == name), None
    )
