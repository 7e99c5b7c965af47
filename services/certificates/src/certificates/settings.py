"""The settings of certificates, from MATRIKEL_CERTIFICATES_<NAME>."""

from pathlib import Path
from urllib.parse import urlsplit

from chassis.settings import ServiceSettings, settings_config
from pydantic import Field

from certificates.domain.guessing import GuessingRules


class CertificatesSettings(ServiceSettings):
    """What an operator decides about certificates."""

    model_config = settings_config("certificates")

    # Processes that draw files. Each takes about 90 MB; more than the machine has cores is no use.
    drawing_workers: int = Field(default=1, ge=1, le=64)
    # Processes that check uploaded files. Each takes about 120 MB; a picture can keep one busy for
    # some seconds.
    checking_workers: int = Field(default=1, ge=1, le=64)
    # The folder of keys.yaml, its certificates and, unless they are in a token, private keys. On a
    # loopback address and in a demonstration test keys are made where there is none.
    keys_dir: Path = Path("var/certificates/keys")
    # What new keys are made for; afterwards keys.yaml says it. The log's name is for ever: without
    # scheme, empty for the public address.
    university_name: str = Field(default="Leuphana Universität Lüneburg", min_length=1)
    log_origin: str = ""
    # The PKCS#11 library of a token, the token's label, and a file with the PIN of its user.
    pkcs11_module: Path | None = None
    pkcs11_token: str = ""
    pkcs11_pin_file: Path | None = None
    # A timestamp service (RFC 3161; http or https), with which seals prove when they were made;
    # empty for none.
    timestamp_url: str = ""
    timestamp_user: str = ""
    timestamp_password_file: Path | None = None
    # Seconds after which it is given up on.
    timestamp_seconds: float = Field(default=5.0, gt=0)
    # Whether nothing is sealed while it does not answer. Otherwise seals go without a timestamp,
    # and a log line says so.
    timestamp_required: bool = False
    # Days before the end of a seal certificate from which on the log warns daily.
    seal_warning_days: int = Field(default=60, ge=1)

    # Look-ups without an answer that an address (an IPv6 /64), and the /24 or /48 around it, may
    # have in a minute before it has to wait; the latter also while there are too many in all.
    misses_per_address: int = Field(default=20, ge=1)
    misses_per_prefix: int = Field(default=100, ge=1)
    misses_per_prefix_in_alarm: int = Field(default=30, ge=1)
    # Guesses at one number in an hour, after which it answers nobody who has to name a birth date
    # or PIN besides it until the hour is over.
    guesses_per_number: int = Field(default=10, ge=1)
    # Above so many look-ups without an answer in a minute the alarm is raised: a metric, a log line
    # and a mail to the address, where there is one, once an hour at the most.
    alarm_misses_per_minute: int = Field(default=300, ge=1)
    alarm_address: str = ""

    # Certificates of jobs that are under way at once: what is left of the workers is for people.
    job_parallel: int = Field(default=2, ge=1, le=64)
    # Days after its end that a job is kept, with the list of whom it was about.
    job_days: int = Field(default=180, ge=1)

    @property
    def guessing_rules(self) -> GuessingRules:
        """How many look-ups without an answer are too many."""
        return GuessingRules(
            misses_per_address=self.misses_per_address,
            misses_per_prefix=self.misses_per_prefix,
            misses_per_prefix_in_alarm=self.misses_per_prefix_in_alarm,
            guesses_per_number=self.guesses_per_number,
            alarm_misses=self.alarm_misses_per_minute,
            alarm_address=self.alarm_address,
        )

    @property
    def origin_of_log(self) -> str:
        """The name of a log that is begun now."""
        address = urlsplit(self.public_url)
        return self.log_origin or f"{address.netloc}{address.path.rstrip('/')}/v1/log"
