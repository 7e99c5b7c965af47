"""Public holidays of a German state, from the well-kept `holidays` library."""

from datetime import date
from functools import cache

import holidays


@cache
def public_holidays_of(state: str, years: range) -> frozenset[date]:
    """The public holidays of a state ("NI" is Lower Saxony) in the years.

    Raises NotImplementedError where there is no such state.
    """
    return frozenset(holidays.country_holidays("DE", subdiv=state, years=years))
