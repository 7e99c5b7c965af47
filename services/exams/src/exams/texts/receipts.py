"""What people read who present a receipt."""

from chassis.values import LocalizedText

RECEIPT_INVALID = LocalizedText(
    de="Dieser Beleg ist nicht von uns signiert oder wurde verändert. Fügen Sie ihn vollständig "
    "und unverändert ein.",
    en="This receipt was not signed by us, or it was changed. Paste it complete and unchanged.",
)
