"""Letters with user name and initial code, for one account and for all that wait."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from chassis.database import Transaction
from chassis.database.tables import answers, audit_entries, mails, outbox
from chassis.testing import within
from chassis.values import PersonName
from identity.app.accounts.making import NewStaff, create_staff_account
from identity.domain.roles import Role
from identity.store.tables import initial_codes
from matrikel.identity.v1 import account_pb2
from matrikel.identity.v1 import initial_code_letter_pb2 as messages
from matrikel.identity.v1.initial_code_letter_pb2_grpc import InitialCodeLetterServiceStub
from pypdf import PdfReader
from sqlalchemy import select

from services.identity.tests.accounts_factories import Accounts

pytestmark = pytest.mark.asyncio


@pytest.fixture
def service(identity: Any) -> InitialCodeLetterServiceStub:
    Accounts(identity.database)
    return InitialCodeLetterServiceStub(identity.under_test.channel)


async def content_of(stream: Any) -> tuple[bytes, str, str]:
    """The document with its type and file name."""
    content, kind, name = b"", "", ""
    async for piece in stream:
        content += piece.body.data
        kind, name = kind or piece.body.content_type, name or piece.file_name
    return content, kind, name


def pages_of(content: bytes) -> list[str]:
    """The pages' texts with single blanks: wrapped lines come without."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def code_in(page: str) -> str:
    """The code that stands behind its label."""
    return page.split("Initialcode ")[1].split(" ")[0]


async def draw_one(service: Any, person_id: Any, metadata: Any) -> tuple[bytes, str, str]:
    request = messages.DrawInitialCodeLetterRequest(person_id=str(person_id))
    return await content_of(service.DrawInitialCodeLetter(request, metadata=metadata))


async def draw_many(service: Any, metadata: Any, limit: int = 200) -> list[str]:
    request = messages.DrawInitialCodeLettersRequest(limit=limit)
    content, _, _ = await content_of(service.DrawInitialCodeLetters(request, metadata=metadata))
    return pages_of(content)


async def waiting(service: Any, metadata: Any) -> tuple[list[str], int]:
    answer = await service.ListAccountsWithoutCode(
        messages.ListAccountsWithoutCodeRequest(), metadata=metadata
    )
    return [each.user_name for each in answer.accounts], answer.total_size


async def test_the_letter_tells_in_both_languages_how_to_begin_and_its_code_opens_the_account(
    identity: Any, service: Any
) -> None:
    person_id = identity.enrol()
    content, kind, name = await draw_one(service, person_id, await identity.office())
    assert (kind, name) == ("application/pdf", "initial-code-lg100001.pdf")
    german, english = pages_of(content)
    for page, words in (
        (german, ("Ayşe Öztürk", "lg100001", "Gültig bis 16.11.2026", "/de/activate")),
        (english, ("Ayşe Öztürk", "lg100001", "Valid until 16 November 2026", "/en/activate")),
    ):
        assert all(word in page for word in words), page
    assert code_in(german) in english
    account = await identity.activate("lg100001", code_in(german))
    assert account.state == account_pb2.ACCOUNT_STATE_ACTIVE


async def test_the_letter_is_tagged_and_each_page_names_its_language(
    identity: Any, service: Any
) -> None:
    content, _, _ = await draw_one(service, identity.enrol(), await identity.office())
    root = PdfReader(BytesIO(content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de-DE"
    document = root["/StructTreeRoot"]["/K"]
    roles = [part.get_object()["/S"] for part in document["/K"]]
    assert roles.count("/H1") == 2
    assert {part.get_object()["/Lang"] for part in document["/K"]} == {"de-DE", "en-GB"}


async def test_a_new_letter_ends_the_code_of_the_former_one(identity: Any, service: Any) -> None:
    person_id, office = identity.enrol(), await identity.office()
    first, second = [
        code_in(pages_of((await draw_one(service, person_id, office))[0])[0]) for _ in range(2)
    ]
    refusal = await identity.refusal(identity.activate("lg100001", first))
    assert refusal.reason == "INITIAL_CODE_REFUSED"
    await identity.activate("lg100001", second)


async def test_one_file_has_a_letter_for_everybody_who_waits_and_nobody_gets_two(
    identity: Any, service: Any
) -> None:
    office = await identity.office()
    for _ in range(3):
        identity.enrol()
    assert await waiting(service, office) == (["lg100001", "lg100002", "lg100003"], 3)
    pages = await draw_many(service, office, limit=2)
    assert ["lg100001" in page for page in pages] == [True, True, False, False]
    assert await waiting(service, office) == (["lg100003"], 1)
    await draw_many(service, office)
    refusal = await identity.refusal(draw_many(service, office))
    assert refusal.reason == "NO_ACCOUNT_WITHOUT_CODE"


async def test_who_let_the_code_run_out_waits_for_a_letter_again(
    identity: Any, service: Any, clock: Any
) -> None:
    identity.enrol()
    await draw_many(service, await identity.office())
    clock.advance(timedelta(days=14))
    assert (await waiting(service, await identity.office()))[1] == 1


async def test_the_code_is_in_no_event_no_mail_no_audit_and_stored_as_digest_only(
    identity: Any, service: Any
) -> None:
    content, _, _ = await draw_one(service, identity.enrol(), await identity.office())
    code = code_in(pages_of(content)[0])

    def everything(tx: Transaction) -> str:
        tables = (outbox, mails, audit_entries, answers, initial_codes)
        return "".join(str(row) for table in tables for row in tx.execute(select(table)))

    stored = within(identity.database, everything)
    assert code not in stored
    assert code.replace("-", "") not in stored
    assert identity.audited("DrawInitialCodeLetter") == ["OK"]


async def test_student_services_print_no_letter_for_staff(identity: Any, service: Any) -> None:
    staff = NewStaff("abrandt", PersonName("Ada", "Brandt"), frozenset())
    account = within(identity.database, create_staff_account, staff, "leuphana.example")
    office = await identity.office()
    refusal = await identity.refusal(draw_one(service, account.person_id, office))
    assert refusal.reason == "ACCOUNT_OF_STAFF"
    assert (await waiting(service, office))[1] == 0
    administrator = await identity.signed_in(await identity.staff(Role.SYSTEM_ADMINISTRATOR))
    content, _, name = await draw_one(service, account.person_id, administrator)
    assert name == "initial-code-abrandt.pdf"
    assert "eingerichtet" in pages_of(content)[0]


async def test_a_student_prints_no_letter_not_even_the_own_one(identity: Any, service: Any) -> None:
    student = await identity.student()
    metadata = await identity.signed_in(student)
    refusal = await identity.refusal(draw_one(service, student.person_id, metadata))
    assert refusal.code == "PERMISSION_DENIED"
    assert (await identity.refusal(draw_many(service, metadata))).code == "PERMISSION_DENIED"


async def test_an_active_account_needs_no_letter(identity: Any, service: Any) -> None:
    student = await identity.student()
    refusal = await identity.refusal(draw_one(service, student.person_id, await identity.office()))
    assert refusal.reason == "ACCOUNT_ALREADY_ACTIVATED"
