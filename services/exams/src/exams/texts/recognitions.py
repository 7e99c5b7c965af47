"""Recognition of results from elsewhere: what stands in its way, and the mails."""

from chassis.values import LocalizedText

from exams.domain.recognition import ObstacleFound, RecognitionObstacle
from exams.texts import numbers

_OBSTACLES = {
    RecognitionObstacle.MODULE_UNKNOWN: LocalizedText(
        de="Das Modul {about} gibt es in der PO-Version dieser Einschreibung nicht. Wählen Sie ein "
        "Modul aus dem Studienverlauf.",
        en="Module {about} is not in the regulations version of this enrolment. Choose a module of "
        "its progress.",
    ),
    RecognitionObstacle.EXAM_UNKNOWN: LocalizedText(
        de="Die Prüfung {about} gibt es in diesem Modul nicht. Wählen Sie eine Prüfung des Moduls "
        "oder lassen Sie die Nummer weg, um das ganze Modul anzuerkennen.",
        en="Exam {about} is not in this module. Choose an exam of the module, or leave the number "
        "out to recognise the whole module.",
    ),
    RecognitionObstacle.CREDITS_TOO_MANY: LocalizedText(
        de="Höchstens {limit} können hier anerkannt werden. Senken Sie die Punkte, oder geben Sie "
        "0 für alle ein.",
        en="At most {limit} can be recognised here. Lower the credits, or enter 0 for all of them.",
    ),
    RecognitionObstacle.GRADE_NOT_PASSING: LocalizedText(
        de="Anerkannt werden bestandene Leistungen: Geben Sie eine Note von 1,0 bis 4,0 an, oder "
        "keine.",
        en="What is recognised is passed: enter a grade from 1.0 to 4.0, or none.",
    ),
    RecognitionObstacle.GRADE_NOT_GIVEN: LocalizedText(
        de="Diese Leistung wird nicht benotet. Lassen Sie die Note weg.",
        en="This is not graded. Leave the grade out.",
    ),
    RecognitionObstacle.ACHIEVE_DATE_INVALID: LocalizedText(
        de="Diesen Tag gibt es nicht. Geben Sie an, wann die Leistung erbracht wurde.",
        en="There is no such day. State when the result was achieved.",
    ),
    RecognitionObstacle.ACHIEVE_DATE_IN_FUTURE: LocalizedText(
        de="Der Tag liegt in der Zukunft. Geben Sie an, wann die Leistung erbracht wurde.",
        en="The day lies in the future. State when the result was achieved.",
    ),
    RecognitionObstacle.ACHIEVE_DATE_TOO_OLD: LocalizedText(
        de="Der Tag liegt vor 1950. Prüfen Sie das Jahr, in dem die Leistung erbracht wurde.",
        en="The day is before 1950. Check the year in which the result was achieved.",
    ),
    RecognitionObstacle.ALREADY_PASSED: LocalizedText(
        de="Die Prüfung {about} ist hier schon bestanden. Erkennen Sie nur Prüfungen an, die noch "
        "offen sind.",
        en="Exam {about} is passed here already. Recognise open exams only.",
    ),
    RecognitionObstacle.ALREADY_RECOGNISED: LocalizedText(
        de="{about} ist schon anerkannt. Nehmen Sie die frühere Anerkennung zuerst zurück.",
        en="{about} is recognised already. Take the former recognition back first.",
    ),
    RecognitionObstacle.REGISTRATION_OPEN: LocalizedText(
        de="Zur Prüfung {about} gibt es eine laufende Anmeldung. Melden Sie sie zuerst ab, oder "
        "warten Sie das Ergebnis ab.",
        en="There is a registration under way for exam {about}. Deregister it first, or wait for "
        "the result.",
    ),
}
RECOGNITION_REFUSED = LocalizedText(
    de="Die Anerkennung ist nicht möglich: {messages}",
    en="The recognition is not possible: {messages}",
)
RECOGNITION_REVOKED = LocalizedText(
    de="Diese Anerkennung wurde schon am {when} zurückgenommen. Es ist nichts weiter zu tun.",
    en="This recognition was taken back on {when} already. Nothing more is to be done.",
)
RECOGNITION_UNKNOWN = LocalizedText(
    de="Diese Anerkennung gibt es nicht. Wählen Sie eine aus der Liste.",
    en="There is no such recognition. Choose one from the list.",
)

RECOGNISED_SUBJECT = LocalizedText(de="Anerkennung: {name}", en="recognition: {name}")
REVOKED_SUBJECT = LocalizedText(
    de="Anerkennung zurückgenommen: {name}", en="recognition taken back: {name}"
)
RECOGNISED_OPENING = LocalizedText(
    de="Die folgende Leistung wurde Ihnen anerkannt.",
    en="The following result was recognised.",
)
REVOKED_OPENING = LocalizedText(
    de="Die folgende Anerkennung wurde zurückgenommen.",
    en="The following recognition was taken back.",
)
ORIGINAL = LocalizedText(de="Anerkannte Leistung", en="Recognised result")
INSTITUTION = LocalizedText(de="Erbracht an", en="Achieved at")
CREDITS = LocalizedText(de="Leistungspunkte", en="Credits")
LOOK_IT_UP = LocalizedText(
    de="Note und Begründung finden Sie im Portal unter „Studienverlauf“. Bei Fragen hilft Ihnen das"
    "\nPrüfungsamt.",
    en='You find the grade and the reason in the portal under "Progress of studies". For questions'
    "\nplease turn to the examinations office.",
)


def explain_obstacle(found: ObstacleFound) -> LocalizedText:
    """What stands in the way, and what to do."""
    return _OBSTACLES[found.obstacle].format(
        about=found.about, limit=numbers.credit_points(found.limit_tenths)
    )
