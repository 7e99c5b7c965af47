"""A student's record: facts, contact data, studies, fees, card, study credit."""

from datetime import date

from records.domain.semester_jobs import JobKind

from services.records.tests.enrol_factories import OPENS

from .office_world import Office
from .portal_pages import Page
from .staff_campus import opened, sent

ADDRESS = {
    "address.street_address": "Am Sande 1",
    "address.postal_code": "21335",
    "address.city": "Lüneburg",
    "address.country": "DE",
}


def _link(page: Page, end: str) -> str:
    return next(one for one in page.links if one.endswith(end))


async def test_a_fact_is_corrected_after_a_preview_and_kept_with_its_reason(office: Office) -> None:
    form = await opened(office.clerk, office.record("correct"))
    assert form.form("/correct").fields["birth_place"] == "İzmir"

    preview = await sent(
        office.clerk, form, "/correct", birth_place="Ankara", reason="Geburtsurkunde gesehen"
    )
    assert "Noch ist nichts geschehen." in preview.text
    assert "İzmir" in (await opened(office.clerk, office.record())).text
    corrected = await sent(office.clerk, preview, "/correct", confirmed="yes")

    assert "Die Angaben sind berichtigt." in corrected.text
    assert "Geburtsurkunde gesehen" in corrected.text


async def test_a_correction_needs_a_reason_and_keeps_what_was_typed(office: Office) -> None:
    form = await opened(office.clerk, office.record("correct"))

    again = await sent(office.clerk, form, "/correct", expected=422, birth_place="Ankara")

    assert "#reason" in again.links
    assert again.form("/correct").fields["birth_place"] == "Ankara"


async def test_the_home_address_is_entered_and_stays_in_the_history(office: Office) -> None:
    form = await opened(office.clerk, office.record("contact/home-address"))

    page = await sent(office.clerk, form, "/home-address", **ADDRESS)

    assert "Die Anschrift ist eingetragen." in page.text
    assert page.text.count("Am Sande 1") == 2
    assert "sservice" in page.text


async def test_the_effects_of_a_deregistration_are_shown_before_and_it_can_be_taken_back(
    office: Office,
) -> None:
    form = await opened(office.clerk, office.record("deregister"))
    preview = await sent(
        office.clerk, form, "/deregister", end_date="2026-11-30", reason="Nicht angetreten"
    )
    assert "Die Person verlässt die Universität." in preview.text

    page = await sent(office.clerk, preview, "/deregister", confirmed="yes")
    assert "30. November 2026" in page.text
    back = await sent(office.clerk, page, "/take-back")

    assert "Die Exmatrikulation ist zurückgenommen." in back.text


async def test_a_day_that_has_passed_is_refused_at_its_field(office: Office) -> None:
    form = await opened(office.clerk, office.record("deregister"))

    again = await sent(
        office.clerk, form, "/deregister", expected=422, end_date="2026-10-01", reason="Zu spät"
    )

    assert "#end_date" in again.links


async def test_a_fee_is_charged_waived_and_the_waiver_taken_back(office: Office) -> None:
    form = await opened(office.clerk, office.record("fees/charge"))
    fee = form.form("/charge").fields
    assert "fee_code" in fee
    chosen = await _first_fee(office)
    preview = await sent(office.clerk, form, "/charge", fee_code=chosen, occasion="Fall 17")
    page = await sent(office.clerk, preview, "/charge", confirmed="yes")
    assert "Die Gebühr ist berechnet." in page.text

    waiving = await opened(office.clerk, _link(page, "/waive"))
    shown = await sent(office.clerk, waiving, "/waive", reason="Kulanz")
    waived = await sent(office.clerk, shown, "/waive", confirmed="yes")
    assert "Der Betrag ist erlassen." in waived.text
    reversing = await opened(office.clerk, _link(waived, "/reverse"))
    shown = await sent(office.clerk, reversing, "/reverse", reason="Irrtum")
    again = await sent(office.clerk, shown, "/reverse", confirmed="yes")

    assert "Die Buchung ist storniert." in again.text


async def _first_fee(office: Office) -> str:
    answer = await office.clerk.get(office.record("fees/charge"))
    select = answer.text.split('name="fee_code"')[1].split("</select>")[0]
    return select.split('value="')[2].split('"')[0]


async def test_cash_is_booked_and_the_receipt_is_shown_to_be_printed(office: Office) -> None:
    office.university.on(OPENS).runs(JobKind.OPEN)
    form = await opened(office.clerk, office.record("fees/cash"))

    preview = await sent(office.clerk, form, "/cash", amount_cents="243,15")
    receipt = await sent(office.clerk, preview, "/cash", confirmed="yes")

    assert receipt.first(1).startswith("Quittung 2027-")
    assert "243,15" in receipt.text
    assert (
        "Zurückgemeldet" in (await opened(office.clerk, "/de/reregistration?semester=2027S")).text
    )


async def test_more_cash_than_is_open_is_refused(office: Office) -> None:
    form = await opened(office.clerk, office.record("fees/cash"))

    again = await sent(office.clerk, form, "/cash", expected=409, amount_cents="10")

    assert again.form("/cash").fields["amount_cents"] == "10"


async def test_credit_goes_back_with_a_payment_file(office: Office) -> None:
    office.university.pays(office.person_id, 5_000, date(2026, 11, 2))
    form = await opened(office.clerk, office.record("fees/refund"))
    preview = await sent(office.clerk, form, "/refund")
    assert "50,00" in preview.text
    page = await sent(office.clerk, preview, "/refund", confirmed="yes")

    refund = next(one for one in page.links if "/refunds/" in one and one.endswith("/account"))
    naming = await opened(office.clerk, refund)
    wrong = await sent(
        office.clerk, naming, "/account", expected=422, iban="DE00", account_holder="A. Öztürk"
    )
    assert "#iban" in wrong.links
    await sent(
        office.clerk, naming, "/account", iban="DE89370400440532013000", account_holder="A. Ö"
    )
    order = await opened(office.clerk, "/de/money/refunds/order")
    ordered = await sent(office.clerk, order, "/order")

    assert "Die Zahlungsdatei ist erstellt." in ordered.text
    file = await office.clerk.get(_link(ordered, "2026-0001"))
    assert "pain.001.001.09" in file.text


async def test_a_card_is_issued_sent_and_blocked(office: Office) -> None:
    await _paid(office)
    page = await opened(office.clerk, office.record("card"))
    await sent(
        office.clerk,
        await opened(office.clerk, office.record("contact/home-address")),
        "/home-address",
        **ADDRESS,
    )

    delivering = await opened(office.clerk, _link(page, "/deliver"))
    envelope = await sent(office.clerk, delivering, "/deliver", delivery="post")
    assert "Am Sande 1" in envelope.text
    blocking = await opened(office.clerk, _link(page, "/block"))
    shown = await sent(office.clerk, blocking, "/block", reason="stolen")
    assert "Gesperrt" in shown.text
    blocked = await sent(office.clerk, shown, "/block", confirmed="yes")

    assert "Der Ausweis ist gesperrt." in blocked.text
    assert "Es gibt keinen gültigen Ausweis." in blocked.text


async def _paid(office: Office) -> None:
    """Re-registered, so that there is a card."""
    office.university.on(OPENS).runs(JobKind.OPEN)
    office.university.pays(office.person_id, 24_315, OPENS)


async def test_the_librarys_desk_checks_a_card_by_its_number(office: Office) -> None:
    await _paid(office)
    cards = await opened(office.clerk, office.record("card"))
    number = next(word for word in cards.text.split() if word.isdigit() and len(word) == 10)

    page = await opened(office.library, f"/de/card-check?number={number}")
    wrong = await office.library.get("/de/card-check?number=1234567890")

    assert "Der Ausweis ist heute gültig" in page.text
    assert not [one for one in page.links if "/students/" in one]
    assert wrong.status_code in (404, 422)


async def test_prior_studies_count_for_the_study_credit(office: Office) -> None:
    form = await opened(office.clerk, office.record("credit/prior-studies"))

    page = await sent(
        office.clerk,
        form,
        "/prior-studies",
        university_name="Universität Hamburg",
        programme_name="Geschichte",
        semesters="2",
        known_codes="2025w",
        reason="Bescheinigung gesehen",
    )

    assert "Universität Hamburg" in page.text
    assert "2025W" in page.text
    removing = await opened(office.clerk, _link(page, "/remove"))
    gone = await sent(office.clerk, removing, "/remove", reason="Verwechslung")
    assert "Universität Hamburg" not in gone.text


async def test_a_number_that_is_none_is_said_at_its_field(office: Office) -> None:
    form = await opened(office.clerk, office.record("credit/prior-studies"))

    again = await sent(
        office.clerk,
        form,
        "/prior-studies",
        expected=422,
        university_name="Hamburg",
        semesters="zwei",
        reason="gesehen",
    )

    assert "#semesters" in again.links


async def test_a_ground_is_entered_and_taken_back_and_a_right_is_given(office: Office) -> None:
    form = await opened(office.clerk, office.record("credit/grounds"))
    page = await sent(
        office.clerk,
        form,
        "/grounds",
        semester="2026W",
        ground="representative",
        reason="Wahlprotokoll gesehen",
    )
    assert "Wahlprotokoll gesehen" in page.text
    taking = await opened(office.clerk, _link(page, "/take-back"))
    back = await sent(office.clerk, taking, "/take-back", reason="Irrtum")
    assert "Zurückgenommen am" in back.text

    giving = await opened(office.clerk, office.record("credit/preselection"))
    given = await sent(
        office.clerk,
        giving,
        "/preselection",
        semester="2026W",
        ground="child_care",
        holds="yes",
        child_birth_date="2020-05-17",
        reason="Attest gesehen",
    )
    assert "Das Recht auf Vorauswahl ist gespeichert." in given.text


async def test_everything_that_stands_against_a_card_is_named(office: Office) -> None:
    form = await opened(office.clerk, office.record("deregister"))
    preview = await sent(
        office.clerk, form, "/deregister", end_date="2026-11-02", reason="Nicht angetreten"
    )
    await sent(office.clerk, preview, "/deregister", confirmed="yes")
    office.university.on(date(2026, 11, 4))
    asking = await opened(office.clerk, office.record("card/issue"))

    refused = await sent(office.clerk, asking, "/issue", expected=409, delivery="post")

    assert [level for level, _ in refused.headings].count(3) >= 1
