"""May this student withdraw? Freely inside the window, after it until the sitting's limit."""

from datetime import datetime

from exams.domain.examinations import Registration, RegistrationStatus, Sitting
from exams.domain.obstacles import NotRegistered, Obstacle, WithdrawalClosed


def withdrawal_limit(sitting: Sitting) -> datetime:
    """The first moment at which withdrawing without a reason is too late."""
    if sitting.withdrawal_close_time is None or not sitting.form.withdrawable_after_window:
        return sitting.registration.close_time
    return max(sitting.registration.close_time, sitting.withdrawal_close_time)


def obstacles_to_withdrawal(registration: Registration, now: datetime) -> tuple[Obstacle, ...]:
    """Every obstacle to withdrawing at a moment; none where the student may withdraw."""
    obstacles: list[Obstacle] = []
    if registration.status is not RegistrationStatus.REGISTERED:
        obstacles.append(NotRegistered(registration.withdraw_time))
    limit = withdrawal_limit(registration.sitting)
    if now >= limit:
        obstacles.append(
            WithdrawalClosed(limit, registration.sitting.form.withdrawable_after_window)
        )
    return tuple(obstacles)


def can_withdraw(registration: Registration, now: datetime) -> bool:
    """Whether the student may withdraw at a moment."""
    return not obstacles_to_withdrawal(registration, now)
