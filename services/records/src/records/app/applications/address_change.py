"""A new home address: students apply for it, Student Services enter it."""

from typing import ClassVar

from chassis.database import Transaction
from chassis.values import local_date

from records.app.addresses import problems_of_home_address, set_home_address
from records.app.applications.handler import Handler
from records.domain.addresses import address_of, tidied_address
from records.domain.applications.contents import AddressChange, Content
from records.domain.applications.kinds import ApplicationKind, Office, ProofNeeded, Step
from records.domain.applications.personal_details import (
    ADDRESS_UNCHANGED,
    REGISTRATION_CERTIFICATE,
    SOURCE,
)
from records.domain.applications.workflow import Application
from records.domain.obstacles import NOTHING_HELPS, Obstacle
from records.domain.person import AddressKind
from records.store import contact
from records.texts.contact import explained


class AddressChangeHandler(Handler):
    """The home address (guide 002, "Changing your personal details")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.ADDRESS_CHANGE

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """The administrator at Student Services."""
        return (Step(Office.STUDENT_SERVICES),)

    def proofs(self, tx: Transaction, content: Content) -> tuple[ProofNeeded, ...]:  # noqa: ARG002
        """A certificate of registration, for whoever wants to attach one."""
        return (REGISTRATION_CERTIFICATE,)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """What is wrong with the address or its first day."""
        content = application.asking(AddressChange)
        problems = problems_of_home_address(
            tx, application.person_id, content.address, content.valid_from
        )
        wrong = tuple(
            Obstacle(
                each.fault.value,
                explained(each),
                NOTHING_HELPS,
                SOURCE,
                each.field if each.field == "valid_from_date" else f"address.{each.field}",
            )
            for each in problems
        )
        entered = contact.addresses_of(tx, application.person_id)
        present = address_of(entered, AddressKind.HOME, local_date(tx.now))
        same = present is not None and present.address == tidied_address(content.address)
        return (*wrong, ADDRESS_UNCHANGED) if same else wrong

    def apply(self, tx: Transaction, application: Application) -> None:
        """Enters the address; the former one stays known."""
        content = application.asking(AddressChange)
        set_home_address(
            tx,
            application.person_id,
            content.address,
            content.valid_from,
            application.decided_by,
        )
