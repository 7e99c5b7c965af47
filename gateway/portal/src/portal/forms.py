"""What is wrong with a form: shown in a summary at the top and next to each field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from starlette.datastructures import FormData

from portal.faults import Fault


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
