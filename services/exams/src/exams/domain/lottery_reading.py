"""Reading the publication of a lottery, strictly: what is not exactly one is refused."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from exams.domain.lottery import Lot, LotteryRequest, Outcome
from exams.domain.lottery_documents import (
    FORMAT,
    MOMENT,
    Closing,
    Commitment,
    DrawnSitting,
    Publication,
    moment_text,
)

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
# More requests than any sitting has; a file that says more is not read.
_LONGEST_TEXT = 64 * 1024 * 1024
# No number of a publication is longer; Python refuses to read one of 4,300 digits.
_MOST_DIGITS = 18
_KINDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    dict: "an object",
    list: "a list",
}
T = TypeVar("T")


class NotAPublicationError(ValueError):
    """The text is not the publication of a lottery; says where and why."""


def read_publication(text: str) -> Publication:
    """The publication in a text. Raises NotAPublicationError.

    Blanks and the order of keys do not matter.
    """
    whole = _loaded(text)
    publication = Publication(
        closing=_closing(whole.inner("closing")),
        closing_digest=whole.digest("closing_digest"),
        draw_time=whole.moment("draw_time"),
        seed=whole.digest("seed"),
        public_value=whole.text("public_value"),
        seats=whole.number("seats"),
        lots=whole.objects("lots", _lot),
        stated_digest=whole.digest("digest"),
    )
    whole.end()
    return publication


def read_closing(text: str) -> Closing:
    """The closing in a text. Raises NotAPublicationError."""
    return _closing(_loaded(text))


class _Reader:
    """Takes the fields of one JSON object, each once and of its type, and none is left."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            _refuse(path, "is not an object")
        self._fields: dict[str, Any] = dict(value)
        self._path = path

    def text(self, name: str) -> str:
        value = self._take(name, str)
        return value if _is_text(value) else _refuse(self.at(name), "holds half a character")

    def number(self, name: str) -> int:
        value = self._take(name, int)
        return value if value >= 0 else _refuse(self.at(name), "is negative")

    def flag(self, name: str) -> bool:
        return self._take(name, bool)

    def digest(self, name: str) -> str:
        value = self.text(name)
        if not _DIGEST.fullmatch(value):
            _refuse(self.at(name), "is not 64 hexadecimal digits in lower case")
        return value

    def moment(self, name: str) -> datetime:
        value = self.text(name)
        try:
            read = datetime.strptime(value, MOMENT).replace(tzinfo=UTC)
        except ValueError:
            read = None
        if read is None or moment_text(read) != value:
            _refuse(self.at(name), "is not a moment like 2026-11-21T18:25:00.000000Z")
        return read

    def inner(self, name: str) -> "_Reader":
        return _Reader(self._take(name, dict), self.at(name))

    def objects(self, name: str, read: "Callable[[_Reader], T]") -> tuple[T, ...]:
        values = self._take(name, list)
        return tuple(
            read(_Reader(value, f"{self.at(name)}[{place}]")) for place, value in enumerate(values)
        )

    def end(self) -> None:
        if self._fields:
            _refuse(self.at(min(self._fields)), "does not belong there")

    def at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def _take(self, name: str, kind: type[T]) -> T:
        if name not in self._fields:
            _refuse(self.at(name), "is missing")
        value = self._fields.pop(name)
        # To Python, True is a number.
        if type(value) is not kind:
            _refuse(self.at(name), f"is not {_KINDS[kind]}")
        return value


def _closing(reader: _Reader) -> Closing:
    if (stated := reader.text("format")) != FORMAT:
        _refuse(reader.at("format"), f"is {stated!r}, not {FORMAT!r}")
    closing = Closing(
        sitting=_sitting(reader.inner("sitting")),
        commitment=_commitment(reader.inner("commitment")),
        close_time=reader.moment("close_time"),
        seats=reader.number("seats"),
        has_waiting_list=reader.flag("has_waiting_list"),
        requests=reader.objects("requests", _request),
    )
    reader.end()
    return closing


def _sitting(reader: _Reader) -> DrawnSitting:
    stated = reader.text("sitting_id")
    try:
        sitting_id = UUID(stated)
    except ValueError:
        _refuse(reader.at("sitting_id"), "is not a UUID")
    if str(sitting_id) != stated:
        _refuse(reader.at("sitting_id"), "is not a UUID in its usual form")
    sitting = DrawnSitting(
        sitting_id=sitting_id,
        exam_number=reader.text("exam_number"),
        semester=reader.text("semester"),
        period=reader.number("period"),
        registration_open_time=reader.moment("registration_open_time"),
        registration_close_time=reader.moment("registration_close_time"),
    )
    reader.end()
    return sitting


def _commitment(reader: _Reader) -> Commitment:
    commitment = Commitment(
        seed_commitment=reader.digest("seed_commitment"),
        public_source=reader.text("public_source"),
        public_time=reader.moment("public_time"),
        preselection_percent=reader.number("preselection_percent"),
        create_time=reader.moment("create_time"),
        postponed=reader.flag("postponed"),
    )
    if commitment.preselection_percent > 100:
        _refuse(reader.at("preselection_percent"), "is more than 100")
    reader.end()
    return commitment


def _request(reader: _Reader) -> LotteryRequest:
    request = LotteryRequest(reader.digest("pseudonym"), reader.flag("preselected"))
    reader.end()
    return request


def _lot(reader: _Reader) -> Lot:
    pseudonym, ticket = reader.digest("pseudonym"), reader.digest("ticket")
    rank, stated = reader.number("rank"), reader.text("outcome")
    try:
        outcome = Outcome(stated)
    except ValueError:
        _refuse(reader.at("outcome"), f"is none of {', '.join(Outcome)}")
    reader.end()
    return Lot(pseudonym, ticket, rank, outcome)


def _loaded(text: str) -> _Reader:
    if len(text) > _LONGEST_TEXT:
        _refuse("", "is too long")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_without_doubles,
            parse_int=_whole_number,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except (json.JSONDecodeError, RecursionError) as error:
        raise NotAPublicationError(f"the text is not JSON: {error}") from error
    return _Reader(value, "")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise NotAPublicationError("an object names a field twice")
    if not all(map(_is_text, fields)):
        raise NotAPublicationError("the name of a field holds half a character")
    return fields


def _is_text(value: str) -> bool:
    """Whether it can be written down: JSON can name one half of a pair that makes a character."""
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


def _whole_number(stated: str) -> int:
    if len(stated) > _MOST_DIGITS:
        raise NotAPublicationError(f"a number has more than {_MOST_DIGITS} digits")
    return int(stated)


def _no_number(stated: str) -> NoReturn:
    raise NotAPublicationError(f"{stated[:40]} is not a whole number")


def _refuse(path: str, problem: str) -> NoReturn:
    raise NotAPublicationError(f"{path or 'the text'} {problem}")
