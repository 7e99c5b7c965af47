"""The shapes that entries of all files share. Unknown keys are refused: typing errors are seen."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from chassis.values import LocalizedText
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"\S")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{0,39}$")]
ExamNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,20}$")]
CourseNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z./-]{0,39}$")]
UserName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,63}$")]
SemesterCode = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}[SW]$")]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Section = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Url = Annotated[str, StringConstraints(pattern=r"^(https://[^\s]{1,480})?$")]
# CP in halves.
Credits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}([.][05])?$")]
Weight = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}([.][0-9]{1,4})?$")]
# YAML reads an unquoted day as a date, a quoted one as text: both are good.
Day = Annotated[date, BeforeValidator(lambda v: date.fromisoformat(v) if isinstance(v, str) else v)]


class Entry(BaseModel):
    """An entry of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TextEntry(Entry):
    """One text in both languages."""

    de: Text
    en: Text

    def value(self) -> LocalizedText:
        """The text."""
        return LocalizedText(de=self.de.strip(), en=self.en.strip())


def tenths(credit_points: str) -> int:
    """CP times ten: 75 of "7.5"."""
    return int(Decimal(credit_points) * 10)
