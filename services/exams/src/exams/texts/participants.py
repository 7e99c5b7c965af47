"""What lists of participants and seat plans say."""

from chassis.values import LocalizedText

ROOM_TOO_SMALL = LocalizedText(
    de="Der Raum hat bei diesen Abständen {seats} Plätze, angemeldet sind {participants}. Lassen "
    "Sie weniger Plätze frei oder wählen Sie einen größeren Raum.",
    en="The room has {seats} seats at this distance, {participants} are registered. Leave fewer "
    "seats free, or choose a larger room.",
)
# The words in the names of the files.
ATTENDANCE_FILE = LocalizedText(de="teilnehmende", en="participants")
SEAT_PLAN_FILE = LocalizedText(de="sitzplan", en="seat-plan")
ATTENDANCE_TITLE = LocalizedText(de="Teilnehmerliste", en="List of participants")
SEAT_PLAN_TITLE = LocalizedText(de="Sitzplan", en="Seat plan")
NUMBER = LocalizedText(de="Nr.", en="No.")
MATRICULATION_NUMBER = LocalizedText(de="Matrikelnummer", en="Matriculation number")
NAME = LocalizedText(de="Name", en="Name")
PROGRAMME = LocalizedText(de="Studiengang", en="Programme")
ATTEMPT = LocalizedText(de="Versuch", en="Attempt")
SEAT = LocalizedText(de="Platz", en="Seat")
STATUS = LocalizedText(de="Status", en="Status")
PRESENT = LocalizedText(de="anwesend", en="present")
SIGNATURE = LocalizedText(de="Unterschrift", en="Signature")
EXAM = LocalizedText(de="Prüfung", en="Exam")
TIME = LocalizedText(de="Datum", en="Date")
UNDATED = LocalizedText(de="ohne festes Datum", en="no fixed date")
ROOM = LocalizedText(de="Raum", en="Room")
EXAMINER = LocalizedText(de="Prüfer/in", en="Examiner")
SEMESTER = LocalizedText(de="Semester", en="Semester")
SEMESTER_AND_PERIOD = LocalizedText(
    de="{semester}, {period}. Prüfungszeitraum", en="{semester}, examination period {period}"
)
PARTICIPANTS = LocalizedText(de="Angemeldet", en="Registered")
MADE_ON = LocalizedText(de="Stand: {moment}", en="As of: {moment}")
PAGE = LocalizedText(de="Seite {page} von {pages}", en="Page {page} of {pages}")
NOBODY = LocalizedText(
    de="Zu diesem Termin ist niemand angemeldet.", en="Nobody is registered for this sitting."
)
