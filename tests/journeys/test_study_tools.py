"""What helps students besides registering: planning, the calendar, the lottery, the picture."""

import re

from chassis.values import Language
from icalendar import Calendar, Event
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.office import Dates, Office
from tests.journeys.visitor import Visitor
from tests.suite import Suite

TAKEN, PLANNED = "1020301", "1020401"


def test_planned_grades_show_the_average_that_they_lead_to(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, office: Office
) -> None:
    student = newcomers.welcome("Planung")
    office.give_results(TAKEN, [student], ["2.0"])
    studying = visitor(Language.DE)
    studying.sign_in(student.user_name, suite.password)
    studying.open("exams/progress")
    studying.follow("progress.plan_link")

    studying.fill_in_optional("plan.target", "1,05")
    studying.press("plan.submit")
    expect(studying.error_at("target_average")).to_be_visible()

    # Two modules with five credit points each: their average is the one between the grades.
    studying.page.locator(f"#grade-{PLANNED}").select_option("1.0")
    studying.fill_in_optional("plan.target", "1,8")
    studying.press("plan.submit")
    assert studying.fact(studying.texts("plan.today")) == "2,0"
    assert studying.fact(studying.texts("plan.then")) == "1,5"
    assert re.fullmatch(r"\d,\d+", studying.fact(studying.texts("plan.needed")))
    expect(studying.page.locator(f"#grade-{PLANNED}")).to_have_value("1.0")

    # Nothing of it is stored.
    studying.open(f"exams/progress/{student.enrolment_id}")
    expect(studying.page.locator("main")).to_contain_text(
        studying.texts("progress.result", grade="2,0")
    )


def test_a_calendar_program_reads_the_registered_exams_until_the_address_is_ended(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, office: Office
) -> None:
    student = newcomers.welcome("Kalender")
    dates = Dates.open_now()
    sitting_id = office.offer(TAKEN, dates)
    studying = visitor(Language.EN)
    studying.open_tree(student.user_name, suite.password)
    studying.press_in(studying.sitting(sitting_id), "tree.register_seat")

    studying.open("exams/calendar")
    studying.press("calendar_feed.make")
    address = studying.page.get_by_label(studying.texts("calendar_feed.address")).input_value()
    subscribed = visitor()
    answer = subscribed.page.context.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.text())
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    last_day, exam = calendar.walk("VEVENT")
    assert isinstance(exam, Event)
    assert str(last_day["SUMMARY"]).startswith("Letzter Tag für den Rücktritt: ")
    assert str(exam["SUMMARY"]).startswith("Prüfung: Wissenschaft macht Geschichte")
    assert exam["LOCATION"] == "HS 1"
    assert dates.starts is not None
    assert exam.start == dates.starts.replace(microsecond=0)

    studying.open("exams/calendar")
    expect(studying.page.get_by_label(studying.texts("calendar_feed.address"))).to_have_count(0)
    studying.press("calendar_feed.end")
    expect(studying.alert).to_contain_text(studying.texts("calendar_feed.ended_title"))
    assert subscribed.page.context.request.get(address).status == 404


def test_everybody_sees_to_what_a_lottery_is_committed_before_anybody_can_register(
    visitor: Arrival, office: Office
) -> None:
    dates = Dates.later()
    sitting_id = office.offer(TAKEN, dates, seats=3)
    office.raffle(sitting_id, dates)
    for language in Language:
        anybody = visitor(language)
        anybody.open(f"lotteries/{sitting_id}")
        assert anybody.heading == anybody.texts("lottery.title")
        commitment = anybody.fact(anybody.texts("lottery.commitment"))
        assert re.fullmatch("[0-9a-f]{64}", commitment)
        assert "Lotto 6aus49" in anybody.fact(anybody.texts("lottery.source"))
        assert anybody.fact(anybody.texts("lottery.seats")) == "3"
        main = anybody.page.locator("main")
        expect(main).to_contain_text(anybody.texts("lottery.not_drawn"))
        expect(main).to_contain_text("exams lottery verify")
        assert anybody.open(f"lotteries/{sitting_id}/publication").status == 404


def test_the_module_picture_leads_from_courses_to_exams_and_on_to_the_tree(
    suite: Suite, visitor: Arrival, newcomers: Newcomers
) -> None:
    student = newcomers.welcome("Modulbild")
    studying = visitor(Language.DE)
    studying.open_tree(student.user_name, suite.password)
    module = studying.page.locator("#module-KUWI24-02")
    studying.unfold(module.get_by_role("link", include_hidden=True).last)
    module.get_by_role("link", name=studying.texts("tree.picture")).click()

    assert "Wissenschaft nutzt Methoden" in studying.heading
    ways = studying.page.locator("li.way")
    expect(ways).to_have_count(2)
    _has_way(studying, "Übung zu Statistik und Mathematik", "Statistik und Mathematik: Klausur")
    _has_way(studying, "Wissenschaftstheorie", "Wissenschaftstheorie: Essay")
    studying.page.get_by_role("main").get_by_role(
        "link", name=studying.texts("picture.register")
    ).first.click()
    assert studying.heading == studying.texts("tree.title")
    expect(studying.page.locator("#module-KUWI24-02")).to_have_attribute("open", "")


def _has_way(studying: Visitor, course: str, exam: str) -> None:
    """One way has the course on its left side and the exam on its right."""
    way = studying.page.locator("li.way").filter(has_text=exam)
    expect(way.locator(".way__side").first).to_contain_text(course)
    expect(way.locator(".way__side").last).to_contain_text(exam)
