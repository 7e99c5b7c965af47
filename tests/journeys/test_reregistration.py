"""Re-registration: a student is called, pays, and is re-registered by the bank's file."""

import re
from datetime import UTC, datetime

from chassis.values import Language, local_date
from playwright.sync_api import expect

from tests.journeys.bank_files import Transfer, statement
from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.post import mail_to
from tests.journeys.student_services import StudentServices, coming_semester
from tests.journeys.visitor import Visitor
from tests.suite import Suite


def test_a_student_is_reregistered_by_the_banks_file_however_the_reference_is_typed(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, student_services: StudentServices
) -> None:
    student, forgetful = newcomers.welcome_all(["Rückmelderin", "Vergesslich"], "KUWI-BA")
    student_services.issue_card(student)
    student_services.call_to_reregister()
    studying = visitor(Language.DE)
    studying.sign_in(student.user_name, suite.password)
    mail_to(student.mailbox, suite, "Rückmeldung", student.matriculation_number)
    cents, iban = _read_how_to_pay(studying, student)

    number = student.matriculation_number
    file = statement(
        iban,
        local_date(datetime.now(UTC)),
        [
            Transfer(cents, "Otto Rueckmelder", f"MatrNr {number[:3]} {number[3:]} rueckmelderin"),
            Transfer(cents, "Tante Erna", "Semesterbeitrag fuer Mechthild"),
        ],
    )
    clerk = visitor(Language.DE)
    clerk.sign_in(student_services.user_name, suite.password)
    _import(clerk, file)
    _is_reregistered(studying, student, suite)
    _settle(clerk, forgetful)
    mail_to(forgetful.mailbox, suite, "Zurückgemeldet zum")


def _read_how_to_pay(studying: Visitor, student: Newcomer) -> tuple[int, str]:
    """Finds the call among what is to be done; returns the sum in cents, and the IBAN."""
    studying.follow("menu.studies")
    expect(studying.page.locator(".to-do")).to_contain_text("Rückmeldung")
    studying.follow("fees.title", within=studying.page.locator(".to-do"))
    called = studying.texts("reregistration_state.called")
    expect(studying.page.locator(".to-do")).to_contain_text(called)
    reference = studying.fact(studying.texts("fees.reference"))
    assert reference.startswith(f"{student.matriculation_number}, R")
    expect(studying.page.get_by_role("img", name=student.matriculation_number)).to_be_visible()
    amount = studying.fact(studying.texts("fees.sum"))
    return int(re.sub(r"\D", "", amount)), studying.fact(studying.texts("fees.iban"))


def _import(clerk: Visitor, file: bytes) -> None:
    """Looks at what the file would do, books it, and learns that it is known now."""
    clerk.follow("menu.bank")
    _check(clerk, file)
    counts = clerk.page.locator("dl").first
    expect(counts).to_contain_text(clerk.texts("bank_entry_outcome.booked"))
    assert clerk.fact(clerk.texts("bank_entry_outcome.to_clear")) == "1"
    clerk.press("bank.book")
    assert clerk.fact(clerk.texts("bank.booked")) == "1"
    assert clerk.fact(clerk.texts("bank.to_clear")) == "1"

    clerk.open("bank")
    _check(clerk, file)
    expect(clerk.page.locator("main")).to_contain_text(clerk.texts("bank.nothing_new"))
    expect(clerk.page.get_by_role("main").get_by_role("button")).to_have_count(0)


def _check(clerk: Visitor, file: bytes) -> None:
    clerk.follow("bank.import")
    clerk.upload("bank.file", "kontoauszug.xml", file)
    clerk.press("table_file.check")
    assert clerk.heading == clerk.texts("bank.check")


def _is_reregistered(studying: Visitor, student: Newcomer, suite: Suite) -> None:
    studying.page.reload()
    done = studying.texts("reregistration_state.done")
    expect(studying.page.locator(".to-do")).to_contain_text(done)
    expect(studying.page.locator("main")).to_contain_text(studying.texts("fees.nothing_open"))
    mail_to(student.mailbox, suite, "Zurückgemeldet zum")
    studying.open("studies/card")
    until = studying.page.locator(".student-card__until")
    expect(until).to_contain_text(str(coming_semester().last_date.year))
    studying.open("studies/enrolments")
    expect(studying.page.locator("tbody tr")).to_have_count(2)


def _settle(clerk: Visitor, forgetful: Newcomer) -> None:
    """Finds whose money it is, and assigns it."""
    clerk.open("bank/clearing")
    clerk.page.locator("tbody tr", has_text="fuer Mechthild").get_by_role("link").first.click()
    clerk.press("clearing.settle")
    expect(clerk.error_at("settlement")).to_be_visible()
    clerk.fill_in("clearing.query", forgetful.matriculation_number)
    clerk.press("clearing.search")
    clerk.page.get_by_label(re.compile(forgetful.family_name)).check()
    clerk.page.locator("#settlement-assigned").check()
    clerk.press("clearing.settle")
    expect(clerk.alert.first).to_be_visible()
    expect(clerk.page.locator("tbody tr", has_text="fuer Mechthild")).to_have_count(0)
