"""What is wrong in a profile's files, for the person who mends them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which file, where in it, and what belongs there."""

    file: str
    # "footer[1].en"; empty for the file as a whole.
    place: str
    remedy: str

    def __str__(self) -> str:
        """As it is printed: "branding.yaml: accent: a colour as #RRGGBB is missing"."""
        return ": ".join(part for part in (self.file, self.place, self.remedy) if part)


class ProfileError(ValueError):
    """The profile cannot be loaded; `problems` name everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(one) for one in problems))
        self.problems = problems
