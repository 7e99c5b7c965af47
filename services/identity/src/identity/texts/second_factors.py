"""Names that second factors get when their person gives none."""

from chassis.values import LocalizedText

TOTP_NAME = LocalizedText(de="Authenticator-App", en="Authenticator app")
PASSKEY_NAME = LocalizedText(de="Passkey", en="Passkey")
