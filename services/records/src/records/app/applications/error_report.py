"""A report that something is wrong or missing; the Info-Portal answers it."""

from typing import ClassVar

from chassis.database import Transaction

from records.app.applications.handler import Handler
from records.domain.applications.contents import ErrorReport
from records.domain.applications.error_report import obstacles_to_report
from records.domain.applications.kinds import ApplicationKind, Office, Step
from records.domain.applications.workflow import Application
from records.domain.obstacles import Obstacle


class ErrorReportHandler(Handler):
    """Answered rather than approved: whoever keeps the data puts it right there."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.ERROR_REPORT
    answers: ClassVar[bool] = True
    has_effect: ClassVar[bool] = False

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """The Info-Portal."""
        return (Step(Office.INFO_PORTAL),)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:  # noqa: ARG002
        """What is needed to find the error."""
        return obstacles_to_report(application.asking(ErrorReport))

    def apply(self, tx: Transaction, application: Application) -> None:  # noqa: ARG002
        """Never called: an answer changes nothing here."""
        raise AssertionError("a report of an error has no effect")
