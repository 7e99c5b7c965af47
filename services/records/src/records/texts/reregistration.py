"""What is said about re-registration: refusals of jobs, and why charges fall away."""

from chassis.errors import Code, Failure
from chassis.values import LocalizedText, Semester, day_in_words

from records.domain.semester_jobs import JobRefusal, Refused

PAID_BEFORE_REMINDER = LocalizedText(
    de="Das Geld war vor der Mahnung auf dem Konto der Universität.",
    en="The money was on the university's account before the reminder.",
)
NOT_DUE = LocalizedText(
    de="Das Studium endet vor diesem Semester.", en="The studies end before this semester."
)
REMINDER_CHARGE = LocalizedText(
    de="Mahnung der Rückmeldung zum {semester}",
    en="reminder of the re-registration for the {semester}",
)

_REFUSALS = {
    JobRefusal.SEMESTER_OVER: LocalizedText(
        de="Das {semester} endete am {day}. Niemand wird mehr dafür aufgerufen oder gemahnt; bitte"
        " wählen Sie das richtige Semester.",
        en="The {semester} ended on {day}. Nobody is called or reminded for it any more; please"
        " choose the right semester.",
    ),
    JobRefusal.WINDOW_NOT_OPEN: LocalizedText(
        de="Die Rückmeldung zum {semester} beginnt erst am {day}. Bitte rufen Sie ab diesem Tag"
        " auf.",
        en="Re-registration for the {semester} begins on {day} only. Please call from that day on.",
    ),
    JobRefusal.WINDOW_NOT_OVER: LocalizedText(
        de="Die Rückmeldung zum {semester} läuft noch bis zum {day}, 24:00 Uhr. Bitte warten Sie"
        " den folgenden Tag ab und lesen Sie vorher die Kontoauszüge ein.",
        en="Re-registration for the {semester} goes on until {day}, 24:00. Please wait for the day"
        " after, and import the bank statements before.",
    ),
    JobRefusal.REMIND_FIRST: LocalizedText(
        de="Es gibt Studierende, die sich zum {semester} nicht zurückgemeldet haben und nicht"
        " gemahnt sind. Bitte mahnen Sie diese zuerst.",
        en="There are students who have not re-registered for the {semester} and were not reminded."
        " Please remind them first.",
    ),
    JobRefusal.REMINDER_DEADLINE_NOT_OVER: LocalizedText(
        de="Die Frist der Mahnung zum {semester} läuft noch bis zum {day}, 24:00 Uhr. Bitte"
        " warten Sie den folgenden Tag ab und lesen Sie vorher die Kontoauszüge ein.",
        en="The reminder's deadline for the {semester} runs until {day}, 24:00. Please wait for the"
        " day after, and import the bank statements before.",
    ),
}


def refusal_message(refused: Refused, semester: Semester) -> LocalizedText:
    """Why a job cannot be started today, and when it can."""
    return _REFUSALS[refused.refusal].format(semester=semester.name, day=day_in_words(refused.day))


def job_refused(refused: Refused, semester: Semester) -> Failure:
    """A job cannot be started today."""
    return Failure(
        Code.FAILED_PRECONDITION,
        refused.refusal.value,
        refusal_message(refused, semester),
        metadata={"day": refused.day.isoformat(), "semester": semester.code},
    )


def job_unknown() -> Failure:
    """There is no such job."""
    return Failure(
        Code.NOT_FOUND,
        "SEMESTER_JOB_UNKNOWN",
        LocalizedText(
            de="Diesen Lauf gibt es nicht. Bitte wählen Sie ihn in der Liste der Läufe aus.",
            en="There is no such job. Please choose it from the list of jobs.",
        ),
    )


def semester_unknown(semester: Semester) -> Failure:
    """The semester is not in the calendar."""
    text = LocalizedText(
        de="Das {name} ({code}) steht nicht im Semesterkalender. Bitte wählen Sie ein"
        " veröffentlichtes Semester oder lassen Sie den Kalender ergänzen.",
        en="The {name} ({code}) is not in the semester calendar. Please choose a published"
        " semester, or have the calendar completed.",
    ).format(name=semester.name, code=semester.code)
    return Failure(Code.NOT_FOUND, "SEMESTER_UNKNOWN", text, metadata={"semester": semester.code})
