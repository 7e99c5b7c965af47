"""Sealing a drawn file: the university's electronic seal, in the same revision."""

from datetime import datetime, timedelta

import structlog
from chassis.computing import Compute
from prometheus_client import Counter

from certificates.keys import Keyring, KeysError
from certificates.keys.checks import is_address
from certificates.keys.signing_keys import SealKey
from certificates.sealing.cms import Seal, SealTemplate
from certificates.sealing.hole import Hole
from certificates.sealing.timestamps import TimestampError, TimestampService
from certificates.settings import CertificatesSettings
from certificates.texts import sealing_refusals

log = structlog.get_logger()

SEALED = Counter(
    "matrikel_certificates_sealed_total", "Documents that were sealed, by PAdES level", ["level"]
)
# After a failure a timestamp service is left alone for a while, where seals do without it: else
# every certificate waited for it in vain.
PAUSE = timedelta(minutes=1)


class Sealer:
    """Seals files with the key that is in force."""

    def __init__(
        self,
        keyring: Keyring,
        compute: Compute,
        timestamps: TimestampService | None = None,
        *,
        timestamp_required: bool = False,
    ) -> None:
        self._keyring = keyring
        self._compute = compute
        self._timestamps = timestamps
        self._timestamp_required = timestamp_required
        self._paused_until: datetime | None = None
        self._template: SealTemplate | None = None

    @classmethod
    def configured(
        cls, settings: CertificatesSettings, keyring: Keyring, compute: Compute
    ) -> "Sealer":
        """The sealer that the settings ask for. Raises KeysError or OSError for wrong ones."""
        return cls(
            keyring,
            compute,
            timestamp_service(settings),
            timestamp_required=settings.timestamp_required,
        )

    async def seal(self, prepared: bytes) -> bytes:
        """The file with its seal; drawn with `seal_field=True` before.

        The level is PAdES B-T where a timestamp service is configured and answers, else B-B.

        Raises Failure SEAL_EXPIRED, SEAL_UNAVAILABLE, TIMESTAMP_UNAVAILABLE (all UNAVAILABLE), and
        ValueError for a file without a place for a seal.
        """
        template = await self._template_of(self._keyring.document_seal)
        hole, seal = await self._compute(_seal, template, prepared)
        token = await self._timestamp(seal)
        sealed = await self._compute(_fill, hole, seal, token)
        SEALED.labels("B-T" if token else "B-B").inc()
        return sealed

    async def _template_of(self, key: SealKey) -> SealTemplate:
        template = self._template
        if template is None or template.key is not key:
            self._template = template = await self._compute(SealTemplate.of, key)
        return template

    async def _timestamp(self, seal: Seal) -> bytes:
        """A token; empty where there is none."""
        if self._timestamps is None:
            return b""
        now = self._keyring.now()
        if self._paused_until is not None and now < self._paused_until:
            return b""
        try:
            token = await self._timestamps.stamp(seal.signature)
        except TimestampError as error:
            if self._timestamp_required:
                log.error("timestamp_missing", problem=str(error))
                raise sealing_refusals.timestamp_unavailable() from error
            self._paused_until = now + PAUSE
            log.warning("sealed_without_timestamp", problem=str(error), until=self._paused_until)
            return b""
        return token


def timestamp_service(settings: CertificatesSettings) -> TimestampService | None:
    """The configured timestamp service.

    Raises KeysError for an address that is none, OSError for an unreadable password file.
    """
    if not settings.timestamp_url:
        return None
    if not is_address(settings.timestamp_url):
        raise KeysError(
            f"timestamp_url: {settings.timestamp_url} is no http:// or https:// address"
        )
    file = settings.timestamp_password_file
    return TimestampService(
        settings.timestamp_url,
        settings.timestamp_seconds,
        settings.timestamp_user,
        file.read_text(encoding="utf-8").strip() if file else "",
    )


def _seal(template: SealTemplate, prepared: bytes) -> tuple[Hole, Seal]:
    hole = Hole.of(prepared)
    return hole, template.sign(hole.digest())


def _fill(hole: Hole, seal: Seal, token: bytes) -> bytes:
    return hole.filled(seal.dump(token))
