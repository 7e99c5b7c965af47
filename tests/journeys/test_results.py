"""Results from the examiner's table to the student's average, and a correction by four eyes."""

from io import BytesIO

from chassis.values import Language
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.office import EXAMINER, Dates, Office
from tests.journeys.post import mail_to
from tests.journeys.visitor import Visitor
from tests.suite import Suite

EXAM = "1020301"
NAME = "Science and its History"
REASON = "Aufgabe 3 war nicht mitgezählt."


def test_results_are_uploaded_released_and_corrected_by_two_people(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, office: Office
) -> None:
    sitting_id = office.offer(EXAM, Dates.just_begun())
    students = newcomers.welcome_all(["Ergebnis", "Fehler"], "KUWI-BA")
    registered = [office.register(sitting_id, one) for one in students]
    first, second = students
    results = f"sittings/{sitting_id}/results"
    examining = visitor(Language.DE, accept_downloads=True)
    examining.sign_in(EXAMINER, suite.password)
    deciding = visitor(Language.DE)
    deciding.sign_in(office.user_name, suite.password)
    studying = visitor(Language.EN)
    studying.sign_in(first.user_name, suite.password)

    examining.open(results)
    _upload_with_a_wrong_row(examining, {first: "2,3", second: "1,5"}, wrong=second)
    _upload_and_book(examining, {first: "2,3", second: "3,7"})
    _has_no_result_yet(studying, first)
    _release(deciding, results, count=2)
    mail = mail_to(first.mailbox, suite, "exam result available", NAME)
    assert "2,3" not in mail.text
    assert "2.3" not in mail.text
    _sees_the_result(studying, first, grade="2.3")

    own = f"{results}/{registered[0]}"
    _propose_a_correction(examining, own, grade="2,0")
    assert examining.open("corrections").status == 403
    _cannot_decide_an_own_proposal(deciding, f"{results}/{registered[1]}", second)
    _confirm(deciding, first)
    corrected = mail_to(first.mailbox, suite, "exam result corrected", NAME)
    assert "2,0" not in corrected.text
    _sees_the_result(studying, first, grade="2.0")
    _shows_both_people(examining, own)


def _upload_with_a_wrong_row(
    examining: Visitor, grades: dict[Newcomer, str], wrong: Newcomer
) -> None:
    """The page names line and column, and nothing is booked, not even the right row."""
    line = _upload(examining, grades)[wrong.matriculation_number]
    problem = examining.page.locator("[aria-labelledby=problems] tbody tr")
    expect(problem).to_have_count(1)
    expect(problem).to_contain_text(examining.texts("table_file.line_number", number=line))
    expect(problem.locator("td").first).to_have_text("Note")
    expect(problem).to_contain_text("1,5")
    booking = examining.page.get_by_role("button", name=examining.texts("results_page.book"))
    expect(booking).to_have_count(0)
    examining.page.get_by_role("navigation").get_by_role(
        "link", name=examining.texts("results_page.title"), exact=True
    ).click()
    nothing = examining.texts("results_page.of", count="0", all="2")
    expect(examining.page.locator("#entered-said")).to_have_text(nothing)


def _upload_and_book(examining: Visitor, grades: dict[Newcomer, str]) -> None:
    _upload(examining, grades)
    changes = examining.page.locator("[aria-labelledby=effects] tbody tr")
    expect(changes).to_have_count(len(grades))
    for number, student in enumerate(grades):
        expect(changes.nth(number)).to_contain_text(grades[student])
    examining.press("results_page.book")
    expect(examining.alert).to_have_text(examining.texts("results_page.done_uploaded", count="2"))


def _upload(examining: Visitor, grades: dict[Newcomer, str]) -> dict[str, int]:
    """Fills in the table as it is downloaded, uploads it and has it checked; returns each
    student's line by matriculation number."""
    with examining.page.expect_download() as started:
        examining.page.get_by_role(
            "link", name=examining.texts("results_page.download", format="XLSX")
        ).click()
    book = load_workbook(BytesIO(started.value.path().read_bytes()))
    sheet = book.active
    assert sheet is not None
    columns = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    lines = {
        str(sheet.cell(row, columns["Matrikelnummer"]).value): row
        for row in range(2, sheet.max_row + 1)
    }
    for student, grade in grades.items():
        sheet.cell(lines[student.matriculation_number], columns["Note"], grade)
    content = BytesIO()
    book.save(content)
    examining.follow("results_page.upload")
    examining.upload("table_file.file", started.value.suggested_filename, content.getvalue())
    examining.press("table_file.check")
    assert examining.heading == examining.texts("table_file.check_title")
    return lines


def _has_no_result_yet(studying: Visitor, student: Newcomer) -> None:
    studying.open(f"exams/transcript/{student.enrolment_id}")
    expect(studying.page.locator("main")).to_contain_text(studying.texts("transcript.none"))


def _release(deciding: Visitor, results: str, count: int) -> None:
    """Looks at what releasing does, and releases."""
    deciding.open(results)
    deciding.follow("release.title")
    assert deciding.fact(deciding.texts("release.released")) == str(count)
    assert deciding.fact(deciding.texts("release.missing")) == "0"
    deciding.press("release.submit")
    expect(deciding.alert).to_have_text(
        deciding.texts("results_page.done_released", count=str(count))
    )


def _sees_the_result(studying: Visitor, student: Newcomer, grade: str) -> None:
    """The result stands in the transcript; average and progress follow from it."""
    studying.open(f"exams/transcript/{student.enrolment_id}")
    result = studying.page.locator("tbody tr", has_text=NAME)
    expect(result).to_contain_text(grade)
    expect(result).to_contain_text("BE")
    assert studying.fact(studying.texts("transcript.average")).startswith(grade)
    studying.follow("progress.title")
    main = studying.page.locator("main")
    expect(main).to_contain_text(studying.texts("progress.credits", earned="5", required="180"))
    expect(main).to_contain_text(studying.texts("progress.result", grade=grade))


def _propose_a_correction(proposing: Visitor, own: str, grade: str) -> None:
    proposing.open(own)
    proposing.fill_in_optional("results_page.grade", grade)
    proposing.fill_in("correction.reason", REASON)
    proposing.press("correction.propose_submit")
    expect(proposing.page.locator("main")).to_contain_text(
        proposing.texts("result_history.done_proposed")
    )


def _cannot_decide_an_own_proposal(deciding: Visitor, own: str, student: Newcomer) -> None:
    """Whoever proposed a correction finds no way to decide it."""
    _propose_a_correction(deciding, own, grade="3,3")
    _open_the_correction(deciding, student)
    expect(deciding.page.locator("main")).to_contain_text(deciding.texts("correction.not_own"))
    expect(deciding.page.get_by_role("radio")).to_have_count(0)


def _confirm(deciding: Visitor, student: Newcomer) -> None:
    _open_the_correction(deciding, student)
    assert deciding.fact(deciding.texts("correction.former")).startswith("2,3")
    assert deciding.fact(deciding.texts("correction.proposed")).startswith("2,0")
    deciding.page.get_by_label(deciding.texts("correction.confirm")).check()
    deciding.press("decision.submit")
    expect(deciding.alert.first).to_have_text(deciding.texts("corrections.done_confirmed"))


def _open_the_correction(deciding: Visitor, student: Newcomer) -> None:
    """Finds it on the way over what waits for the office."""
    deciding.open("office")
    deciding.page.get_by_role(
        "link", name=deciding.texts("office.waiting_corrections"), exact=True
    ).click()
    deciding.page.get_by_role("link", name=f"{student.family_name}, ").first.click()


def _shows_both_people(examining: Visitor, own: str) -> None:
    """The history keeps every version, the correction with its reason and both people."""
    examining.open(own)
    versions = examining.page.locator("[aria-labelledby=versions] tbody tr")
    expect(versions).to_have_count(3)
    corrected = versions.first
    for said in ("2,0", REASON, "Meier", "Amtmann"):
        expect(corrected).to_contain_text(said)
