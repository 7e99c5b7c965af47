"""The settings of identity: environment variables MATRIKEL_IDENTITY_<NAME>."""

import os
from datetime import timedelta
from pathlib import Path

from chassis.settings import ServiceSettings, settings_config
from pydantic import Field

from identity.domain.failure_alarm import AlarmRules
from identity.domain.mailboxes import MailboxDomains
from identity.domain.oidc.grants import Lifetimes
from identity.domain.sessions import SecondFactorPolicy, SessionLimits, SessionRules


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
    # Whether staff need a second factor for the roles that open other people's data: required, or
    # offered, which leaves it to each of them.
    staff_second_factor: SecondFactorPolicy = SecondFactorPolicy.REQUIRED
    # Minutes after which a support access to a student's pages ends at the latest.
    support_minutes: int = Field(default=15, ge=1, le=60)
    # Words that no password may contain, besides names, user name and the name of this system.
    password_context_words: tuple[str, ...] = (
        "leuphana",
        "lueneburg",
        "lüneburg",
        "universität",
        "university",
        "mystudy",
    )
    # Above any of these failed sign-ins raise the alarm: a metric, a log line and a mail to the
    # address, where there is one, once an hour at the most.
    alarm_failures_per_minute: int = Field(default=300, ge=1)
    alarm_names_per_hour: int = Field(default=500, ge=1)
    alarm_names_per_network_and_hour: int = Field(default=60, ge=1)
    alarm_address: str = ""
    # How many passwords are checked at a time; 0 for one less than the machine has processors.
    hashing_at_once: int = Field(default=0, ge=0)
    # Argon2id; a change takes effect for each account at its next sign-in.
    argon2_passes: int = Field(default=2, ge=1)
    argon2_memory_kib: int = Field(default=19 * 1024, ge=8)
    argon2_lanes: int = Field(default=1, ge=1)
    # 32 random bytes that encrypt the seeds of authenticator apps. Without the file a service that
    # listens on loopback only makes a key for one run; any other does not start.
    data_key_file: Path | None = None
    # What authenticator apps and devices show beside the user name.
    authenticator_name: str = Field(default="Leuphana", min_length=1, max_length=40)
    # How long access tokens of clients of the OpenID Provider last; how long a client goes on for a
    # person who is away (offline_access), and how long its refresh token waits to be used; how long
    # the replaced secret of a client goes on.
    oidc_access_token_minutes: int = Field(default=10, ge=1, le=60)
    oidc_offline_days: int = Field(default=90, ge=1, le=365)
    oidc_unused_days: int = Field(default=30, ge=1, le=365)
    oidc_former_secret_hours: int = Field(default=72, ge=0, le=24 * 31)
    # Who signed the certificates of the systems that are told of a sign-out; empty for the public
    # certificate authorities.
    oidc_back_channel_ca_file: Path | None = None

    @property
    def calls_loopback(self) -> bool:
        """Whether clients may be called at addresses of this machine: in a demonstration only."""
        return self.demo or self.listens_on_loopback_only

    @property
    def mailbox_domains(self) -> MailboxDomains:
        """The domains of the mailboxes that the university runs."""
        return MailboxDomains(self.mailbox_domain.lower(), self.staff_mailbox_domain.lower())

    @property
    def oidc_lifetimes(self) -> Lifetimes:
        """How long what is given to clients lasts."""
        return Lifetimes(
            access_token=timedelta(minutes=self.oidc_access_token_minutes),
            offline=timedelta(days=self.oidc_offline_days),
            unused=timedelta(days=self.oidc_unused_days),
            former_secret=timedelta(hours=self.oidc_former_secret_hours),
        )

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
            staff_second_factor=self.staff_second_factor,
        )

    @property
    def alarm_rules(self) -> AlarmRules:
        """How many failed sign-ins are too many."""
        return AlarmRules(
            self.alarm_failures_per_minute,
            self.alarm_names_per_hour,
            self.alarm_names_per_network_and_hour,
            self.alarm_address,
        )

    @property
    def passwords_checked_at_once(self) -> int:
        """One processor stays free for everything but hashing, where there is more than one."""
        return self.hashing_at_once or max(1, (os.cpu_count() or 1) - 1)
