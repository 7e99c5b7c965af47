"""it_services.yaml: the directory of IT services."""

from pathlib import Path

from chassis.values import LocalizedText
from pydantic import Field, model_validator

from identity.domain.affiliation_names import Affiliation
from identity.domain.it_services import AccountKind, ItService, ServicePasswordUse
from identity.profile.files import ProfileError, ProfileModel, Text, read_profile


class _Row(ProfileModel):
    code: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    name: Text
    purpose: Text
    account: AccountKind
    planned_account: AccountKind | None = None
    url: str = ""
    support: str = ""
    information_url: str = ""
    instructions_url: str = ""
    instructions_on_intranet_only: bool = False
    schools: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    needs_activation: bool = False
    service_passwords: ServicePasswordUse = ServicePasswordUse.NONE
    most_service_passwords: int = Field(default=0, ge=0, le=50)
    grace_days: int = Field(default=0, ge=0, le=3660)
    notice_days: int = Field(default=0, ge=0, le=366)

    @model_validator(mode="after")
    def _fits_together(self) -> "_Row":
        has_passwords = self.service_passwords is not ServicePasswordUse.NONE
        if has_passwords != (self.most_service_passwords > 0):
            raise ValueError(
                f"{self.code}: most_service_passwords is for services with service_passwords"
            )
        if has_passwords and not self.needs_activation:
            # Only an activation ends by itself, and the passwords with it.
            raise ValueError(f"{self.code}: a service with service_passwords needs_activation")
        if self.schools and not self.affiliations:
            raise ValueError(f"{self.code}: schools need the affiliations that they limit")
        return self


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
            information_url=row.information_url,
            instructions_url=row.instructions_url,
            instructions_on_intranet_only=row.instructions_on_intranet_only,
            schools=row.schools,
            affiliations=row.affiliations,
            needs_activation=row.needs_activation,
            service_passwords=row.service_passwords,
            most_service_passwords=row.most_service_passwords,
            grace_days=row.grace_days,
            notice_days=row.notice_days,
        )
        for row in rows
    )
