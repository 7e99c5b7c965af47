"""Fields of forms that fill one message of a contract.

A field is named by its path in the message ("address.city"), which is its name and id in the form,
too: what a service finds wrong with the message stands at the field by itself. What somebody typed
is kept as text, so that nothing is lost where the message cannot be made of it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from chassis.values import Semester
from google.protobuf.message import Message
from starlette.datastructures import FormData

from portal.contract_names import ContractEnum, group_name, value_name, value_names, value_of
from portal.forms import cents_of, date_of, text_of

_WHOLE_NUMBER = re.compile(r"[0-9]{1,6}")
YES = "yes"
NO = "no"
Typed = Mapping[str, str]


class Shape(Enum):
    """What a field holds, and so how it is drawn, read and said."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    CHECK = "check"
    # A bool that has to be answered: yes or no.
    EITHER = "either"
    CHOICE = "choice"
    SEMESTER = "semester"
    SEMESTERS = "semesters"
    COUNTRY = "country"
    MONEY = "money"
    NUMBER = "number"
    # One of the choices that the page offers under the field's name.
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `label` names its texts where that is not the path's last part."""

    path: str
    shape: Shape = Shape.TEXT
    required: bool = True
    label: str = ""
    has_hint: bool = False
    enum: ContractEnum[Any] | None = None
    most_characters: int = 200
    autocomplete: str = ""

    @property
    def name(self) -> str:
        """The name of its texts."""
        return self.label or self.path.rpartition(".")[2]

    @property
    def text_group(self) -> str:
        """Where the names of its choices are in the texts."""
        return group_name(self.enum) if self.enum is not None else self.name

    @property
    def values(self) -> list[str]:
        """The choices, in the contract's order."""
        return value_names(self.enum) if self.enum is not None else [YES, NO]


def read(form: FormData, fields: Iterable[Field]) -> dict[str, str]:
    """What was typed; several semesters are joined by blanks."""
    return {
        field.path: (
            " ".join(str(one) for one in form.getlist(field.path))
            if field.shape is Shape.SEMESTERS
            else text_of(form, field.path)
        )
        for field in fields
    }


def problems_in(form: FormData, fields: Iterable[Field]) -> dict[str, str]:
    """The text that says what is wrong with each field that cannot be sent."""
    found = {}
    for field in fields:
        typed = text_of(form, field.path)
        if field.required and field.shape is not Shape.CHECK and not typed:
            found[field.path] = _asks(field)
        elif typed and field.shape is Shape.DATE and date_of(form, field.path) is None:
            found[field.path] = "field.date_wrong"
        elif field.shape is Shape.MONEY and cents_of(form, field.path) is None:
            found[field.path] = "field.money_wrong"
        elif typed and field.shape is Shape.NUMBER and not _WHOLE_NUMBER.fullmatch(typed):
            found[field.path] = "field.number_wrong"
    return found


def _asks(field: Field) -> str:
    if field.shape in (Shape.TEXT, Shape.LINES, Shape.MONEY, Shape.NUMBER):
        return "field.text_missing"
    return "field.date_missing" if field.shape is Shape.DATE else "field.choice_missing"


def fill(message: Message, form: FormData, fields: Iterable[Field]) -> None:
    """Puts what was typed into the message; fields left empty stay as they are."""
    typed = read(form, fields)
    for field in fields:
        said = typed[field.path]
        if said:
            _put(message, field, said, form)


def _put(message: Message, field: Field, said: str, form: FormData) -> None:
    holder, name = _holder(message, field.path)
    match field.shape:
        case Shape.SEMESTER:
            getattr(holder, name).code = said
        case Shape.SEMESTERS:
            for code in sorted(said.split(), key=_in_time):
                getattr(holder, name).add(code=code)
        case Shape.DATE:
            day = date.fromisoformat(said)
            part = getattr(holder, name)
            part.year, part.month, part.day = day.year, day.month, day.day
        case Shape.CHECK | Shape.EITHER:
            setattr(holder, name, said == YES)
        case Shape.CHOICE:
            assert field.enum is not None
            setattr(holder, name, value_of(field.enum, said) or 0)
        case Shape.MONEY:
            setattr(holder, name, cents_of(form, field.path) or 0)
        case Shape.NUMBER:
            setattr(holder, name, int(said))
        case _:
            setattr(holder, name, said)


def typed_of(message: Message, fields: Iterable[Field]) -> dict[str, str]:
    """What somebody would have typed for the message to be as it is."""
    return {field.path: _typed(message, field) for field in fields}


def _typed(message: Message, field: Field) -> str:
    holder, name = _holder(message, field.path)
    value = getattr(holder, name)
    match field.shape:
        case Shape.SEMESTER:
            return str(value.code)
        case Shape.SEMESTERS:
            return " ".join(one.code for one in value)
        case Shape.DATE:
            return date(value.year, value.month, value.day).isoformat() if value.year else ""
        case Shape.CHECK:
            return YES if value else ""
        case Shape.EITHER:
            return YES if value else NO
        case Shape.CHOICE:
            assert field.enum is not None
            return value_name(field.enum, value) if value else ""
        case Shape.MONEY:
            return f"{value // 100},{value % 100:02}" if value else ""
        case Shape.NUMBER:
            return str(value) if value else ""
        case _:
            return str(value)


def _holder(message: Message, path: str) -> tuple[Any, str]:
    """The message that has the field, and the field's name in it."""
    *outer, name = path.split(".")
    holder: Any = message
    for part in outer:
        holder = getattr(holder, part)
    return holder, name


def _in_time(code: str) -> tuple[int, Semester | str]:
    try:
        return (0, Semester.parse(code))
    except ValueError:
        return (1, code)


def address_fields(required: bool = True, prefix: str = "address") -> Sequence[Field]:
    """The fields of an address to which letters go."""
    return (
        Field(f"{prefix}.care_of", required=False, has_hint=True, most_characters=120),
        Field(f"{prefix}.street_address", required=required, autocomplete="street-address"),
        Field(
            f"{prefix}.postal_code",
            required=False,
            most_characters=16,
            autocomplete="postal-code",
        ),
        Field(
            f"{prefix}.city",
            required=required,
            most_characters=120,
            autocomplete="address-level2",
        ),
        Field(f"{prefix}.country", Shape.COUNTRY, required=required),
    )
