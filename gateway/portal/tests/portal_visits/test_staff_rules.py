"""Periods, regulations, student records and recognitions on the staff's pages."""

from services.exams.tests.results_factories import after_the_exam, entry, released, seated
from services.exams.tests.rules_factories import studying

from .staff_campus import StaffCampus, opened, sent


async def test_a_period_is_stored_after_a_look_at_what_follows(staff: StaffCampus) -> None:
    listed = await opened(staff.office, "/de/periods")
    assert "Wintersemester 2026/27, 1. Prüfungszeitraum" in listed.text
    page = await opened(staff.office, "/de/periods/save?semester=2026W&period=1")
    assert page.form("/save").fields["registration_last_date"] == "2026-11-15"

    wrong = await sent(
        staff.office, page, "/save", registration_last_date="2026-10-01", expected=422
    )
    assert "#registration_last_date" in wrong.links or "#registration_first_date" in wrong.links
    sure = await sent(staff.office, page, "/save", registration_last_date="2026-11-18")
    assert "Termine, deren Fristen sich ändern:" in sure.text
    done = await sent(staff.office, sure, "/save")
    assert "Der Prüfungszeitraum ist gespeichert." in done.text
    assert "18. November 2026" in done.text

    late = await sent(
        staff.office, page, "/save", registration_last_date="2026-11-20", expected=409
    )
    assert late.form("/save").fields["registration_last_date"] == "2026-11-20"
    again = await sent(staff.office, late, "/save")
    assert "Prüfungszeitraum speichern?" in again.text


async def test_a_new_period_begins_empty(staff: StaffCampus) -> None:
    page = await opened(staff.office, "/en/periods/save")
    missing = await sent(staff.office, page, "/save", expected=422)

    assert "#exams_first_date" in missing.links
    sure = await sent(
        staff.office,
        page,
        "/save",
        semester="2027W",
        exams_first_date="2028-02-01",
        exams_last_date="2028-02-11",
        registration_first_date="2027-10-11",
        registration_last_date="2027-11-14",
    )
    done = await sent(staff.office, sure, "/save")
    assert "The examination period is stored." in done.text


async def test_a_version_is_shown_downloaded_imported_published(staff: StaffCampus) -> None:
    listed = await opened(staff.office, "/de/regulations")
    assert "/de/regulations/KUWI-BA-2024" in listed.links
    version = await opened(staff.office, "/de/regulations/KUWI-BA-2024")
    assert "Module und Prüfungen" in version.text
    assert "(1001)" in version.text
    spreadsheet = await staff.office.get("/de/regulations/KUWI-BA-2024/download?format=xlsx")
    assert spreadsheet.content.startswith(b"PK")
    file = await staff.office.get("/de/regulations/KUWI-BA-2024/download?format=yaml")
    assert "KUWI-BA-2024" in file.text
    assert (await staff.office.get("/de/regulations/NONE")).status_code == 404

    page = await opened(staff.office, "/de/regulations/import")
    broken = await sent(
        staff.office,
        page,
        "/import",
        {"document": ("neu.yaml", b"modules: 7\n", "application/yaml")},
        expected=422,
    )
    assert "Was zu beheben ist" in broken.text
    content = file.content.replace(b"KUWI-BA-2024", b"KUWI-BA-2027")
    check = await sent(
        staff.office, page, "/import", {"document": ("neu.yaml", content, "application/yaml")}
    )
    assert "Sie beschreibt die Fassung KUWI-BA-2027." in check.text
    stored = await sent(staff.office, check, "/import")
    assert "Die Fassung ist gespeichert." in stored.text
    assert "Entwurf" in stored.text

    sure = await opened(staff.office, "/de/regulations/KUWI-BA-2027/publish")
    published = await sent(staff.office, sure, "/publish")
    assert "Die Fassung ist veröffentlicht." in published.text
    late = await opened(staff.office, "/de/regulations/KUWI-BA-2027/publish")
    assert "Diese Fassung kann nicht veröffentlicht werden" in late.text


async def test_a_draft_is_deleted(staff: StaffCampus) -> None:
    file = await staff.office.get("/en/regulations/KUWI-BA-2024/download?format=yaml")
    page = await opened(staff.office, "/en/regulations/import")
    content = file.content.replace(b"KUWI-BA-2024", b"KUWI-BA-2028")
    check = await sent(
        staff.office, page, "/import", {"document": ("new.yaml", content, "application/yaml")}
    )
    await sent(staff.office, check, "/import")

    sure = await opened(staff.office, "/en/regulations/KUWI-BA-2028/delete")
    done = await sent(staff.office, sure, "/delete")

    assert "The draft is deleted." in done.text
    assert "/en/regulations/KUWI-BA-2028" not in done.links


async def test_a_student_is_found_by_number_and_by_name(staff: StaffCampus) -> None:
    student = studying(staff.campus, family_name="Đặng")
    number = f"{3000000 + student.person_id.int % 1000000}"

    for browser in (staff.office, staff.adviser):
        by_number = await opened(browser, f"/de/student-records?matriculation_number={number}")
        by_name = await opened(browser, "/de/student-records?family_name_prefix=dang")
        assert "Đặng, Ayşe" in by_number.text
        assert f"/de/student-records/{student.person_id}" in by_name.links
    wrong = await staff.office.get("/de/student-records?matriculation_number=12")
    assert wrong.status_code == 422
    assert 'href="#matriculation_number"' in wrong.text


async def test_office_and_adviser_see_what_their_roles_open(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    seat = seated(staff.campus, sitting, family_name="Adams")
    after_the_exam(staff.campus)
    released(staff.campus, sitting, seat, entry("1.7"))
    path = f"/en/student-records/{seat.person_id}"

    office = await opened(staff.office, path)
    adviser = await opened(staff.adviser, path)
    for browser in (staff.office, staff.adviser):
        progress = await opened(browser, f"{path}/{seat.enrolment_id}")
        assert "1.7" in progress.text
        assert "How the average comes about" in progress.text

    assert "Registrations" in office.text
    assert "Registrations" not in adviser.text
    add = f"{path}/{seat.enrolment_id}/recognitions"
    assert (await staff.adviser.get(add)).status_code == 403
    foreign = f"{path}/{seat.person_id}"
    assert (await staff.office.get(foreign)).status_code == 404


async def test_a_result_is_recognised_and_taken_back(staff: StaffCampus) -> None:
    student = studying(staff.campus)
    path = f"/de/student-records/{student.person_id}/{student.enrolment_id}"
    page = await opened(staff.office, f"{path}/recognitions")
    missing = await sent(staff.office, page, "/recognitions", institution="Uni", expected=422)
    assert {"#recognised", "#original_title", "#achieve_date"} <= set(missing.links)
    assert missing.form("/recognitions").fields["institution"] == "Uni"
    entries = {
        "recognised": _module(staff),
        "institution": "Universität Hamburg",
        "original_title": "Methoden I",
        "achieve_date": "2025-07-20",
        "grade": "1,7",
    }

    worse = await sent(
        staff.office, page, "/recognitions", expected=422, **{**entries, "grade": "5,0"}
    )
    assert "#grade" in worse.links
    done = await sent(staff.office, page, "/recognitions", **entries)
    assert "Die Leistung ist anerkannt." in done.text
    assert "Universität Hamburg" in done.text
    twice = await sent(staff.office, page, "/recognitions", **entries)
    assert "Die Leistung ist anerkannt." in twice.text
    link = next(one for one in done.links if one.endswith("/revoke"))
    ask = await opened(staff.office, link)
    back = await sent(staff.office, ask, "/revoke", reason="Falsch umgerechnet")
    assert "Die Anerkennung ist zurückgenommen." in back.text
    assert "Falsch umgerechnet" in back.text


def _module(staff: StaffCampus) -> str:
    """A module of the student's version, as the form's list names it."""
    profile = staff.campus.profile()
    [version] = [one for one in profile.regulations if one.code == "KUWI-BA-2024"]
    return str(version.modules[0].code)
