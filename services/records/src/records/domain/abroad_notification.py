"""What the notification about a semester abroad says (guide 002, "Semester abroad")."""

from dataclasses import dataclass
from datetime import date

from chassis.values import LocalizedText, PersonName, Semester


@dataclass(frozen=True, slots=True)
class AbroadNotification:
    """The written notification that a semester is registered as one abroad."""

    # The lines of the envelope; the name alone where no address is known.
    address: tuple[str, ...]
    day: date
    university_name: LocalizedText
    # Street, postal code and city.
    university_address: str
    name: PersonName
    matriculation_number: str
    programme_name: LocalizedText
    semester: Semester
    host_university: str
    country_name: LocalizedText
    # Whether no part of the semester contribution is due.
    contribution_waived: bool
    # Whether it counts as a programme semester until it is known what was recognised.
    counts_until_known: bool
