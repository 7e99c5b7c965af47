"""Contact data that students keep themselves, and an appointment with their adviser."""

from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.post import mail_to
from tests.journeys.student_services import StudentServices
from tests.journeys.visitor import Visitor
from tests.suite import Suite

# Who advises students of the newcomers' programme.
ADVISER = "padvise"
ROOM = "Dachboden über der Mensa"
SUBJECT = "Welcher Minor passt zu mir?"


def test_a_student_says_where_letters_and_calls_reach_her(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, student_services: StudentServices
) -> None:
    student = newcomers.welcome("Umzug")
    student_services.enter_home_address(student)
    studying = visitor(Language.EN)
    studying.sign_in(student.user_name, suite.password)
    studying.open("studies")
    studying.follow("contact_data.title")
    # The home address changes on application only.
    expect(studying.page.locator("[aria-labelledby=home-address]")).to_contain_text("29221 Celle")
    expect(studying.page.locator("[aria-labelledby=home-address] form")).to_have_count(0)

    _move(studying)
    _choose_the_semester_address(studying)
    _add_a_number(studying)

    studying.follow("contact_history.title")
    rows = studying.page.locator("tbody tr")
    expect(rows.filter(has_text="Feldstraße 7")).to_have_count(1)
    expect(rows.filter(has_text="+49 4131 7654321")).to_have_count(1)


def _move(studying: Visitor) -> None:
    studying.follow("contact_data.enter_semester_address")
    studying.press("field.save")
    expect(studying.page.locator("[id='address.city-error']")).to_be_visible()
    studying.fill_in("field_label.street_address", "Feldstraße 7")
    studying.fill_in_optional("field_label.postal_code", "21335")
    studying.fill_in("field_label.city", "Lüneburg")
    studying.choose("field_label.country", "DE")
    studying.press("field.save")
    expect(studying.alert.first).to_have_text(studying.texts("contact_data.done_address"))


def _choose_the_semester_address(studying: Visitor) -> None:
    studying.page.locator("#correspondence-semester").check()
    studying.press("contact_data.choose")
    expect(studying.alert.first).to_have_text(studying.texts("contact_data.done_chosen"))
    expect(studying.page.locator("#correspondence-semester")).to_be_checked()


def _add_a_number(studying: Visitor) -> None:
    """What nobody can dial is refused at the field; then the number is kept as it is dialled."""
    studying.choose("contact_data.kind", "phone")
    studying.fill_in("contact_data.value", "die von gestern")
    studying.press("contact_data.add_submit")
    expect(studying.error_at("value")).to_be_visible()
    studying.fill_in("contact_data.value", "04131/7654321")
    studying.press("contact_data.add_submit")
    expect(studying.alert.first).to_have_text(studying.texts("contact_data.done_added"))
    entry = studying.page.locator("li.entry", has_text="+49 4131 7654321")
    expect(entry).to_contain_text(studying.texts("contact_entry_kind.phone"))


def test_a_student_books_an_appointment_and_the_adviser_sees_it(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, student_services: StudentServices
) -> None:
    student = newcomers.welcome("Ratsuche")
    student_services.offer_appointment(ADVISER, ROOM)
    studying = visitor(Language.DE)
    studying.sign_in(student.user_name, suite.password)

    studying.open("studies")
    studying.follow("in_charge.title")
    studying.page.locator(f"main a[href*='with={ADVISER}']").click()
    studying.page.get_by_label(ROOM).check()
    studying.fill_in_optional("appointments.subject", SUBJECT)
    studying.page.get_by_role("button", name=studying.texts("appointments.book")).click()
    expect(studying.alert.first).to_have_text(studying.texts("appointments.done_booked"))
    assert studying.fact(studying.texts("sitting.room")) == ROOM
    mail_to(student.mailbox, suite, ROOM)

    advising = visitor(Language.DE)
    advising.sign_in(ADVISER, suite.password)
    advising.open("")
    advising.follow("menu.offered")
    booked = advising.page.locator("tbody tr", has_text=student.matriculation_number)
    expect(booked).to_contain_text(student.family_name)
    expect(booked).to_contain_text(SUBJECT)
