"""What the exams service can be told: MATRIKEL_EXAMS_<NAME>."""

from chassis.settings import ServiceSettings, settings_config
from pydantic import Field


class ExamsSettings(ServiceSettings):
    """The settings that every service has, and how much the desk takes on."""

    model_config = settings_config("exams")

    # Batches of registrations decided at the same time; on SQLite there is always one.
    desk_lanes: int = Field(default=2, ge=1, le=16)
    # Registrations decided in one transaction.
    desk_together: int = Field(default=256, ge=1, le=1000)
    # Registrations that wait or are being decided; further ones are refused with
    # RESOURCE_EXHAUSTED.
    desk_waiting: int = Field(default=10_000, ge=1)
