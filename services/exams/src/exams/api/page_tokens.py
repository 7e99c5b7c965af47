"""Positions in lists as opaque page tokens; an empty token stands for the first page."""

from uuid import UUID

from chassis.paging import encode_token, moment_in, read_position

from exams.domain.positions import RegistrationPosition, SittingPosition


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
