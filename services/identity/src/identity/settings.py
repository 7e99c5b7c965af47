"""The settings of identity: environment variables MATRIKEL_IDENTITY_<NAME>."""

from datetime import timedelta

from chassis.settings import ServiceSettings, settings_config
from pydantic import Field

from identity.domain.sessions import SessionLimits, SessionRules


class IdentitySettings(ServiceSettings):
    """What an operator decides about accounts and sessions."""

    model_config = settings_config("identity")

    port: int = 50051
    # The domains of new mailboxes: <user name>@<domain>.
    mailbox_domain: str = "stud.leuphana.example"
    staff_mailbox_domain: str = "leuphana.example"
    # Minutes without use, and hours at the most, after which a session ends.
    session_idle_minutes: int = Field(default=30, ge=1)
    session_absolute_hours: int = Field(default=12, ge=1)
    staff_session_idle_minutes: int = Field(default=15, ge=1)
    staff_session_absolute_hours: int = Field(default=8, ge=1)
    # Argon2id; a change takes effect for each account at its next sign-in.
    argon2_passes: int = Field(default=2, ge=1)
    argon2_memory_kib: int = Field(default=19 * 1024, ge=8)
    argon2_lanes: int = Field(default=1, ge=1)

    @property
    def session_rules(self) -> SessionRules:
        """How long sessions last."""
        return SessionRules(
            students=SessionLimits(
                timedelta(minutes=self.session_idle_minutes),
                timedelta(hours=self.session_absolute_hours),
            ),
            staff=SessionLimits(
                timedelta(minutes=self.staff_session_idle_minutes),
                timedelta(hours=self.staff_session_absolute_hours),
            ),
        )
