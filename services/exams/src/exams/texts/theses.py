"""What students, examiners and the examinations office read about theses."""

from chassis.values import LocalizedText

from exams.domain.theses import ThesisProblem

THESIS_REFUSED = LocalizedText(
    de="Die Abschlussarbeit kann noch nicht angemeldet werden: {messages}",
    en="The thesis cannot be applied for yet: {messages}",
)
THESIS_UNDER_WAY = LocalizedText(
    de="Für diese Abschlussarbeit gibt es schon einen Antrag, eine laufende Bearbeitung oder ein "
    "noch nicht freigegebenes Ergebnis.",
    en="There is an application, a thesis under way, or a result that is not released yet.",
)
THESIS_UNDER_WAY_REMEDY = LocalizedText(
    de="Warten Sie das Ergebnis ab, oder wenden Sie sich an das Prüfungsamt.",
    en="Wait for the result, or turn to the examinations office.",
)
THESIS_EXAM_UNKNOWN = LocalizedText(
    de="Diese Prüfung ist in der Prüfungsordnung dieses Studiengangs keine Abschlussarbeit. Wählen "
    "Sie eine der Abschlussarbeiten Ihrer Prüfungsordnung.",
    en="This exam is no thesis under the regulations of this degree programme. Choose a thesis of "
    "your regulations.",
)
THESIS_EXAM_AMBIGUOUS = LocalizedText(
    de="Ihre Prüfungsordnung kennt mehrere Abschlussarbeiten ({numbers}). Nennen Sie die Nummer.",
    en="Your regulations have several theses ({numbers}). Name the number.",
)
EXAMINER_UNKNOWN = LocalizedText(
    de="Unter der Benutzerkennung {user_name} ist niemand bekannt. Geben Sie die Kennung einer "
    "oder eines Prüfenden an.",
    en="Nobody is known by the user name {user_name}. Enter the user name of an examiner.",
)
SAME_EXAMINER = LocalizedText(
    de="Eine Abschlussarbeit hat zwei verschiedene Prüfende. Nennen Sie eine andere Person.",
    en="A thesis has two different examiners. Name another person.",
)
OWN_EXAMINER = LocalizedText(
    de="Niemand prüft die eigene Arbeit. Nennen Sie eine andere Person.",
    en="Nobody examines their own work. Name another person.",
)
NO_PERIOD = LocalizedText(
    de="Für das {semester} gibt es noch keinen Prüfungszeitraum. Legen Sie ihn an, oder wählen Sie "
    "ein anderes Semester.",
    en="There is no examination period in the {semester} yet. Enter one, or choose another "
    "semester.",
)
START_WRONG = LocalizedText(
    de="Die Bearbeitung beginnt im {semester}: zwischen dem {first} und dem {last}.",
    en="The working time begins in the {semester}: between {first} and {last}.",
)
PDF_NEEDED = LocalizedText(
    de="Geben Sie die Arbeit als PDF mit höchstens 10 MiB ab; diese Datei ist keines, oder sie ist "
    "beschädigt.",
    en="Hand the thesis in as a PDF of at most 10 MiB; this file is none, or it is damaged.",
)
HAND_IN_DATE_MISSING = LocalizedText(
    de="Nennen Sie den Tag, an dem die Arbeit auf Papier abgegeben wurde.",
    en="Name the day on which the thesis was handed in on paper.",
)
HAND_IN_DATE_NOT_YOURS = LocalizedText(
    de="Den Tag der Abgabe bestimmt der Eingang der Datei; nur das Prüfungsamt trägt Abgaben auf "
    "Papier ein.",
    en="The day of the hand-in is the one on which the file arrives; only the examinations office "
    "enters hand-ins on paper.",
)
GRADE_INVALID = LocalizedText(
    de="Diese Note gibt es nicht. Möglich sind 1,0 1,3 1,7 2,0 2,3 2,7 3,0 3,3 3,7 4,0 und 5,0.",
    en="There is no such grade. Possible are 1.0 1.3 1.7 2.0 2.3 2.7 3.0 3.3 3.7 4.0 and 5.0.",
)
NOT_THIS_EXAMINER = LocalizedText(
    de="Sie tragen nur Ihre eigene Note ein. Wählen Sie Ihre Note aus, oder bitten Sie das "
    "Prüfungsamt.",
    en="You enter your own grade only. Choose your grade, or ask the examinations office.",
)
NO_THESIS_RULE = LocalizedText(
    de="Die Prüfungsordnung {version} sagt nichts über Abschlussarbeiten. Ergänzen Sie ihre "
    "Regeln.",
    en="The regulations {version} say nothing about theses. Complete their rules.",
)

PROBLEMS_FOR_OFFICE = {
    ThesisProblem.DUE_DATE_PASSED: LocalizedText(
        de="Die Bearbeitungszeit endete am {due}, 24:00 Uhr. Geben Sie den Tag an, an dem die "
        "Arbeit auf Papier eingegangen ist, wenn er nicht später liegt; verlängert wird nur vor "
        "dem Ende.",
        en="The working time ended on {due}, 24:00. Enter the day on which the thesis arrived on "
        "paper if it is no later; the time is extended only before its end.",
    ),
}
PROBLEMS = {
    ThesisProblem.DECIDED: LocalizedText(
        de="Über diesen Antrag ist schon entschieden. Laden Sie den aktuellen Stand.",
        en="This application has been decided on. Load its current state.",
    ),
    ThesisProblem.NOT_UNDER_WAY: LocalizedText(
        de="Diese Arbeit ist nicht in Bearbeitung. Laden Sie den aktuellen Stand.",
        en="This thesis is not being worked on. Load its current state.",
    ),
    ThesisProblem.DUE_DATE_PASSED: LocalizedText(
        de="Die Bearbeitungszeit ist abgelaufen (Abgabe bis {due}, 24:00 Uhr). Wenn Sie "
        "rechtzeitig auf Papier abgegeben haben, wenden Sie sich an das Prüfungsamt.",
        en="The working time is over (hand-in until {due}, 24:00). If you handed in on paper in "
        "time, turn to the examinations office.",
    ),
    ThesisProblem.ALREADY_EXTENDED: LocalizedText(
        de="Die Bearbeitungszeit wurde bereits einmal verlängert; mehr sieht die Prüfungsordnung "
        "nicht vor.",
        en="The working time has been extended once; the regulations allow no more.",
    ),
    ThesisProblem.NO_EXTENSION: LocalizedText(
        de="Die Prüfungsordnung sieht keine Verlängerung vor. Eine Abweichung entscheidet der "
        "Prüfungsausschuss.",
        en="The regulations know no extension. An exception is decided by the examination board.",
    ),
    ThesisProblem.NOT_HANDED_IN: LocalizedText(
        de="Diese Arbeit ist noch nicht abgegeben. Noten können erst danach eingetragen werden.",
        en="This thesis has not been handed in yet. Grades can be entered after that.",
    ),
    ThesisProblem.RESULT_RELEASED: LocalizedText(
        de="Das Ergebnis ist schon freigegeben. Schlagen Sie eine Berichtigung vor.",
        en="The result has been released. Propose a correction of the result.",
    ),
    ThesisProblem.HAND_IN_DAY_WRONG: LocalizedText(
        de="Der Tag der Abgabe liegt vor dem Beginn der Bearbeitung oder in der Zukunft. Geben Sie "
        "den Tag des Eingangs an.",
        en="The day of the hand-in is before the working time or in the future. Enter the day on "
        "which the thesis arrived.",
    ),
}
