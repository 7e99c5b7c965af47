"""The statuses of a registration, what they mean, and which count as an attempt.

The codes that documents print (after HIS: "AN", "BE", …) are data of the profile; the values here
are what the database and the rules know.
"""

from enum import StrEnum


class Status(StrEnum):
    """How a registration stands."""

    REGISTERED = "registered"
    # Waits for a seat; first come, first served.
    WAITING = "waiting"
    # Waits for the draw of a sitting whose seats are drawn by lot.
    IN_LOTTERY = "in_lottery"
    # The draw gave no seat.
    NOT_DRAWN = "not_drawn"
    WITHDRAWN = "withdrawn"
    DEREGISTERED = "deregistered"
    SICK_NOTE_FILED = "sick_note_filed"
    WITHDRAWAL_APPROVED = "withdrawal_approved"
    WITHDRAWAL_REFUSED = "withdrawal_refused"
    HANDED_IN = "handed_in"
    INCOMPLETE = "incomplete"
    ORAL_SUPPLEMENTARY = "oral_supplementary"
    PASSED = "passed"
    FAILED = "failed"
    FINALLY_FAILED = "finally_failed"
    NO_SHOW = "no_show"
    CHEATED = "cheated"
    REPEAT_WAIVED = "repeat_waived"


# Holds a seat of the sitting.
SEATED = frozenset(
    {
        Status.REGISTERED,
        Status.SICK_NOTE_FILED,
        Status.HANDED_IN,
        Status.INCOMPLETE,
        Status.ORAL_SUPPLEMENTARY,
    }
)
# Asks for a seat that it does not hold yet.
ASKING = frozenset({Status.WAITING, Status.IN_LOTTERY})
# Under way: nobody can register for the same sitting again.
LIVE = SEATED | ASKING
# Ended without an attempt.
ENDED = frozenset(
    {
        Status.NOT_DRAWN,
        Status.WITHDRAWN,
        Status.DEREGISTERED,
        Status.WITHDRAWAL_APPROVED,
        Status.REPEAT_WAIVED,
    }
)
# An attempt that was not passed; a grade of 5.0 where the exam is graded.
FAILED_ATTEMPT = frozenset(
    {
        Status.FAILED,
        Status.FINALLY_FAILED,
        Status.NO_SHOW,
        Status.CHEATED,
        Status.WITHDRAWAL_REFUSED,
    }
)
# Used up an attempt.
ATTEMPT = FAILED_ATTEMPT | {Status.PASSED}
