"""What the examinations office reads about sittings and examination periods."""

from chassis.values import LocalizedText

from exams.domain.sitting_plans import DraftFault, PeriodFault

DRAFT_FAULTS = {
    DraftFault.WINDOW_INCOMPLETE: LocalizedText(
        de="Ein eigener Anmeldezeitraum braucht Anfang und Ende. Ergänzen Sie das Fehlende oder "
        "lassen Sie beide weg.",
        en="A window of its own needs both open and close time. Add what is missing or leave out "
        "both.",
    ),
    DraftFault.WINDOW_BACKWARDS: LocalizedText(
        de="Der Anmeldezeitraum endet, bevor er beginnt. Berichtigen Sie die Zeiten.",
        en="The registration window closes before it opens. Correct the times.",
    ),
    DraftFault.WINDOW_OUTSIDE_SEMESTER: LocalizedText(
        de="Der Anmeldezeitraum liegt nicht beim Semester des Termins: Er kann ein halbes Jahr "
        "davor beginnen und endet spätestens mit dem Semester. Berichtigen Sie die Zeit.",
        en="The registration window is not near the semester of the sitting: it may open half a "
        "year before and closes with the semester at the latest. Correct the time.",
    ),
    DraftFault.START_OUTSIDE_SEMESTER: LocalizedText(
        de="Der Termin liegt nicht im Semester. Wählen Sie ein anderes Datum oder Semester.",
        en="The date is not in the semester. Choose another date or semester.",
    ),
    DraftFault.START_BEFORE_WINDOW_CLOSES: LocalizedText(
        de="Die Prüfung beginnt, bevor der Anmeldezeitraum endet. Wählen Sie einen späteren Beginn "
        "oder geben Sie dem Termin einen eigenen Anmeldezeitraum.",
        en="The exam begins before the registration window closes. Choose a later start or give "
        "the sitting a window of its own.",
    ),
    DraftFault.WITHDRAWAL_BEFORE_WINDOW_CLOSES: LocalizedText(
        de="Die Rücktrittsfrist endet vor dem Anmeldezeitraum, in dem man sich ohnehin abmelden "
        "kann. Wählen Sie eine spätere Frist oder lassen Sie sie weg.",
        en="The withdrawal limit is before the end of the window, in which withdrawing is free "
        "anyway. Choose a later limit or leave it out.",
    ),
    DraftFault.WITHDRAWAL_AFTER_START: LocalizedText(
        de="Die Rücktrittsfrist endet nach Beginn der Prüfung. Wählen Sie eine frühere Frist.",
        en="The withdrawal limit is after the exam begins. Choose an earlier limit.",
    ),
    DraftFault.WITHDRAWAL_OUTSIDE_SEMESTER: LocalizedText(
        de="Die Rücktrittsfrist liegt nicht beim Semester des Termins; sie endet spätestens mit "
        "ihm. Berichtigen Sie die Frist oder lassen Sie sie weg.",
        en="The withdrawal limit is not near the semester of the sitting; it ends with it at the "
        "latest. Correct the limit or leave it out.",
    ),
    DraftFault.LOTTERY_NOT_SET_UP: LocalizedText(
        de="Ein Losverfahren wird am angelegten Termin eingerichtet, damit sich das Los vorher "
        "festlegt. Legen Sie den Termin ohne Los an und richten Sie es dann ein.",
        en="A draw by lot is set up at the sitting once it exists, so that the draw is committed "
        "to before. Create the sitting without a draw and set up the lottery then.",
    ),
    DraftFault.WAITING_LIST_WITHOUT_LIMIT: LocalizedText(
        de="Ohne begrenzte Plätze gibt es keine Warteliste. Geben Sie die Zahl der Plätze an.",
        en="There is no waiting list without a limit of seats. State the number of seats.",
    ),
    DraftFault.ROOM_NOT_TEXT: LocalizedText(
        de="Der Raum enthält Steuerzeichen oder nur unsichtbare Zeichen. Schreiben Sie ihn neu "
        "oder lassen Sie ihn leer.",
        en="The room holds control characters, or only invisible ones. Write it anew or leave it "
        "empty.",
    ),
}
PERIOD_FAULTS = {
    PeriodFault.WINDOW_OUTSIDE_SEMESTER: LocalizedText(
        de="Der Anmeldezeitraum liegt nicht beim Semester: Er kann ein halbes Jahr davor beginnen "
        "und endet spätestens mit dem Semester. Berichtigen Sie den Tag.",
        en="The registration window is not near the semester: it may open half a year before and "
        "closes with the semester at the latest. Correct the day.",
    ),
    PeriodFault.WINDOW_IS_RUNNING: LocalizedText(
        de="Der Anmeldezeitraum läuft, und es gibt schon Anmeldungen. Er kann nicht sofort "
        "enden: Wählen Sie heute oder einen späteren Tag als letzten und "
        "lassen Sie den ersten Tag nicht in der Zukunft liegen.",
        en="The registration window is open and there are registrations already. It cannot end "
        "at once: choose today or a later day as the last one, and no first day in the future.",
    ),
    PeriodFault.DAYS_BACKWARDS: LocalizedText(
        de="Der letzte Tag liegt vor dem ersten. Berichtigen Sie die Tage.",
        en="The last day is before the first one. Correct the days.",
    ),
    PeriodFault.OUTSIDE_SEMESTER: LocalizedText(
        de="Der Tag liegt nicht im Semester. Berichtigen Sie den Tag oder das Semester.",
        en="The day is not in the semester. Correct the day or the semester.",
    ),
    PeriodFault.EXAMS_BEFORE_WINDOW_ENDS: LocalizedText(
        de="Die Prüfungen beginnen, bevor der Anmeldezeitraum endet. Berichtigen Sie die Tage.",
        en="The exams begin before the registration window ends. Correct the days.",
    ),
    PeriodFault.UNDATED_LIMIT_BEFORE_WINDOW_ENDS: LocalizedText(
        de="Der letzte Rücktrittstag liegt vor dem Ende des Anmeldezeitraums. Wählen Sie einen "
        "späteren Tag oder lassen Sie ihn weg.",
        en="The last day to withdraw is before the end of the registration window. Choose a later "
        "day or leave it out.",
    ),
}
DATE_IMPOSSIBLE = LocalizedText(
    de="Diesen Tag gibt es nicht. Berichtigen Sie das Datum.",
    en="There is no such day. Correct the date.",
)
STATE_UNKNOWN = LocalizedText(
    de="Ein Bundesland {state} gibt es nicht. Schreiben Sie ein Kürzel wie NI.",
    en="There is no state {state}. Write a code such as NI.",
)
PERIOD_CHANGED = LocalizedText(
    de="Der Prüfungszeitraum wurde inzwischen geändert. Laden Sie ihn neu und ändern Sie ihn dann.",
    en="The examination period was changed in the meantime. Load it again and change it then.",
)
START_IN_NEW_WINDOW = LocalizedText(
    de="Mit diesen Tagen begänne die Prüfung {number} am {start}, bevor der Anmeldezeitraum endet. "
    "Verlegen Sie den Termin oder geben Sie ihm einen eigenen Anmeldezeitraum.",
    en="With these days exam {number} would begin on {start}, before the registration window "
    "closes. Move the sitting or give it a window of its own.",
)
LOTTERY_FIXES_WINDOW = LocalizedText(
    de="Die Plätze der Prüfung {number} werden verlost, und die öffentliche Zufallszahl steht am "
    "{public_time} fest. Der Anmeldezeitraum muss eine Stunde vorher enden und danach bleiben, wie "
    "er war.",
    en="The seats of exam {number} are drawn by lot, and the public random value is known on "
    "{public_time}. The registration window has to close an hour before and to stay as it was once "
    "it has closed.",
)
LOTTERY_BEFORE_START = LocalizedText(
    de="Die Plätze der Prüfung {number} werden verlost, und die öffentliche Zufallszahl steht am "
    "{public_time} fest. Die Prüfung kann erst nach der Ziehung beginnen; wählen Sie einen "
    "späteren Beginn.",
    en="The seats of exam {number} are drawn by lot, and the public random value is known on "
    "{public_time}. The exam can begin only after the draw; choose a later start.",
)
EXAM_UNKNOWN = LocalizedText(
    de="Die Prüfung {number} gibt es nicht. Prüfen Sie die Nummer oder nehmen Sie zuerst die "
    "PO-Version auf.",
    en="There is no exam {number}. Check the number or take in the regulations version first.",
)
PERIOD_UNKNOWN = LocalizedText(
    de="Den {period}. Prüfungszeitraum im {semester} gibt es noch nicht. Legen Sie ihn zuerst an.",
    en="There is no examination period {period} in the {semester} yet. Create it first.",
)
EXAMINER_UNKNOWN = LocalizedText(
    de="Ein Konto {user_name} gibt es nicht. Prüfen Sie die Benutzerkennung.",
    en="There is no account {user_name}. Check the user name.",
)
SITTING_CHANGED = LocalizedText(
    de="Der Prüfungstermin wurde inzwischen geändert. Laden Sie ihn neu und ändern Sie ihn dann.",
    en="The sitting was changed in the meantime. Load it again and change it then.",
)
SITTING_CANCELLED = LocalizedText(
    de="Der Prüfungstermin ist abgesagt. Legen Sie einen neuen an.",
    en="The sitting is cancelled. Create a new one.",
)
RESULTS_EXIST = LocalizedText(
    de="Zu diesem Termin gibt es schon Ergebnisse. Er kann nicht mehr abgesagt werden.",
    en="There are results for this sitting already. It can no longer be cancelled.",
)
THESES_UNDER_WAY = LocalizedText(
    de="Zu diesem Termin gehören laufende Abschlussarbeiten ({count}) mit je eigener "
    "Bearbeitungszeit. Er kann nicht abgesagt werden; beenden Sie einzelne Arbeiten, indem Sie die "
    "Anmeldung mit Begründung abmelden.",
    en="Theses under way ({count}) belong to this sitting, each with a working time of its own. It "
    "cannot be cancelled; end single theses by deregistering their registrations with a reason.",
)
CAPACITY_BELOW_TAKEN = LocalizedText(
    de="Angemeldet: {taken}, künftige Plätze: {capacity}. Erhöhen Sie die Zahl der Plätze oder "
    "melden Sie zuerst jemanden ab.",
    en="Registered: {taken}, seats to be: {capacity}. Raise the number of seats or deregister "
    "somebody first.",
)
WAITING_LIST_IN_USE = LocalizedText(
    de="Auf der Warteliste: {waiting}. Geben Sie mehr Plätze frei oder melden Sie sie zuerst ab.",
    en="On the waiting list: {waiting}. Add seats or deregister them first.",
)
SEATING_IN_USE = LocalizedText(
    de="Es gibt schon Anmeldungen oder ein Losverfahren; die Vergabe der Plätze ändert sich nicht "
    "mehr. Legen Sie einen neuen Termin an.",
    en="There are registrations or a lottery already; the way seats are given does not change any "
    "more. Create a new sitting.",
)
LOTTERY_CLOSED = LocalizedText(
    de="Das Losverfahren ist geschlossen, und was verlost wird, ist veröffentlicht. Ändern Sie die "
    "Plätze nach der Ziehung.",
    en="The lottery is closed, and what is drawn has been published. Change the seats after the "
    "draw.",
)
FIELD_FIXED = LocalizedText(
    de="Prüfung, Semester und Prüfungszeitraum eines Termins ändern sich nicht. Sagen Sie den "
    "Termin ab und legen Sie einen neuen an.",
    en="Exam, semester and examination period of a sitting do not change. Cancel the sitting and "
    "create a new one.",
)
FIELD_UNKNOWN = LocalizedText(
    de="Ein Feld {field} hat ein Termin nicht. Prüfen Sie update_mask.",
    en="A sitting has no field {field}. Check update_mask.",
)
MASK_EMPTY = LocalizedText(
    de="Nennen Sie in update_mask die Felder, die sich ändern.",
    en="Name the fields that change in update_mask.",
)
DRAFT_REFUSED = LocalizedText(
    de="Der Prüfungstermin kann so nicht gespeichert werden: {problems}",
    en="The sitting cannot be stored like this: {problems}",
)
PERIOD_REFUSED = LocalizedText(
    de="Der Prüfungszeitraum kann so nicht gespeichert werden: {problems}",
    en="The examination period cannot be stored like this: {problems}",
)
