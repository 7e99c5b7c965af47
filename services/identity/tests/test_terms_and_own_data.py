"""Terms of use, what is stored about a person, and the overview of an account."""

import json
from typing import Any

import pytest
from chassis.testing import within
from chassis.values import LocalizedText
from identity.app.accounts.terms import TermsChangedError, load_terms
from identity.domain.roles import Role
from identity.domain.terms import TermsOfUse
from identity.profile.accounts import read_terms
from identity.store import tables
from identity.store.own_data import HOLDINGS, NOTHING_TO_READ
from matrikel.identity.v1 import account_pb2, own_data_pb2, terms_of_use_pb2
from matrikel.identity.v1.own_data_pb2_grpc import OwnDataServiceStub
from matrikel.identity.v1.terms_of_use_pb2_grpc import TermsOfUseServiceStub

from services.identity.tests.accounts_factories import PROFILE, Accounts

TEXT = LocalizedText(de="Geben Sie Ihr Passwort nicht weiter.", en="Do not pass on your password.")
OTHER = LocalizedText(de="Lesen Sie Ihr Postfach.", en="Read your mailbox.")
TITLE = LocalizedText(de="Nutzungsordnung", en="Terms of use")
FIRST = TermsOfUse(1, TITLE, (TEXT,))
SECOND = TermsOfUse(2, TITLE, (TEXT, OTHER))


async def overview(identity: Any, person_id: Any, metadata: Any) -> account_pb2.AccountOverview:
    request = account_pb2.GetAccountOverviewRequest(person_id=str(person_id))
    return (await identity.accounts.GetAccountOverview(request, metadata=metadata)).overview


async def accept(identity: Any, person_id: Any, metadata: Any, version: int = 1) -> Any:
    service = TermsOfUseServiceStub(identity.under_test.channel)
    request = terms_of_use_pb2.AcceptTermsOfUseRequest(person_id=str(person_id), version=version)
    return await service.AcceptTermsOfUse(request, metadata=metadata)


async def download(identity: Any, person_id: Any, metadata: Any) -> dict[str, Any]:
    service = OwnDataServiceStub(identity.under_test.channel)
    request = own_data_pb2.DownloadOwnDataRequest(person_id=str(person_id))
    pieces = [piece async for piece in service.DownloadOwnData(request, metadata=metadata)]
    assert pieces[0].body.content_type == "application/json"
    found: dict[str, Any] = json.loads(b"".join(piece.body.data for piece in pieces))
    return found


@pytest.mark.asyncio
async def test_terms_are_accepted_once_per_version_and_a_new_one_is_open_again(
    identity: Any, clock: Any
) -> None:
    within(identity.database, load_terms, FIRST)
    student = await identity.student()
    metadata = await identity.signed_in(student)
    before = await overview(identity, student.person_id, metadata)
    assert (before.accepted_terms_version, before.current_terms_version) == (0, 1)
    accepted = await accept(identity, student.person_id, metadata)
    assert accepted.accept_time.ToDatetime() == clock.now().replace(tzinfo=None)
    again = await accept(identity, student.person_id, metadata)
    assert again == accepted
    within(identity.database, load_terms, SECOND)
    after = await overview(identity, student.person_id, metadata)
    assert (after.accepted_terms_version, after.current_terms_version) == (1, 2)
    refusal = await identity.refusal(accept(identity, student.person_id, metadata))
    assert refusal.reason == "TERMS_OUTDATED"


@pytest.mark.asyncio
async def test_nobody_accepts_terms_for_somebody_else(identity: Any) -> None:
    within(identity.database, load_terms, FIRST)
    student = await identity.student()
    metadata = await identity.signed_in(student)
    refusal = await identity.refusal(accept(identity, identity.enrol(), metadata))
    assert refusal.code == "NOT_FOUND"


@pytest.mark.asyncio
async def test_everybody_reads_the_terms_that_hold(identity: Any) -> None:
    service = TermsOfUseServiceStub(identity.under_test.channel)
    request = terms_of_use_pb2.GetTermsOfUseRequest()
    refusal = await identity.refusal(service.GetTermsOfUse(request))
    assert refusal.reason == "TERMS_UNKNOWN"
    terms = read_terms(PROFILE)
    assert terms is not None
    within(identity.database, load_terms, terms)
    shown = (await service.GetTermsOfUse(request)).terms_of_use
    assert shown.version == terms.version
    assert [each.de for each in shown.paragraphs] == [each.de for each in terms.paragraphs]


@pytest.mark.asyncio
async def test_the_text_of_a_version_that_was_accepted_stays_as_it_was(identity: Any) -> None:
    assert within(identity.database, load_terms, FIRST)
    assert not within(identity.database, load_terms, FIRST)
    corrected = TermsOfUse(1, TITLE, (OTHER,))
    assert within(identity.database, load_terms, corrected)
    student = await identity.student()
    await accept(identity, student.person_id, await identity.signed_in(student))
    with pytest.raises(TermsChangedError, match="higher version"):
        within(identity.database, load_terms, FIRST)
    within(identity.database, load_terms, SECOND)
    with pytest.raises(TermsChangedError, match="older"):
        within(identity.database, load_terms, corrected)


@pytest.mark.asyncio
async def test_a_person_gets_everything_that_is_stored_and_no_secret(identity: Any) -> None:
    Accounts(identity.database)
    within(identity.database, load_terms, FIRST)
    student = await identity.student()
    metadata = await identity.signed_in(student)
    await accept(identity, student.person_id, metadata)
    found = await download(identity, student.person_id, metadata)
    [account] = found["account"]
    assert account["user_name"] == student.user_name
    assert found["roles"] == [{"role": "student"}]
    assert found["enrolments"][0]["kind"] == "student"
    assert len(found["sessions"]) == 1
    assert found["accepted_terms"][0]["version"] == 1
    assert found["european_student_identifier"].startswith("urn:schac:personalUniqueCode:int:esi:")
    assert {entry["by"] for entry in found["audit"]} >= {"you", "another person"}
    text = json.dumps(found)
    assert student.password not in text
    assert "argon2" not in text
    assert "digest" not in text


@pytest.mark.asyncio
async def test_nobody_downloads_what_is_stored_about_somebody_else(identity: Any) -> None:
    student = await identity.student()
    metadata = await identity.signed_in(await identity.staff(Role.SYSTEM_ADMINISTRATOR))
    refusal = await identity.refusal(download(identity, student.person_id, metadata))
    assert refusal.code == "NOT_FOUND"


def test_every_column_about_a_person_is_shown_or_left_out_on_purpose() -> None:
    listed = {holding.table.name: holding for holding in HOLDINGS}
    about_persons = {
        table.name for table in tables.metadata.sorted_tables if "person_id" in table.columns
    }
    assert about_persons - set(listed) - set(NOTHING_TO_READ) == set()
    assert set(NOTHING_TO_READ) <= about_persons
    for name, holding in listed.items():
        stated = {*holding.columns, *holding.left_out, holding.person}
        assert set(holding.table.columns.keys()) == stated, name


@pytest.mark.asyncio
async def test_the_overview_shows_what_other_systems_are_told(identity: Any) -> None:
    Accounts(identity.database)
    student = await identity.student()
    shown = await overview(identity, student.person_id, await identity.signed_in(student))
    assert list(shown.eduperson_affiliations) == ["member", "student"]
    assert "student@leuphana.example" in shown.eduperson_scoped_affiliations
    assert shown.schac_home_organization == "leuphana.example"
    assert shown.european_student_identifier.startswith(
        "urn:schac:personalUniqueCode:int:esi:leuphana.example:"
    )
    assert shown.HasField("account")
    assert not shown.HasField("initial_code_expire_time")


@pytest.mark.asyncio
async def test_offices_read_the_overview_of_others_and_students_do_not(identity: Any) -> None:
    student, other = await identity.student(), identity.enrol()
    office = await identity.office()
    await identity.issue_code(other)
    shown = await overview(identity, other, office)
    assert shown.HasField("initial_code_expire_time")
    metadata = await identity.signed_in(student)
    refusal = await identity.refusal(overview(identity, other, metadata))
    assert refusal.code == "NOT_FOUND"
