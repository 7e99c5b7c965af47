"""What exams tells: the whole state of a registration after each change."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from chassis.database import Transaction
from chassis.events import tell, tell_all
from chassis.rpc.observation import traceparent
from google.protobuf.message import Message
from matrikel.exams.v1 import events_pb2, registration_pb2, sitting_pb2

from exams.domain.completion import Completion
from exams.domain.examinations import Registration
from exams.domain.lotteries import PublicLottery
from exams.domain.receipts import ReceiptAction
from exams.domain.recognition import Recognition
from exams.domain.student_results import StudentResult
from exams.events.lottery_packing import pack_lottery
from exams.events.packing import pack_registration, pack_sitting
from exams.events.result_packing import pack_result
from exams.events.study_packing import pack_completion, pack_recognition

ToldRegistration: TypeAlias = registration_pb2.Registration

# The event that tells of what a receipt confirms.
_EVENTS = {
    ReceiptAction.REGISTERED: events_pb2.Registered,
    ReceiptAction.WAITING: events_pb2.Registered,
    ReceiptAction.LOTTERY_REQUESTED: events_pb2.Registered,
    ReceiptAction.WITHDRAWN: events_pb2.Withdrawn,
    ReceiptAction.PROMOTED: events_pb2.Promoted,
    ReceiptAction.DRAWN: events_pb2.Promoted,
    ReceiptAction.DEREGISTERED: events_pb2.RegistrationChanged,
    ReceiptAction.NOT_DRAWN: events_pb2.RegistrationChanged,
}


def tell_registered(tx: Transaction, registration: Registration) -> None:
    """A student registered for a sitting."""
    tell(tx, events_pb2.Registered(registration=pack_registration(registration, tx.now)))


def tell_withdrawn(tx: Transaction, registration: Registration) -> None:
    """A student withdrew from a sitting."""
    tell(tx, events_pb2.Withdrawn(registration=pack_registration(registration, tx.now)))


def tell_promoted(tx: Transaction, registration: Registration) -> None:
    """A student moved up from the waiting list, or drew a seat."""
    tell(tx, events_pb2.Promoted(registration=pack_registration(registration, tx.now)))


def tell_registration_changed(tx: Transaction, registration: Registration) -> None:
    """The status of a registration changed: by the office, a sick note, or a result."""
    tell(tx, events_pb2.RegistrationChanged(registration=pack_registration(registration, tx.now)))


def tell_registrations_changed(tx: Transaction, registrations: Iterable[Registration]) -> None:
    """The status of registrations changed: by the office, a sick note, or a result."""
    trace = traceparent()
    tell_all(
        tx,
        [
            (events_pb2.RegistrationChanged(registration=pack_registration(one, tx.now)), trace)
            for one in registrations
        ],
    )


def tell_results_released(tx: Transaction, results: Iterable[StudentResult]) -> None:
    """Results were released."""
    trace = traceparent()
    tell_all(tx, [(events_pb2.ResultReleased(result=pack_result(one)), trace) for one in results])


def tell_results_corrected(tx: Transaction, results: Iterable[StudentResult]) -> None:
    """Released results were corrected."""
    trace = traceparent()
    tell_all(tx, [(events_pb2.ResultCorrected(result=pack_result(one)), trace) for one in results])


def tell_recognition_changed(tx: Transaction, recognition: Recognition) -> None:
    """A result from elsewhere was recognised, or a recognition was taken back."""
    tell(tx, events_pb2.RecognitionChanged(recognition=pack_recognition(recognition)))


def tell_enrolments_completed(tx: Transaction, completions: Iterable[Completion]) -> None:
    """Enrolments became complete, or no longer are after a correction."""
    trace = traceparent()
    tell_all(tx, [(pack_completion(one), trace) for one in completions])


def tell_lottery_drawn(tx: Transaction, lottery: PublicLottery) -> None:
    """The seats of a sitting were drawn."""
    tell(tx, events_pb2.LotteryDrawn(lottery=pack_lottery(lottery, with_documents=False)))


class Telling:
    """Tells of many registrations: what they have in common is packed once, and so is each."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._events: list[tuple[Message, str]] = []
        self._sittings: dict[UUID, sitting_pb2.Sitting] = {}

    def add(
        self, action: ReceiptAction, registration: Registration, trace: str
    ) -> registration_pb2.Registration:
        """Adds the event of what happened to a registration; returns it as it is told.

        All registrations of a sitting carry the same state of it. `trace` is the trace that the
        event belongs to, as a W3C header.
        """
        sitting = self._sittings.get(registration.sitting.sitting_id)
        if sitting is None:
            sitting = pack_sitting(registration.sitting)
            self._sittings[registration.sitting.sitting_id] = sitting
        packed = pack_registration(registration, self._now, sitting)
        self._events.append((_EVENTS[action](registration=packed), trace))
        return packed

    def tell(self, tx: Transaction) -> None:
        """Tells everything that was added, in that order."""
        tell_all(tx, self._events)
