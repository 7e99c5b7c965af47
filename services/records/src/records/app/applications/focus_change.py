"""A change of main focus or minor."""

from dataclasses import replace
from typing import ClassVar

from chassis.database import Transaction
from chassis.values import LocalizedText

from records.app.applications.handler import Handler
from records.app.applications.study_facts import enrolment_of
from records.app.enrolment_changes import change_enrolment
from records.domain.applications.contents import FocusChange
from records.domain.applications.focus_change import DECIDED_BY, obstacles_to_focus_change
from records.domain.applications.kinds import ApplicationKind, Office, Step
from records.domain.applications.workflow import Application
from records.domain.catalogue import ContactFunction
from records.domain.obstacles import Obstacle
from records.store.programme_contacts import contacts_of


class FocusChangeHandler(Handler):
    """Main focus or minor (guide 002, "Change of main focus or minor")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.FOCUS_CHANGE

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """The programme's administrator at Student Services, where clerks stand in for others."""
        return (Step(Office.STUDENT_SERVICES),)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """What the programme and its catalogue say."""
        content = application.asking(FocusChange)
        return obstacles_to_focus_change(content, enrolment_of(tx, application))

    def notices(self, tx: Transaction, application: Application) -> tuple[LocalizedText, ...]:
        """Who decides."""
        programme = enrolment_of(tx, application).programme
        return tuple(
            DECIDED_BY.format(name=each.name)
            for each in contacts_of(tx, programme.code)
            if each.function is ContactFunction.ADMINISTRATOR
        )

    def apply(self, tx: Transaction, application: Application) -> None:
        """Changes the enrolment and tells it; what was left empty stays."""
        content = application.asking(FocusChange)
        enrolment = enrolment_of(tx, application)
        change_enrolment(
            tx,
            replace(
                enrolment,
                major=content.new_major or enrolment.major,
                minor=content.new_minor or enrolment.minor,
            ),
        )
