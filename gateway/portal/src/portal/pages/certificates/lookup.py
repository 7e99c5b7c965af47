"""Who can look a certificate up: the holder's choice, as forms and pages have it."""

import re
from dataclasses import dataclass, replace
from datetime import date

from google.type.date_pb2 import Date
from matrikel.certificates.v1.certificate_pb2 import LookupRule
from starlette.datastructures import FormData

from portal.faults import Fault
from portal.forms import Problems, date_of, secret_of, text_of
from portal.visit import Visit

FIELDS = ("birth_date_required", "pin_required", "pin", "pin_repeat", "last_date", "switched_off")
_PIN = re.compile(r"[0-9]{6,10}")
# What the requests call otherwise than the form.
_ALIASES = {
    "lookup_rule.birth_date_required": "birth_date_required",
    "lookup_rule.pin_required": "pin_required",
    "lookup_rule.last_date": "last_date",
    "lookup_rule.switched_off": "switched_off",
}


@dataclass(frozen=True, slots=True)
class TypedRule:
    """A rule as somebody chose it in the form; the PIN is never shown again."""

    birth_date_required: bool = False
    pin_required: bool = False
    last_date: str = ""
    switched_off: bool = False
    pin: str = ""
    pin_repeat: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the number alone is enough, for as long as the data is kept."""
        return not (
            self.birth_date_required or self.pin_required or self.last_date or self.switched_off
        )

    @property
    def rule(self) -> LookupRule:
        """The rule as the contract has it."""
        day = date.fromisoformat(self.last_date) if self.last_date else None
        return LookupRule(
            birth_date_required=self.birth_date_required,
            pin_required=self.pin_required,
            last_date=Date(year=day.year, month=day.month, day=day.day) if day else None,
            switched_off=self.switched_off,
        )

    def problems(self, visit: Visit, has_pin: bool) -> Problems:
        """What has to be mended before it can be sent; `has_pin`: a PIN is set already."""
        found = {}
        if self.pin and not self.pin_required:
            found["pin_required"] = "lookup.pin_without_need"
        if self.pin and not _PIN.fullmatch(self.pin):
            found["pin"] = "lookup.pin_wrong"
        elif self.pin != self.pin_repeat:
            found["pin_repeat"] = "lookup.pin_differs"
        elif self.pin_required and not self.pin and not has_pin:
            found["pin"] = "lookup.pin_missing"
        if self.last_date and _day(self.last_date) is None:
            found["last_date"] = "lookup.last_date_wrong"
        return Problems(fields={name: (visit.t(key),) for name, key in found.items()})


def read(form: FormData) -> TypedRule:
    """What was chosen."""
    return TypedRule(
        birth_date_required=bool(text_of(form, "birth_date_required")),
        pin_required=bool(text_of(form, "pin_required")),
        last_date=text_of(form, "last_date"),
        switched_off=bool(text_of(form, "switched_off")),
        pin=secret_of(form, "pin").strip(),
        pin_repeat=secret_of(form, "pin_repeat").strip(),
    )


def typed_of(rule: LookupRule) -> TypedRule:
    """The form that stands for a rule."""
    day = rule.last_date
    return TypedRule(
        birth_date_required=rule.birth_date_required,
        pin_required=rule.pin_required,
        last_date=date(day.year, day.month, day.day).isoformat() if day.year else "",
        switched_off=rule.switched_off,
    )


def at_form_fields(fault: Fault) -> Fault:
    """The fault with what it says of the rule at the form's fields."""
    return replace(
        fault, fields={_ALIASES.get(path, path): said for path, said in fault.fields.items()}
    )


def _day(text: str) -> date | None:
    return date_of(FormData({"day": text}), "day")
