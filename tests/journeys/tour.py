"""A tour of every page: whom each is for, and at which address it is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import StorageState

from tests.journeys.visitor import Visitor

Addresses = Mapping[str, str]

ANYBODY: Addresses = {
    "start": "",
    "sign-in": "sign-in?next=/de/exams",
    "activate": "activate",
    "activated": "activated",
    "signed-out": "signed-out",
    "verify": "verify",
    "it-services": "it-services",
    "contact": "contact",
    "unknown-page": "no-such-page",
}


@dataclass(frozen=True)
class Part:
    """The pages of one role; `state` has the cookies of somebody who is signed in."""

    role: str
    state: StorageState | None
    addresses: Addresses


def student(visitor: Visitor) -> Addresses:
    """Registers for an exam, withdraws, registers for another, and draws both documents."""
    visitor.open("exams/tree")
    visitor.accept_terms_if_asked()
    _register(visitor)
    visitor.follow("tree.withdraw")
    visitor.press("withdraw.submit")
    withdrawn = path_of(visitor)
    visitor.follow("registration.back")
    _register(visitor)
    registration = path_of(visitor)
    visitor.follow("registration.back")
    tree = path_of(visitor)
    visitor.open("exams")
    visitor.follow("registered.title")
    if visitor.page.url == visitor.address("exams/registered"):
        visitor.page.locator("main h2 a").first.click()
    registered = path_of(visitor)
    visitor.press("registered.pdf")
    list_of_exams = path_of(visitor)
    visitor.open("certificates")
    visitor.press("certificates.submit")
    return {
        "start": "",
        "account": "account",
        "exams": "exams",
        "terms": "exams/terms",
        "tree": tree,
        "registration": registration,
        "withdrawn": withdrawn,
        "withdraw": f"{registration.partition('?')[0]}/withdraw",
        "enrolments": "exams/registered",
        "registered": registered,
        "list-of-exams": list_of_exams,
        "certificates": "certificates",
        "certificate": path_of(visitor),
        "not-found": "certificates/00000000-0000-7000-8000-000000000000",
        "no-access": "students",
    }


def of_sittings(visitor: Visitor) -> Addresses:
    """Examiners and the examinations office look at sittings and their participants."""
    visitor.open("sittings")
    visitor.page.locator("main h2 a").first.click()
    return {
        "start": "",
        "sittings": "sittings",
        "all-sittings": "sittings?semester=all",
        "participants": path_of(visitor),
    }


def student_services(visitor: Visitor) -> Addresses:
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
    }


ROLES: Mapping[str, Callable[[Visitor], Addresses]] = {
    "student": student,
    "examiner": of_sittings,
    "examinations_office": of_sittings,
    "student_services": student_services,
}


def prepare(role: str, visitor: Visitor, user_name: str, password: str) -> Part:
    """Signs somebody in and makes what their pages show."""
    visitor.sign_in(user_name, password)
    addresses = ROLES[role](visitor)
    return Part(role, visitor.page.context.storage_state(), addresses)


def path_of(visitor: Visitor) -> str:
    """The address of the open page below its language, with its query."""
    address = urlsplit(visitor.page.url)
    path = address.path.removeprefix(f"/{visitor.language}/")
    return f"{path}?{address.query}" if address.query else path


def _register(visitor: Visitor) -> None:
    sitting = visitor.sittings_to_register_for().first
    visitor.unfold(sitting)
    visitor.press_in(sitting, "tree.register")
