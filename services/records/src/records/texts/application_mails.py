"""The mails about applications, German first, then English."""

from chassis.values import LocalizedText

SUBJECT = LocalizedText(de="Antrag: {kind}", en="application: {kind}")

RECEIVED = LocalizedText(
    de="Ihr Antrag ist eingegangen.",
    en="Your application has arrived.",
)
RECEIVED_ADVICE = LocalizedText(
    de="Über jeden weiteren Schritt erhalten Sie eine E-Mail. Bis zur Entscheidung können Sie den\n"
    "Antrag im Portal unter „Meine Anträge“ zurückziehen.",
    en="You get an e-mail about each further step. Until it is decided you can withdraw the\n"
    'application in the portal under "My applications".',
)
ASKED = LocalizedText(
    de="Zu Ihrem Antrag gibt es eine Rückfrage. Bis Sie antworten, ruht der Antrag.",
    en="There is a question about your application. Until you answer, the application rests.",
)
ASKED_ADVICE = LocalizedText(
    de="Antworten Sie bitte im Portal unter „Meine Anträge“; dort können Sie auch Unterlagen\n"
    "nachreichen.",
    en='Please answer in the portal under "My applications"; you can add documents there too.',
)
ANSWERED = LocalizedText(
    de="Ihre Antwort auf die Rückfrage ist eingegangen.",
    en="Your answer to the question has arrived.",
)
STEP_APPROVED = LocalizedText(
    de="Ein Schritt Ihres Antrags ist genehmigt. Der Antrag geht nun an die nächste Stelle.",
    en="A step of your application is approved. The application goes on to the next office.",
)
GOES_ON_ADVICE = LocalizedText(
    de="Sie müssen nichts tun. Über jeden weiteren Schritt erhalten Sie eine E-Mail.",
    en="You need not do anything. You get an e-mail about each further step.",
)
APPROVED = LocalizedText(
    de="Ihr Antrag ist genehmigt.",
    en="Your application is approved.",
)
APPROVED_ADVICE = LocalizedText(
    de="Was sich dadurch ändert, finden Sie im Portal unter „Meine Anträge“ und „Mein Studium“.",
    en='You find what it changes in the portal under "My applications" and "My studies".',
)
REPORT_ANSWERED = LocalizedText(
    de="Ihre Fehlermeldung ist bearbeitet.",
    en="Your report of an error has been dealt with.",
)
REPORT_ANSWERED_ADVICE = LocalizedText(
    de="Wenn der Fehler weiter besteht, melden Sie ihn bitte noch einmal.",
    en="If the error is still there, please report it once more.",
)
REJECTED = LocalizedText(
    de="Ihr Antrag ist abgelehnt.",
    en="Your application is rejected.",
)
REJECTED_ADVICE = LocalizedText(
    de="Lesen Sie bitte die Begründung. Der Studierendenservice berät Sie, auch dazu, ob und\n"
    "wie Sie gegen die Entscheidung vorgehen können.",
    en="Please read the reason. Student Services advise you, also on whether and how you can take\n"
    "action against the decision.",
)
WITHDRAWN = LocalizedText(
    de="Ihr Antrag ist zurückgezogen. Über ihn wird nicht entschieden.",
    en="Your application is withdrawn. It will not be decided on.",
)
WITHDRAWN_ADVICE = LocalizedText(
    de="Sie können jederzeit einen neuen Antrag stellen, solange die Frist läuft. Haben Sie ihn\n"
    "nicht zurückgezogen, so wenden Sie sich bitte sofort an den Studierendenservice.",
    en="You can begin a new application at any time while its deadline runs. If you have not\n"
    "withdrawn it, please turn to Student Services at once.",
)

APPLICANT = LocalizedText(de="Antrag von", en="Application of")
PROGRAMME = LocalizedText(de="Studiengang", en="Degree programme")
SEMESTER = LocalizedText(de="Semester", en="Semester")
RECEIVE_DATE = LocalizedText(de="Eingangstag", en="Day of receipt")
FILED = LocalizedText(de="Erfasst durch", en="Filed by")
FILED_ON_PAPER = LocalizedText(
    de="die Hochschule, nach Ihrem Antrag auf Papier",
    en="the university, from your application on paper",
)
NEXT_OFFICE = LocalizedText(de="Es entscheidet", en="It is decided by")
QUESTION = LocalizedText(de="Frage", en="Question")
REASON = LocalizedText(de="Begründung", en="Reason")
ANSWER = LocalizedText(de="Antwort", en="Answer")
NUMBER = LocalizedText(de="Antragsnummer", en="Application number")
IN_THE_PORTAL = LocalizedText(
    de="steht im Portal unter „Meine Anträge“", en='is in the portal under "My applications"'
)
