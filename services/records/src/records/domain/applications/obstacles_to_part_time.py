"""The sentences of what stands in the way of a change between full-time and part-time study."""

from datetime import date

from chassis.values import LocalizedText, Semester, day_in_words

from records.domain.obstacles import NOTHING_HELPS, Obstacle

SOURCE_WHO = "Organise your Masters, “Who may study part-time?”"
SOURCE_REQUIREMENTS = "Organise your Masters, “Further requirements”"
SOURCE_CHANGE = "Organise your Masters, “Change from full-time to part-time”"
SOURCE_BAFOEG = "Organise your Masters, “BAföG during part-time study”"
SOURCE_DEADLINES = "Organise your Masters, “Application and deadlines”"


def not_offered(programme_name: LocalizedText) -> Obstacle:
    """Part-time study is for the College and the Graduate School."""
    return Obstacle(
        "PART_TIME_NOT_OFFERED",
        LocalizedText(
            de="Im Studiengang „{programme}“ ist kein Teilzeitstudium möglich; es wird am College"
            " und an der Graduate School angeboten.",
            en="The programme “{programme}” cannot be studied part-time; part-time study is"
            " offered at the College and the Graduate School.",
        ).format(programme=programme_name),
        LocalizedText(
            de="Die Studienberatung informiert Sie über andere Möglichkeiten.",
            en="The Student Counselling Service informs you about other possibilities.",
        ),
        SOURCE_WHO,
    )


def reason_missing() -> Obstacle:
    """A reason has to be given."""
    return Obstacle(
        "PART_TIME_REASON_MISSING",
        LocalizedText(
            de="Es ist kein Grund für das Teilzeitstudium angegeben.",
            en="No reason for studying part-time is given.",
        ),
        LocalizedText(
            de="Wählen Sie den wichtigsten Grund aus der Liste.",
            en="Choose the most important reason from the list.",
        ),
        SOURCE_WHO,
        "reason",
    )


def reason_not_explained() -> Obstacle:
    """Another reason than those listed says nothing by itself."""
    return Obstacle(
        "PART_TIME_REASON_NOT_EXPLAINED",
        LocalizedText(
            de="Als Grund ist „anderer“ angegeben, aber nicht erläutert.",
            en="The reason given is “other”, without an explanation.",
        ),
        LocalizedText(
            de="Erläutern Sie den Grund des Teilzeitstudiums.",
            en="Explain the reason for studying part-time.",
        ),
        SOURCE_WHO,
        "explanation",
    )


def reason_not_proven(proofs: LocalizedText) -> Obstacle:
    """The reason has to be proven."""
    return Obstacle(
        "PART_TIME_REASON_NOT_PROVEN",
        LocalizedText(
            de="Der Grund für das Teilzeitstudium ist nicht nachgewiesen.",
            en="The reason for studying part-time is not proven.",
        ),
        LocalizedText(
            de="Fügen Sie einen Nachweis bei: {proofs}.", en="Add a proof: {proofs}."
        ).format(proofs=proofs),
        SOURCE_WHO,
        "documents",
    )


def consultation_not_held() -> Obstacle:
    """On a change from full-time study a personal consultation is an obligation."""
    return Obstacle(
        "CONSULTATION_MISSING",
        LocalizedText(
            de="Für den Wechsel vom Vollzeit- zum Teilzeitstudium ist ein persönliches Gespräch mit"
            " der Fachberatung des Majors oder der Studiengangsleitung Pflicht.",
            en="A change from full-time to part-time study needs a personal consultation with the"
            " major adviser or the director of studies.",
        ),
        LocalizedText(
            de="Vereinbaren Sie das Gespräch in der Sprechstundenliste, und nennen Sie danach, mit"
            " wem Sie gesprochen haben.",
            en="Make an appointment in the adviser's list, and name afterwards whom you talked to.",
        ),
        SOURCE_REQUIREMENTS,
        "consultation_confirmed_by",
    )


def consultation_not_confirmed() -> Obstacle:
    """Nobody can confirm the consultation here, so that a document has to."""
    return Obstacle(
        "CONSULTATION_NOT_CONFIRMED",
        LocalizedText(
            de="Das Beratungsgespräch ist nicht bestätigt.",
            en="The consultation is not confirmed.",
        ),
        LocalizedText(
            de="Fügen Sie die Bestätigung der Fachberatung oder der Studiengangsleitung bei.",
            en="Add the confirmation of the major adviser or the director of studies.",
        ),
        SOURCE_DEADLINES,
        "documents",
    )


def bafoeg_not_acknowledged() -> Obstacle:
    """Nobody loses support unawares."""
    return Obstacle(
        "BAFOEG_LOSS_NOT_ACKNOWLEDGED",
        LocalizedText(
            de="Im Teilzeitstudium besteht kein Anspruch auf BAföG. Wer BAföG erhält, verliert den"
            " Anspruch mit dem Beginn des Teilzeitstudiums.",
            en="Part-time students have no right to BAföG. Who receives BAföG loses it with the"
            " beginning of part-time study.",
        ),
        LocalizedText(
            de="Bestätigen Sie, dass Sie dies gelesen haben. Verbindliche Auskünfte gibt das"
            " BAföG-Amt.",
            en="Confirm that you have read this. Binding information is given by the BAföG office.",
        ),
        SOURCE_BAFOEG,
        "bafoeg_loss_acknowledged",
    )


def not_in_this_term(semester: Semester, next_one: Semester) -> Obstacle:
    """A change is for winter semesters."""
    return _of_semester(
        "CHANGE_NOT_IN_SUMMER",
        semester,
        de="Ein Wechsel ist nur zum Wintersemester möglich, nicht zum {semester}.",
        en="A change is possible for a winter semester only, not for the {semester}.",
        next_one=next_one,
        source=SOURCE_DEADLINES,
    )


def late(semester: Semester, deadline: date, next_one: Semester) -> Obstacle:
    """The application came after its day."""
    return _of_semester(
        "CHANGE_DEADLINE_PASSED",
        semester,
        de=f"Der Antrag für das {{semester}} war bis {day_in_words(deadline).de} möglich.",
        en=f"The application for the {{semester}} was possible until {day_in_words(deadline).en}.",
        next_one=next_one,
        source=SOURCE_DEADLINES,
    )


def too_early(semester: Semester, next_one: Semester) -> Obstacle:
    """Applications are for the following semester."""
    return _of_semester(
        "CHANGE_TOO_EARLY",
        semester,
        de="Ein Wechsel wird für das nächste mögliche Semester beantragt; das {semester} liegt noch"
        " zu weit voraus.",
        en="A change is applied for for the next possible semester; the {semester} is too far"
        " ahead.",
        next_one=next_one,
        source=SOURCE_DEADLINES,
    )


def after_enrolment(semester: Semester) -> Obstacle:
    """Part-time study from the first semester on is applied for before enrolling."""
    return Obstacle(
        "PART_TIME_FROM_START_AFTER_ENROLMENT",
        LocalizedText(
            de="Das {semester} ist das erste Fachsemester. Ein Teilzeitstudium von Beginn an ist"
            " vor der Einschreibung zu beantragen.",
            en="The {semester} is the first semester of the programme. Part-time study from the"
            " start has to be applied for before enrolling.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Beantragen Sie den Wechsel zum nächsten Wintersemester.",
            en="Apply for a change with the next winter semester.",
        ),
        SOURCE_DEADLINES,
        "from_semester",
    )


def not_first_semester(semester: Semester, first: Semester) -> Obstacle:
    """Before enrolment the application is for the first semester."""
    return Obstacle(
        "PART_TIME_NOT_FROM_FIRST_SEMESTER",
        LocalizedText(
            de="Vor der Einschreibung wird das Teilzeitstudium für das erste Semester beantragt,"
            " hier das {first}, nicht für das {semester}.",
            en="Before enrolling, part-time study is applied for for the first semester, here the"
            " {first}, not for the {semester}.",
        ).format(first=first.name, semester=semester.name),
        LocalizedText(de="Wählen Sie das {first}.", en="Choose the {first}.").format(
            first=first.name
        ),
        SOURCE_DEADLINES,
        "from_semester",
    )


def enrolled_meanwhile() -> Obstacle:
    """The applicant is enrolled, or will not be."""
    return Obstacle(
        "APPLICANT_NOT_WAITING",
        LocalizedText(
            de="Die Bewerbung ist abgeschlossen; der Antrag war vor der Einschreibung zu stellen.",
            en="The admission is closed; the application had to be filed before enrolling.",
        ),
        LocalizedText(
            de="Wer eingeschrieben ist, beantragt den Wechsel zum nächsten Wintersemester.",
            en="Who is enrolled applies for a change with the next winter semester.",
        ),
        SOURCE_DEADLINES,
    )


def back_before_begin() -> Obstacle:
    """Applicants study full-time unless they apply."""
    return Obstacle(
        "FULL_TIME_ALREADY",
        LocalizedText(
            de="Vor der Einschreibung gibt es keine Rückkehr zum Vollzeitstudium zu beantragen.",
            en="Before enrolling there is no return to full-time study to apply for.",
        ),
        NOTHING_HELPS,
        SOURCE_CHANGE,
    )


def part_time_already(semester: Semester) -> Obstacle:
    """The semester is one of part-time study already."""
    return Obstacle(
        "PART_TIME_ALREADY",
        LocalizedText(
            de="Im {semester} studieren Sie bereits in Teilzeit.",
            en="In the {semester} you study part-time already.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Ein Antrag ist nicht nötig; die Teilzeit gilt, bis Sie den Wechsel zurück"
            " beantragen.",
            en="No application is needed; part-time study goes on until you apply for the change"
            " back.",
        ),
        SOURCE_CHANGE,
        "from_semester",
    )


def full_time_already(semester: Semester) -> Obstacle:
    """The semester is one of full-time study already."""
    return Obstacle(
        "FULL_TIME_ALREADY",
        LocalizedText(
            de="Im {semester} studieren Sie bereits in Vollzeit.",
            en="In the {semester} you study full-time already.",
        ).format(semester=semester.name),
        LocalizedText(de="Ein Antrag ist nicht nötig.", en="No application is needed."),
        SOURCE_CHANGE,
        "from_semester",
    )


def committed(since: Semester, least: int, until: Semester) -> Obstacle:
    """Who studies part-time does so for some semesters at least."""
    return Obstacle(
        "PART_TIME_COMMITMENT",
        LocalizedText(
            de="Sie studieren seit dem {since} in Teilzeit und haben sich für mindestens {least}"
            " Semester dazu verpflichtet, also bis einschließlich {until}.",
            en="You study part-time since the {since} and are committed to it for at least {least}"
            " semesters, that is up to and including the {until}.",
        ).format(since=since.name, least=least, until=until.name),
        LocalizedText(
            de="Beantragen Sie die Rückkehr zum Vollzeitstudium für ein späteres Semester.",
            en="Apply for the return to full-time study for a later semester.",
        ),
        SOURCE_CHANGE,
        "from_semester",
    )


def not_published(semester: Semester) -> Obstacle:
    """The calendar does not reach so far."""
    return Obstacle(
        "SEMESTER_NOT_PUBLISHED",
        LocalizedText(
            de="Die Termine für das {semester} sind noch nicht veröffentlicht.",
            en="The dates of the {semester} are not published yet.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Stellen Sie den Antrag, sobald die Termine feststehen.",
            en="Apply as soon as its dates are known.",
        ),
        SOURCE_DEADLINES,
        "from_semester",
    )


def after_the_end(semester: Semester, end_date: date) -> Obstacle:
    """The enrolment has ended by then."""
    return Obstacle(
        "CHANGE_AFTER_END",
        LocalizedText(
            de="Ihre Einschreibung endet am {end}, also vor dem {semester}.",
            en="Your enrolment ends on {end}, that is before the {semester}.",
        ).format(end=day_in_words(end_date), semester=semester.name),
        LocalizedText(
            de="Ein Wechsel ist nicht mehr nötig. Klären Sie das Ende der Einschreibung mit dem"
            " Studierendenservice, wenn es nicht stimmt.",
            en="A change is not needed any more. If the end of the enrolment is wrong, settle it"
            " with Student Services.",
        ),
        SOURCE_CHANGE,
        "from_semester",
    )


def _of_semester(
    reason: str, semester: Semester, *, de: str, en: str, next_one: Semester, source: str
) -> Obstacle:
    return Obstacle(
        reason,
        LocalizedText(de=de, en=en).format(semester=semester.name),
        LocalizedText(
            de="Das nächste mögliche ist das {next_one}.",
            en="The next one possible is the {next_one}.",
        ).format(next_one=next_one.name),
        source,
        "from_semester",
    )
