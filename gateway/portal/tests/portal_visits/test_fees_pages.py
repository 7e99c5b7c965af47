"""Re-registration and fees: what is missing, how to pay, what became of money, refunds."""

from datetime import date

from chassis.testing import within
from records.app.cash import book_cash
from records.app.refunds import propose_refund
from records.domain.refunds import RefundReason

from services.records.tests.enrol_factories import CONTRIBUTION

from .records_world import RecordsVisit
from .staff_campus import opened, sent


async def test_before_the_window_the_page_says_when_it_opens(records: RecordsVisit) -> None:
    page = await opened(records.browser, "/de/studies/fees")

    assert "Rückmeldung zum Sommersemester 2027" in page.text
    assert "15. Januar 2027 bis 15. Februar 2027" in page.text
    assert "Noch nicht begonnen" in page.text
    assert "Es ist nichts offen." in page.text


async def test_what_is_open_is_shown_with_all_that_a_transfer_needs(
    records: RecordsVisit,
) -> None:
    records.called_to_reregister()

    answer = await records.browser.get("/de/studies/fees")
    page = await opened(records.browser, "/de/studies/fees")

    assert "Bitte zurückmelden" in page.text
    assert "243,15\u00a0€" in answer.text
    assert "DE26 2505 0000 0199 9169 17" in page.text
    assert "3100001, Oeztuerka, Ayse" in page.text or "3100001, Öztürka, Ayşe" in page.text
    assert 'src="data:image/png;base64,' in answer.text
    assert "QR-Code für die Überweisung von 243,15" in answer.text
    assert "img-src 'self' data:" in answer.headers["content-security-policy"]


async def test_a_payment_is_shown_with_what_it_was_used_for(records: RecordsVisit) -> None:
    records.called_to_reregister()
    records.pays(10_000)

    fees = await opened(records.browser, "/en/studies/fees")
    statement = await opened(records.browser, "/en/studies/fees/statement")

    assert "€143.15" in fees.text
    assert "€100.00" in statement.text
    assert (2, "Money received and how it was used") in statement.headings


async def test_a_complete_payment_re_registers(records: RecordsVisit) -> None:
    records.called_to_reregister()
    records.pays(CONTRIBUTION, date(2027, 1, 20))

    page = await opened(records.browser, "/en/studies/fees")

    assert "Re-registered" in page.text
    assert "20 January 2027" in page.text
    assert "Nothing is open." in page.text


async def test_cash_is_shown_with_the_number_of_its_receipt(records: RecordsVisit) -> None:
    records.called_to_reregister()
    within(records.university.database, book_cash, records.person_id, 500, by="sservice")

    page = await opened(records.browser, "/de/studies/fees/receipts")

    assert "2027-000001" in page.text


async def test_a_refund_goes_to_the_account_that_the_student_names(
    records: RecordsVisit,
) -> None:
    records.pays(5_000, date(2026, 11, 2))
    within(
        records.university.database, propose_refund, records.person_id, 5_000, RefundReason.CREDIT
    )
    overview = await opened(records.browser, "/de/studies")
    asked = await opened(
        records.browser, next(one for one in overview.links if "/fees/refunds/" in one)
    )
    empty = await sent(records.browser, asked, asked.forms[-1].action, expected=422)
    wrong = await sent(
        records.browser,
        asked,
        asked.forms[-1].action,
        expected=422,
        iban="DE00 2505 0000 0199 9169 17",
        account_holder="Ayşe Öztürk",
    )

    named = await sent(
        records.browser,
        wrong,
        wrong.forms[-1].action,
        iban="DE89 3704 0044 0532 0130 00",
    )

    assert {"#iban", "#account_holder"} <= set(empty.links)
    assert "#iban" in wrong.links
    assert wrong.forms[-1].fields["iban"] == "DE00 2505 0000 0199 9169 17"
    assert "Das Konto ist gespeichert." in named.text
    assert "Ayşe Öztürk" in named.text
    assert (await opened(records.browser, "/de/studies")).headings[1] != (2, "Bitte erledigen")


async def test_somebody_elses_refund_is_not_found(records: RecordsVisit) -> None:
    answer = await records.browser.get(f"/de/studies/fees/refunds/{records.person_id}")

    assert answer.status_code == 404
