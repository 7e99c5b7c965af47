"""The words of the mails about certificates that were issued."""

from chassis.values import LocalizedText

CERTIFICATE = LocalizedText(de="Bescheinigung", en="Certificate")
SEMESTER = LocalizedText(de="Semester", en="Semester")
NUMBER = LocalizedText(de="VerifikationsNr", en="Verification number")
ISSUED = LocalizedText(de="Ausgestellt am", en="Issued on")

WITHDRAWN_SUBJECT = LocalizedText(de="{name} zurückgezogen", en="{name} withdrawn")
WITHDRAWN = LocalizedText(
    de="die Universität hat eine Ihrer Bescheinigungen zurückgezogen. Wer sie ab jetzt prüft,"
    " erfährt, dass sie zurückgezogen ist, aber keinen Grund.",
    en="the university has withdrawn one of your certificates. Whoever checks it from now on is"
    " told that it is withdrawn, but no reason.",
)
WITHDRAWN_ADVICE = LocalizedText(
    de="Bitte verwenden Sie die Bescheinigung nicht weiter. Eine neue können Sie im Portal"
    " ausstellen. Den Grund erfahren Sie beim Studierendenservice.",
    en="Please use the certificate no longer. You can issue a new one in the portal. Student"
    " Services tell you the reason.",
)

WHEN = LocalizedText(de="Zeitpunkt", en="Time")
MISSES = LocalizedText(de="Ohne Treffer in einer Minute", en="Misses in a minute")
REFUSED = LocalizedText(de="Abgewiesen in einer Minute", en="Refused in a minute")
ALARM_SUBJECT = LocalizedText(
    de="Ungewöhnlich viele unbekannte Verifikationsnummern",
    en="Unusually many unknown verification numbers",
)
ALARM = LocalizedText(
    de="es werden ungewöhnlich viele Verifikationsnummern abgefragt, zu denen es keine Auskunft"
    " gibt. Wahrscheinlich rät ein Programm Nummern, PINs oder Geburtsdaten.",
    en="unusually many verification numbers are asked for to which nothing can be said. Probably a"
    " program guesses numbers, PINs or birth dates.",
)
ALARM_ADVICE = LocalizedText(
    de="Es ist nichts dringend zu tun: Wer rät, wird abgewiesen, alle anderen erhalten weiter"
    " Auskunft. Die Grenzen für benachbarte Anschlüsse sind jetzt enger. Die Adressen stehen nur"
    " im Protokoll des Web-Zugangs.",
    en="Nothing is urgent: who guesses is refused, everybody else is answered as before. The limits"
    " for neighbouring connections are tighter now. The addresses stand only in the log of the web"
    " front.",
)
