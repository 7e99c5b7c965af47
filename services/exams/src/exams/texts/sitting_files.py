"""What is wrong with a file of sittings, and what its rows do."""

from chassis.values import LocalizedText

from exams.domain.sitting_rows import CellFault

CELL_FAULTS = {
    CellFault.CELL_MISSING: LocalizedText(
        de="Hier fehlt ein Wert. Ergänzen Sie ihn; ein Datum braucht auch eine Uhrzeit.",
        en="A value is missing here. Add it; a date needs a time too.",
    ),
    CellFault.SEMESTER_INVALID: LocalizedText(
        de="Das ist kein Semester. Schreiben Sie es wie 2026W oder 2027S.",
        en="This is no semester. Write it as 2026W or 2027S.",
    ),
    CellFault.PERIOD_INVALID: LocalizedText(
        de="Ein Semester hat die Prüfungszeiträume 1 und 2. Schreiben Sie 1 oder 2.",
        en="A semester has the examination periods 1 and 2. Write 1 or 2.",
    ),
    CellFault.DATE_INVALID: LocalizedText(
        de="Das ist kein Datum. Schreiben Sie es wie 01.02.2027 oder 2027-02-01.",
        en="This is no date. Write it as 2027-02-01 or 01.02.2027.",
    ),
    CellFault.TIME_INVALID: LocalizedText(
        de="Das ist keine Uhrzeit. Schreiben Sie sie wie 10:00.",
        en="This is no time of day. Write it as 10:00.",
    ),
    CellFault.NUMBER_INVALID: LocalizedText(
        de="Das ist keine Zahl von Plätzen. Schreiben Sie eine ganze Zahl bis 100000; 0 heißt "
        "unbegrenzt.",
        en="This is no number of seats. Write a whole number up to 100000; 0 means no limit.",
    ),
    CellFault.TRUTH_INVALID: LocalizedText(
        de="Schreiben Sie hier ja oder nein.", en="Write yes or no here."
    ),
    CellFault.SEATING_INVALID: LocalizedText(
        de="Schreiben Sie first_come (der Reihe nach) oder admission (durch das Prüfungsamt).",
        en="Write first_come, or admission (by the examinations office).",
    ),
    CellFault.SITTING_INVALID: LocalizedText(
        de="Das ist keine Nummer eines Prüfungstermins. Lassen Sie die Zelle leer.",
        en="This is no number of a sitting. Leave the cell empty.",
    ),
    CellFault.TEXT_TOO_LONG: LocalizedText(
        de="Der Text ist zu lang. Kürzen Sie ihn.", en="The text is too long. Shorten it."
    ),
}
NOT_SITTINGS = LocalizedText(
    de="Die Datei muss aus einer Liste sittings bestehen. Laden Sie sich ein Beispiel aus der "
    "Anleitung.",
    en="The file has to consist of a list named sittings. See the example in the documentation.",
)
SITTING_TWICE = LocalizedText(
    de="Derselbe Prüfungstermin steht schon in Zeile {line}. Unterscheiden Sie mehrere Termine "
    "durch group.",
    en="The same sitting is in line {line} already. Tell several sittings apart by group.",
)
OTHER_SITTING = LocalizedText(
    de="Der Prüfungstermin mit dieser Nummer gehört zu einer anderen Prüfung, einem anderen "
    "Semester oder Prüfungszeitraum. Lassen Sie die Zelle leer, um einen neuen anzulegen.",
    en="The sitting with this number is for another exam, semester or examination period. Leave "
    "the cell empty to create a new one.",
)
SUBJECT = LocalizedText(
    de="{number}, {semester}, {period}. Prüfungszeitraum",
    en="{number}, {semester}, examination period {period}",
)
FIELDS = {
    "start_time": LocalizedText(de="Beginn", en="start"),
    "room": LocalizedText(de="Raum", en="room"),
    "examiner_user_name": LocalizedText(de="Prüfer/in", en="examiner"),
    "capacity": LocalizedText(de="Plätze", en="seats"),
    "has_waiting_list": LocalizedText(de="Warteliste", en="waiting list"),
    "seating": LocalizedText(de="Platzvergabe", en="seating"),
    "registration_open_time": LocalizedText(de="Anmeldung ab", en="registration from"),
    "registration_close_time": LocalizedText(de="Anmeldung bis", en="registration until"),
    "withdrawal_close_time": LocalizedText(de="Rücktritt bis", en="withdrawal until"),
}
DIFFERENCE = LocalizedText(de="{field}: {before} → {after}", en="{field}: {before} → {after}")
YES = LocalizedText(de="ja", en="yes")
NO = LocalizedText(de="nein", en="no")
NOTHING = LocalizedText(de="–", en="–")
