"""What the examinations office decides: registrations, sick notes, theses, lotteries."""

from datetime import UTC, date, datetime, timedelta

from exams.app.lottery import close_lottery
from exams.domain.theses import ThesisState

from services.exams.tests.cases_factories import (
    PDF,
    admitted,
    applied,
    filed_note,
    ill,
    with_thesis,
)
from services.exams.tests.lottery_factories import SOURCE, VALUE
from services.exams.tests.rules_factories import studying

from .staff_campus import StaffCampus, opened, sent


async def test_the_office_sees_what_waits_and_every_function(staff: StaffCampus) -> None:
    for language in ("de", "en"):
        page = await opened(staff.office, f"/{language}/office")
        for path in ("sick-notes", "corrections", "theses?state=applied", "periods", "regulations"):
            assert f"/{language}/{path}" in page.links
            await opened(staff.office, f"/{language}/{path}")
    assert "Nothing open" in page.text


async def test_menus_show_each_role_its_functions(staff: StaffCampus) -> None:
    office = await opened(staff.office, "/de/")
    examiner = await opened(staff.examiner, "/de/")
    adviser = await opened(staff.adviser, "/de/")

    assert {"/de/office", "/de/sittings", "/de/theses", "/de/student-records"} <= set(office.links)
    assert {"/de/sittings", "/de/theses"} <= set(examiner.links)
    assert not {"/de/office", "/de/student-records", "/de/exams"} & set(examiner.links)
    assert "/de/student-records" in adviser.links
    assert not {"/de/office", "/de/sittings", "/de/theses"} & set(adviser.links)


async def test_a_student_is_registered_after_the_rules_set_aside_were_shown(
    staff: StaffCampus,
) -> None:
    campus = staff.campus
    student = studying(campus)
    campus.at(2026, 12, 1)
    number = f"{3000000 + student.person_id.int % 1000000}"
    sitting = campus.sitting("1001")
    page = await opened(staff.office, f"/de/sittings/{sitting}/register")

    unknown = await sent(
        staff.office,
        page,
        "/register",
        matriculation_number="9999999",
        reason="Kulanz",
        expected=404,
    )
    assert unknown.form("/register").fields["reason"] == "Kulanz"
    sure = await sent(staff.office, page, "/register", matriculation_number=number, reason="Kulanz")
    assert "Regeln, die Sie außer Kraft setzen" in sure.text
    done = await sent(staff.office, sure, "/register")
    assert "Die Anmeldung ist gespeichert." in done.text
    twice = await sent(staff.office, sure, "/register")
    assert "Die Anmeldung ist gespeichert." in twice.text

    link = next(one for one in done.links if one.endswith("/deregister"))
    ask = await opened(staff.office, link)
    missing = await sent(staff.office, ask, "/deregister", reason="", expected=422)
    assert "#reason" in missing.links
    ended = await sent(staff.office, ask, "/deregister", reason="Irrtum")
    assert "Die Anmeldung ist beendet." in ended.text
    again = await sent(staff.office, missing, "/deregister", reason="Irrtum", expected=409)
    assert again.form("/deregister").fields["reason"] == "Irrtum"


async def test_a_sick_note_is_read_and_decided(staff: StaffCampus) -> None:
    campus = staff.campus
    notes = []
    for name in ("Adams", "Brandt"):
        student = studying(campus, family_name=name)
        registration = campus.register(student, campus.sitting("1001"))
        notes.append((campus, registration))
    campus.at(2027, 2, 2, 15)
    for of_campus, registration in notes:
        filed_note(of_campus, registration, ill(date(2027, 2, 2)))
    page = await opened(staff.office, "/de/sick-notes")
    first, second = (one for one in page.links if one.startswith("/de/sick-notes/"))

    document = await staff.office.get(f"{first}/document")
    assert document.content == PDF
    assert document.headers["content-type"] == "application/pdf"
    note = await opened(staff.office, first)
    unreasoned = await sent(staff.office, note, first, decision="refuse", expected=422)
    assert "#reason" in unreasoned.links
    refused = await sent(
        staff.office, note, first, decision="refuse", reason="Kein ärztliches Formular"
    )
    assert "Die Krankmeldung ist abgelehnt." in refused.text
    late = await sent(staff.office, unreasoned, first, decision="approve", expected=409)
    assert "Kein ärztliches Formular" in late.text
    other = await opened(staff.office, second)
    approved = await sent(staff.office, other, second, decision="approve")
    assert "Die Krankmeldung ist genehmigt" in approved.text
    assert "Nichts zu entscheiden" in approved.text


async def test_a_thesis_is_admitted_extended_handed_in_and_graded(staff: StaffCampus) -> None:
    campus = staff.campus
    with_thesis(campus)
    thesis = applied(campus)
    listed = await opened(staff.office, "/de/theses?state=applied")
    assert "Über das Warten" in listed.text
    path = f"/de/theses/{thesis.thesis_id}"
    page = await opened(staff.office, path)

    missing = await sent(staff.office, page, "/admit", title="Vom Warten", expected=422)
    assert "#start_date" in missing.links
    assert missing.form("/admit").fields["title"] == "Vom Warten"
    wrong = await sent(
        staff.office,
        page,
        "/admit",
        start_date="2026-11-02",
        second_examiner_user_name="ameier",
        expected=422,
    )
    assert "#second_examiner_user_name" in wrong.links
    done = await sent(staff.office, page, "/admit", start_date="2026-11-02", title="Vom Warten")
    assert "Die Abschlussarbeit ist zugelassen." in done.text
    extended = await sent(staff.office, done, "/extend", extension_reason="Labor geschlossen")
    assert "Die Bearbeitungszeit ist verlängert." in extended.text
    undated = await sent(staff.office, extended, "/hand-in", expected=422)
    assert "#hand_in_date" in undated.links
    campus.at(2026, 12, 20)
    handed_in = await sent(staff.office, extended, "/hand-in", hand_in_date="2026-12-18")
    assert "Die Abgabe ist eingetragen." in handed_in.text

    mine = await opened(staff.examiner, f"/de/theses/{thesis.thesis_id}")
    off_scale = await sent(staff.examiner, mine, "/grade", grade_1="1,4", expected=422)
    assert "#grade_1" in off_scale.links
    graded = await sent(staff.examiner, mine, "/grade", grade_1="1,3")
    assert "Die Note ist gespeichert." in graded.text
    assert "Note der zweiten prüfenden Person Noch keine" in graded.text


async def test_an_application_is_refused_with_a_reason(staff: StaffCampus) -> None:
    with_thesis(staff.campus)
    thesis = applied(staff.campus)
    page = await opened(staff.office, f"/en/theses/{thesis.thesis_id}")

    short = await sent(staff.office, page, "/refuse", refusal_reason="no", expected=422)
    assert "#refusal_reason" in short.links
    done = await sent(staff.office, page, "/refuse", refusal_reason="Too wide a topic")

    assert "The application is refused." in done.text


async def test_every_state_of_theses_has_a_name(staff: StaffCampus) -> None:
    with_thesis(staff.campus)
    admitted(staff.campus)

    for state in ThesisState:
        for language in ("de", "en"):
            await opened(staff.office, f"/{language}/theses?state={state.value}")
    await opened(staff.examiner, "/en/theses")


async def test_a_lottery_is_set_up_and_drawn_with_the_public_value(staff: StaffCampus) -> None:
    campus = staff.campus
    sitting = campus.sitting("1004", group="A")
    students = [studying(campus, family_name=f"Name{number}") for number in range(3)]
    campus.at(2026, 10, 1)
    page = await opened(staff.office, f"/de/sittings/{sitting}/lottery")
    early = await sent(
        staff.office,
        page,
        "/lottery",
        public_source=SOURCE,
        public_time="2026-10-12T10:00",
        expected=422,
    )
    assert "#public_time" in early.links
    made = await sent(
        staff.office, page, "/lottery", public_source=SOURCE, public_time="2026-11-21T19:25"
    )
    assert "Die Verlosung ist veröffentlicht." in made.text
    assert "Prüfsumme der geheimen Startzahl" in made.text
    campus.at(2026, 11, 2)
    for student in students:
        campus.register(student, sitting)
    campus.at(2026, 11, 16, 1)
    campus.run(close_lottery, sitting)
    closed = await opened(staff.office, f"/de/sittings/{sitting}/lottery")
    assert "Prüfsumme der Schließung" in closed.text
    too_soon = await sent(staff.office, closed, "/lottery/draw", public_value=VALUE, expected=409)
    assert too_soon.form("/lottery/draw").fields["public_value"] == VALUE
    campus.clock.set(datetime(2026, 11, 21, 18, 25, tzinfo=UTC) + timedelta(minutes=5))
    sure = await sent(staff.office, closed, "/lottery/draw", public_value=VALUE)
    assert "Es wird nur einmal gezogen" in sure.text
    done = await sent(staff.office, sure, "/lottery/draw")

    assert "Die Plätze sind verlost: 2 vergeben." in done.text
    assert f"/de/lotteries/{sitting}/publication" in done.links
