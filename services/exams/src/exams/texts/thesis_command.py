"""What the command about overdue theses says."""

from chassis.values import LocalizedText

CLOSED = LocalizedText(
    de="geschlossen: {number}, Prüfung {exam}, fällig am {due} ({thesis_id})",
    en="closed: {number}, exam {exam}, due on {due} ({thesis_id})",
)
WOULD_CLOSE = LocalizedText(
    de="würde geschlossen: {number}, Prüfung {exam}, fällig am {due} ({thesis_id})",
    en="would be closed: {number}, exam {exam}, due on {due} ({thesis_id})",
)
CLOSED_COUNT = LocalizedText(
    de="{count} überfällige Abschlussarbeiten geschlossen", en="{count} overdue theses closed"
)
WOULD_CLOSE_COUNT = LocalizedText(
    de="{count} überfällige Abschlussarbeiten würden geschlossen",
    en="{count} overdue theses would be closed",
)
