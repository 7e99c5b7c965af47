"""The facts about the university that everybody may read."""

from dataclasses import dataclass

from chassis.values import Cents, LocalizedText


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
    contribution_parts: tuple[ContributionPart, ...]
    occasional_fees: tuple[OccasionalFee, ...]
    bank_account: BankAccount

    @property
    def contribution_total(self) -> Cents:
        """What is due for each semester: the sum of the parts."""
        return Cents(sum(part.amount.amount for part in self.contribution_parts))
