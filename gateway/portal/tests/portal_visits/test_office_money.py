"""Bank, clearing, re-registration, applicants, appointments and semesters abroad."""

from datetime import date

from chassis.values import Semester
from records.domain.applications import contents
from records.domain.semester_jobs import JobKind

from services.records.tests.application_factories import (
    approved,
    clerk,
    international,
    student,
    submitted,
)
from services.records.tests.bank_factories import Camt, Entry, Paid, Stated
from services.records.tests.enrol_factories import OPENS

from .office_world import Office
from .portal_pages import Form, Page
from .staff_campus import opened, sent


def _file(*entries: Entry) -> dict[str, tuple[str, bytes, str]]:
    content = Camt((Stated(entries),)).xml()
    return {"document": ("auszug.xml", content, "text/xml")}


def _link(page: Page, part: str) -> str:
    return next(one for one in page.links if part in one)


def _form_of(item: Page) -> Form:
    return next(form for form in item.forms if "/bank/clearing/" in form.action)


async def _imported(office: Office, *entries: Entry) -> Page:
    form = await opened(office.clerk, "/de/bank/import")
    checked = await sent(office.clerk, form, "bank/import", files=_file(*entries))
    return await sent(office.clerk, checked, "bank/import")


async def test_a_bank_file_is_checked_before_it_is_booked(office: Office) -> None:
    form = await opened(office.clerk, "/de/bank/import")
    nameless = Entry((Paid(lines=("Beitrag",)),), number="1")
    broken = Entry((Paid(),), number="2", amount="")

    checked = await sent(office.clerk, form, "bank/import", files=_file(nameless, broken))
    assert "Noch ist nichts gebucht." in checked.text
    assert "Nicht lesbar:" in checked.text
    assert "Es wurde noch keine Datei eingelesen." in (await opened(office.clerk, "/de/bank")).text
    statement = await sent(office.clerk, checked, "bank/import")

    assert "Die Datei ist eingelesen." in statement.text
    assert "Zu klären" in statement.text
    again = await sent(office.clerk, form, "bank/import", files=_file(nameless, broken))
    assert "Diese Datei ist bekannt" in again.text


async def test_a_file_that_is_no_bank_file_is_explained_at_its_field(office: Office) -> None:
    form = await opened(office.clerk, "/de/bank/import")
    wrong = {"document": ("brief.txt", b"Guten Tag", "text/plain")}

    page = await sent(office.clerk, form, "bank/import", files=wrong, expected=422)
    missing = await sent(
        office.clerk, form, "bank/import", files={"document": ("", b"", "text/xml")}, expected=422
    )

    assert "#document" in page.links
    assert "#document" in missing.links


async def test_money_is_searched_for_assigned_and_the_item_opened_again(office: Office) -> None:
    await _imported(office, Entry((Paid(lines=("Beitrag",)),), number="1"))
    listed = await opened(office.clerk, "/de/bank/clearing")
    item = await opened(office.clerk, _link(listed, "/bank/clearing/"))
    own = _form_of(item).action

    found = await sent(office.clerk, item, own, search="yes", query="Öztürk")
    assert "Öztürka" in found.text
    nothing = await sent(office.clerk, found, own, expected=422)
    assert "#settlement" in nothing.links
    done = await sent(
        office.clerk, found, own, settlement="assigned", payer=str(office.person_id), query=""
    )
    assert "Das Geld ist zugeordnet." in done.text

    settled = await opened(office.clerk, "/de/bank/clearing?show=settled")
    item = await opened(office.clerk, _link(settled, "/bank/clearing/0"))
    reopened = await sent(office.clerk, item, "/reopen", remark="Falsche Person")
    assert "Der Fall ist wieder offen." in reopened.text


async def test_shares_that_do_not_add_up_are_refused_and_stay_in_the_form(office: Office) -> None:
    await _imported(office, Entry((Paid(lines=("Beitrag",)),), number="1"))
    listed = await opened(office.clerk, "/de/bank/clearing")
    item = await opened(office.clerk, _link(listed, "/bank/clearing/"))
    split = {"settlement": "split", "share-0": "3100001", "amount-0": "1,00"}

    again = await sent(office.clerk, item, _form_of(item).action, expected=422, **split)

    assert _form_of(again).fields["share-0"] == "3100001"


async def test_a_semester_job_is_previewed_started_and_reported(office: Office) -> None:
    early = await opened(office.clerk, "/de/reregistration/preview/open?semester=2027S")
    assert "Der Lauf kann heute nicht starten" in early.text
    office.university.on(OPENS)

    preview = await opened(office.clerk, "/de/reregistration/preview/open?semester=2027S")
    assert "Werden aufgerufen" in preview.text
    job = await sent(office.clerk, preview, "?semester=2027S")
    assert "0 von 1 Personen" in job.text or "1 von 1 Personen" in job.text
    office.university.runs(JobKind.OPEN)

    overview = await opened(office.clerk, "/de/reregistration?semester=2027S")
    assert "Aufgerufen 1" in overview.text
    called = await opened(office.clerk, "/de/reregistration?semester=2027S&state=called")
    assert "Öztürka, Ayşe" in called.text


async def test_an_applicant_is_accepted_extended_and_withdrawn(office: Office) -> None:
    form = await opened(office.clerk, "/de/applicants/accept")
    person = {
        "new_person.name.given_names": "John",
        "new_person.name.family_name": "Smith",
        "new_person.birth_date": "2003-05-17",
        "new_person.birth_place": "Leeds",
        "new_person.citizenship": "GB",
        "new_person.email": "john@example.com",
        "programme_code": "HIST-BA",
        "first_semester": "2027S",
    }
    page = await sent(office.clerk, form, "/accept", **person)
    assert "Die Person ist angenommen" in page.text
    assert "Smith" in (await opened(office.clerk, "/de/applicants?state=accepted")).text

    extending = await opened(office.clerk, _link(page, "/extend"))
    wrong = await sent(
        office.clerk, extending, "/extend", expected=422, payment_deadline_date="2026-01-01"
    )
    assert "#payment_deadline_date" in wrong.links
    page = await sent(office.clerk, extending, "/extend", payment_deadline_date="2027-03-01")
    assert "Die Frist ist verlängert." in page.text
    withdrawing = await opened(office.clerk, _link(page, "/withdraw"))
    page = await sent(office.clerk, withdrawing, "/withdraw")
    assert "Der Verzicht ist vermerkt." in page.text


async def test_an_applicant_without_a_programme_is_told_at_the_field(office: Office) -> None:
    form = await opened(office.clerk, "/de/applicants/accept")

    again = await sent(office.clerk, form, "/accept", expected=422)

    assert {"#programme_code", "#new_person.email", "#first_semester"} <= set(again.links)


async def test_who_owes_is_listed_and_all_sums_together_are_nothing(office: Office) -> None:
    office.university.on(OPENS).runs(JobKind.OPEN)

    owing = await opened(office.clerk, "/de/money")
    balance = await opened(office.clerk, "/de/money/balance?until=2027-12-31")

    assert "Öztürka, Ayşe" in owing.text
    assert "243,15" in owing.text
    assert "Summe: 0,00" in balance.text
    assert (await office.clerk.get("/de/money/balance?until=2027-02-31")).status_code == 422


async def test_whose_money_lies_unused_is_listed(office: Office) -> None:
    none = await opened(office.clerk, "/de/money/credit")
    office.university.pays(office.person_id, 1234, date(2026, 11, 2))
    all_of_it = await opened(office.clerk, "/de/money/credit")
    gone = await opened(office.clerk, "/de/money/credit?show=gone")

    assert "Niemand hat ein solches Guthaben." in none.text
    assert "Öztürka, Ayşe" in all_of_it.text
    assert "12,34" in all_of_it.text
    assert any(f"/students/{office.person_id}/fees" in link for link in all_of_it.links)
    assert "Niemand hat ein solches Guthaben." in gone.text


async def test_a_series_of_appointments_is_offered_after_a_preview(office: Office) -> None:
    form = await opened(office.adviser, "/de/appointments/offer")
    series = {
        "day": "2026-11-10",
        "from_clock": "10:00",
        "until_clock": "11:00",
        "minutes_each": "30",
        "weeks": "2",
        "location": "Raum 1",
    }

    preview = await sent(office.adviser, form, "/offer", **series)
    assert "Dienstag, 17. November 2026, 10:30–11:00" in preview.text
    page = await sent(office.adviser, preview, "/offer", confirmed="yes")
    assert page.text.count("Raum 1") == 4
    cancelling = await opened(office.adviser, _link(page, "/cancel"))
    shown = await sent(office.adviser, cancelling, "/cancel", reason="krank")
    page = await sent(office.adviser, shown, "/cancel", confirmed="yes")

    assert page.text.count("Raum 1") == 3


async def test_a_time_that_is_none_is_said_at_its_field(office: Office) -> None:
    form = await opened(office.adviser, "/de/appointments/offer")
    series = {"day": "2026-11-10", "from_clock": "zehn", "until_clock": "11:00", "location": "R1"}

    again = await sent(office.adviser, form, "/offer", expected=422, **series)

    assert again.form("/offer").fields["from_clock"] == "zehn"
    assert "#from_clock" in again.links


async def test_the_international_center_records_whether_work_was_recognised(
    office: Office,
) -> None:
    university, caller = office.university, student(office.person_id)
    content = contents.SemesterAbroad(Semester.parse("2027S"), "Boğaziçi Üniversitesi", "TR", True)
    proofs = ("study_abroad_confirmation",)
    application_id = submitted(university.database, caller, content, office.enrolment_id, proofs)
    waiting = await opened(office.abroad, "/de/abroad")
    assert f"/de/applications/{application_id}" in waiting.links
    approved(university.database, international(), application_id)
    approved(university.database, clerk(), application_id, step=2)
    university.on(OPENS).runs(JobKind.OPEN)
    university.on(date(2027, 9, 1))

    page = await opened(office.abroad, "/de/abroad")
    case = await opened(office.abroad, _link(page, str(application_id)))
    form = await opened(office.abroad, _link(case, "/recognition"))
    preview = await sent(office.abroad, form, "/recognition", work_recognised="no")
    assert "Sommersemester 2027" in preview.text
    done = await sent(office.abroad, preview, "/recognition", confirmed="yes")

    assert "Es ist verzeichnet" in done.text
