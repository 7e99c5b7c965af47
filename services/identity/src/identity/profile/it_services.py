"""it_services.yaml: the directory of IT services."""

from pathlib import Path

from chassis.values import LocalizedText
from pydantic import Field

from identity.domain.it_services import AccountKind, ItService
from identity.profile.files import ProfileError, ProfileModel, Text, read_profile


class _Row(ProfileModel):
    code: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    name: Text
    purpose: Text
    account: AccountKind
    planned_account: AccountKind | None = None
    url: str = ""
    support: str = ""
    instructions_on_intranet_only: bool = False
    schools: tuple[str, ...] = ()


class _File(ProfileModel):
    it_services: tuple[_Row, ...]


def read_it_services(folder: Path) -> tuple[ItService, ...]:
    """The IT services in the order of the file. Raises ProfileError."""
    path = folder / "it_services.yaml"
    rows = read_profile(path, _File).it_services
    codes = [row.code for row in rows]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise ProfileError(f"{path}: more than one service has the code {', '.join(twice)}")
    return tuple(
        ItService(
            code=row.code,
            name=LocalizedText(de=row.name.de, en=row.name.en),
            purpose=LocalizedText(de=row.purpose.de, en=row.purpose.en),
            account=row.account,
            planned_account=row.planned_account,
            url=row.url,
            support=row.support,
            instructions_on_intranet_only=row.instructions_on_intranet_only,
            schools=row.schools,
        )
        for row in rows
    )
