"""What a form brought, and what is wrong with it: shown in a summary and next to each field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from starlette.datastructures import FormData, UploadFile

from portal.faults import Fault

# Euro and cents, with or without separators of thousands.
_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?:[.,]\d{3})+|\d{1,7})(?:[.,](?P<cents>\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Problems:
    """Sentences for the whole form and for single fields."""

    general: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.general or self.fields)

    def of(self, name: str) -> tuple[str, ...]:
        """The sentences of one field."""
        return self.fields.get(name, ())


def problems_of(
    fault: Fault, form_fields: frozenset[str], sentence: str, home: str = ""
) -> Problems:
    """Puts a fault where the form shows it.

    Fields that the form does not have, and a fault without fields, go to the summary; `home`
    names the field that such a sentence belongs to instead.
    """
    fields = {path: said for path, said in fault.fields.items() if path in form_fields}
    stray = tuple(
        line for path, said in fault.fields.items() if path not in form_fields for line in said
    )
    general = stray if fields else (stray or (sentence,))
    if home and general:
        return Problems(fields={**fields, home: general})
    return Problems(general=general, fields=fields)


def text_of(form: FormData, name: str) -> str:
    """The text of a field; empty where it is missing or a file."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def secret_of(form: FormData, name: str) -> str:
    """The text of a field as it was typed, blanks included."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def id_of(form: FormData, name: str) -> str:
    """The UUID of a hidden field; empty where the form was tampered with."""
    try:
        return str(UUID(text_of(form, name)))
    except ValueError:
        return ""


def date_of(form: FormData, name: str) -> date | None:
    """The day of a date field; None where it is missing or no day."""
    try:
        return date.fromisoformat(text_of(form, name))
    except ValueError:
        return None


def cents_of(form: FormData, name: str) -> int | None:
    """The cents of an amount in euro, as people of both languages type it: "250", "250,50",
    "1.250,50"; 0 for an empty field, None where it is no amount."""
    typed = text_of(form, name).removesuffix("€").replace(" ", "").replace("\u00a0", "")
    if not typed:
        return 0
    amount = _AMOUNT.fullmatch(typed)
    if amount is None:
        return None
    whole = amount["whole"].replace(".", "").replace(",", "")
    return int(whole) * 100 + int((amount["cents"] or "0").ljust(2, "0"))


# "content", as contracts call it, is the id of every page's main part.
DOCUMENT_FIELD = "document"
LARGEST_DOCUMENT_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was sent; empty where none was chosen."""

    file_name: str
    content: bytes

    @property
    def problem(self) -> str:
        """The text that says what is wrong with it; empty where nothing is."""
        if not self.content:
            return "upload.missing"
        return "upload.too_large" if len(self.content) > LARGEST_DOCUMENT_BYTES else ""


async def document_of(form: FormData, name: str = DOCUMENT_FIELD) -> Document:
    """The file of a field, its name without folders and no longer than services take."""
    sent = form.get(name)
    if not isinstance(sent, UploadFile):
        return Document("", b"")
    content = await sent.read()
    await sent.close()
    file_name = (sent.filename or "").replace("\\", "/").rpartition("/")[2]
    return Document(file_name[-200:], content)


def at_document(fault: Fault) -> Fault:
    """The fault with what it says of the request's content at the form's file."""
    fields = {DOCUMENT_FIELD if path == "content" else path: v for path, v in fault.fields.items()}
    return replace(fault, fields=fields)
