"""The shapes that entries of all files share. Unknown keys are refused: typing errors are seen."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from chassis.values import LocalizedText
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from exams.domain.plain_texts import is_readable
from exams.profile import spellings


def _readable(text: str) -> str:
    """What every database stores and everybody can see."""
    if not is_readable(text):
        raise PydanticCustomError("cell_not_text", "a text with what cannot be seen")
    return text


Readable = AfterValidator(_readable)
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, pattern=spellings.NOT_BLANK),
    Readable,
]
Code = Annotated[str, StringConstraints(pattern=spellings.CODE)]
ExamNumber = Annotated[str, StringConstraints(pattern=spellings.EXAM_NUMBER)]
CourseNumber = Annotated[str, StringConstraints(pattern=spellings.COURSE_NUMBER)]
UserName = Annotated[str, StringConstraints(pattern=spellings.USER_NAME)]
SemesterCode = Annotated[str, StringConstraints(pattern=spellings.SEMESTER_CODE)]
ClockTime = Annotated[str, StringConstraints(pattern=spellings.CLOCK_TIME)]
Section = Annotated[str, StringConstraints(min_length=1, max_length=60), Readable]
Url = Annotated[str, StringConstraints(pattern=spellings.URL), Readable]
# CP in halves.
Credits = Annotated[str, StringConstraints(pattern=spellings.CREDITS)]
Weight = Annotated[str, StringConstraints(pattern=spellings.WEIGHT)]
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
