"""Sittings on the staff's pages: finding, participants, seats, keeping them."""

import re

from exams.domain.statuses import Status

from services.exams.tests.results_factories import seated

from .staff_campus import StaffCampus, opened, sent


async def test_sittings_are_found_by_semester_period_and_words(staff: StaffCampus) -> None:
    first = staff.campus.sitting("1001")
    second = staff.campus.sitting("1001", period=2)

    winter = await opened(staff.examiner, "/de/sittings?semester=2026W&query=1001&period=2")
    nothing = await opened(staff.examiner, "/de/sittings?semester=2026W&query=Unfug")

    assert f"/de/sittings/{second}" in winter.links
    assert f"/de/sittings/{first}" not in winter.links
    assert "Für diese Auswahl gibt es keine Prüfungstermine." in nothing.text


async def test_an_examiner_sees_own_sittings_only_and_keeps_none(staff: StaffCampus) -> None:
    foreign = staff.campus.sitting("1003")

    mine = await opened(staff.examiner, "/en/sittings?semester=all")

    assert f"/en/sittings/{foreign}" not in mine.links
    assert "/en/sittings/new" not in mine.links
    assert (await staff.examiner.get(f"/en/sittings/{foreign}")).status_code == 404
    assert (await staff.examiner.get("/en/sittings/new")).status_code == 403


async def test_participants_are_shown_with_status_attempt_and_waiting_place(
    staff: StaffCampus,
) -> None:
    sitting = staff.campus.sitting("1001")
    seated(staff.campus, sitting, family_name="Phương")
    seated(staff.campus, sitting, family_name="Öztürk", status=Status.WITHDRAWN)

    some = await opened(staff.examiner, f"/de/sittings/{sitting}")
    everybody = await opened(staff.examiner, f"/de/sittings/{sitting}?show=all")

    assert "Phương, Ayşe" in some.text
    assert "angemeldet (AN)" in some.text
    assert "KUWI-BA" in some.text
    assert "Öztürk, Ayşe" not in some.text
    assert "zurückgetreten (RT)" in everybody.text


async def test_lists_are_downloaded_in_three_formats(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    seated(staff.campus, sitting)
    beginnings = {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"\xef\xbb\xbf"}

    for which in ("attendance", "seats"):
        for extension, beginning in beginnings.items():
            answer = await staff.examiner.get(
                f"/de/sittings/{sitting}/download?list={which}&format={extension}"
            )
            assert answer.status_code == 200
            assert answer.content.startswith(beginning)
            assert f".{extension}" in answer.headers["content-disposition"]
    unknown = await staff.examiner.get(f"/de/sittings/{sitting}/download?list=all&format=doc")
    assert unknown.status_code == 404


async def test_seats_are_planned_and_a_room_that_is_too_small_is_explained(
    staff: StaffCampus,
) -> None:
    sitting = staff.campus.sitting("1001")
    for name in ("Adams", "Brandt"):
        seated(staff.campus, sitting, family_name=name)
    page = await opened(staff.examiner, f"/de/sittings/{sitting}/seats")

    small = await sent(
        staff.examiner, page, "/seats", rows="1", seats_per_row="1", order="name", expected=409
    )
    wrong = await sent(
        staff.examiner, page, "/seats", rows="drei", seats_per_row="4", order="name", expected=422
    )
    done = await sent(staff.examiner, page, "/seats", rows="2", seats_per_row="9", order="name")

    assert "Bitte prüfen Sie Ihre Angaben" in small.text
    assert small.form("/seats").fields["rows"] == "1"
    assert "#rows" in wrong.links
    assert "Die Sitzplätze sind verteilt: 2 vergeben" in done.text
    assert re.search(r"R1-\d", done.text)


async def test_seats_by_lot_show_their_seed_once(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    seated(staff.campus, sitting)
    page = await opened(staff.examiner, f"/en/sittings/{sitting}/seats")

    done = await sent(staff.examiner, page, "/seats", rows="5", seats_per_row="9", order="random")

    assert "Seed of the order" in done.text


async def test_a_sitting_is_created_changed_and_cancelled(staff: StaffCampus) -> None:
    page = await opened(staff.office, "/de/sittings/new")
    wrong = await sent(
        staff.office, page, "/new", exam_number="9999", examiner_user_name="ameier", expected=404
    )
    assert wrong.form("/new").fields["examiner_user_name"] == "ameier"

    made = await sent(
        staff.office,
        page,
        "/new",
        exam_number="1001",
        semester="2026W",
        examiner_user_name="ameier",
        start_time="2027-02-03T14:00",
        room="HS 4",
        capacity="30",
        seating="first_come",
    )
    assert "Der Prüfungstermin ist angelegt." in made.text
    assert "HS 4" in made.text
    change_link = next(link for link in made.links if link.endswith("/change"))

    form = await opened(staff.office, change_link)
    changed = await sent(staff.office, form, "/change", room="HS 5", reason="Lüftung defekt")
    assert "Die Änderungen sind gespeichert." in changed.text
    assert "HS 5" in changed.text

    late = await sent(staff.office, form, "/change", room="HS 6", expected=409)
    assert "Jemand anderes hat diesen Termin inzwischen geändert." in late.text
    assert "HS 5" in late.text
    assert late.form("/change").fields["room"] == "HS 6"
    mine = await sent(staff.office, late, "/change")
    assert "HS 6" in mine.text

    cancel_link = next(link for link in mine.links if link.endswith("/cancel"))
    ask = await opened(staff.office, cancel_link)
    missing = await sent(staff.office, ask, "/cancel", reason="", expected=422)
    assert "Geben Sie den Grund der Absage ein." in missing.text
    sure = await sent(staff.office, ask, "/cancel", reason="Raum gesperrt")
    assert "Abgemeldet und informiert werden: 0" in sure.text
    cancelled = await sent(staff.office, sure, "/cancel")
    assert "Der Termin ist abgesagt." in cancelled.text


async def test_what_does_not_fit_together_stands_at_its_field(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    page = await opened(staff.office, f"/de/sittings/{sitting}/change")

    wrong = await sent(
        staff.office,
        page,
        "/change",
        examiner_user_name="niemand",
        registration_open_time="2026-11-01T00:00",
        expected=422,
    )

    assert "#examiner_user_name" in wrong.links
    assert "#registration_close_time" in wrong.links or "#registration_open_time" in wrong.links


async def test_sittings_are_read_from_a_file_after_a_look_at_it(staff: StaffCampus) -> None:
    content = (
        b"exam;semester;period;group;date;start;room;examiner;capacity\n"
        b"1001;2026W;1;B;03.02.2027;14:00;HS 7;ameier;40\n"
    )
    page = await opened(staff.office, "/de/sittings/import")

    empty = await sent(staff.office, page, "/import", expected=422)
    assert "Wählen Sie eine Datei aus." in empty.text
    wrong = await sent(
        staff.office,
        page,
        "/import",
        {"document": ("termine.csv", content.replace(b"ameier", b"niemand"), "text/csv")},
        expected=422,
    )
    assert "Zeile 2" in wrong.text
    assert "examiner" in wrong.text
    check = await sent(
        staff.office, page, "/import", {"document": ("termine.csv", content, "text/csv")}
    )
    assert "Neu" in check.text
    done = await sent(staff.office, check, "/import")

    assert "Die Datei ist übernommen. Geändert oder angelegt: 1." in done.text
    again = await sent(staff.office, check, "/import")
    assert "Geändert oder angelegt: 1." in again.text
    found = await opened(staff.office, "/de/sittings?semester=2026W&query=HS+7")
    assert found.text.count("(1001)") == 1
