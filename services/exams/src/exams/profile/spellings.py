"""How codes and numbers in a profile's files are spelled: as patterns, and as people say it."""

from collections.abc import Mapping

from chassis.values import LocalizedText

CODE = r"^[A-Z0-9][A-Z0-9-]{0,39}$"
EXAM_NUMBER = r"^[0-9A-Z]{1,20}$"
COURSE_NUMBER = r"^[0-9A-Za-z][0-9A-Za-z./-]{0,39}$"
USER_NAME = r"^[a-z][a-z0-9]{1,63}$"
SEMESTER_CODE = r"^[12][0-9]{3}[SW]$"
CLOCK_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
URL = r"^(https://[^\s]{1,480})?$"
CREDITS = r"^[0-9]{1,3}([.][05])?$"
WEIGHT = r"^[0-9]{1,3}([.][0-9]{1,4})?$"
GRADE = r"^[1-4][.][0-9]$"
SHARE = r"^0[.][0-9]{0,3}[1-9][0-9]{0,3}$"
VERSION = r"^[0-9A-Za-z.-]{1,40}$"
STATE = r"^[A-Z]{2}$"
GROUP = r"^[A-Z0-9]{0,8}$"
STATUS_CODE = r"^[A-ZÄÖÜ]{1,8}$"
NOT_BLANK = r"\S"

# What is expected where a value does not match.
SPELLINGS: Mapping[str, LocalizedText] = {
    CODE: LocalizedText(
        de="Großbuchstaben, Ziffern und Bindestriche, höchstens 40, etwa KUWI-BA-2024",
        en="capital letters, digits and hyphens, at most 40, such as KUWI-BA-2024",
    ),
    EXAM_NUMBER: LocalizedText(
        de="Ziffern und Großbuchstaben, höchstens 20, etwa 1010101",
        en="digits and capital letters, at most 20, such as 1010101",
    ),
    COURSE_NUMBER: LocalizedText(
        de="Buchstaben, Ziffern, Punkte, Schrägstriche und Bindestriche, höchstens 40",
        en="letters, digits, points, slashes and hyphens, at most 40",
    ),
    USER_NAME: LocalizedText(
        de="Kleinbuchstaben und Ziffern, etwa ameier", en="small letters and digits, such as ameier"
    ),
    SEMESTER_CODE: LocalizedText(
        de="Jahr und S oder W, etwa 2026W", en="a year and S or W, such as 2026W"
    ),
    CLOCK_TIME: LocalizedText(de="eine Uhrzeit wie 09:30", en="a time such as 09:30"),
    URL: LocalizedText(
        de="eine Adresse, die mit https:// beginnt, höchstens 488 Zeichen",
        en="an address that starts with https://, at most 488 characters",
    ),
    CREDITS: LocalizedText(
        de="Leistungspunkte von 0 bis 999 in Halben, mit Punkt, etwa 5 oder 7.5",
        en="credits from 0 to 999 in halves, such as 5 or 7.5",
    ),
    WEIGHT: LocalizedText(
        de="eine Zahl von 0 bis 999 mit höchstens vier Stellen nach dem Punkt, etwa 1 oder 0.25",
        en="a number from 0 to 999 with at most four decimals, such as 1 or 0.25",
    ),
    GRADE: LocalizedText(
        de="eine Note mit Punkt von 1.0 bis 4.0", en="a grade from 1.0 to 4.0 with a point"
    ),
    SHARE: LocalizedText(
        de="ein Anteil zwischen 0 und 1, etwa 0.25 für ein Viertel",
        en="a share between 0 and 1, such as 0.25 for a quarter",
    ),
    VERSION: LocalizedText(
        de="ein Tag wie 2026-10-01, oder Buchstaben, Ziffern, Punkte und Bindestriche",
        en="a day such as 2026-10-01, or letters, digits, points and hyphens",
    ),
    STATE: LocalizedText(
        de="das Kürzel eines Bundeslandes, etwa NI", en="the code of a German state, such as NI"
    ),
    GROUP: LocalizedText(
        de="höchstens 8 Großbuchstaben und Ziffern", en="at most 8 capital letters and digits"
    ),
    STATUS_CODE: LocalizedText(
        de="höchstens 8 Großbuchstaben, etwa BE", en="at most 8 capital letters, such as BE"
    ),
    NOT_BLANK: LocalizedText(de="ein Text, nicht nur Leerzeichen", en="a text, not only blanks"),
}
