"""The university."""

from dataclasses import dataclass

from chassis.values import LocalizedText


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Where students turn to."""

    name: LocalizedText
    email: str


@dataclass(frozen=True, slots=True)
class UniversityFacts:
    """The university; `contact` is the first that stands at the foot of every page."""

    name: LocalizedText
    # Four digits of the Federal Statistical Office; empty where the university enters none.
    destatis_code: str
    street_address: str
    postal_code: str
    city: str
    website: str
    school_names: tuple[tuple[str, LocalizedText], ...]
    contact: ContactFacts | None

    def school_name(self, school_code: str) -> LocalizedText | None:
        """The name of a school; None where the university does not list it."""
        return dict(self.school_names).get(school_code)
