"""What the command for demonstrations says."""

from chassis.values import LocalizedText

DEMO_ONLY = LocalizedText(
    de="Das geht nur in einer Vorführung auf diesem Rechner: mit MATRIKEL_DEMO=1 und einer"
    " Loopback-Adresse.",
    en="This works in a demonstration on this machine only: with MATRIKEL_DEMO=1 and a loopback"
    " address.",
)
SEMESTER_NOT_PUBLISHED = LocalizedText(
    de="Das {semester} steht nicht im Semesterkalender. Bitte laden Sie das Profil mit diesem"
    " Semester.",
    en="The {semester} is not in the semester calendar. Please load a profile that has it.",
)
MOVED = LocalizedText(
    de="Rückmeldung für das {semester}: {first} bis {last}",
    en="re-registration for the {semester}: {first} to {last}",
)
