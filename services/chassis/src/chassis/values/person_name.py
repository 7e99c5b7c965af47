"""A person's name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in the letters of DIN 91379, as the person writes it."""

    given_names: str
    family_name: str
    birth_name: str = ""
    title: str = ""

    @property
    def full(self) -> str:
        """Title, given names and family name: "Dr. Ayşe Öztürk"."""
        return " ".join(part for part in (self.title, self.given_names, self.family_name) if part)

    @property
    def listed(self) -> str:
        """Family name first, as lists print it: "Öztürk, Ayşe"."""
        return f"{self.family_name}, {self.given_names}"
