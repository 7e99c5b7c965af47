"""What the tour's pages show: one student's semester, and what staff have to do with it.

It is made through the services' own methods, as everything of a demonstration is.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.journeys import certificates_scene, identity_scene, records_scene
from tests.journeys.callers import Callers
from tests.journeys.certificates_scene import CertificatesScene
from tests.journeys.identity_scene import IdentityScene
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.office import EXAMINER, Dates, Office
from tests.journeys.records_scene import RecordsScene
from tests.journeys.students import Students
from tests.suite import ROOT, Suite

PROGRAMME = "SUM-MBA"
REGULATIONS = "SUM-MBA-2021"
FILE = ROOT / "deploy/profiles/leuphana/exams/regulations" / f"{REGULATIONS}.yaml"
GRADED, FULL, SICK, UPCOMING, BY_LOT = "8010101", "8010301", "8010601", "8010801", "8010401"
PICTURE = "SUM21-01"
# With the exam that is passed, thirty credit points, which the thesis asks for.
RECOGNISED = ["SUM21-02", "SUM21-04", "SUM21-05", "SUM21-07", "SUM21-09"]
GRADES = ["2.3", "1.0", "1.3", "3.7", "5.0", "2.3"]
TITLE = "Nachhaltigkeitsberichterstattung mittelständischer Unternehmen: {}"
SECOND_EXAMINER = "ckaya"


@dataclass(frozen=True)
class Scene:
    """Who and what the tour meets, by id."""

    student: Newcomer
    classmate: Newcomer
    # Released, with a distribution and corrections.
    graded: str
    graded_registration: str
    open_correction: str
    # Results still to be entered, and a sick note to be decided.
    examined: str
    sick_registration: str
    sick_note: str
    # One seat, which is taken.
    full: str
    waiting_registration: str
    withdrawn_registration: str
    # Begun, with a form that is still to be filed.
    upcoming: str
    registration: str
    raffled: str
    thesis: str
    thesis_applied: str
    thesis_handed_in: str
    recognition: str
    draft: str
    records: RecordsScene
    identity: IdentityScene
    certificates: CertificatesScene


def set_up(suite: Suite, callers: Callers) -> Scene:
    """Makes the scene; takes some seconds."""
    newcomers, office, students = (
        Newcomers(suite, callers),
        Office(suite, callers),
        Students(callers),
    )
    people = newcomers.welcome_all(
        ["Rundgänger", "Ahrens", "Brückmann-Özdemir", "Çelik", "Dörfler", "Eßmann"], PROGRAMME
    )
    student, *classmates = people
    students.accept_terms(student)
    students.make_calendar_address(student)
    graded, registrations, correction = _results(office, people)
    recognitions = [office.recognise(one, RECOGNISED)[0] for one in (student, *classmates[:2])]
    examined = office.offer(SICK, Dates.just_begun())
    sick, first, _ = [office.register(examined, one) for one in (student, *classmates[3:])]
    office.grade(examined, {first: "1.7"})
    full = office.offer(FULL, Dates.open_now(), seats=1)
    office.register(full, classmates[0])
    upcoming = office.offer(UPCOMING, Dates.open_now())
    withdrawn = students.register(student, upcoming)
    students.withdraw(student, withdrawn)
    students.is_refused(student, graded)
    later = Dates.later()
    raffled = office.offer(BY_LOT, later, seats=20)
    office.raffle(raffled, later)
    theses = _theses(office, students, (student, *classmates[:2]))
    return Scene(
        student=student,
        classmate=classmates[0],
        graded=graded,
        graded_registration=registrations[0],
        open_correction=correction,
        examined=examined,
        sick_registration=sick,
        sick_note=students.file_sick_note(student, sick),
        full=full,
        waiting_registration=students.register(student, full),
        withdrawn_registration=withdrawn,
        upcoming=upcoming,
        registration=students.register(student, upcoming),
        raffled=raffled,
        thesis=theses[0],
        thesis_applied=theses[1],
        thesis_handed_in=theses[2],
        recognition=recognitions[0],
        draft=office.store_regulations(_draft(FILE)),
        records=records_scene.set_up(suite, callers, student, classmates[0]),
        identity=identity_scene.set_up(suite, callers, newcomers, student, classmates[0]),
        certificates=certificates_scene.set_up(suite, callers, student),
    )


def _results(office: Office, people: list[Newcomer]) -> tuple[str, list[str], str]:
    """Results of everybody, one of them corrected, another with a correction that waits."""
    graded = office.offer(GRADED, Dates.just_begun())
    registrations = [office.register(graded, one) for one in people]
    office.grade(graded, dict(zip(registrations, GRADES, strict=True)))
    office.release(graded)
    decided = office.examiner_proposes_correction(registrations[1], "1.3")
    office.confirm_correction(decided)
    return graded, registrations, office.examiner_proposes_correction(registrations[0], "2.0")


def _theses(office: Office, students: Students, applying: tuple[Newcomer, ...]) -> list[str]:
    """One that is being worked on, one applied for, and one handed in."""
    theses = [
        students.apply_for_thesis(
            one, TITLE.format(f"Fall {one.matriculation_number}"), EXAMINER, SECOND_EXAMINER
        )
        for one in applying
    ]
    office.admit_thesis(theses[0])
    office.admit_thesis(theses[2])
    students.hand_in_thesis(applying[2], theses[2])
    return theses


def _draft(file: Path) -> bytes:
    """A version like one of the profile, with exams of its own."""
    text = file.read_text(encoding="utf-8")
    return text.replace(REGULATIONS, "SUM-MBA-2099").replace('"801', '"891').encode()
