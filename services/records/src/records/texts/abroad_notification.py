"""The words of the notification about a semester abroad, and of the mail about it."""

from chassis.values import LocalizedText

TITLE = LocalizedText(
    de="Bescheid über das Auslandssemester", en="Notification about the semester abroad"
)
FILE_NAME = LocalizedText(
    de="Bescheid-Auslandssemester-{semester}.pdf", en="Notification-semester-abroad-{semester}.pdf"
)
SENDER = LocalizedText(de="Studierendenservice", en="Student Services")
OPENING = LocalizedText(de="Guten Tag {name},", en="Dear {name},")
REGISTERED = LocalizedText(
    de="Ihr Antrag ist bewilligt: Das {semester} ist als Auslandssemester eingetragen.",
    en="Your application is approved: the {semester} is registered as a semester abroad.",
)
STUDENT = LocalizedText(de="Name", en="Name")
NUMBER = LocalizedText(de="Matrikelnummer", en="Matriculation number")
PROGRAMME = LocalizedText(de="Studiengang", en="Degree programme")
SEMESTER = LocalizedText(de="Semester", en="Semester")
HOST = LocalizedText(de="Gasthochschule", en="Host university")
WAIVED = LocalizedText(
    de="Für dieses Semester sind Sie vom Semesterbeitrag vollständig befreit; was schon gezahlt"
    " ist, wird erstattet.",
    en="You are completely exempt from the semester contribution of this semester; what was paid"
    " already is given back.",
)
RIGHTS = LocalizedText(
    de="Sie bleiben eingeschrieben und behalten alle Rechte und Pflichten.",
    en="You stay enrolled and maintain all rights and obligations.",
)
COUNTS = LocalizedText(
    de="Das Semester zählt als Fachsemester, wenn Leistungen aus dem Ausland anerkannt werden;"
    " werden keine anerkannt, wird das berichtigt.",
    en="The semester counts as a semester of the programme if work completed abroad is recognised;"
    " if none is, this is corrected.",
)
COUNTS_LATER = LocalizedText(
    de="Das Semester zählt als Fachsemester, sobald Leistungen aus dem Ausland anerkannt sind.",
    en="The semester counts as a semester of the programme once work completed abroad is"
    " recognised.",
)
WITHOUT_SIGNATURE = LocalizedText(
    de="Dieses Schreiben wurde maschinell erstellt und ist ohne Unterschrift gültig.",
    en="This letter was made by machine and is valid without a signature.",
)
MAIL_SUBJECT = LocalizedText(
    de="Auslandssemester eingetragen: {semester}", en="Semester abroad registered: {semester}"
)
MAIL_ADVICE = LocalizedText(
    de="Den Bescheid finden Sie als PDF bei Ihrem Antrag in Matrikel.",
    en="You find the notification as PDF with your application in Matrikel.",
)
