"""Why a registration or withdrawal is not possible, with the facts, and what would help."""

from exams.domain import obstacles as found
from exams.domain import obstacles_to_withdrawal as leaving
from exams.domain.obstacles import Obstacle
from exams.texts import obstacles_of_enrolment as of_enrolment
from exams.texts import obstacles_of_regulations as of_regulations
from exams.texts import obstacles_of_sitting as of_sitting
from exams.texts import obstacles_to_withdrawal as to_withdrawal
from exams.texts.explanation import ASK_INFO_PORTAL, NOTHING_HELPS, Explanation

__all__ = ["ASK_INFO_PORTAL", "NOTHING_HELPS", "Explanation", "explain"]


def explain(obstacle: Obstacle) -> Explanation:
    """The sentences for an obstacle."""
    match obstacle:
        case (
            found.TermsNotAccepted()
            | found.NotEnrolledInSemester()
            | found.OnLeave()
            | found.ExamNotInRegulations()
            | found.RegulationsNotPublished()
            | found.EnrolmentAmbiguous()
        ):
            return of_enrolment.explain(obstacle)
        case (
            found.SittingCancelled()
            | found.WindowNotOpenYet()
            | found.WindowClosed()
            | found.AdmissionOnly()
            | found.AlreadyRegistered()
            | found.AlreadyWaiting()
            | found.AlreadyInLottery()
            | found.AlreadyTaken()
            | found.OtherSittingRegistered()
            | found.Clash()
            | found.SittingFull()
        ):
            return of_sitting.explain(obstacle)
        case (
            found.AlreadyPassed()
            | found.NoAttemptLeft()
            | found.NotRepeatable()
            | found.LastAttemptPending()
            | found.PrerequisiteMissing()
            | found.CreditsMissing()
            | found.PartTimeLimit()
        ):
            return of_regulations.explain(obstacle)
        case (
            leaving.NotRegistered()
            | leaving.WithdrawalClosed()
            | leaving.LotteryClosed()
            | leaving.SickNoteUndecided()
            | leaving.AlreadyExamined()
        ):
            return to_withdrawal.explain(obstacle)
