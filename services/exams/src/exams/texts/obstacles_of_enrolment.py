"""Obstacles that lie in the enrolment and in what the student has accepted."""

from chassis.values import LocalizedText, day_in_words

from exams.domain import obstacles as found
from exams.texts.explanation import ASK_INFO_PORTAL, Explanation, listed

OfEnrolment = (
    found.TermsNotAccepted
    | found.NotEnrolledInSemester
    | found.OnLeave
    | found.ExamNotInRegulations
    | found.RegulationsNotPublished
    | found.EnrolmentAmbiguous
)


def explain(obstacle: OfEnrolment) -> Explanation:
    """The sentences for an obstacle."""
    match obstacle:
        case found.TermsNotAccepted():
            return _terms_not_accepted(obstacle)
        case found.NotEnrolledInSemester():
            return _not_enrolled(obstacle)
        case found.OnLeave():
            return _on_leave(obstacle)
        case found.ExamNotInRegulations():
            return _not_in_regulations(obstacle)
        case found.RegulationsNotPublished():
            return _not_published(obstacle)
        case found.EnrolmentAmbiguous():
            return _ambiguous(obstacle)


def _terms_not_accepted(obstacle: found.TermsNotAccepted) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie haben die Bedingungen zur Prüfungsanmeldung (Fassung {version}) noch nicht "
            "akzeptiert; akzeptieren Sie sie zuerst.",
            en="You have not yet accepted the terms of exam registration (version {version}); "
            "accept them first.",
        ).format(version=obstacle.terms_version),
        LocalizedText(
            de="Lesen und akzeptieren Sie die Bedingungen, dann melden Sie sich an.",
            en="Read and accept the terms, then register.",
        ),
    )


def _not_enrolled(obstacle: found.NotEnrolledInSemester) -> Explanation:
    if obstacle.ended is not None:
        return Explanation(
            LocalizedText(
                de="Ihre Immatrikulation endete am {ended}; für eine Prüfung im {semester} müssen "
                "Sie eingeschrieben sein.",
                en="Your enrolment ended on {ended}; an exam in the {semester} requires enrolment.",
            ).format(ended=day_in_words(obstacle.ended), semester=obstacle.semester.name),
            ASK_INFO_PORTAL,
        )
    return Explanation(
        LocalizedText(
            de="Sie sind im {semester} nicht eingeschrieben.",
            en="You are not enrolled in the {semester}.",
        ).format(semester=obstacle.semester.name),
        LocalizedText(
            de="Melden Sie sich für das Semester zurück, indem Sie den Semesterbeitrag "
            "vollständig überweisen.",
            en="Re-register for the semester by transferring the semester contribution in full.",
        ),
    )


def _on_leave(obstacle: found.OnLeave) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Sie sind im {semester} beurlaubt. Während einer Beurlaubung können keine "
            "Prüfungen abgelegt werden.",
            en="You are on leave in the {semester}. No exams can be taken while on leave.",
        ).format(semester=obstacle.semester.name),
        LocalizedText(
            de="Eine Beurlaubung können Sie bis einen Monat nach Vorlesungsbeginn beim "
            "Studierendenservice zurücknehmen.",
            en="A leave of absence can be withdrawn at Student Services until one month after "
            "the start of lectures.",
        ),
    )


def _not_in_regulations(obstacle: found.ExamNotInRegulations) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Die Prüfung {number} gehört nicht zu Ihrer Prüfungsordnung ({versions}).",
            en="Exam {number} is not part of your examination regulations ({versions}).",
        ).format(
            number=obstacle.exam_number,
            versions=listed(obstacle.regulations_versions),
        ),
        LocalizedText(
            de="Wählen Sie eine Prüfung aus dem Prüfungsbaum Ihres Studiengangs.",
            en="Choose an exam from the exam tree of your degree programme.",
        ),
    )


def _ambiguous(obstacle: found.EnrolmentAmbiguous) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Die Prüfung gehört zu mehreren Ihrer Studiengänge: {programmes}.",
            en="The exam is part of several of your degree programmes: {programmes}.",
        ).format(programmes=listed(obstacle.programmes)),
        LocalizedText(
            de="Geben Sie an, für welchen Studiengang Sie die Prüfung ablegen.",
            en="State the degree programme for which you take the exam.",
        ),
    )


def _not_published(obstacle: found.RegulationsNotPublished) -> Explanation:
    return Explanation(
        LocalizedText(
            de="Ihre Prüfungsordnung ({version}) ist hier noch nicht veröffentlicht.",
            en="Your examination regulations ({version}) are not published here yet.",
        ).format(version=obstacle.regulations_version),
        LocalizedText(
            de="Wenden Sie sich an das Info-Portal; das Prüfungsamt veröffentlicht die Fassung.",
            en="Please turn to the Info-Portal; the examinations office publishes the version.",
        ),
    )
