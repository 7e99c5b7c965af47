"""The mails about de-registration, German first, then English."""

from chassis.values import LocalizedText

from records.domain.enrolment import EndReason

SUBJECT = LocalizedText(de="Exmatrikulation: {programme}", en="de-registration: {programme}")
OPENINGS = {
    EndReason.COMPLETION: LocalizedText(
        de="Sie haben Ihr Studium abgeschlossen. Zum Ende des Semesters Ihrer letzten Prüfung"
        " werden\nSie exmatrikuliert; ein Antrag ist nicht nötig.",
        en="You have completed your studies. At the end of the semester of your last examination"
        " you\nare de-registered; you need not apply for it.",
    ),
    EndReason.APPLICATION: LocalizedText(
        de="Ihrem Antrag auf Exmatrikulation ist entsprochen.",
        en="Your application for de-registration is approved.",
    ),
    EndReason.NOT_REREGISTERED: LocalizedText(
        de="Sie haben sich auch nach der Mahnung nicht zurückgemeldet und werden exmatrikuliert.",
        en="You have not re-registered after the reminder either and are de-registered.",
    ),
    EndReason.OFFICE: LocalizedText(
        de="Der Studierendenservice hat Sie exmatrikuliert.",
        en="Student Services have de-registered you.",
    ),
}
ADVICE = LocalizedText(
    de="Mit diesem Tag enden die Mitgliedschaft und die Rechte und Pflichten daraus. Waren Sie"
    "\nrechtzeitig zurückgemeldet oder ist etwas falsch, wenden Sie sich sofort an den"
    "\nStudierendenservice.",
    en="With that day membership ends, and the rights and obligations that come with it. If you had"
    "\nre-registered in time, or something is wrong, turn to Student Services at once.",
)
REFUND_ADVICE = LocalizedText(
    de="Mit diesem Tag enden die Mitgliedschaft und die Rechte und Pflichten daraus. Der"
    "\nSemesterbeitrag wird erstattet, wenn Ihr Studierendenausweis mit dem Semesterticket bis zu"
    " dem\ngenannten Tag beim Studierendenservice ist.",
    en="With that day membership ends, and the rights and obligations that come with it. The"
    " semester\ncontribution is paid back if your student card with the semester ticket is at"
    " Student Services\nby the day named.",
)
TAKEN_BACK_SUBJECT = LocalizedText(
    de="Exmatrikulation aufgehoben: {programme}", en="de-registration taken back: {programme}"
)
TAKEN_BACK = LocalizedText(
    de="Ihre Exmatrikulation ist aufgehoben. Sie bleiben eingeschrieben.",
    en="Your de-registration is taken back. You stay enrolled.",
)
TAKEN_BACK_ADVICE = LocalizedText(
    de="Bitte denken Sie an die Rückmeldung zum nächsten Semester.",
    en="Please remember to re-register for the next semester.",
)
PROGRAMME = LocalizedText(de="Studiengang", en="Programme")
END = LocalizedText(de="Letzter Tag", en="Last day")
REASON = LocalizedText(de="Grund", en="Reason")
CARD_UNTIL = LocalizedText(de="Ausweis abgeben bis", en="Card to be returned by")
REFUND = LocalizedText(de="Erstattung", en="Refund")
