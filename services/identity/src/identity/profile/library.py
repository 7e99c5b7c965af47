"""library.yaml: the library's cards, their deposit and who gets them where."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field

from identity.domain.affiliation_names import Affiliation
from identity.domain.library_rules import CardNumberForm, CheckDigit, LibraryRules
from identity.profile.files import ProfileModel, read_profile


class _CardNumber(ProfileModel):
    prefix: str = Field(pattern=r"^[0-9]{0,6}$")
    length: int = Field(ge=6, le=20)
    check: CheckDigit


class _File(ProfileModel):
    card_number: _CardNumber
    registering: tuple[Affiliation, ...]
    tutor_schools: tuple[str, ...]
    deposit_cents: int = Field(ge=0)
    start_code_days: int = Field(ge=1, le=366)
    shortest_secret: int = Field(ge=8, le=64)


def read_library_rules(folder: Path) -> LibraryRules | None:
    """The university's decisions; None where the profile has no such file. Raises ProfileError."""
    path = folder / "library.yaml"
    if not path.exists():
        return None
    file = read_profile(path, _File)
    number = file.card_number
    return LibraryRules(
        card_number=CardNumberForm(number.prefix, number.length, number.check),
        registering=file.registering,
        tutor_schools=file.tutor_schools,
        deposit_cents=file.deposit_cents,
        start_code_validity=timedelta(days=file.start_code_days),
        shortest_secret=file.shortest_secret,
    )
