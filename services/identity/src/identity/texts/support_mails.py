"""The mail about a support access."""

from chassis.values import LocalizedText

SUBJECT = LocalizedText(
    de="Eine Mitarbeiterin oder ein Mitarbeiter sieht Ihre Ansicht",
    en="A member of staff looks at your pages",
)
OPENING = LocalizedText(
    de="Um Ihnen zu helfen, sieht eine Mitarbeiterin oder ein Mitarbeiter jetzt Ihre Seiten so, wie"
    " Sie sie sehen. Ändern lässt sich dabei nichts.",
    en="To help you, a member of staff looks at your pages now as you see them. Nothing can be"
    " changed that way.",
)
STAFF = LocalizedText(de="Wer", en="Who")
REASON = LocalizedText(de="Warum", en="Why")
SINCE = LocalizedText(de="Seit", en="Since")
UNTIL = LocalizedText(de="Längstens bis", en="Until at the latest")
ADVICE = LocalizedText(
    de="Alle Zugriffe stehen im Portal unter „Account“, „Support-Zugriffe“. Haben Sie nicht um"
    " Hilfe gebeten, fragen Sie bitte beim Studierendenservice nach.",
    en="All accesses are listed on your account page under “Support accesses”. If you did not ask"
    " for help, please enquire at Student Services.",
)
