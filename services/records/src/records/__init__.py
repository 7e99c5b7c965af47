"""The records service: persons, catalogue, calendar and enrolments."""
