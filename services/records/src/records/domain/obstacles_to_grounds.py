"""The sentences of what stands in the way of a ground in a semester, and of pre-selection."""

from collections.abc import Sequence
from datetime import date

from chassis.values import LocalizedText, Semester, day_in_words, euros_in_words

from records.domain.obstacles import Obstacle

SECTION_12 = "NHG § 12"
SECTION_13 = "NHG § 13"
SECTION_14 = "NHG § 14"
PRESELECTION = "Organise your Masters, “Right of pre-selection”"
_CHOOSE_ANOTHER = LocalizedText(
    de="Wählen Sie ein anderes Semester.", en="Choose another semester."
)


def not_published(semester: Semester) -> Obstacle:
    """The calendar does not have the semester."""
    return Obstacle(
        "SEMESTER_NOT_PUBLISHED",
        LocalizedText(
            de="Das {semester} steht nicht im Semesterkalender.",
            en="The {semester} is not in the semester calendar.",
        ).format(semester=semester.name),
        _CHOOSE_ANOTHER,
        source="",
        field="semester",
    )


def semester_over(semester: Semester) -> Obstacle:
    """All lotteries of the semester have been drawn."""
    return Obstacle(
        "SEMESTER_OVER",
        LocalizedText(de="Das {semester} ist vorbei.", en="The {semester} is over.").format(
            semester=semester.name
        ),
        _CHOOSE_ANOTHER,
        source="",
        field="semester",
    )


def not_studied(semester: Semester) -> Obstacle:
    """Nothing is studied in the semester."""
    return Obstacle(
        "GROUND_SEMESTER_NOT_STUDIED",
        LocalizedText(
            de="Für das {semester} besteht keine Einschreibung.",
            en="There is no enrolment in the {semester}.",
        ).format(semester=semester.name),
        _CHOOSE_ANOTHER,
        source=SECTION_12,
        field="semester",
    )


def proven_already(semester: Semester) -> Obstacle:
    """The ground is in force."""
    return Obstacle(
        "GROUND_PROVEN_ALREADY",
        LocalizedText(
            de="Dieser Grund ist für das {semester} bereits anerkannt.",
            en="This ground is accepted for the {semester} already.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Ein weiterer Antrag ist nicht nötig.", en="No further application is needed."
        ),
        source="",
        field="semester",
    )


def birth_date_missing() -> Obstacle:
    """Nobody said when the child was born."""
    return Obstacle(
        "CHILD_BIRTH_DATE_MISSING",
        LocalizedText(
            de="Ob ein Kind zählt, hängt von seinem Alter zu Beginn des Semesters ab.",
            en="Whether a child counts depends on its age at the beginning of the semester.",
        ),
        LocalizedText(
            de="Geben Sie das Geburtsdatum des Kindes an.", en="Enter the child's date of birth."
        ),
        source=SECTION_12,
        field="child_birth_date",
    )


def birth_date_not_needed() -> Obstacle:
    """A child's day of birth with a ground that has nothing to do with a child."""
    return Obstacle(
        "CHILD_BIRTH_DATE_NOT_NEEDED",
        LocalizedText(
            de="Das Geburtsdatum eines Kindes gehört nur zur Kinderbetreuung.",
            en="A child's date of birth belongs to child care only.",
        ),
        LocalizedText(
            de="Lassen Sie das Geburtsdatum leer, oder wählen Sie Kinderbetreuung als Grund.",
            en="Leave the date of birth empty, or choose child care as the ground.",
        ),
        source="",
        field="child_birth_date",
    )


def not_born_yet(birth_date: date, semester: Semester) -> Obstacle:
    """The day of birth lies ahead, or behind the end of the semester."""
    return Obstacle(
        "CHILD_NOT_BORN_YET",
        LocalizedText(
            de="Am {day} ist das Kind für das {semester} noch nicht geboren.",
            en="Born on {day}, the child does not count for the {semester} yet.",
        ).format(day=day_in_words(birth_date), semester=semester.name),
        LocalizedText(
            de="Prüfen Sie das Geburtsdatum, oder stellen Sie den Antrag nach der Geburt.",
            en="Check the date of birth, or apply after the birth.",
        ),
        source=SECTION_12,
        field="child_birth_date",
    )


def too_old(birth_date: date, semester: Semester, under_years: int) -> Obstacle:
    """The child has reached the age when the semester begins."""
    return Obstacle(
        "CHILD_TOO_OLD",
        LocalizedText(
            de="Ein Kind zählt, wenn es zu Beginn des Semesters jünger als {age} Jahre ist. Geboren"
            " am {day}, ist es zu Beginn ({semester}) älter.",
            en="A child counts if it is under {age} years old when the semester begins. Born on"
            " {day}, it is older when the {semester} begins.",
        ).format(age=under_years, day=day_in_words(birth_date), semester=semester.name),
        LocalizedText(
            de="Prüfen Sie das Geburtsdatum, oder wählen Sie ein früheres Semester.",
            en="Check the date of birth, or choose an earlier semester.",
        ),
        source=SECTION_12,
        field="child_birth_date",
    )


def limit_reached(ground: str, most: int, semesters: Sequence[Semester]) -> Obstacle:
    """So many semesters are recognised, and they are used up."""
    names = LocalizedText(
        de=", ".join(each.name.de for each in semesters),
        en=", ".join(each.name.en for each in semesters),
    )
    return Obstacle(
        f"{ground.upper()}_LIMIT_REACHED",
        LocalizedText(
            de="Für dieses Amt werden höchstens {most} Semester anerkannt; anerkannt sind schon:"
            " {semesters}.",
            en="At most {most} semesters are recognised for this office; recognised so far:"
            " {semesters}.",
        ).format(most=most, semesters=names),
        LocalizedText(
            de="Ein weiteres Semester kann nicht anerkannt werden.",
            en="A further semester cannot be recognised.",
        ),
        source=SECTION_12,
        field="ground",
    )


def on_leave_for_the_office(semester: Semester) -> Obstacle:
    """A semester on leave does not use credit anyway."""
    return Obstacle(
        "OFFICER_ON_LEAVE",
        LocalizedText(
            de="Im {semester} sind Sie beurlaubt. Das Amt der Gleichstellungsbeauftragten zählt"
            " nur ohne Beurlaubung.",
            en="You are on leave in the {semester}. The office of equal opportunities officer"
            " counts only without leave of absence.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Ein Antrag ist nicht nötig: Beurlaubte Semester verbrauchen kein Studienguthaben.",
            en="No application is needed: semesters on leave use up no study credit.",
        ),
        source=SECTION_12,
        field="semester",
    )


def waiver_without_hardship() -> Obstacle:
    """Only hardship waives."""
    return Obstacle(
        "WAIVER_WITHOUT_HARDSHIP",
        LocalizedText(
            de="Ein Betrag wird nur bei unbilliger Härte erlassen; bei den anderen Gründen wird"
            " die Gebühr nicht erhoben.",
            en="An amount is waived for undue hardship only; with the other grounds the fee is not"
            " charged at all.",
        ),
        LocalizedText(de="Lassen Sie den Betrag leer.", en="Leave the amount empty."),
        source=SECTION_14,
        field="waived_cents",
    )


def waived_beyond_fee(wanted_cents: int, fee_cents: int) -> Obstacle:
    """More is to be waived than the fee."""
    return Obstacle(
        "WAIVED_BEYOND_FEE",
        LocalizedText(
            de="Erlassen werden sollen {wanted}; die Gebühr eines Semesters beträgt {fee}.",
            en="{wanted} are to be waived; the fee of a semester is {fee}.",
        ).format(wanted=euros_in_words(wanted_cents), fee=euros_in_words(fee_cents)),
        LocalizedText(
            de="Nennen Sie höchstens die Gebühr, oder lassen Sie den Betrag leer.",
            en="Name the fee at most, or leave the amount empty.",
        ),
        source=SECTION_14,
        field="waived_cents",
    )


def before_end_of_standard_duration(semester: Semester) -> Obstacle:
    """Effects on the period of study can be claimed only after the standard duration."""
    return Obstacle(
        "STANDARD_DURATION_NOT_ENDED",
        LocalizedText(
            de="Studienzeitverlängernde Auswirkungen können erst nach dem Ende der Regelstudienzeit"
            " geltend gemacht werden; zu Beginn des Semesters ({semester}) ist sie noch nicht"
            " beendet.",
            en="Effects that extend the period of study can be claimed only once the standard"
            " duration has ended; it has not ended when the semester ({semester}) begins.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Stellen Sie den Antrag für ein Semester nach dem Ende der Regelstudienzeit.",
            en="Apply for a semester after the end of the standard duration.",
        ),
        source=SECTION_14,
        field="semester",
    )


def no_fee_to_waive(semester: Semester) -> Obstacle:
    """There is credit, or the fee is not charged."""
    return Obstacle(
        "NO_FEE_TO_WAIVE",
        LocalizedText(
            de="Für das {semester} ist keine Langzeitstudiengebühr zu zahlen.",
            en="No long-term fee has to be paid for the {semester}.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Ein Erlass ist nicht nötig; Ihr Studienguthaben zeigt, ab wann die Gebühr anfällt.",
            en="No waiver is needed; your study credit shows from when on the fee falls due.",
        ),
        source=SECTION_13,
        field="semester",
    )


def preselection_deadline_passed(semester: Semester, last_day: date) -> Obstacle:
    """The equal opportunities office does not take it any more."""
    return Obstacle(
        "PRESELECTION_DEADLINE_PASSED",
        LocalizedText(
            de="Der Antrag für das {semester} musste bis {day} eingehen.",
            en="The application for the {semester} had to be received by {day}.",
        ).format(semester=semester.name, day=day_in_words(last_day)),
        LocalizedText(
            de="Stellen Sie den Antrag für ein späteres Semester, oder wenden Sie sich an das"
            " Gleichstellungsbüro.",
            en="Apply for a later semester, or turn to the equal opportunities office.",
        ),
        source=PRESELECTION,
        field="semester",
    )


def held_already(semester: Semester) -> Obstacle:
    """There is nothing to apply for."""
    return Obstacle(
        "PRESELECTION_HELD_ALREADY",
        LocalizedText(
            de="Das Vorwahlrecht besteht für das {semester} bereits.",
            en="The right of pre-selection is held for the {semester} already.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Ein weiterer Antrag ist nicht nötig.", en="No further application is needed."
        ),
        source=PRESELECTION,
        field="semester",
    )


def not_part_time(semester: Semester) -> Obstacle:
    """Nothing is studied part-time in the semester."""
    return Obstacle(
        "NOT_PART_TIME",
        LocalizedText(
            de="Im {semester} wird kein Studiengang in Teilzeit studiert.",
            en="No programme is studied part-time in the {semester}.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Beantragen Sie zuerst das Teilzeitstudium; das Vorwahlrecht folgt dann von selbst.",
            en="Apply for part-time study first; the right of pre-selection then follows by"
            " itself.",
        ),
        source=PRESELECTION,
        field="ground",
    )
