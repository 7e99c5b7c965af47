"""What students should know before they apply for another way to spend semesters."""

from chassis.values import LocalizedText

LEAVE_EFFECT = LocalizedText(
    de="Während der Beurlaubung bleiben Sie Mitglied der Universität und behalten den"
    " Studierendenstatus, dürfen aber keine Leistungen und Prüfungen erbringen. Beurlaubte Semester"
    " zählen nicht als Fachsemester. Fällig ist nur der Studentenwerksbeitrag.",
    en="During leave of absence you remain a member of the university and maintain student status,"
    " but you are not authorised to perform work and assessments. Semesters on leave do not count"
    " as semesters of the programme. Only the Studentenwerk contribution is due.",
)
STUDENTENWERK_EXEMPTION = LocalizedText(
    de="Unter bestimmten Voraussetzungen befreit das Studentenwerk OstNiedersachsen auf Antrag auch"
    " vom Studentenwerksbeitrag; bitte wenden Sie sich direkt dorthin.",
    en="Under certain conditions the Studentenwerk OstNiedersachsen exempts you from its"
    " contribution on application, too; please turn to it directly.",
)
LATE_LEAVE_REFUND = LocalizedText(
    de="Der Antrag für das {semester} kommt nach der Rückmeldefrist: Gezahltes wird nur erstattet,"
    " wenn bis {limit} auch der Studierendenausweis mit dem Semesterticket, falls schon"
    " ausgegeben, und alle Nachweise vorliegen.",
    en="The application for the {semester} comes after the re-registration period: what was paid is"
    " given back only if the student card with the semester ticket, if already issued, and all"
    " confirmation documents have been received by {limit}, too.",
)
LEAVE_WITHDRAWAL_COST = LocalizedText(
    de="Mit der Rücknahme wird für das {semester} wieder der volle Semesterbeitrag von {full}"
    " fällig, und zwar sofort; das sind {more} mehr als während der Beurlaubung.",
    en="With the withdrawal the full semester contribution of {full} is due for the {semester}"
    " again, at once; that is {more} more than on leave.",
)
LEAVE_WITHDRAWAL_SAME = LocalizedText(
    de="Mit der Rücknahme bleibt der Semesterbeitrag für das {semester} von {full} unverändert.",
    en="With the withdrawal the semester contribution of {full} for the {semester} stays as it is.",
)
LEAVE_WITHDRAWAL_EFFECT = LocalizedText(
    de="Das Semester zählt dann wieder als Fachsemester, und Sie können sich zu Prüfungen"
    " anmelden.",
    en="The semester then counts as a semester of the programme again, and you can register for"
    " examinations.",
)
DEREGISTRATION_END = LocalizedText(
    de="Ihre Einschreibung endet mit dem {day}. Danach sind Sie in diesem Studiengang kein Mitglied"
    " der Universität mehr; rückwirkend lässt sich das nicht ändern.",
    en="Your enrolment ends with {day}. After it you are no member of the university in this"
    " programme any more; this cannot be changed retroactively.",
)
DEREGISTRATION_REFUND = LocalizedText(
    de="Der Beitrag für das {semester} wird vollständig erstattet, wenn der Studierendenausweis mit"
    " dem Semesterticket bis {limit} abgegeben ist.",
    en="The contribution for the {semester} is given back completely if the student card with the"
    " semester ticket is handed in by {limit}.",
)
DEREGISTRATION_NO_REFUND = LocalizedText(
    de="Der Beitrag für das {semester} wird nicht erstattet: Das wäre nur bis {limit} möglich"
    " gewesen.",
    en="The contribution for the {semester} is not given back: that would have been possible only"
    " until {limit}.",
)
DEREGISTRATION_REMINDERS = LocalizedText(
    de="Solange über den Antrag nicht entschieden ist, werden Sie nicht an die Rückmeldung erinnert"
    " und müssen keine Mahngebühr zahlen.",
    en="As long as the application is not decided you are not reminded of re-registration and pay"
    " no charge for it.",
)
EVERYTHING_DONE = LocalizedText(
    de="Ihre Ergebnisse und das Zeugnis erhalten Sie auch nach der Exmatrikulation.",
    en="You receive your results and your degree certificate after de-registration, too.",
)
CARD_HANDED_IN = LocalizedText(
    de="Sie geben den Studierendenausweis mit dem Antrag ab; mit der Bewilligung ist er als"
    " zurückgegeben eingetragen.",
    en="You hand in your student card with the application; with the approval it is registered as"
    " returned.",
)
LEAVE_IN_ONE_OF_SEVERAL = LocalizedText(
    de="Sie sind auch in einem weiteren Studiengang eingeschrieben. Die Beurlaubung gilt für jeden"
    " Studiengang einzeln; der volle Semesterbeitrag bleibt fällig, solange Sie nicht in allen"
    " beurlaubt sind.",
    en="You are enrolled in another programme, too. Leave of absence is counted for each programme;"
    " the full semester contribution stays due as long as you are not on leave in all of them.",
)
