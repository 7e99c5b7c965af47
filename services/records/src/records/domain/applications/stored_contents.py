"""Contents of applications as plain JSON, and back."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from chassis.values import Semester

from records.domain.applications.contents import CONTENT_TYPES, Content
from records.domain.applications.kinds import ApplicationKind

_TYPES = {one.kind: one for one in CONTENT_TYPES}
T = TypeVar("T")


def to_json(content: Content) -> dict[str, Any]:
    """The content by the names of its fields."""
    return _object(content)


def from_json(kind: ApplicationKind, stored: dict[str, Any]) -> Content:
    """The content of an application of that kind. Raises ValueError where it is not stored so.

    A field that was added to a kind later has its default in contents that were stored before.
    """
    return _read_object(_TYPES[kind], stored)


def _object(value: Any) -> dict[str, Any]:
    return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Semester):
        return value.code
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return _object(value)
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"{type(value).__name__} is not kept in a content")


def _read_object(of_type: type[T], stored: dict[str, Any]) -> T:
    hints = get_type_hints(of_type)
    values = {}
    for each in fields(of_type):  # type: ignore[arg-type]  # every content is a dataclass
        if each.name in stored:
            values[each.name] = _read(hints[each.name], stored[each.name])
        elif each.default is MISSING:
            raise ValueError(f"{of_type.__name__} is stored without {each.name}")
    return of_type(**values)


def _read(hint: Any, stored: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if stored is None:
            return None
        [hint] = [one for one in get_args(hint) if one is not NoneType]
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in stored)
    if hint is Semester:
        return Semester.parse(stored)
    if hint is date:
        return date.fromisoformat(stored)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(stored)
    if isinstance(hint, type) and is_dataclass(hint):
        return _read_object(hint, stored)
    if isinstance(hint, type) and isinstance(stored, hint):
        return stored
    raise ValueError(f"{stored!r} is no {hint}")
