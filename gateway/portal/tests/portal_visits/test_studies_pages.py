"""My studies: the overview, enrolments with the history, study credit, who is in charge."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from chassis.testing import within
from records.app.appointments import Host, Series, offer_appointments
from records.domain.appointments import HostOffice

from . import portal_pages
from .records_world import RecordsVisit
from .staff_campus import opened, sent

PAGES = (
    "studies",
    "studies/enrolments",
    "studies/credit",
    "studies/contacts",
    "studies/fees",
    "studies/fees/statement",
    "studies/fees/receipts",
    "studies/fees/refunds",
    "studies/contact-data",
    "studies/contact-data/semester-address",
    "studies/contact-data/history",
    "studies/contact-data/photo",
    "studies/card",
    "studies/appointments",
    "studies/applications",
    "studies/applications/new",
)


@pytest.mark.parametrize("language", ["de", "en"])
async def test_every_page_is_whole_before_anything_has_happened(
    records: RecordsVisit, language: str
) -> None:
    for path in PAGES:
        page = await opened(records.browser, f"/{language}/{path}")
        assert page.language == language
        assert "None" not in page.text, path


async def test_the_start_page_leads_students_to_their_studies(records: RecordsVisit) -> None:
    page = await opened(records.browser, "/en/")

    assert "/en/studies" in page.links
    assert (2, "My studies") in page.headings


async def test_staff_who_may_read_every_account_have_no_studies_of_their_own(
    clerk: httpx.AsyncClient,
) -> None:
    start = portal_pages.read(await clerk.get("/de/"))

    assert "/de/studies" not in start.links
    for path in ("studies", "studies/fees", "studies/contact-data", "studies/applications"):
        assert (await clerk.get(f"/de/{path}")).status_code == 403, path


async def test_the_overview_leads_on_while_what_waits_cannot_be_asked_for(
    student: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await student.get("/de/studies"))

    assert "/de/studies/fees" in page.links
    assert (2, "Bitte erledigen") not in page.headings


async def test_enrolments_show_membership_and_every_semester(records: RecordsVisit) -> None:
    page = await opened(records.browser, "/en/studies/enrolments")

    for said in (
        "B.A. History",
        "Regulations 2024",
        "Faculty of Humanities",
        "Student Council Humanities",
        "Winter semester 2026/27",
        "6 semesters",
    ):
        assert said in page.text
    assert (2, "Study history") in page.headings


async def test_study_credit_is_explained_line_by_line(records: RecordsVisit) -> None:
    page = await opened(records.browser, "/en/studies/credit")

    # The standard duration of six semesters and six more, of which the first one is used.
    assert "12 semesters of credit − 1 semesters used" in page.text
    assert "= 11 semesters left" in page.text
    assert "€500.00 per semester" in page.text
    assert "/en/studies/applications/new/fee_exemption" in page.links


async def test_those_in_charge_are_named_with_a_way_to_their_appointments(
    records: RecordsVisit,
) -> None:
    page = await opened(records.browser, "/de/studies/contacts")

    assert "Sara Service" in page.text
    assert "Sachbearbeitung im Studierendenservice" in page.text
    assert "mailto:sara@example.org" in page.links
    assert "/de/studies/appointments?with=padvise" in page.links


async def test_what_waits_for_the_student_stands_on_top(records: RecordsVisit) -> None:
    before = await opened(records.browser, "/de/studies")
    records.called_to_reregister()

    page = await opened(records.browser, "/de/studies")

    assert (2, "Bitte erledigen") not in before.headings
    assert page.headings[1] == (2, "Bitte erledigen")


async def test_an_appointment_is_booked_and_cancelled(records: RecordsVisit) -> None:
    first = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    last = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)
    within(
        records.university.database,
        offer_appointments,
        Host("padvise", HostOffice.ADVISER),
        Series(first, last, timedelta(minutes=30), 1),
        "Raum 1",
    )
    page = await opened(records.browser, "/de/studies/appointments?with=padvise")
    nothing = await sent(
        records.browser, page, "with=padvise", expected=422, subject="Auslandsjahr"
    )
    assert "#free-padvise" in nothing.links
    assert nothing.form("with=padvise").fields["subject"] == "Auslandsjahr"
    chosen = next(one for one in page.ids if one.startswith("appointment-"))

    booked = await sent(
        records.browser,
        page,
        "with=padvise",
        appointment_id=chosen.removeprefix("appointment-"),
        subject="Auslandsjahr",
    )

    assert "Der Termin ist gebucht." in booked.text
    assert "Montag, 9. November 2026, 10:00 bis 10:30" in booked.text
    asked = await opened(
        records.browser, next(one for one in booked.links if one.endswith("/cancel"))
    )
    cancelled = await sent(records.browser, asked, "/cancel")
    assert "Sie haben keinen Termin gebucht." in cancelled.text
