"""The settings of records, from MATRIKEL_RECORDS_<NAME>."""

from chassis.settings import ServiceSettings, settings_config
from pydantic import Field

from records.domain.matriculation import LARGEST_NUMBER, SMALLEST_NUMBER


class RecordsSettings(ServiceSettings):
    """What an operator may set, besides what every service has."""

    model_config = settings_config("records")

    first_matriculation_number: int = Field(
        default=3_100_001,
        ge=SMALLEST_NUMBER,
        le=LARGEST_NUMBER,
        description="The lowest matriculation number to allot. Raising it continues from there;"
        " numbers already given are never given again.",
    )

    @property
    def reregistration_page(self) -> str:
        """The page of the portal that mails about re-registration lead to."""
        return f"{self.public_url.rstrip('/')}/de/reregistration"
