"""What becomes of certificates after they were issued, and offices that issue many at once."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from zipfile import ZipFile

from chassis.values import Language, local_date
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys import applications, certificates
from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.papers import one_page
from tests.journeys.patience import patiently
from tests.journeys.post import mail_to
from tests.journeys.student_services import StudentServices
from tests.journeys.visitor import Visitor
from tests.suite import Suite

REASON = "Mit gefälschtem Zeugnis eingeschrieben."
NEW_NAME = "Möwenstein"
# Few are enrolled in it.
PROGRAMME = "PROM-NWI"


def test_an_office_withdraws_a_certificate_and_whoever_checks_it_learns_that_but_not_why(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, student_services: StudentServices
) -> None:
    student = newcomers.welcome("Rücknahme")
    studying = visitor(Language.DE)
    studying.sign_in(student.user_name, suite.password)
    number = certificates.draw(studying, "enrolment")
    document = certificates.download(studying)

    deciding = visitor(Language.DE, java_script_enabled=False)
    deciding.sign_in(student_services.user_name, suite.password)
    _find(deciding, number)
    expect(deciding.page.locator("main")).to_contain_text(student.matriculation_number)
    _withdraw(deciding)

    mail = mail_to(student.mailbox, suite, "zurückgezogen", number)
    assert REASON not in mail.text
    studying.page.reload()
    withdrawn = studying.texts("certificate_state.withdrawn")
    expect(studying.page.locator("main .kern-badge").first).to_have_text(withdrawn)
    employer = visitor(Language.DE)
    certificates.look_up(employer, number)
    assert employer.heading == employer.texts("verify.withdrawn_heading")
    expect(employer.page.locator("main")).not_to_contain_text(REASON)
    certificates.upload(employer, "bescheinigung.pdf", document)
    assert employer.heading == employer.texts("verify.withdrawn_heading")


def _find(deciding: Visitor, number: str) -> None:
    deciding.open("issued-certificates")
    deciding.fill_in("certificate.number", number.replace(" ", ""))
    deciding.press("issued.submit")
    assert certificates.number_of(deciding) == number


def _withdraw(deciding: Visitor) -> None:
    """Nothing happens before what would happen was seen."""
    deciding.follow("change.withdraw_certificate_title")
    deciding.fill_in("field_label.withdrawal_reason", REASON)
    deciding.press("change_page.check_first")
    expect(deciding.page.locator("main")).to_contain_text(deciding.texts("change_page.confirm"))
    page = deciding.page.url
    deciding.page.goto(page.removesuffix("/withdraw"))
    valid = deciding.texts("certificate_state.valid")
    expect(deciding.page.locator("main .kern-badge").first).to_have_text(valid)

    deciding.page.goto(page)
    deciding.fill_in("field_label.withdrawal_reason", REASON)
    deciding.press("change_page.check_first")
    deciding.press("change.withdraw_certificate_submit")
    done = deciding.texts("office_certificate.done_withdrawn")
    expect(deciding.alert.first).to_have_text(done)


def test_a_new_name_makes_a_certificate_no_longer_current_until_another_takes_its_place(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, student_services: StudentServices
) -> None:
    student = newcomers.welcome("Altmann")
    studying = visitor(Language.DE, java_script_enabled=False)
    studying.sign_in(student.user_name, suite.password)
    number = certificates.draw(studying, "enrolment")

    _apply_for_the_name(studying)
    deciding = visitor(Language.DE)
    deciding.sign_in(student_services.user_name, suite.password)
    applications.open_case(deciding, student, "name_change")
    applications.decide(deciding)

    _outdated_in_the_list(studying)
    employer = visitor(Language.DE)
    certificates.look_up(employer, number)
    outdated = employer.texts("verify_state.no_longer_current")
    expect(employer.alert).to_contain_text(outdated)
    expect(employer.page.locator("main")).not_to_contain_text(NEW_NAME)

    studying.follow("certificate.draw_anew")
    studying.press("draw.anew_submit")
    successor = certificates.number_of(studying)
    certificates.look_up(employer, number)
    expect(employer.alert).to_contain_text(employer.texts("verify_state.superseded"))
    expect(employer.alert).to_contain_text(successor)
    certificates.look_up(employer, successor)
    expect(employer.alert).to_contain_text(employer.texts("verify_state.valid"))
    expect(employer.page.locator(".printed")).to_contain_text(NEW_NAME)


def _apply_for_the_name(studying: Visitor) -> None:
    applications.begin(studying, "name_change")
    studying.fill_in("field_label.given_names", "Mechthild Ümmühan")
    studying.fill_in("field_label.family_name", NEW_NAME)
    today = local_date(datetime.now(UTC)).isoformat()
    studying.fill_in("field_label.valid_from_date", today)
    applications.save(studying)
    applications.attach(studying, "name_change_document", one_page())
    applications.submit(studying)


def _outdated_in_the_list(studying: Visitor) -> None:
    """The list says so once the change was heard of; its entry leads to a new one."""
    outdated = studying.texts("certificate_state.no_longer_current")

    def found() -> None:
        studying.open("certificates")
        assert studying.page.locator("li.entry .kern-badge").first.inner_text() == outdated

    patiently(found, AssertionError)
    studying.page.locator("li.entry h3 a").first.click()


def test_student_services_issue_the_certificates_of_a_programme_as_one_job(
    suite: Suite, visitor: Arrival, student_services: StudentServices, tmp_path: Path
) -> None:
    ordering = visitor(Language.DE, java_script_enabled=False)
    ordering.sign_in(student_services.user_name, suite.password)
    ordering.open("certificate-jobs/new")
    ordering.choose("certificate_job.type", "enrolment")
    ordering.choose("certificate_job.programme", PROGRAMME)
    ordering.page.locator("#language-both").check()
    ordering.page.locator("#with_address").check()
    ordering.press("certificate_job.preview")
    ordering.page.locator("button[name=confirmed]").click()
    progress = ordering.page.get_by_role("progressbar", include_hidden=True)
    expect(progress.or_(ordering.page.locator("progress"))).to_have_count(1)
    _wait_until_done(ordering)

    archive = certificates.download_with(ordering, "certificate_job.download_archive")
    numbers = _listed(archive, tmp_path)
    printed = certificates.download_with(ordering, "certificate_job.download_print")
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(printed)).pages]
    assert len(pages) >= len(numbers)
    assert all(any(number in page for page in pages) for number in numbers)

    employer = visitor(Language.DE)
    # The barcode stands on the last page of each certificate.
    picture = certificates.scanned(printed, tmp_path, page=len(pages))
    certificates.upload(employer, "scan.png", picture)
    assert employer.heading == employer.texts("barcode.authentic")
    certificates.look_up(employer, numbers[-1])
    expect(employer.alert).to_contain_text(employer.texts("verify_state.valid"))


def _wait_until_done(ordering: Visitor) -> None:
    done = ordering.texts("certificate_job_state.done")

    def is_done() -> None:
        ordering.page.reload()
        assert ordering.page.locator("main .kern-badge").first.inner_text() == done

    patiently(is_done, AssertionError)


def _listed(archive: bytes, folder: Path) -> list[str]:
    """The numbers in the archive's list, each of which names a sealed file beside it."""
    with ZipFile(BytesIO(archive)) as files:
        with files.open("list.csv") as opened:
            text = TextIOWrapper(opened, "utf-8-sig").read()
        rows = list(csv.reader(StringIO(text), delimiter=";"))[1:]
        issued = [(row[5], row[6]) for row in rows if row[6]]
        assert issued
        assert {name for _, name in issued} == set(files.namelist()) - {"list.csv"}
        assert all(files.read(name).startswith(b"%PDF-") for _, name in issued)
    return [number for number, _ in issued]
