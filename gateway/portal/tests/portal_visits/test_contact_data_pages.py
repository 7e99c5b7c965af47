"""Contact data: semester address, correspondence, numbers, history, photo; the student card."""

from datetime import timedelta

from chassis.testing import within
from chassis.values import Semester
from records.app.addresses import set_home_address
from records.app.student_cards import extend_cards

from services.records.tests.persons_factories import HOME, PDF, PNG

from .records_world import RecordsVisit
from .staff_campus import opened, sent

PAGE = "/de/studies/contact-data"
ADDRESS = {
    "address.street_address": "Uelzener Straße 12 a",
    "address.postal_code": "21335",
    "address.city": "Lüneburg",
    "address.country": "DE",
}


async def test_the_home_address_is_shown_with_the_way_to_change_it(records: RecordsVisit) -> None:
    database = records.university.database
    today = records.university.clock.now().date()
    within(database, set_home_address, records.person_id, HOME, today, "sservice")

    page = await opened(records.browser, PAGE)

    assert "Am Sande 1" in page.text
    assert "/de/studies/applications/new/address_change" in page.links


async def test_a_semester_address_with_gaps_comes_back_with_all_that_was_typed(
    records: RecordsVisit,
) -> None:
    form = await opened(records.browser, f"{PAGE}/semester-address")

    page = await sent(
        records.browser,
        form,
        "/semester-address",
        expected=422,
        **{**ADDRESS, "address.street_address": ""},
    )

    assert "#address.street_address" in page.links
    assert page.form("/semester-address").fields["address.city"] == "Lüneburg"


async def test_a_semester_address_is_entered_chosen_and_given_up(records: RecordsVisit) -> None:
    form = await opened(records.browser, f"{PAGE}/semester-address")
    entered = await sent(records.browser, form, "/semester-address", **ADDRESS)
    assert "Die Semesteranschrift ist gespeichert." in entered.text

    chosen = await sent(records.browser, entered, "/correspondence", correspondence="semester")
    assert chosen.form("/correspondence").fields["correspondence"] == "semester"

    # Of what is entered in the same instant nobody can tell which came last.
    records.university.clock.advance(timedelta(minutes=1))
    asked = await opened(records.browser, f"{PAGE}/semester-address/remove")
    removed = await sent(records.browser, asked, "/remove")
    assert "Sie haben keine Semesteranschrift angegeben." in removed.text
    history = await opened(records.browser, f"{PAGE}/history")
    assert "Semesteranschrift aufgegeben" in history.text
    assert "Uelzener Straße 12 a" in history.text


async def test_without_a_semester_address_none_can_be_chosen(records: RecordsVisit) -> None:
    form = await opened(records.browser, PAGE)

    page = await sent(
        records.browser, form, "/correspondence", expected=409, correspondence="semester"
    )

    assert "#correspondence" in page.links


async def test_a_number_is_added_changed_and_deleted(records: RecordsVisit) -> None:
    form = await opened(records.browser, PAGE)
    added = await sent(records.browser, form, "/entries", kind="mobile", value="0171 1234567")
    assert "+49 171 1234567" in added.text

    entry = next(one for one in added.links if "/entries/" in one)
    changing = await opened(records.browser, entry)
    changed = await sent(records.browser, changing, entry, value="0171 7654321")
    assert "+49 171 7654321" in changed.text

    deleted = await sent(records.browser, changed, "/delete")
    assert "Der Eintrag ist gelöscht." in deleted.text
    assert "7654321" not in deleted.text


async def test_what_is_no_number_stays_in_the_field_with_the_reason(
    records: RecordsVisit,
) -> None:
    form = await opened(records.browser, PAGE)

    page = await sent(records.browser, form, "/entries", expected=422, kind="fax", value="kein Fax")

    assert "#value" in page.links
    assert page.form("/entries").fields == {
        **page.form("/entries").fields,
        "kind": "fax",
        "value": "kein Fax",
    }


async def test_a_photo_is_kept_shown_and_removed(records: RecordsVisit) -> None:
    form = await opened(records.browser, f"{PAGE}/photo")
    refused = await sent(
        records.browser,
        form,
        "/photo",
        files={"document": ("a.png", PDF, "image/png")},
        expected=422,
    )
    assert "#document" in refused.links

    kept = await sent(
        records.browser, form, "/photo", files={"document": ("a.png", PNG, "image/png")}
    )
    assert "Das Foto ist gespeichert." in kept.text
    picture = await records.browser.get(f"{PAGE}/photo/picture")
    assert picture.content == PNG
    assert picture.headers["content-type"] == "image/png"

    again = await opened(records.browser, f"{PAGE}/photo")
    removed = await sent(records.browser, again, "/remove")
    assert "Sie haben kein Foto hochgeladen." in removed.text


async def test_a_lost_card_is_blocked_and_leads_to_the_application_for_a_new_one(
    records: RecordsVisit,
) -> None:
    database = records.university.database
    within(database, extend_cards, [records.person_id], Semester.parse("2026W"))
    page = await opened(records.browser, "/de/studies/card")
    assert "Gültig bis" in page.text
    assert "31. März 2027" in page.text
    assert "Rückmeldung zum Sommersemester 2027" in page.text

    asked = await opened(records.browser, next(one for one in page.links if one.endswith("/block")))
    missing = await sent(records.browser, asked, "/block", expected=422)
    assert "#reason" in missing.links
    blocked = await sent(records.browser, asked, "/block", reason="stolen")

    assert "Der Ausweis ist gesperrt" in blocked.text
    apply = next(one for one in blocked.links if "card_replacement" in one)
    form = await opened(records.browser, apply)
    assert form.form("card_replacement").fields["loss"] == "stolen"
