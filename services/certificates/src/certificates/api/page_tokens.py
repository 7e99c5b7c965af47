"""Page tokens of the list of certificates: time of issue and id of the last one on the page."""

from datetime import UTC, datetime
from uuid import UUID

from chassis.paging import encode_token, moment_in, read_position

from certificates.domain.certificate import Certificate


def token_of(last: Certificate) -> str:
    """The token for the page behind the certificate."""
    return encode_token([last.issue_time.astimezone(UTC).isoformat(), str(last.certificate_id)])


def position_in(token: str) -> tuple[datetime, UUID] | None:
    """The position in a token, None for the first page. Raises PAGE_TOKEN_INVALID."""
    return read_position(token, 2, lambda issued, key: (moment_in(issued), UUID(key)))
