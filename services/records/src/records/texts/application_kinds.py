"""What kinds of applications and the offices that decide them are called."""

from chassis.values import LocalizedText

from records.domain.applications.kinds import ApplicationKind, Office

KIND_NAMES = {
    ApplicationKind.LEAVE_OF_ABSENCE: LocalizedText(de="Beurlaubung", en="Leave of absence"),
    ApplicationKind.LEAVE_WITHDRAWAL: LocalizedText(
        de="Rücknahme einer Beurlaubung", en="Withdrawal of a leave of absence"
    ),
    ApplicationKind.PART_TIME: LocalizedText(de="Teilzeitstudium", en="Part-time study"),
    ApplicationKind.SEMESTER_ABROAD: LocalizedText(de="Auslandssemester", en="Semester abroad"),
    ApplicationKind.DEREGISTRATION: LocalizedText(de="Exmatrikulation", en="De-registration"),
    ApplicationKind.FOCUS_CHANGE: LocalizedText(
        de="Wechsel des Studienschwerpunkts oder Minors", en="Change of main focus or minor"
    ),
    ApplicationKind.SECOND_DEGREE: LocalizedText(
        de="Zulassung zum Doppelstudium", en="Studying for two degrees"
    ),
    ApplicationKind.ADDRESS_CHANGE: LocalizedText(
        de="Änderung der Heimatanschrift", en="Change of home address"
    ),
    ApplicationKind.NAME_CHANGE: LocalizedText(de="Namensänderung", en="Change of name"),
    ApplicationKind.FEE_EXEMPTION: LocalizedText(
        de="Befreiung von der Langzeitstudiengebühr oder Erlass",
        en="Exemption from the long-term fee, or its waiver",
    ),
    ApplicationKind.CARD_REPLACEMENT: LocalizedText(
        de="Ersatz des Studierendenausweises", en="Replacement of the student card"
    ),
    ApplicationKind.ERROR_REPORT: LocalizedText(de="Fehlermeldung", en="Report of an error"),
    ApplicationKind.PRESELECTION: LocalizedText(
        de="Vorauswahlrecht bei Losverfahren", en="Right of pre-selection in lotteries"
    ),
}

OFFICE_NAMES = {
    Office.STUDENT_SERVICES: LocalizedText(de="Studierendenservice", en="Student Services"),
    Office.INTERNATIONAL_CENTER: LocalizedText(
        de="International Center", en="International Center"
    ),
    Office.ADVISER: LocalizedText(de="Studiengangsberatung", en="Programme adviser"),
    Office.INFO_PORTAL: LocalizedText(de="Info-Portal", en="Info-Portal"),
}

OTHER_DOCUMENT = LocalizedText(de="Weitere Unterlage", en="Other document")
