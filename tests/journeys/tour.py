"""A tour of every page: whom each is for, and at which address it is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import StorageState

from tests.journeys import (
    tour_of_accounts,
    tour_of_certificates,
    tour_of_records,
    tour_of_security,
)
from tests.journeys.office import EXAMINER
from tests.journeys.scene import PICTURE, REGULATIONS, Scene
from tests.journeys.visitor import Visitor
from tests.suite import Suite

Addresses = Mapping[str, str]

# Nothing has this id: the pages that say so are part of the tour.
NOBODYS = "00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Part:
    """The pages of one role; `state` has the cookies of somebody who is signed in."""

    role: str
    state: StorageState | None
    addresses: Addresses


def anybody(scene: Scene, _: Visitor) -> Addresses:
    """Whoever has no account, or does not sign in."""
    return {
        "start": "",
        "sign-in": "sign-in?next=/de/exams",
        "activate": "activate",
        "activated": "activated",
        "signed-out": "signed-out",
        "verify-receipt": "receipts/verify",
        "lottery": f"lotteries/{scene.raffled}",
        "no-lottery": f"lotteries/{NOBODYS}",
        "contact": "contact",
        "unknown-page": "no-such-page",
        **tour_of_certificates.of_anybody(),
        **tour_of_accounts.of_anybody(scene.identity),
        **tour_of_security.of_anybody(),
    }


def student(scene: Scene, _: Visitor) -> Addresses:
    """The student of the scene."""
    enrolment_id = scene.student.enrolment_id
    registered = f"exams/registered/{enrolment_id}"
    registration = f"exams/registrations/{scene.registration}"
    waiting = f"exams/registrations/{scene.waiting_registration}"
    return {
        "start": "",
        "exams": "exams",
        "terms": "exams/terms",
        "tree": f"exams/tree?enrolment={enrolment_id}&module={PICTURE}",
        "registration": f"{registration}?done=registered",
        "waiting": f"{waiting}?done=registered",
        "withdrawn": f"exams/registrations/{scene.withdrawn_registration}?done=withdrawn",
        "withdraw": f"{registration}/withdraw",
        "enrolments": "exams/registered",
        "registered": registered,
        "attempts": "exams/attempts",
        "transcripts": "exams/transcript",
        "transcript": f"exams/transcript/{enrolment_id}",
        "distribution": f"exams/distribution/{scene.graded}",
        "progresses": "exams/progress",
        "progress": f"exams/progress/{enrolment_id}",
        "plan": f"exams/progress/{enrolment_id}/plan",
        "sick-notes": "exams/sick-notes",
        "file-sick-note": f"{registration}/sick-note",
        "sick-note": f"exams/sick-notes/{scene.sick_note}?done=filed",
        "theses": "exams/theses",
        "apply-for-thesis": f"exams/theses/apply/{enrolment_id}",
        "thesis": f"exams/theses/{scene.thesis}",
        "hand-in": f"exams/theses/{scene.thesis}/hand-in",
        "no-thesis": f"exams/theses/{NOBODYS}",
        "calendar": "exams/calendar",
        "module": f"exams/regulations/{REGULATIONS}/modules/{PICTURE}",
        "regulations": f"exams/regulations/{REGULATIONS}",
        "no-access": "students",
        **tour_of_certificates.of_student(scene.certificates, NOBODYS),
        **tour_of_records.of_student(scene.student, scene.records),
        **tour_of_accounts.of_student(scene.identity),
        **tour_of_security.of_student(NOBODYS),
    }


def secured_student(scene: Scene, visitor: Visitor) -> Addresses:
    """Somebody who signs in with a code of an authenticator app."""
    visitor.fill_in("second_step.code", scene.identity.secured.code())
    visitor.press("second_step.finish")
    return tour_of_accounts.of_secured_student()


def examiner(scene: Scene, _: Visitor) -> Addresses:
    """The examiner of the scene's sittings and theses."""
    graded, examined = f"sittings/{scene.graded}", f"sittings/{scene.examined}"
    return {
        "start": "",
        "sittings": "sittings",
        "no-sittings": "sittings?semester=all&query=Seifenkisten",
        "participants": graded,
        "seats": f"{examined}/seats",
        "results": f"{examined}/results",
        "released": f"{graded}/results?done=uploaded&count=6",
        "upload": f"{examined}/results/upload",
        "distribution": f"{graded}/distribution",
        "no-distribution": f"{examined}/distribution",
        "history": f"{graded}/results/{scene.graded_registration}",
        "theses": "theses",
        "thesis": f"theses/{scene.thesis_handed_in}",
        "no-access": "corrections",
    }


def examinations_office(scene: Scene, _: Visitor) -> Addresses:
    """The office, which keeps sittings and rules and decides."""
    full, examined = f"sittings/{scene.full}", f"sittings/{scene.examined}"
    record = f"student-records/{scene.student.person_id}"
    enrolment = f"{record}/{scene.student.enrolment_id}"
    return {
        "start": "",
        "office": "office",
        "sittings": "sittings",
        "new-sitting": "sittings/new",
        "import-sittings": "sittings/import",
        "participants": f"{full}?show=all",
        "change-sitting": f"{full}/change",
        "cancel-sitting": f"{full}/cancel",
        "register": f"{full}/register",
        "deregister": f"office/registrations/{scene.registration}/deregister",
        "lottery": f"sittings/{scene.raffled}/lottery",
        "no-lottery": f"{full}/lottery",
        "results": f"{examined}/results",
        "release": f"{examined}/results/release",
        "nothing-to-release": f"{full}/results/release",
        "history": f"sittings/{scene.graded}/results/{scene.graded_registration}",
        "corrections": "corrections?show=all",
        "correction": f"corrections/{scene.open_correction}",
        "sick-notes": "sick-notes",
        "sick-note": f"sick-notes/{scene.sick_note}",
        "theses": "theses",
        "thesis": f"theses/{scene.thesis}",
        "thesis-to-admit": f"theses/{scene.thesis_applied}",
        "thesis-to-grade": f"theses/{scene.thesis_handed_in}",
        "periods": "periods",
        "period": "periods/save",
        "regulations": "regulations",
        "import-regulations": "regulations/import",
        "regulations-version": f"regulations/{REGULATIONS}",
        "draft": f"regulations/{scene.draft}",
        "publish": f"regulations/{scene.draft}/publish",
        "delete": f"regulations/{scene.draft}/delete",
        "records": "student-records",
        "found-records": f"student-records?family_name_prefix={scene.student.family_name}",
        "record": record,
        "progress": enrolment,
        "recognise": f"{enrolment}/recognitions",
        "revoke": f"{enrolment}/recognitions/{scene.recognition}/revoke",
        **tour_of_certificates.of_examinations_office(scene.student, scene.certificates),
    }


def programme_adviser(scene: Scene, _: Visitor) -> Addresses:
    """An adviser, who reads how studies go and changes nothing."""
    record = f"student-records/{scene.student.person_id}"
    return {
        "start": "",
        "records": "student-records",
        "no-records": "student-records?matriculation_number=3999999",
        "record": record,
        "progress": f"{record}/{scene.student.enrolment_id}",
        **tour_of_records.of_adviser(scene.records),
    }


def student_services(scene: Scene, visitor: Visitor) -> Addresses:
    """Finds somebody who has not activated the account yet."""
    search = "students?family_name_prefix=M"
    visitor.open(search)
    found = [one.get_attribute("href") or "" for one in visitor.page.locator("main h3 a").all()]
    for address in found:
        visitor.page.goto(f"{visitor.base_url}{address}")
        if visitor.page.get_by_role("link", name=visitor.texts("initial_code.title")).count():
            break
    found_student = path_of(visitor)
    return {
        "start": "",
        "students": "students",
        "found": search,
        "student": found_student,
        "initial-code": f"{found_student}/initial-code",
        **tour_of_records.of_student_services(scene.student, scene.records),
        **tour_of_accounts.of_student_services(scene.student),
        **tour_of_certificates.of_student_services(scene.student, scene.certificates),
    }


def international_center(scene: Scene, _: Visitor) -> Addresses:
    """Who looks after semesters abroad."""
    return tour_of_records.of_international_center(scene.records)


def library_desk(scene: Scene, _: Visitor) -> Addresses:
    """Who sees whether a student card is valid, and who hands out library cards."""
    return tour_of_accounts.of_library_desk(scene.student, scene.classmate, scene.identity)


def system_administrator(scene: Scene, visitor: Visitor) -> Addresses:
    """Who keeps accounts, roles and systems."""
    visitor.open(f"roles/give?query={EXAMINER}")
    staff = visitor.page.locator("main h3 a").first.get_attribute("href") or ""
    return tour_of_accounts.of_system_administrator(
        scene.student, staff.rpartition("/")[2], scene.identity
    )


ROLES: Mapping[str, Callable[[Scene, Visitor], Addresses]] = {
    "anybody": anybody,
    "student": student,
    "secured_student": secured_student,
    "examiner": examiner,
    "examinations_office": examinations_office,
    "programme_adviser": programme_adviser,
    "student_services": student_services,
    "international_center": international_center,
    "library_desk": library_desk,
    "system_administrator": system_administrator,
}


def prepare(role: str, scene: Scene, visitor: Visitor, suite: Suite) -> Part:
    """Signs somebody in, where the role asks for it, and finds the addresses."""
    user_name = user_name_of(role, scene, suite)
    if user_name:
        visitor.sign_in(user_name, suite.password)
    addresses = ROLES[role](scene, visitor)
    return Part(role, visitor.page.context.storage_state() if user_name else None, addresses)


def user_name_of(role: str, scene: Scene, suite: Suite) -> str:
    """Who plays a role; empty for anybody."""
    if role == "anybody":
        return ""
    if role == "student":
        return scene.student.user_name
    if role == "secured_student":
        return scene.identity.secured.student.user_name
    return EXAMINER if role == "examiner" else suite.user_names(role)[0]


def path_of(visitor: Visitor) -> str:
    """The address of the open page below its language, with its query."""
    address = urlsplit(visitor.page.url)
    path = address.path.removeprefix(f"/{visitor.language}/")
    return f"{path}?{address.query}" if address.query else path
