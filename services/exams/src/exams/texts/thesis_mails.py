"""The mails about a thesis, German first, then English."""

from chassis.values import LocalizedText

SUBJECT = LocalizedText(de="Abschlussarbeit: {exam}", en="thesis: {exam}")
APPLIED = LocalizedText(
    de="Ihr Antrag auf Zulassung zur Abschlussarbeit ist eingegangen.",
    en="Your application for a thesis has arrived.",
)
APPLIED_ADVICE = LocalizedText(
    de="Das Prüfungsamt entscheidet über Thema und Prüfende und benachrichtigt Sie per E-Mail.",
    en="The examinations office decides on topic and examiners and tells you by e-mail.",
)
ADMITTED = LocalizedText(
    de="Sie sind zur Abschlussarbeit zugelassen und angemeldet.",
    en="Your thesis is admitted, and you are registered for it.",
)
ADMITTED_ADVICE = LocalizedText(
    de="Geben Sie die Arbeit bis 24:00 Uhr des letzten Tages im Portal als PDF ab. Wird sie nicht\n"
    "fristgerecht abgegeben, gilt sie als nicht bestanden. Bei Krankheit können Sie beim\n"
    "Prüfungsamt vor Ablauf der Frist einmal eine Verlängerung beantragen.",
    en="Hand the thesis in as a PDF in the portal until 24:00 of the last day. A thesis that is\n"
    "not handed in on time counts as failed. If you fall ill you can ask the examinations office\n"
    "for one extension before the end.",
)
REFUSED = LocalizedText(
    de="Ihr Antrag auf Zulassung zur Abschlussarbeit ist abgelehnt worden.",
    en="Your application for a thesis was refused.",
)
REFUSED_ADVICE = LocalizedText(
    de="Sie können einen neuen Antrag stellen. Das Prüfungsamt berät Sie.",
    en="You can file another application. The examinations office advises you.",
)
EXTENDED = LocalizedText(
    de="Die Bearbeitungszeit Ihrer Abschlussarbeit ist verlängert.",
    en="The working time of your thesis is extended.",
)
HANDED_IN = LocalizedText(
    de="Ihre Abschlussarbeit ist fristgerecht abgegeben.",
    en="Your thesis is handed in on time.",
)
HANDED_IN_ADVICE = LocalizedText(
    de="Nach der Begutachtung erhalten Sie eine E-Mail, sobald das Ergebnis freigegeben ist.",
    en="After it is examined you get an e-mail as soon as the result is released.",
)
OVERDUE = LocalizedText(
    de="Ihre Abschlussarbeit ist nicht fristgerecht abgegeben worden und gilt als nicht bestanden.",
    en="Your thesis was not handed in on time and counts as failed.",
)
OVERDUE_ADVICE = LocalizedText(
    de="Wenn Sie rechtzeitig auf Papier abgegeben haben, wenden Sie sich sofort an das "
    "Prüfungsamt.",
    en="If you handed in on paper in time, turn to the examinations office at once.",
)
TO_EXAMINE = LocalizedText(
    de="Eine Abschlussarbeit, die Sie prüfen, ist abgegeben.",
    en="A thesis that you examine is handed in.",
)
TO_EXAMINE_ADVICE = LocalizedText(
    de="Sie finden die Arbeit im Portal und tragen dort Ihre Note ein.",
    en="You find the thesis in the portal and enter your grade there.",
)
APPOINTED = LocalizedText(
    de="Sie sind zur oder zum Prüfenden einer Abschlussarbeit bestellt.",
    en="You are appointed as an examiner of a thesis.",
)
APPOINTED_ADVICE = LocalizedText(
    de="Sie erhalten eine E-Mail, sobald die Arbeit abgegeben ist.",
    en="You get an e-mail as soon as the thesis is handed in.",
)
TITLE = LocalizedText(de="Thema", en="Topic")
FIRST_EXAMINER = LocalizedText(de="Erstprüfer/in", en="First examiner")
SECOND_EXAMINER = LocalizedText(de="Zweitprüfer/in", en="Second examiner")
START = LocalizedText(de="Beginn der Bearbeitung", en="Working time begins")
DUE = LocalizedText(de="Letzter Tag der Abgabe", en="Last day to hand in")
HAND_IN_TIME = LocalizedText(de="Abgegeben am", en="Handed in on")
NOT_ON_TIME = "nicht fristgerecht abgegeben / not handed in on time"
