"""How long a certificate's data is kept: as long as somebody may need to check the paper."""

import calendar
from datetime import date

from certificates.domain.certificate import CertificateType
from certificates.domain.rules import CertificatesRules


def delete_date(
    kind: CertificateType, valid_until: date | None, issue_date: date, rules: CertificatesRules
) -> date:
    """The last day on which the data is kept; the night after it is deleted.

    Counts from the issue where the validity was over before: a certificate of a past semester is
    not deleted sooner than others.
    """
    begin = issue_date if valid_until is None else max(valid_until, issue_date)
    return _months_later(begin, rules.months_of(kind))


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one: 31 August and six months is 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
