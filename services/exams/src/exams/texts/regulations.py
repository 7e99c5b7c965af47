"""What is said about regulations versions: problems of a file, refusals, changes."""

from chassis.values import LocalizedText

from exams.domain.regulation_checks import Fault

FAULTS = {
    Fault.AREA_TWICE: LocalizedText(
        de="Der Bereich {code} steht zweimal da; entfernen Sie einen.",
        en="Area {code} stands there twice; remove one.",
    ),
    Fault.AREA_UNKNOWN: LocalizedText(
        de="Den Bereich {code} gibt es in dieser Version nicht; ergänzen Sie ihn unter areas oder "
        "berichtigen Sie den Code.",
        en="There is no area {code} in this version; add it to areas or correct the code.",
    ),
    Fault.AREA_TOO_SMALL: LocalizedText(
        de="Der Bereich verlangt {required} CP, seine Module haben zusammen nur {offered} CP; "
        "senken Sie required_credits oder ergänzen Sie Module.",
        en="The area needs {required} CP, but its modules have only {offered} CP together; lower "
        "required_credits or add modules.",
    ),
    Fault.MODULE_TWICE: LocalizedText(
        de="Das Modul {code} steht zweimal da; entfernen Sie eines.",
        en="Module {code} stands there twice; remove one.",
    ),
    Fault.EXAM_TWICE: LocalizedText(
        de="Die Prüfung {number} steht zweimal da; eine Prüfung gehört zu einem Modul.",
        en="Exam {number} stands there twice; an exam belongs to one module.",
    ),
    Fault.COURSE_TWICE: LocalizedText(
        de="Die Veranstaltung {number} steht im Modul zweimal; entfernen Sie eine.",
        en="Course {number} stands in the module twice; remove one.",
    ),
    Fault.COURSE_EXAM_UNKNOWN: LocalizedText(
        de="Die Prüfung {number} gehört nicht zum Modul {module}; berichtigen Sie die Nummer.",
        en="Exam {number} is not part of module {module}; correct the number.",
    ),
    Fault.CREDITS_DO_NOT_ADD_UP: LocalizedText(
        de="Die Prüfungen haben zusammen {together} CP, das Modul {credits} CP; geben Sie credits "
        "bei jeder Prüfung so an, dass die Summe stimmt.",
        en="The exams have {together} CP together, the module has {credits} CP; state the credits "
        "of every exam so that they add up.",
    ),
    Fault.TOTAL_TOO_HIGH: LocalizedText(
        de="Der Abschluss verlangt {total} CP, alle Module haben zusammen nur {offered} CP; "
        "senken Sie total_credits oder ergänzen Sie Module.",
        en="Completion needs {total} CP, but all modules have only {offered} CP together; lower "
        "total_credits or add modules.",
    ),
    Fault.PREREQUISITE_UNKNOWN: LocalizedText(
        de="{code} ist weder Modul noch Prüfung dieser Version; berichtigen Sie den Code.",
        en="{code} is neither a module nor an exam of this version; correct the code.",
    ),
    Fault.PREREQUISITE_CIRCLE: LocalizedText(
        de="Die Prüfung {number} setzt über andere sich selbst voraus und könnte nie abgelegt "
        "werden; lösen Sie den Kreis auf.",
        en="Exam {number} needs itself to be passed before, by way of others, and could never be "
        "taken; break the circle.",
    ),
    Fault.MINIMUM_CREDITS_TOO_HIGH: LocalizedText(
        de="Verlangt sind {minimum} CP, alle Module haben zusammen nur {offered} CP; senken Sie "
        "minimum_credits.",
        en="{minimum} CP are needed, but all modules have only {offered} CP together; lower "
        "minimum_credits.",
    ),
    Fault.THESIS_RULES_MISSING: LocalizedText(
        de="Für Abschlussarbeiten fehlen die Regeln; ergänzen Sie rules.thesis.",
        en="There are no rules for theses; add rules.thesis.",
    ),
}
REGULATIONS_UNKNOWN = LocalizedText(
    de="Diese PO-Version gibt es nicht. Wählen Sie eine aus der Liste der PO-Versionen.",
    en="There is no such regulations version. Choose one from the list of regulations versions.",
)
MODULE_UNKNOWN = LocalizedText(
    de="Dieses Modul gibt es in der PO-Version nicht. Wählen Sie ein Modul der Version.",
    en="There is no such module in the regulations version. Choose a module of the version.",
)
ALREADY_PUBLISHED = LocalizedText(
    de="Die PO-Version {code} ist schon veröffentlicht. Änderungen brauchen eine neue Version mit "
    "eigenem Code.",
    en="Regulations version {code} has been published already. Changes need a new version with a "
    "code of its own.",
)
REGULATIONS_CHANGED = LocalizedText(
    de="Die PO-Version wurde inzwischen geändert. Laden und prüfen Sie sie neu.",
    en="The regulations version was changed in the meantime. Load it again and check it once more.",
)
ENROLLED_UNDER = LocalizedText(
    de="Unter der PO-Version {code} sind Studierende eingeschrieben. Sie kann nicht gelöscht "
    "werden; veröffentlichen Sie sie oder ändern Sie sie durch einen Import.",
    en="Students are enrolled under regulations version {code}. It cannot be deleted; publish it "
    "or change it by an import.",
)
EXAM_DEFINED_DIFFERENTLY = LocalizedText(
    de="Die Prüfung {number} gehört auch zu {versions} und ist dort anders beschrieben; gleichen "
    "Sie sie an oder vergeben Sie eine eigene Nummer.",
    en="Exam {number} is part of {versions} too and described differently there; make them alike "
    "or give it a number of its own.",
)
