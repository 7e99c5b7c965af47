"""What each kind of application brings along; the workflow does the rest.

A new kind is one module with a class that derives from `Handler`, registered in `handlers`. The
workflow itself sees to required documents (PROOF_MISSING), a second application for the same
(APPLICATION_OPEN_ALREADY), the enrolment having ended, questions, decisions, mails about them and
that effects are applied once.
"""

from typing import ClassVar, Protocol

from chassis.database import Transaction
from chassis.values import LocalizedText

from records.domain.applications.contents import Content
from records.domain.applications.kinds import ApplicationKind, ProofNeeded, Step
from records.domain.applications.workflow import Application
from records.domain.obstacles import Obstacle


class Handler(Protocol):
    """A kind of application. Derive from it: what is not overridden does nothing."""

    kind: ClassVar[ApplicationKind]
    # Whether an approval is told with an answer, so that it needs a reason.
    answers: ClassVar[bool] = False
    # Whether an approval changes anything.
    has_effect: ClassVar[bool] = True

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:
        """Who decides, in order; at least one step. Asked once, at submission."""
        ...

    def proofs(
        self,
        tx: Transaction,  # noqa: ARG002
        content: Content,  # noqa: ARG002
    ) -> tuple[ProofNeeded, ...]:
        """The documents that prove what the content says; which, the university's rules may say."""
        return ()

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """Everything that stands against it; asked before and at submission, at the last approval.

        `application.received_on` is the day that counts for deadlines; everything else is judged
        as it is now. `application.state` tells a draft from an application under review.
        """
        ...

    def notices(
        self,
        tx: Transaction,  # noqa: ARG002
        application: Application,  # noqa: ARG002
    ) -> tuple[LocalizedText, ...]:
        """What the student should know before sending it: what it costs, what it changes."""
        return ()

    def on_submission(
        self,
        tx: Transaction,  # noqa: ARG002
        application: Application,  # noqa: ARG002
    ) -> None:
        """What has to happen at once, in the submitting transaction."""
        return

    def on_letting_go(
        self,
        tx: Transaction,  # noqa: ARG002
        application: Application,  # noqa: ARG002
    ) -> None:
        """What has to go on once it was rejected, or withdrawn after it was submitted."""
        return

    def apply(self, tx: Transaction, application: Application) -> None:
        """The effect, in the approving transaction, with the person locked; called once.

        `application.decided_by` is the user name of whoever approved last. The workflow mails the
        decision; the effect informs of nothing but itself.
        """
        ...
