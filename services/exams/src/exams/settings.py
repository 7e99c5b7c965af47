"""What the exams service can be told: MATRIKEL_EXAMS_<NAME>."""

from chassis.settings import ServiceSettings, settings_config


class ExamsSettings(ServiceSettings):
    """The settings that every service has; exams adds none of its own."""

    model_config = settings_config("exams")
