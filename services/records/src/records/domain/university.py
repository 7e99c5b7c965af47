"""The facts about the university that everybody may read."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.values import Cents, LocalizedText, Semester


@dataclass(frozen=True, slots=True)
class School:
    """A school; students belong to one through their programme."""

    code: str
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """Where students turn to; those `in_footer` stand at the foot of every page."""

    code: str
    name: LocalizedText
    purpose: LocalizedText
    email: str
    url: str
    location: str
    in_footer: bool


@dataclass(frozen=True, slots=True)
class ContributionPart:
    """A part of the semester contribution, and what it is made of where that is named."""

    code: str
    name: LocalizedText
    amount: Cents
    parts: tuple["ContributionPart", ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """The semester contribution as it is due from a semester on."""

    from_semester: Semester
    parts: tuple[ContributionPart, ...]

    @property
    def total(self) -> Cents:
        """What is due for a semester: the sum of the parts."""
        return Cents(sum(part.amount.amount for part in self.parts))


@dataclass(frozen=True, slots=True)
class OccasionalFee:
    """A fee that falls due on an occasion, such as a replaced student card."""

    code: str
    name: LocalizedText
    amount: Cents


@dataclass(frozen=True, slots=True)
class BankAccount:
    """The account that contributions are paid to; the IBAN without blanks."""

    recipient: str
    iban: str
    bank_name: str
    # Empty where the profile names none; transfers within the SEPA need none.
    bic: str = ""


@dataclass(frozen=True, slots=True)
class University:
    """The university's name, address, schools, contact points, fees and account."""

    name: LocalizedText
    # Four digits of the Federal Statistical Office (DESTATIS).
    destatis_code: str
    city: str
    street_address: str
    postal_code: str
    website: str
    # The part after the @ of the university's mailboxes.
    mailbox_domain: str
    schools: tuple[School, ...]
    # In the order of the directory.
    contact_points: tuple[ContactPoint, ...]
    # In order of time; the first is that of all earlier semesters, too.
    contributions: tuple[Contribution, ...]
    occasional_fees: tuple[OccasionalFee, ...]
    bank_account: BankAccount

    def contribution_of(self, semester: Semester) -> Contribution:
        """The full contribution of a semester."""
        return contribution_of(self.contributions, semester)


def contribution_of(contributions: Sequence[Contribution], semester: Semester) -> Contribution:
    """The one that holds in the semester; the first where the semester is earlier than all."""
    holding = [each for each in contributions if each.from_semester <= semester]
    return max(holding or contributions[:1], key=lambda each: each.from_semester)
