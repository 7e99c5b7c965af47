"""The sentences of what stands in the way of leave of absence and of its withdrawal."""

from datetime import date

from chassis.values import LocalizedText, Semester, day_in_words

from records.domain.obstacles import Obstacle

SOURCE = "Organise your Masters, “Leave of absence”"
SOURCE_WITHDRAWAL = "Organise your Masters, “Withdrawal of leave of absence”"


def not_published(semester: Semester) -> Obstacle:
    """The calendar does not reach so far."""
    return _in_semesters(
        "SEMESTER_NOT_PUBLISHED",
        semester,
        de="Die Termine für das {semester} sind noch nicht veröffentlicht.",
        en="The dates of the {semester} are not published yet.",
        remedy=LocalizedText(
            de="Stellen Sie den Antrag für dieses Semester, sobald die Termine feststehen.",
            en="Apply for this semester as soon as its dates are known.",
        ),
    )


def past(semester: Semester) -> Obstacle:
    """The semester was over when the application arrived."""
    return _in_semesters(
        "LEAVE_SEMESTER_PAST",
        semester,
        de="Das {semester} war bei Eingang des Antrags schon vorbei; für zurückliegende Semester"
        " ist keine Beurlaubung möglich.",
        en="The {semester} was over when the application arrived; there is no leave of absence"
        " for past semesters.",
        remedy=_CHOOSE_ANOTHER,
    )


def first_semester(semester: Semester, first: Semester) -> Obstacle:
    """The first semester of the programme, or one before it."""
    if semester < first:
        de = "Im {semester} waren Sie in diesem Studiengang noch nicht eingeschrieben."
        en = "In the {semester} you were not enrolled in this programme yet."
    else:
        de = "Das {semester} ist Ihr erstes Fachsemester; im ersten Semester ist keine"
        de += " Beurlaubung möglich."
        en = "The {semester} is your first semester of the programme; there is no leave of absence"
        en += " for the first semester."
    return _in_semesters("LEAVE_FIRST_SEMESTER", semester, de=de, en=en, remedy=_CHOOSE_ANOTHER)


def late(semester: Semester, limit: date, exceptional_limit: date) -> Obstacle:
    """Even the deadline of exceptional cases is over."""
    return _in_semesters(
        "LEAVE_DEADLINE_PASSED",
        semester,
        de=f"Für das {{semester}} war der Antrag bis {day_in_words(limit).de} möglich, in"
        f" Ausnahmefällen bis {day_in_words(exceptional_limit).de}.",
        en=f"For the {{semester}} the application was possible until {day_in_words(limit).en}, in"
        f" exceptional cases until {day_in_words(exceptional_limit).en}.",
        remedy=_CHOOSE_ANOTHER,
    )


def exception_not_explained(semester: Semester, limit: date, exceptional_limit: date) -> Obstacle:
    """After the re-registration period it has to be said what is exceptional."""
    return _exceptional(
        "LEAVE_EXCEPTION_NOT_EXPLAINED",
        semester,
        limit,
        exceptional_limit,
        field="explanation",
        remedy=LocalizedText(
            de="Begründen Sie, warum der Antrag nicht früher möglich war.",
            en="Explain why the application was not possible earlier.",
        ),
    )


def exception_not_proven(
    semester: Semester, limit: date, exceptional_limit: date, proof: LocalizedText
) -> Obstacle:
    """After the re-registration period the exceptional case has to be proven."""
    return _exceptional(
        "LEAVE_EXCEPTION_NOT_PROVEN",
        semester,
        limit,
        exceptional_limit,
        field="documents",
        remedy=LocalizedText(
            de="Fügen Sie den Nachweis bei: {proof}.", en="Add the proof: {proof}."
        ).format(proof=proof),
    )


def on_leave_already(semester: Semester) -> Obstacle:
    """The semester is one of leave already."""
    return _in_semesters(
        "LEAVE_GRANTED_ALREADY",
        semester,
        de="Für das {semester} sind Sie in diesem Studiengang schon beurlaubt.",
        en="You are on leave of absence from this programme in the {semester} already.",
        remedy=LocalizedText(
            de="Nehmen Sie dieses Semester aus dem Antrag heraus.",
            en="Take this semester out of the application.",
        ),
    )


def abroad(semester: Semester) -> Obstacle:
    """The semester is spent abroad."""
    return _in_semesters(
        "LEAVE_WHILE_ABROAD",
        semester,
        de="Das {semester} ist als Auslandssemester eingetragen; eine Beurlaubung ist daneben"
        " nicht möglich.",
        en="The {semester} is registered as a semester abroad; leave of absence is not possible"
        " beside it.",
        remedy=LocalizedText(
            de="Bitten Sie das International Center, das Auslandssemester aufzuheben, oder nehmen"
            " Sie dieses Semester aus dem Antrag heraus.",
            en="Ask the International Center to cancel the semester abroad, or take this semester"
            " out of the application.",
        ),
    )


def after_the_end(semester: Semester, end_date: date) -> Obstacle:
    """The enrolment has ended by then."""
    return _in_semesters(
        "LEAVE_AFTER_END",
        semester,
        de=f"Ihre Einschreibung endet am {day_in_words(end_date).de}, also vor dem {{semester}}.",
        en=f"Your enrolment ends on {day_in_words(end_date).en}, that is before the {{semester}}.",
        remedy=LocalizedText(
            de="Wählen Sie ein Semester bis zum Ende der Einschreibung, oder klären Sie das Ende"
            " mit dem Studierendenservice.",
            en="Choose a semester up to the end of the enrolment, or settle its end with Student"
            " Services.",
        ),
    )


def not_explained() -> Obstacle:
    """Another ground than those listed says nothing by itself."""
    return Obstacle(
        "LEAVE_GROUND_NOT_EXPLAINED",
        LocalizedText(
            de="Als Grund ist „anderer“ angegeben, aber nicht erläutert.",
            en="The ground given is “other”, without an explanation.",
        ),
        LocalizedText(
            de="Erläutern Sie den Grund der Beurlaubung.",
            en="Explain the ground of the leave of absence.",
        ),
        SOURCE,
        "explanation",
    )


def too_many_in_a_row(run: tuple[Semester, ...], most: int, remedy: LocalizedText) -> Obstacle:
    """More semesters in a row than generally possible."""
    return Obstacle(
        "LEAVE_TOO_MANY_IN_A_ROW",
        LocalizedText(
            de="Vom {first} bis zum {last} wären es {count} Semester in Folge; möglich sind in der"
            " Regel höchstens {most}.",
            en="From the {first} to the {last} it would be {count} semesters in a row; generally"
            " at most {most} are possible.",
        ).format(first=run[0].name, last=run[-1].name, count=len(run), most=most),
        remedy,
        SOURCE,
        "semesters",
    )


def too_many(taken: int, asked: int, most: int, remedy: LocalizedText) -> Obstacle:
    """More semesters of one programme than without an important reason."""
    return Obstacle(
        "LEAVE_TOO_MANY",
        LocalizedText(
            de="Mit {taken} schon genommenen und {asked} beantragten Semestern wären es"
            " {all} in diesem Studiengang; ohne nachgewiesenen wichtigen Grund sind höchstens"
            " {most} möglich.",
            en="With {taken} semesters taken and {asked} applied for it would be {all} in this"
            " programme; without proof of an important reason at most {most} are possible.",
        ).format(taken=taken, asked=asked, all=taken + asked, most=most),
        remedy,
        SOURCE,
        "semesters",
    )


def not_on_leave(semester: Semester) -> Obstacle:
    """There is no leave to withdraw."""
    return Obstacle(
        "NOT_ON_LEAVE",
        LocalizedText(
            de="Für das {semester} sind Sie in diesem Studiengang nicht beurlaubt.",
            en="You are not on leave of absence from this programme in the {semester}.",
        ).format(semester=semester.name),
        LocalizedText(
            de="Wählen Sie ein Semester, für das Sie beurlaubt sind. Einen Antrag, der noch nicht"
            " entschieden ist, ziehen Sie selbst zurück.",
            en="Choose a semester for which you are on leave. An application that is not decided"
            " yet you withdraw yourself.",
        ),
        SOURCE_WITHDRAWAL,
        "semester",
    )


def withdrawal_late(semester: Semester, limit: date) -> Obstacle:
    """The leave can no longer be given up."""
    return Obstacle(
        "LEAVE_WITHDRAWAL_DEADLINE_PASSED",
        LocalizedText(
            de="Die Beurlaubung für das {semester} konnte bis {limit} zurückgenommen werden.",
            en="The leave of absence for the {semester} could be withdrawn until {limit}.",
        ).format(semester=semester.name, limit=day_in_words(limit)),
        LocalizedText(
            de="Für dieses Semester bleibt es bei der Beurlaubung. Fragen beantwortet der"
            " Studierendenservice.",
            en="For this semester the leave of absence stands. Student Services answer questions.",
        ),
        SOURCE_WITHDRAWAL,
        "semester",
    )


_CHOOSE_ANOTHER = LocalizedText(
    de="Wählen Sie ein anderes Semester.", en="Choose another semester."
)


def _in_semesters(
    reason: str, semester: Semester, *, de: str, en: str, remedy: LocalizedText
) -> Obstacle:
    explanation = LocalizedText(de=de, en=en).format(semester=semester.name)
    return Obstacle(reason, explanation, remedy, SOURCE, "semesters")


def _exceptional(
    reason: str,
    semester: Semester,
    limit: date,
    exceptional_limit: date,
    *,
    field: str,
    remedy: LocalizedText,
) -> Obstacle:
    explanation = LocalizedText(
        de="Für das {semester} endete die Frist mit der Rückmeldefrist am {limit}. Danach ist der"
        " Antrag nur in Ausnahmefällen und bis {exceptional} möglich.",
        en="For the {semester} the deadline was the end of the re-registration period on {limit}."
        " After it the application is possible in exceptional cases only, until {exceptional}.",
    ).format(
        semester=semester.name,
        limit=day_in_words(limit),
        exceptional=day_in_words(exceptional_limit),
    )
    return Obstacle(reason, explanation, remedy, SOURCE, field)
