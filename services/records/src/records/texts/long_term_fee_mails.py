"""The mails about long-term fees that were charged, changed or cancelled after the call."""

from chassis.values import LocalizedText

SUBJECT = LocalizedText(
    de="Langzeitstudiengebühr, {semester}", en="Tuition fee for long-term students, {semester}"
)
DUE = LocalizedText(
    de="für das {semester} ist eine Langzeitstudiengebühr zu zahlen. Ihr Studienguthaben wurde neu"
    " berechnet und ist aufgebraucht (NHG §§ 12 und 13).",
    en="a tuition fee for long-term students has to be paid for the {semester}. Your study credit"
    " was computed anew and is used up (NHG sections 12 and 13).",
)
WAIVED = LocalizedText(
    de="die Langzeitstudiengebühr für das {semester} wurde Ihnen ganz oder teilweise erlassen"
    " (NHG § 14).",
    en="the tuition fee for long-term students for the {semester} was waived completely or partly"
    " (NHG section 14).",
)
NOT_DUE = LocalizedText(
    de="die Langzeitstudiengebühr für das {semester} wurde storniert; Sie müssen sie nicht zahlen.",
    en="the tuition fee for long-term students for the {semester} was cancelled; you need not pay"
    " it.",
)
STUDENT = LocalizedText(de="Matrikelnummer", en="Matriculation number")
FEE = LocalizedText(de="Gebühr", en="Fee")
EXPLAINED = LocalizedText(
    de="Ihr Studienguthaben ist im Portal Semester für Semester erklärt. Dort können Sie auch die"
    " Befreiung oder, bei unbilliger Härte, den Erlass beantragen.",
    en="Your study credit is explained semester by semester in the portal. There you can also apply"
    " for exemption or, for undue hardship, for a waiver.",
)
PAID_BACK = LocalizedText(
    de="Was Sie schon gezahlt haben, wird mit anderen offenen Beträgen verrechnet oder erstattet.",
    en="What you have paid already is set against other open amounts, or paid back.",
)
