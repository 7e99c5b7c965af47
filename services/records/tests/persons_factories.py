"""What the tests of contact data, photos, cards and appointments build."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.testing import within
from chassis.values import Semester
from records.app.enrolling import PersonEnrolled
from records.domain.addresses import CorrespondenceChoice, DatedAddress, MailingAddress
from records.domain.person import AddressKind
from records.domain.student_cards import CardDelivery, CardState, StudentCard
from sqlalchemy import select

Enrol = Callable[..., PersonEnrolled]

HOME = MailingAddress("", "Am Sande 1", "21335", "Lüneburg", "DE")
ROOM = MailingAddress("bei Müller", "Uelzener Straße 12 a", "21335", "Lüneburg", "DE")
ABROAD = MailingAddress("", "Rue de l’Université 5", "75007", "Paris", "FR")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17) + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + bytes(40) + b"\xff\xd9"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"


def dated(
    address: MailingAddress | None,
    valid_from: date,
    kind: AddressKind = AddressKind.HOME,
    entered: datetime | None = None,
) -> DatedAddress:
    """An address that was entered at noon of its first day, or when told."""
    noon = datetime(valid_from.year, valid_from.month, valid_from.day, 12, tzinfo=UTC)
    return DatedAddress(uuid4(), kind, address, valid_from, entered or noon, "lg100001")


def chosen(kind: AddressKind, moment: datetime) -> CorrespondenceChoice:
    """A choice of the correspondence address."""
    return CorrespondenceChoice(uuid4(), kind, moment, "lg100001")


def card(**changes: Any) -> StudentCard:
    """An active card that was sent, valid for the winter semester 2026/27."""
    made = StudentCard(
        student_card_id=uuid4(),
        person_id=uuid4(),
        card_number="1000000013",
        state=CardState.ACTIVE,
        block_reason=None,
        valid_until_semester=Semester.parse("2026W"),
        delivery=CardDelivery.POST,
        deliver_time=datetime(2026, 10, 1, 10, tzinfo=UTC),
        issue_time=datetime(2026, 9, 30, 10, tzinfo=UTC),
        end_time=None,
        replaces_card_id=None,
        version=1,
    )
    return replace(made, **changes)


def mails_to(database: Database, person_id: UUID | None) -> list[str]:
    """The kinds of the mails that wait for a person or were sent, by name."""

    def read(tx: Transaction) -> list[str]:
        rows = tx.execute(
            select(mails.c.kind).where(mails.c.person_id == person_id).order_by(mails.c.kind)
        )
        return list(rows.scalars())

    return within(database, read)
