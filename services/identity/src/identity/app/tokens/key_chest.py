"""Keeps the private keys that tokens are signed with: sealed, where the service has a data key."""

import base64
import binascii
from dataclasses import dataclass, replace
from typing import Final

import structlog

from identity.app.tokens.data_key import DataKey, DataKeyError
from identity.domain.signing_keys import SigningKey

log = structlog.get_logger()

_PURPOSE: Final = "signing key"
_SEALED: Final = "sealed:"


@dataclass(frozen=True, slots=True)
class KeyChest:
    """Seals and opens private keys with the data key; without one they are kept in clear.

    A copy of the database alone is then of no use for forging tokens.
    """

    data_key: DataKey | None = None

    def closed(self, key: SigningKey) -> SigningKey:
        """The key as it is stored; one that is sealed already stays as it is."""
        if self.data_key is None or key.private_key.startswith(_SEALED):
            return key
        sealed = self.data_key.seal(key.private_key.encode(), _PURPOSE, key.key_id.encode())
        return replace(key, private_key=_SEALED + base64.b64encode(sealed).decode())

    def opened(self, key: SigningKey) -> SigningKey | None:
        """The key with its private part as PEM; None where it was sealed with another data key."""
        if not key.private_key.startswith(_SEALED):
            return key
        try:
            if self.data_key is None:
                raise DataKeyError("no data key is configured")
            sealed = base64.b64decode(key.private_key.removeprefix(_SEALED), validate=True)
            pem = self.data_key.open(sealed, _PURPOSE, key.key_id.encode())
        except (DataKeyError, binascii.Error) as error:
            # Another key takes its place: nobody should be unable to sign in for it.
            log.error("signing_key_not_opened", key_id=key.key_id, problem=str(error))
            return None
        return replace(key, private_key=pem.decode())
