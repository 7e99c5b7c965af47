"""What was typed into a form, as the contracts take it; what cannot be read stands at its field."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from chassis.values import UNIVERSITY_ZONE
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from starlette.datastructures import FormData

from portal.formats import local
from portal.forms import Problems, id_of, text_of
from portal.visit import Visit

_LARGEST_NUMBER = 2**31 - 1
_GRADE = re.compile(r"[1-5](\.[0-9])?")


@dataclass
class Entries:
    """A sent form. Reading a field notes what is wrong with it in `problems`."""

    visit: Visit
    form: FormData
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def problems(self) -> Problems:
        """What could not be read."""
        return Problems(fields=self.fields)

    @property
    def request_id(self) -> str:
        """The UUID that lets a form act once, however often it is sent."""
        return id_of(self.form, "request_id")

    def typed(self, names: Iterable[str]) -> dict[str, str]:
        """The fields as they were typed, to be shown again."""
        return {name: text_of(self.form, name) for name in names}

    def text(self, name: str, missing: str = "") -> str:
        """A text. `missing` is the key of the sentence for an empty one; empty where it may be."""
        value = text_of(self.form, name)
        if missing and not value:
            self._note(name, missing)
        return value

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(text_of(self.form, name))

    def number(self, name: str) -> int:
        """A whole number; 0 where the field is empty."""
        value = text_of(self.form, name)
        if not value:
            return 0
        if not re.fullmatch(r"[0-9]{1,10}", value) or int(value) > _LARGEST_NUMBER:
            self._note(name, "entry.number_malformed")
            return 0
        return int(value)

    def credits_tenths(self, name: str) -> int:
        """Credit points with a comma or a point, in tenths; 0 where the field is empty."""
        value = text_of(self.form, name).replace(",", ".")
        if not value:
            return 0
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9])?", value):
            self._note(name, "entry.credits_malformed")
            return 0
        whole, _, tenths = value.partition(".")
        return int(whole) * 10 + int(tenths or 0)

    def day(self, name: str, missing: str = "") -> Date | None:
        """A day; None where the field is empty, or what stands in it is none."""
        value = self.text(name, missing)
        if not value:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self._note(name, "entry.date_malformed")
            return None
        return Date(year=day.year, month=day.month, day=day.day)

    def moment(self, name: str, missing: str = "") -> Timestamp | None:
        """Day and time on the university's clocks; None where the field is empty or unreadable."""
        value = self.text(name, missing)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value).replace(tzinfo=UNIVERSITY_ZONE)
        except ValueError:
            self._note(name, "entry.moment_malformed")
            return None
        answer = Timestamp()
        answer.FromDatetime(moment)
        return answer

    def grade(self, name: str) -> str:
        """A grade with a comma or a point, as contracts write it: "1.3"; empty for none."""
        value = text_of(self.form, name).replace(",", ".")
        if value and not _GRADE.fullmatch(value):
            self._note(name, "entry.grade_malformed")
            return ""
        return f"{value}.0" if len(value) == 1 else value

    def _note(self, name: str, key: str) -> None:
        self.fields[name] = (self.visit.t(key),)


def as_field(moment: Timestamp) -> str:
    """A moment as a field for day and time shows it."""
    return local(moment).strftime("%Y-%m-%dT%H:%M")


def day_as_field(day: Date) -> str:
    """A day as a date field shows it."""
    return date(day.year, day.month, day.day).isoformat()
