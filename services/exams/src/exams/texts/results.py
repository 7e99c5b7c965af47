"""What the service says about results: problems of entries, files, releases and corrections."""

from datetime import date
from decimal import Decimal

from chassis.values import Language, LocalizedText, day_in_words

from exams.domain.corrections import CorrectionRefusal
from exams.domain.grades import grade_in
from exams.domain.results import Outcome, ProblemReason, ResultProblem

PROBLEMS: dict[ProblemReason, LocalizedText] = {
    ProblemReason.NOT_A_PARTICIPANT: LocalizedText(
        de="Diese Anmeldung gehört nicht zu diesem Prüfungstermin oder hat keinen Platz. Laden Sie "
        "die Liste neu.",
        en="This registration is not one for this sitting, or it holds no seat. Load the list "
        "again.",
    ),
    ProblemReason.TWICE: LocalizedText(
        de="Diese Person steht schon in Zeile {line}. Löschen Sie eine der beiden Zeilen.",
        en="This person is in line {line} already. Delete one of the two lines.",
    ),
    ProblemReason.SICK_NOTE_OPEN: LocalizedText(
        de="Für diese Person liegt eine Krankmeldung vor, über die das Prüfungsamt noch nicht "
        "entschieden hat. Tragen Sie das Ergebnis danach ein.",
        en="A sick note of this person waits for the decision of the examinations office. Enter "
        "the result after it.",
    ),
    ProblemReason.RESULT_RELEASED: LocalizedText(
        de="Dieses Ergebnis ist schon veröffentlicht. Schlagen Sie eine Korrektur mit Begründung "
        "vor.",
        en="This result is released already. Propose a correction with a reason.",
    ),
    ProblemReason.RESULT_CHANGED: LocalizedText(
        de="Dieses Ergebnis wurde inzwischen von jemand anderem geändert. Laden Sie die Liste neu "
        "und prüfen Sie es.",
        en="Somebody else changed this result in the meantime. Load the list again and check it.",
    ),
    ProblemReason.RESULT_EMPTY: LocalizedText(
        de="Hier fehlen Note und Status. Tragen Sie eines davon ein.",
        en="Grade and status are missing here. Enter one of them.",
    ),
    ProblemReason.STATUS_NOT_ENTERABLE: LocalizedText(
        de="Dieser Status wird nicht eingetragen, er ergibt sich von selbst. Möglich sind: "
        "bestanden, nicht bestanden, nicht erschienen, Täuschung, unvollständig, mündliche "
        "Ergänzungsprüfung, abgegeben, Verzicht auf Wiederholung.",
        en="This status is not entered, it follows by itself. Possible are: passed, failed, "
        "no-show, cheated, incomplete, oral supplementary exam, handed in, repeat waived.",
    ),
    ProblemReason.GRADE_INVALID: LocalizedText(
        de="„{text}“ ist keine Note. Möglich sind 1,0 1,3 1,7 2,0 2,3 2,7 3,0 3,3 3,7 4,0 5,0.",
        en='"{text}" is no grade. Possible are 1.0 1.3 1.7 2.0 2.3 2.7 3.0 3.3 3.7 4.0 5.0.',
    ),
    ProblemReason.THESIS_GRADE_INVALID: LocalizedText(
        de="„{text}“ ist keine Note einer Abschlussarbeit. Möglich sind 1,0 bis 4,0 in Zehnteln "
        "und 5,0.",
        en='"{text}" is no grade of a thesis. Possible are 1.0 to 4.0 in tenths, and 5.0.',
    ),
    ProblemReason.GRADE_MISSING: LocalizedText(
        de="Diese Prüfung wird benotet. Tragen Sie zum Bestehen eine Note ein.",
        en="This exam is graded. Enter a grade for passing it.",
    ),
    ProblemReason.GRADE_CONTRADICTS_STATUS: LocalizedText(
        de="Note und Status passen nicht zusammen: 4,0 und besser ist bestanden, 5,0 ist nicht "
        "bestanden. Ändern Sie eines von beiden oder lassen Sie die Note leer.",
        en="Grade and status contradict each other: 4.0 and better is passed, 5.0 is failed. "
        "Change one of them, or leave the grade empty.",
    ),
    ProblemReason.EXAM_NOT_GRADED: LocalizedText(
        de="Diese Prüfung wird nicht benotet. Lassen Sie die Note leer und tragen Sie als Status "
        "bestanden oder nicht bestanden ein.",
        en="This exam is not graded. Leave the grade empty and enter passed or failed as status.",
    ),
    ProblemReason.ORAL_NOT_FORESEEN: LocalizedText(
        de="Für diese Prüfung gibt es keine mündliche Ergänzungsprüfung. Tragen Sie ein anderes "
        "Ergebnis ein.",
        en="There is no oral supplementary exam for this exam. Enter another result.",
    ),
    ProblemReason.ORAL_NOT_LAST_ATTEMPT: LocalizedText(
        de="Eine mündliche Ergänzungsprüfung gibt es nur im letzten Versuch; dies ist Versuch "
        "{attempt} von {allowed}. Tragen Sie „nicht bestanden“ ein.",
        en="There is an oral supplementary exam in the last attempt only; this is attempt "
        "{attempt} of {allowed}. Enter failed.",
    ),
    ProblemReason.ORAL_GRADE_TOO_GOOD: LocalizedText(
        de="Nach einer mündlichen Ergänzungsprüfung ist {best} die beste Note. Tragen Sie {best} "
        "oder 5,0 ein.",
        en="After an oral supplementary exam {best} is the best grade. Enter {best} or 5.0.",
    ),
    ProblemReason.EXAM_DATE_INVALID: LocalizedText(
        de="Das Prüfungsdatum stimmt nicht. Tragen Sie einen Tag vom Beginn des Termins bis heute "
        "ein, zum Beispiel 15.02.2027.",
        en="The exam date is wrong. Enter a day between the beginning of the sitting and today, "
        "such as 2027-02-15.",
    ),
    ProblemReason.EXAM_DATE_MISSING: LocalizedText(
        de="Dieser Termin hat kein festes Datum. Tragen Sie den Tag der Prüfung oder der Abgabe "
        "ein.",
        en="This sitting has no fixed date. Enter the day of the exam or of the hand-in.",
    ),
    ProblemReason.NUMBER_MISSING: LocalizedText(
        de="Hier fehlt die Matrikelnummer. Ergänzen Sie sie oder löschen Sie die Zeile.",
        en="The matriculation number is missing here. Add it, or delete the line.",
    ),
    ProblemReason.NUMBER_UNKNOWN: LocalizedText(
        de="Die Matrikelnummer {number} gibt es nicht. Prüfen Sie die Ziffern.",
        en="There is no matriculation number {number}. Check its digits.",
    ),
    ProblemReason.NUMBER_TOO_SHORT: LocalizedText(
        de="Die Matrikelnummer {number} hat weniger als {digits} Ziffern. Vielleicht hat Excel die "
        "Null am Anfang weggelassen: Prüfen Sie, ob {padded} gemeint ist, und formatieren Sie die "
        "Spalte als Text.",
        en="The matriculation number {number} has fewer than {digits} digits. Perhaps Excel "
        "dropped the zero at its beginning: check whether {padded} is meant, and format the column "
        "as text.",
    ),
    ProblemReason.GRADE_IS_DATE: LocalizedText(
        de="„{text}“ ist keine Note: Excel hat daraus ein Datum gemacht, zum Beispiel aus 1.3. "
        "Formatieren Sie die Spalte als Text und tragen Sie die Note neu ein, etwa 1,3.",
        en='"{text}" is no grade: Excel has made a date of it, of 1.3 for example. Format the '
        "column as text and enter the grade anew, such as 1.3.",
    ),
    ProblemReason.NOT_REGISTERED: LocalizedText(
        de="Diese Person hat keinen Platz in diesem Prüfungstermin: nicht angemeldet, abgemeldet "
        "oder auf der Warteliste. Löschen Sie die Zeile oder fragen Sie das Prüfungsamt.",
        en="This person holds no seat of this sitting: not registered, withdrawn or waiting. "
        "Delete the line, or ask the examinations office.",
    ),
    ProblemReason.NAME_DIFFERS: LocalizedText(
        de="Zu dieser Matrikelnummer gehört „{name}“, in der Datei steht „{found}“. Vielleicht "
        "sind Zeilen verrutscht; wenn nicht, leeren Sie den Namen.",
        en='This matriculation number belongs to "{name}", the file says "{found}". Perhaps lines '
        "have slipped; if not, leave the name empty.",
    ),
    ProblemReason.STATUS_UNKNOWN: LocalizedText(
        de="Den Status „{text}“ gibt es nicht. Verwenden Sie ein Kürzel wie BE, NB oder NE.",
        en='There is no status "{text}". Use a code such as BE, NB or NE.',
    ),
    ProblemReason.REMARK_TOO_LONG: LocalizedText(
        de="Die Bemerkung ist länger als {limit} Zeichen. Kürzen Sie sie.",
        en="The remark is longer than {limit} characters. Shorten it.",
    ),
    ProblemReason.COLUMN_MISSING: LocalizedText(
        de="Die Spalte „{column}“ fehlt. Am einfachsten füllen Sie die Datei aus, die Sie bei "
        "diesem Termin herunterladen können.",
        en='The column "{column}" is missing. It is easiest to fill in the file that can be '
        "downloaded at this sitting.",
    ),
    ProblemReason.COLUMN_TWICE: LocalizedText(
        de="Die Spalten „{first}“ und „{second}“ bedeuten dasselbe. Löschen Sie eine davon.",
        en='The columns "{first}" and "{second}" mean the same. Delete one of them.',
    ),
}
CORRECTIONS: dict[CorrectionRefusal, LocalizedText] = {
    CorrectionRefusal.RESULT_NOT_RELEASED: LocalizedText(
        de="Dieses Ergebnis ist noch nicht veröffentlicht. Ändern Sie es in der Liste.",
        en="This result is not released yet. Change it in the list.",
    ),
    CorrectionRefusal.CORRECTION_OPEN: LocalizedText(
        de="Für dieses Ergebnis wartet schon eine Korrektur auf ihre Entscheidung. Warten Sie "
        "diese ab.",
        en="A correction of this result waits for its decision already. Wait for it.",
    ),
    CorrectionRefusal.RESULT_CHANGED: PROBLEMS[ProblemReason.RESULT_CHANGED],
    CorrectionRefusal.CORRECTION_CHANGES_NOTHING: LocalizedText(
        de="Das Ergebnis lautet schon so. Geben Sie das richtige Ergebnis an.",
        en="The result is this already. Give the right result.",
    ),
    CorrectionRefusal.SAME_PERSON: LocalizedText(
        de="Sie haben diese Korrektur vorgeschlagen. Eine zweite Person aus dem Prüfungsamt muss "
        "entscheiden.",
        en="You proposed this correction. A second person of the examinations office has to "
        "decide.",
    ),
    CorrectionRefusal.CORRECTION_DECIDED: LocalizedText(
        de="Über diese Korrektur ist schon entschieden. Laden Sie die Liste neu.",
        en="This correction is decided already. Load the list again.",
    ),
    CorrectionRefusal.REASON_MISSING: LocalizedText(
        de="Begründen Sie, warum Sie die Korrektur ablehnen.",
        en="Give a reason for rejecting the correction.",
    ),
}
RESULTS_INVALID = LocalizedText(
    de="Es wurde nichts gespeichert. Nicht einzutragende Ergebnisse: {count}. {first}",
    en="Nothing was stored. Results that cannot be entered: {count}. {first}",
)
SITTING_NOT_OVER = LocalizedText(
    de="Die Prüfung hat noch nicht begonnen. Ergebnisse können ab {moment} eingetragen werden.",
    en="The exam has not begun yet. Results can be entered from {moment}.",
)
STILL_WITHDRAWABLE = LocalizedText(
    de="Studierende können von dieser Prüfung noch zurücktreten. Ergebnisse können ab {moment} "
    "eingetragen werden.",
    en="Students can still withdraw from this exam. Results can be entered from {moment}.",
)
NOTHING_TO_RELEASE = LocalizedText(
    de="Es gibt keine eingetragenen Ergebnisse, die noch nicht veröffentlicht sind. Warten Sie, "
    "bis Ergebnisse eingetragen sind.",
    en="There are no entered results that are not released yet. Wait until results are entered.",
)
RESULTS_CHANGED = LocalizedText(
    de="Die Ergebnisse wurden inzwischen geändert. Laden Sie die Liste neu und prüfen Sie sie vor "
    "dem Veröffentlichen.",
    en="The results were changed in the meantime. Load the list again and check it before "
    "releasing.",
)
TOO_FEW_RESULTS = LocalizedText(
    de="Die Notenverteilung wird ab {least} veröffentlichten Ergebnissen gezeigt, damit niemand "
    "erkennbar ist. Schauen Sie später noch einmal nach.",
    en="The distribution of grades is shown from {least} released results on, so that nobody can "
    "be recognised. Look again later.",
)
CORRECTION_UNKNOWN = LocalizedText(
    de="Diese Korrektur gibt es nicht. Laden Sie die Liste neu.",
    en="There is no such correction. Load the list again.",
)
ACCOUNT_UNKNOWN = LocalizedText(
    de="Das Konto „{user_name}“ ist nicht bekannt. Prüfen Sie den Benutzernamen.",
    en='There is no account "{user_name}". Check the user name.',
)
FORMAT_NOT_OFFERED = LocalizedText(
    de="In diesem Format gibt es die Liste nicht. Möglich sind: {formats}.",
    en="The list does not come in this format. Possible are: {formats}.",
)
NO_RESULT = LocalizedText(de="kein Ergebnis", en="no result")
FROM_TO = LocalizedText(de="{before} → {after}", en="{before} → {after}")
# The word in the names of the files.
RESULTS_FILE = LocalizedText(de="ergebnisse", en="results")
RESULTS_SHEET = LocalizedText(de="Ergebnisse", en="Results")

# The mails: that there is something to see, never what.
RELEASED_SUBJECT = LocalizedText(
    de="Prüfungsergebnis liegt vor: {exam}", en="exam result available: {exam}"
)
RELEASED_OPENING = LocalizedText(
    de="Das Ergebnis der folgenden Prüfung wurde veröffentlicht.",
    en="The result of the following exam was released.",
)
CORRECTED_SUBJECT = LocalizedText(
    de="Prüfungsergebnis wurde korrigiert: {exam}", en="exam result corrected: {exam}"
)
CORRECTED_OPENING = LocalizedText(
    de="Das Ergebnis der folgenden Prüfung wurde korrigiert.",
    en="The result of the following exam was corrected.",
)
LOOK_IT_UP = LocalizedText(
    de="Sie finden das Ergebnis im Portal unter „Notenspiegel“. Fehlt dort etwas oder ist etwas\n"
    "falsch oder missverständlich, wenden Sie sich bitte an das Info-Portal.",
    en='You find the result in the portal under "Exams extract". If something is missing there, '
    "wrong\nor unclear, please turn to the Info-Portal.",
)


def sentence_of(problem: ResultProblem) -> LocalizedText:
    """What stands against an entry and how to mend it."""
    facts = {name: _readable(fact) for name, fact in problem.facts.items()}
    return PROBLEMS[problem.reason].format(**facts)


def entry_in_words(
    outcome: Outcome, status: LocalizedText | None, exam_date: date | None, remark: str
) -> LocalizedText:
    """ "1,3 (bestanden), 02.02.2027, „Einsicht“"; what is absent or empty is left out."""
    german, english = (grade_in(language, outcome.grade) for language in (Language.DE, Language.EN))
    day = day_in_words(exam_date) if exam_date is not None else LocalizedText(de="", en="")
    return LocalizedText(
        de=_listed(german, status.de if status else "", day.de, f"„{remark}“" if remark else ""),
        en=_listed(english, status.en if status else "", day.en, f'"{remark}"' if remark else ""),
    )


def _listed(grade: str, status: str, *more: str) -> str:
    first = f"{grade} ({status})" if grade and status else grade or status
    return ", ".join(part for part in (first, *more) if part)


def _readable(fact: object) -> object:
    if isinstance(fact, Decimal):
        return LocalizedText(de=grade_in(Language.DE, fact), en=grade_in(Language.EN, fact))
    return fact
