"""Refusals of jobs, their reason codes and sentences."""

from collections.abc import Sequence

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

_TYPE_NOT_FOR_JOBS = LocalizedText(
    de="Bescheinigungen dieser Art werden nicht für alle auf einmal ausgestellt. Bitte wählen Sie"
    " eine von diesen: {types}.",
    en="Certificates of this type are not issued for everybody at once. Please choose one of"
    " these: {types}.",
)
_ENDED = LocalizedText(
    de="Dieser Auftrag ist schon zu Ende; es gibt nichts mehr abzubrechen.",
    en="This job has ended already; there is nothing left to cancel.",
)
_RUNNING = LocalizedText(
    de="Dieser Auftrag läuft noch. Bitte warten Sie, bis er fertig ist, oder brechen Sie ihn ab.",
    en="This job is still running. Please wait until it is done, or cancel it.",
)
_NOTHING_AGAIN = LocalizedText(
    de="In diesem Auftrag wurde niemand abgelehnt; es gibt nichts zu wiederholen.",
    en="Nobody was refused in this job; there is nothing to try again.",
)
_NOTHING_ISSUED = LocalizedText(
    de="Hier ist noch keine Bescheinigung ausgestellt. Bitte warten Sie einen Augenblick, oder"
    " sehen Sie in der Liste nach, was dagegen spricht.",
    en="No certificate has been issued here yet. Please wait a moment, or look at the list for"
    " what stands against it.",
)
_PART_UNKNOWN = LocalizedText(
    de="Diesen Teil gibt es nicht. Der Auftrag hat {parts} Druckdateien, gezählt ab 1.",
    en="There is no such part. The job has {parts} files for the printer, counted from 1.",
)
_UNEXPECTED = LocalizedText(
    de="Ein unerwarteter Fehler ist aufgetreten. Bitte wiederholen Sie den Auftrag für die"
    " Abgelehnten; bleibt es dabei, sieht die IT im Protokoll des Dienstes nach.",
    en="An unexpected error occurred. Please try again for those who were refused; if it stays,"
    " IT can look into the service's log.",
)


def type_not_for_jobs(types: Sequence[LocalizedText]) -> Failure:
    """The type is drawn by students themselves only; `types` are the names of the others."""
    listed = LocalizedText(
        de=", ".join(one.de for one in types), en=", ".join(one.en for one in types)
    )
    sentence = _TYPE_NOT_FOR_JOBS.format(types=listed)
    problem = FieldProblem("order.type", "TYPE_NOT_FOR_JOBS", sentence)
    return Failure(Code.INVALID_ARGUMENT, "TYPE_NOT_FOR_JOBS", sentence, fields=(problem,))


def job_ended() -> Failure:
    """It is done or was cancelled before."""
    return Failure(Code.FAILED_PRECONDITION, "CERTIFICATE_JOB_ENDED", _ENDED)


def job_running() -> Failure:
    """It is under way."""
    return Failure(Code.FAILED_PRECONDITION, "CERTIFICATE_JOB_RUNNING", _RUNNING)


def nothing_to_try_again() -> Failure:
    """Everybody has a certificate."""
    return Failure(Code.FAILED_PRECONDITION, "NOTHING_TO_TRY_AGAIN", _NOTHING_AGAIN)


def nothing_issued() -> Failure:
    """There is nothing to hand out, or not in this part."""
    return Failure(Code.FAILED_PRECONDITION, "NOTHING_ISSUED", _NOTHING_ISSUED)


def part_unknown(parts: int) -> Failure:
    """The job has fewer files for the printer."""
    sentence = _PART_UNKNOWN.format(parts=str(parts))
    return Failure(
        Code.INVALID_ARGUMENT,
        "PART_UNKNOWN",
        sentence,
        metadata={"parts": str(parts)},
        fields=(FieldProblem("part", "PART_UNKNOWN", sentence),),
    )


def unexpected() -> Failure:
    """A fault of the program or of one student's data; what happened is in the service's log."""
    return Failure(Code.INTERNAL, "UNEXPECTED", _UNEXPECTED)
