"""One's own account, and accounts in the hands of offices and administrators."""

import httpx
import pytest

from . import account_servicers as a
from . import portal_pages
from . import portal_world as w

NEWCOMER = f"/en/accounts/{w.NEWCOMER}"
STUDENT = f"/en/accounts/{w.STUDENT}"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "accounts",
        "accounts/new",
        f"accounts/{w.STUDENT}",
        f"accounts/{w.NEWCOMER}",
        f"accounts/{w.ADMINISTRATOR}",
        f"accounts/{w.STUDENT}/edit",
        f"accounts/{w.EXAMINER}/edit",
        f"accounts/{w.STUDENT}/disable",
        f"accounts/{w.STUDENT}/restart",
        "initial-codes",
    ],
)
async def test_an_administrators_pages_are_whole(
    administrator: httpx.AsyncClient, path: str, language: str
) -> None:
    answer = await administrator.get(f"/{language}/{path}")

    page = portal_pages.read(answer)
    assert answer.status_code == 200
    assert page.language == language
    assert [level for level, _ in page.headings].count(1) == 1
    assert len(page.ids) == len(set(page.ids))
    assert set(page.controls) <= page.labelled


async def test_the_account_page_shows_affiliation_terms_and_the_way_to_everything(
    student: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await student.get("/en/account"))

    assert "Student" in page.text
    assert "Version 2, accepted on" in page.text
    assert "urn:" in page.text
    for path in ("security", "sessions", "connections", "data", "terms"):
        assert f"/en/account/{path}" in page.links


async def test_who_winds_down_reads_what_stays_open_until_when(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.winding_down.add(w.STUDENT)

    page = portal_pages.read(await student.get("/en/account"))

    assert (
        "Until and including 31 March 2027 this stays open: Mailbox and certificates" in page.text
    )
    assert "closed after 30 September 2027" in page.text
    assert "Alum" in page.text


async def test_new_terms_are_named_on_the_account_page_and_accepted_on_their_own(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.accepted_terms[w.STUDENT] = 1
    assert "new version of the terms of use" in (await student.get("/en/account")).text
    page = portal_pages.read(await student.get("/en/account/terms?next=/en/certificates"))
    form = page.form("certificates")
    assert form.fields["version"] == "2"

    refused = await student.post(form.action, data={**form.fields, "accepted": ""})
    assert refused.status_code == 422
    assert "#accepted" in portal_pages.read(refused).links
    answer = await student.post(form.action, data={**form.fields, "accepted": "yes"})

    assert answer.headers["location"] == "/en/certificates"
    assert world.accepted_terms[w.STUDENT] == 2


async def test_who_accepts_terms_for_the_first_time_is_offered_a_second_factor(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.accepted_terms[w.STUDENT] = 0
    fields = {"version": "2", "accepted": "yes"}

    answer = await student.post("/de/account/terms?next=/de/certificates", data=fields)

    wanted = "/de/account/security/set-up?next=%2Fde%2Fcertificates"
    assert answer.headers["location"] == wanted
    page = portal_pages.read(await student.get(wanted))
    assert page.first(1) == "Zweiten Faktor einrichten"
    assert "/de/account/security/totp?next=%2Fde%2Fcertificates" in page.links
    assert "/de/certificates" in page.links
    again = await student.post("/de/account/terms?next=/de/certificates", data=fields)
    assert again.headers["location"] == "/de/certificates"


async def test_who_sets_up_a_second_factor_anyway_is_not_offered_it_twice(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.accepted_terms[w.STUDENT] = 0
    form = {"version": "2", "accepted": "yes"}
    wanted = "/de/account/security/set-up?next=/de/certificates"

    answer = await student.post("/de/account/terms", params={"next": wanted}, data=form)

    assert answer.headers["location"] == wanted


async def test_accepting_terms_never_leads_to_another_site(student: httpx.AsyncClient) -> None:
    fields = {"version": "2", "accepted": "yes"}

    answer = await student.post("/de/account/terms?next=https://evil.example/", data=fields)

    assert answer.headers["location"].startswith("/de/")


async def test_terms_that_were_accepted_are_read_without_a_form(
    student: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await student.get("/en/account/terms"))

    assert "You accepted on" in page.text
    assert "accepted" not in page.controls


async def test_stored_data_come_as_a_file(student: httpx.AsyncClient) -> None:
    answer = await student.get("/de/account/data/download")

    assert answer.content == a.OWN_DATA
    assert "account-lg100001.json" in answer.headers["content-disposition"]
    assert answer.headers["content-type"].startswith("application/json")


async def test_an_administrator_finds_accounts_by_word_state_and_role(
    administrator: httpx.AsyncClient,
) -> None:
    found = await administrator.get("/en/accounts?query=lg&state=assigned&role=student")

    assert NEWCOMER in portal_pages.read(found).links
    assert STUDENT not in portal_pages.read(found).links
    nothing = await administrator.get("/en/accounts?query=zz&state=nonsense")
    assert "No account fits this search." in nothing.text


async def test_a_staff_account_is_made_and_leads_to_its_letter_and_roles(
    administrator: httpx.AsyncClient, world: w.World
) -> None:
    form = portal_pages.read(await administrator.get("/en/accounts/new")).form("accounts/new")
    typed = {
        **form.fields,
        "given_names": "Anna",
        "family_name": "Meier",
        "user_name": "ameier",
        "employed_until_date": "2027-09-30",
    }

    answer = await administrator.post(form.action, data=typed)

    assert answer.headers["location"] == f"/en/accounts/{w.EXAMINER}?done=created"
    [request] = world.created_staff
    assert request.employed_until_date.month == 9
    page = portal_pages.read(await administrator.get(answer.headers["location"]))
    assert f"/en/roles/give/{w.EXAMINER}" in page.links


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"user_name": "lg123456"}, "user_name"),
        ({"given_names": ""}, "given_names"),
        ({"employed_until_date": "30.9.2027"}, "employed_until_date"),
    ],
)
async def test_a_staff_account_that_cannot_be_made_says_why_at_the_field(
    administrator: httpx.AsyncClient, typed: dict[str, str], field: str
) -> None:
    usual = {"given_names": "Anna", "family_name": "Meier", "user_name": "ameier"}
    usual["request_id"] = w.STUDENT

    answer = await administrator.post("/en/accounts/new", data={**usual, **typed})

    page = portal_pages.read(answer)
    assert answer.status_code in (400, 422)
    assert f"#{field}" in page.links


async def test_an_account_is_changed_at_the_version_that_was_seen(
    administrator: httpx.AsyncClient, world: w.World
) -> None:
    page = portal_pages.read(await administrator.get(f"/en/accounts/{w.EXAMINER}/edit"))
    form = page.form("edit")
    typed = {**form.fields, "mailbox": "anna@leuphana.example", "employed": "yes"}

    answer = await administrator.post(form.action, data=typed)

    assert answer.headers["location"].endswith("?done=changed")
    [request] = world.updated_staff
    assert (request.version, request.mailbox) == (2, "anna@leuphana.example")
    assert request.name.family_name == "Meier"


async def test_the_name_of_a_student_has_no_field(administrator: httpx.AsyncClient) -> None:
    page = portal_pages.read(await administrator.get(f"/en/accounts/{w.STUDENT}/edit"))

    assert "family_name" not in page.controls
    assert "comes from the student records" in page.text


async def test_disabling_asks_for_a_reason_and_enabling_takes_it_back(
    administrator: httpx.AsyncClient, world: w.World
) -> None:
    fields = {"request_id": w.STUDENT, "note": "no"}
    refused = await administrator.post(f"{STUDENT}/disable", data=fields)
    assert "#note" in portal_pages.read(refused).links

    fields["note"] = "Konto missbraucht"
    answer = await administrator.post(f"{STUDENT}/disable", data=fields)

    assert world.disabled == {w.STUDENT: "Konto missbraucht"}
    page = portal_pages.read(await administrator.get(answer.headers["location"]))
    assert "Konto missbraucht" in page.text
    assert f"{STUDENT}/disable" not in page.links
    await administrator.post(f"{STUDENT}/enable", data={"request_id": w.CLERK})
    assert world.disabled == {}


async def test_a_restart_asks_which_document_was_seen_and_shows_the_code_once(
    administrator: httpx.AsyncClient,
) -> None:
    refused = await administrator.post(f"{STUDENT}/restart", data={})
    assert "#identity_document" in portal_pages.read(refused).links

    answer = await administrator.post(f"{STUDENT}/restart", data={"identity_document": "passport"})

    assert a.CODE in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_an_administrator_changes_the_own_account_nowhere(
    administrator: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await administrator.get(f"/en/accounts/{w.ADMINISTRATOR}"))

    assert "Only somebody else can change it" in page.text
    assert f"/en/accounts/{w.ADMINISTRATOR}/disable" not in page.links


async def test_student_services_print_letters_and_change_nothing(
    clerk: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await clerk.get(NEWCOMER))
    assert f"{NEWCOMER}/edit" not in page.links
    assert (await clerk.get(f"{NEWCOMER}/edit")).status_code == 403

    one = await clerk.post(f"{NEWCOMER}/letter", data={})
    many = await clerk.post("/en/initial-codes", data={"limit": "20"})

    assert (one.content, many.content) == (a.PDF, a.PDF)
    assert "initial-code-lg100002.pdf" in one.headers["content-disposition"]
    assert "initial-codes-20.pdf" in many.headers["content-disposition"]


@pytest.mark.parametrize("limit", ["0", "201", "many", ""])
async def test_so_many_letters_are_not_made_at_once(clerk: httpx.AsyncClient, limit: str) -> None:
    answer = await clerk.post("/de/initial-codes", data={"limit": limit})

    assert answer.status_code == 422
    assert "#limit" in portal_pages.read(answer).links


@pytest.mark.parametrize("path", ["accounts", "initial-codes", f"accounts/{w.NEWCOMER}"])
async def test_students_see_no_accounts_of_others(student: httpx.AsyncClient, path: str) -> None:
    assert (await student.get(f"/de/{path}")).status_code == 403
