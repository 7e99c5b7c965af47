"""What a university decides for itself about certificates that were issued (rules.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from certificates.domain.certificate import CertificateType

_MONTHS = range(1, 1201)
_MINUTES = range(1, 1441)
_DAYS = range(1, 367)


@dataclass(frozen=True, slots=True)
class CertificatesRules:
    """How long data is kept, and how long a copy of the status list is good for."""

    # Months for which the data is kept after the end of the validity, or after the issue where
    # the validity does not end; of types that are not named apart.
    retention_months: int = 12
    retention_months_by_type: Mapping[CertificateType, int] = field(default_factory=dict)
    # After how many minutes somebody who keeps a copy of the status list should fetch it again.
    status_list_fresh_minutes: int = 15
    # After how many days a copy of the status list says nothing any more.
    status_list_days: int = 7

    def months_of(self, kind: CertificateType) -> int:
        """For how many months the data of certificates of the type is kept."""
        return self.retention_months_by_type.get(kind, self.retention_months)

    def to_values(self) -> dict[str, Any]:
        """In the form of rules.yaml."""
        return {
            "retention_months": {
                "default": self.retention_months,
                **{kind.value: months for kind, months in self.retention_months_by_type.items()},
            },
            "status_list": {
                "fresh_minutes": self.status_list_fresh_minutes,
                "days": self.status_list_days,
            },
        }


class RulesError(ValueError):
    """The rules cannot be used; `problems` name each place and what belongs there."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def rules_from(values: object) -> CertificatesRules:
    """Reads what stands in rules.yaml. Raises RulesError, which names everything that is wrong."""
    reading = _Reading()
    top = reading.group(values, "", {"retention_months", "status_list"})
    months = reading.group(
        top.get("retention_months"),
        "retention_months",
        {"default", *(kind.value for kind in CertificateType)},
    )
    status_list = reading.group(top.get("status_list"), "status_list", {"fresh_minutes", "days"})
    by_type = {
        kind: reading.number(months, "retention_months", kind.value, _MONTHS, "months")
        for kind in CertificateType
        if kind.value in months
    }
    rules = CertificatesRules(
        retention_months=reading.number(months, "retention_months", "default", _MONTHS, "months"),
        retention_months_by_type=by_type,
        status_list_fresh_minutes=reading.number(
            status_list, "status_list", "fresh_minutes", _MINUTES, "minutes"
        ),
        status_list_days=reading.number(status_list, "status_list", "days", _DAYS, "days"),
    )
    if reading.problems:
        raise RulesError(tuple(reading.problems))
    return rules


class _Reading:
    def __init__(self) -> None:
        self.problems: list[str] = []

    def group(self, values: object, place: str, known: set[str]) -> dict[str, Any]:
        if not isinstance(values, dict):
            self.problems.append(f"{place or 'rules'}: entries are missing")
            return {}
        for name in values:
            if name not in known:
                self.problems.append(f"{place + '.' if place else ''}{name}: is not known")
        return values

    def number(
        self, values: dict[str, Any], place: str, name: str, allowed: range, unit: str
    ) -> int:
        value = values.get(name)
        if type(value) is not int or value not in allowed:
            wanted = f"{allowed.start} to {allowed.stop - 1} {unit}"
            self.problems.append(f"{place}.{name}: a number from {wanted} is missing")
            return allowed.start
        return value
