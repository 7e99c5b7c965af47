"""Positions in lists as opaque page tokens; an empty token stands for the first page."""

from datetime import date
from uuid import UUID

from chassis.paging import encode_token, moment_in, read_position

from exams.domain.corrections import CorrectionPosition
from exams.domain.positions import (
    AttemptPosition,
    RegistrationPosition,
    SickNotePosition,
    SittingPosition,
    ThesisPosition,
)
from exams.domain.student_results import ResultPosition


def of_registration(position: RegistrationPosition | None) -> str:
    """The token of a position among registrations."""
    if position is None:
        return ""
    return encode_token([position.register_time.isoformat(), str(position.registration_id)])


def registration_position(token: str) -> RegistrationPosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return read_position(
        token,
        2,
        lambda register_time, registration_id: RegistrationPosition(
            moment_in(register_time), UUID(registration_id)
        ),
    )


def of_sitting(position: SittingPosition | None) -> str:
    """The token of a position among sittings."""
    if position is None:
        return ""
    start = position.start_time.isoformat() if position.start_time is not None else ""
    return encode_token([start, str(position.sitting_id)])


def sitting_position(token: str) -> SittingPosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return read_position(
        token,
        2,
        lambda start, sitting_id: SittingPosition(
            moment_in(start) if start else None, UUID(sitting_id)
        ),
    )


def of_participant(last_registration_id: UUID | None) -> str:
    """The token behind a participant; the name that the list is sorted by stays out of it."""
    return encode_token([str(last_registration_id)]) if last_registration_id is not None else ""


def participant_position(token: str) -> UUID | None:
    """The registration that a token names. Raises PAGE_TOKEN_INVALID."""
    return read_position(token, 1, UUID)


def of_result(position: ResultPosition | None) -> str:
    """The token of a position among a student's results."""
    if position is None:
        return ""
    return encode_token([position.exam_date.isoformat(), str(position.result_id)])


def result_position(token: str) -> ResultPosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return read_position(
        token, 2, lambda day, result_id: ResultPosition(date.fromisoformat(day), UUID(result_id))
    )


def of_correction(position: CorrectionPosition | None) -> str:
    """The token of a position among corrections."""
    if position is None:
        return ""
    return encode_token(
        [
            "open" if position.is_open else "decided",
            position.propose_time.isoformat(),
            str(position.correction_id),
        ]
    )


def correction_position(token: str) -> CorrectionPosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return read_position(
        token,
        3,
        lambda state, propose_time, correction_id: CorrectionPosition(
            state == "open", moment_in(propose_time), UUID(correction_id)
        ),
    )


def of_sick_note(position: SickNotePosition | None) -> str:
    """The token of a position among sick notes."""
    if position is None:
        return ""
    return encode_token([position.file_time.isoformat(), str(position.sick_note_id)])


def sick_note_position(token: str) -> SickNotePosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return read_position(
        token,
        2,
        lambda file_time, sick_note_id: SickNotePosition(moment_in(file_time), UUID(sick_note_id)),
    )


def of_thesis(position: ThesisPosition | None) -> str:
    """The token of a position among theses."""
    if position is None:
        return ""
    return encode_token([position.apply_time.isoformat(), str(position.thesis_id)])


def thesis_position(token: str) -> ThesisPosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return read_position(
        token,
        2,
        lambda apply_time, thesis_id: ThesisPosition(moment_in(apply_time), UUID(thesis_id)),
    )


def of_attempt(position: AttemptPosition | None) -> str:
    """The token of a position among refused attempts."""
    if position is None:
        return ""
    return encode_token([position.attempt_time.isoformat(), str(position.attempt_id)])


def attempt_position(token: str) -> AttemptPosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return read_position(
        token,
        2,
        lambda attempt_time, attempt_id: AttemptPosition(moment_in(attempt_time), UUID(attempt_id)),
    )
