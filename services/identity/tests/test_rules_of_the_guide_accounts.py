"""The rules of the guide about the university account."""

from io import BytesIO
from typing import Any

import pytest
from matrikel.identity.v1 import account_pb2, events_pb2
from matrikel.identity.v1 import initial_code_letter_pb2 as letters
from matrikel.identity.v1.initial_code_letter_pb2_grpc import InitialCodeLetterServiceStub
from pypdf import PdfReader

from services.identity.tests.accounts_factories import Accounts

pytestmark = pytest.mark.asyncio


async def letter(identity: Any, person_id: Any, metadata: Any) -> list[str]:
    """The pages of the letter that comes with the enrolment documents."""
    service = InitialCodeLetterServiceStub(identity.under_test.channel)
    request = letters.DrawInitialCodeLetterRequest(person_id=str(person_id))
    stream = service.DrawInitialCodeLetter(request, metadata=metadata)
    content = b"".join([piece.body.data async for piece in stream])
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


async def test_the_account_is_assigned_upon_enrolment(identity: Any) -> None:
    """001_…, "Leuphana account": "Your Leuphana account will be assigned upon your enrolment";
    "user name (starting with lg...)".
    """
    identity.enrol()
    [made] = identity.told(events_pb2.AccountCreated)
    assert made.account.state == account_pb2.ACCOUNT_STATE_ASSIGNED
    assert made.account.user_name.startswith("lg")


async def test_user_name_and_initial_code_come_with_the_enrolment_documents(identity: Any) -> None:
    """001_…, "Leuphana account": "You will receive the user name (starting with lg...) and an
    initial password with your enrolment documents, which you can use to activate your account in
    our self-service portal".
    """
    Accounts(identity.database)
    german, english = await letter(identity, identity.enrol(), await identity.office())
    code = german.split("Initialcode ")[1].split(" ")[0]
    assert "lg100001" in english
    assert "/en/activate" in english
    account = await identity.activate("lg100001", code)
    assert account.state == account_pb2.ACCOUNT_STATE_ACTIVE


async def test_the_letter_says_that_the_account_is_for_most_it_services(identity: Any) -> None:
    """001_…, "Leuphana account": "The Leuphana account is used for authentication for most IT
    services of the MIZ (see below)".
    """
    Accounts(identity.database)
    _, english = await letter(identity, identity.enrol(), await identity.office())
    assert "Leuphana account" in english
    assert "You sign in with it to most of the university's IT services" in english
