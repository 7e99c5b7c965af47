"""A new name, with the document that proves it."""

from dataclasses import replace
from typing import ClassVar

from chassis.database import Transaction
from chassis.values import local_date

from records.app.applications.handler import Handler
from records.app.names import change_name
from records.app.persons import person_with_id
from records.domain.applications.contents import Content, NameChange
from records.domain.applications.kinds import ApplicationKind, Office, ProofNeeded, Step
from records.domain.applications.personal_details import (
    NAME_CHANGE_DOCUMENT,
    SOURCE,
    obstacles_to_name_change,
)
from records.domain.applications.workflow import Application
from records.domain.obstacles import NOTHING_HELPS, Obstacle
from records.domain.person import tidied_facts
from records.domain.person_changes import facts_of, name_problems
from records.texts.refusals import FACT_TEXTS


class NameChangeHandler(Handler):
    """The name (guide 002, "Changing your personal details")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.NAME_CHANGE

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """The administrator at Student Services."""
        return (Step(Office.STUDENT_SERVICES),)

    def proofs(self, tx: Transaction, content: Content) -> tuple[ProofNeeded, ...]:  # noqa: ARG002
        """The name-change document."""
        return (NAME_CHANGE_DOCUMENT,)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """What is wrong with the letters of the name or its day, or that nothing changes."""
        content = application.asking(NameChange)
        person = person_with_id(tx, application.person_id)
        wrong = tuple(
            Obstacle(
                each.fault.value,
                FACT_TEXTS[each.fault].format(character=each.character),
                NOTHING_HELPS,
                SOURCE,
                each.field,
            )
            for each in name_problems(content.name)
        )
        new = tidied_facts(replace(facts_of(person), name=content.name)).name
        today = local_date(tx.now)
        return wrong + obstacles_to_name_change(
            new, person.name, content.valid_from, birth_date=person.birth_date, today=today
        )

    def apply(self, tx: Transaction, application: Application) -> None:
        """Gives the person the new name; the former one stays known."""
        content = application.asking(NameChange)
        change_name(
            tx,
            application.person_id,
            content.name,
            content.valid_from,
            application.decided_by,
        )
