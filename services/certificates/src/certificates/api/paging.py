"""Page tokens of the list of certificates: time of issue and id of the last one on the page."""

from datetime import UTC, datetime
from uuid import UUID

from chassis.errors import Code, Failure, FieldProblem
from chassis.paging import INVALID, decode_token, encode_token

from certificates.domain.certificate import Certificate


def token_of(last: Certificate) -> str:
    """The token for the page behind the certificate."""
    return encode_token([last.issue_time.astimezone(UTC).isoformat(), str(last.certificate_id)])


def position_in(token: str) -> tuple[datetime, UUID] | None:
    """The position in a token, None for the first page. Raises PAGE_TOKEN_INVALID."""
    if not token:
        return None
    position = decode_token(token)
    try:
        moment, certificate_id = position
        issue_time = datetime.fromisoformat(moment)
        if issue_time.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return issue_time, UUID(certificate_id)
    except ValueError:
        raise Failure(
            Code.INVALID_ARGUMENT,
            "PAGE_TOKEN_INVALID",
            INVALID,
            fields=(FieldProblem("page_token", "PAGE_TOKEN_INVALID", INVALID),),
        ) from None
