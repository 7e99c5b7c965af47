"""Positions in lists as opaque page tokens; an empty token stands for the first page."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from chassis.errors import Code, Failure, FieldProblem
from chassis.paging import INVALID, decode_token, encode_token

from exams.domain.positions import ParticipantPosition, RegistrationPosition, SittingPosition

P = TypeVar("P")


def of_registration(position: RegistrationPosition | None) -> str:
    """The token of a position among registrations."""
    if position is None:
        return ""
    return encode_token([position.register_time.isoformat(), str(position.registration_id)])


def registration_position(token: str) -> RegistrationPosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return _position(
        token, 2, lambda parts: RegistrationPosition(_moment(parts[0]), UUID(parts[1]))
    )


def of_sitting(position: SittingPosition | None) -> str:
    """The token of a position among sittings."""
    if position is None:
        return ""
    start = position.start_time.isoformat() if position.start_time is not None else ""
    return encode_token([start, str(position.sitting_id)])


def sitting_position(token: str) -> SittingPosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return _position(
        token,
        2,
        lambda parts: SittingPosition(_moment(parts[0]) if parts[0] else None, UUID(parts[1])),
    )


def of_participant(position: ParticipantPosition | None) -> str:
    """The token of a position among participants."""
    if position is None:
        return ""
    return encode_token([position.sort_key, str(position.registration_id)])


def participant_position(token: str) -> ParticipantPosition | None:
    """The position that a token names. Raises PAGE_TOKEN_INVALID."""
    return _position(token, 2, lambda parts: ParticipantPosition(parts[0], UUID(parts[1])))


def _position(token: str, length: int, read: Callable[[list[str]], P]) -> P | None:
    if not token:
        return None
    parts = decode_token(token)
    try:
        if len(parts) != length:
            raise ValueError(f"{len(parts)} parts")
        return read(parts)
    except ValueError:
        raise Failure(
            Code.INVALID_ARGUMENT,
            "PAGE_TOKEN_INVALID",
            INVALID,
            fields=(FieldProblem("page_token", "PAGE_TOKEN_INVALID", INVALID),),
        ) from None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment
