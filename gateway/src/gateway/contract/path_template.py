"""Path templates of google.api.http, matched against the raw path of a request.

Matching happens before percent-decoding, so that "%2F" inside a value never separates segments
and "%3A" never starts a verb.
"""

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote_to_bytes

ENCODED_SLASH = re.compile(r"%2[Ff]")
BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
VERB = re.compile(r"^[A-Za-z][A-Za-z0-9]*$")


class PathDecodingError(ValueError):
    """A path holds a broken percent-escape or bytes that are not UTF-8."""


class Wildcard(Enum):
    """A part of a template that stands for what the caller writes."""

    SEGMENT = "*"
    """Exactly one segment, not empty."""
    REST = "**"
    """Every remaining segment; only at the end of a template."""


@dataclass(frozen=True)
class Variable:
    """A request field and the segments of the path that fill it (`end` excluded)."""

    field_path: str
    start: int
    end: int


@dataclass(frozen=True)
class PathTemplate:
    """A parsed template, such as "/v1/registrations/{registration_id}:withdraw"."""

    text: str
    segments: tuple[str | Wildcard, ...]
    captures: tuple[Variable, ...]
    verb: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The request fields that the path fills, as dotted proto names."""
        return tuple(variable.field_path for variable in self.captures)

    @property
    def has_rest(self) -> bool:
        """Whether the template ends in any number of segments."""
        return Wildcard.REST in self.segments

    @property
    def shape(self) -> str:
        """The template without field names; two routes of one shape would be the same route."""
        parts = (part.value if isinstance(part, Wildcard) else part for part in self.segments)
        return "/".join(parts) + (f":{self.verb}" if self.verb else "")

    @property
    def precedence(self) -> tuple[int, ...]:
        """Orders templates for matching: fixed words before wildcards, from the left."""
        ranks = {Wildcard.SEGMENT: 1, Wildcard.REST: 2}
        return tuple(ranks[part] if isinstance(part, Wildcard) else 0 for part in self.segments)

    @classmethod
    def parse(cls, text: str) -> "PathTemplate":
        """Parses a template; raises ValueError where it is not well-formed."""
        if not text.startswith("/"):
            raise ValueError(f"{text}: a path template starts with a slash")
        body, _, verb = text.partition(":")
        if ":" in text and not VERB.match(verb):
            raise ValueError(f"{text}: {verb!r} is no verb")
        segments: list[str | Wildcard] = []
        captures: list[Variable] = []
        for part in re.findall(r"\{[^{}]*\}|[^/{}]+", body):
            if part.startswith("{"):
                field_path, _, pattern = part[1:-1].partition("=")
                start = len(segments)
                segments += [segment(word) for word in (pattern or "*").split("/")]
                captures.append(Variable(field_path, start, len(segments)))
            else:
                segments.append(segment(part))
        if Wildcard.REST in segments[:-1]:
            raise ValueError(f"{text}: ** must come last")
        return cls(text, tuple(segments), tuple(captures), verb)

    def fits(self, path: "RawPath") -> bool:
        """Whether a path has the form of the template."""
        segments = path.segments
        fixed = self.segments[:-1] if self.has_rest else self.segments
        if path.verb != self.verb or len(segments) < len(fixed):
            return False
        if not self.has_rest and len(segments) != len(fixed):
            return False
        return all(
            (found != "") if wanted is Wildcard.SEGMENT else decoded_equals(found, str(wanted))
            for wanted, found in zip(fixed, segments, strict=False)
        )

    def values_in(self, path: "RawPath") -> dict[str, str]:
        """The values of the variables in a path that fits, decoded.

        Raises `PathDecodingError` where a value cannot be decoded.
        """
        return {
            variable.field_path: self.value_of(variable, path.segments)
            for variable in self.captures
        }

    def value_of(self, variable: Variable, segments: tuple[str, ...]) -> str:
        """The decoded text of a variable. One segment decodes whole; several keep "%2F"."""
        if self.segments[variable.start : variable.end] == (Wildcard.SEGMENT,):
            return percent_decoded(segments[variable.start])
        to_the_end = self.segments[variable.end - 1] is Wildcard.REST
        end = len(segments) if to_the_end else variable.end
        return "/".join(
            "%2F".join(percent_decoded(piece) for piece in ENCODED_SLASH.split(part))
            for part in segments[variable.start : end]
        )


@dataclass(frozen=True)
class RawPath:
    """The path of a request as it came, split into segments and verb."""

    segments: tuple[str, ...]
    verb: str

    @classmethod
    def parse(cls, raw: bytes) -> "RawPath":
        """Splits a raw path. A colon that is not percent-encoded in the last segment starts the
        verb, so an id that contains one must be encoded."""
        try:
            text = raw.decode("ascii")
        except UnicodeDecodeError as problem:
            raise PathDecodingError("the path has bytes outside ASCII") from problem
        head, separator, last = text.removeprefix("/").rpartition("/")
        last, _, verb = last.partition(":")
        return cls(tuple((head + separator + last).split("/")), verb)


def segment(word: str) -> str | Wildcard:
    """A word of a template: fixed text or a wildcard."""
    return Wildcard(word) if word in ("*", "**") else word


def decoded_equals(raw: str, word: str) -> bool:
    """Whether a raw segment says a fixed word of a template."""
    return raw == word or ("%" in raw and unquote_to_bytes(raw) == word.encode())


def percent_decoded(raw: str) -> str:
    """Decodes one segment strictly."""
    if BROKEN_ESCAPE.search(raw):
        raise PathDecodingError("the path has a broken percent-escape")
    try:
        return unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError as problem:
        raise PathDecodingError("the path is not UTF-8") from problem
