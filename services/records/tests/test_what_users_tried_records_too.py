"""More of what users tried with records that once went wrong."""

import asyncio
from collections.abc import Callable
from datetime import date

import grpc
import pytest
from chassis.database import Database
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock, running, within
from chassis.values import PersonName, Semester
from matrikel.access.v1.access_pb2 import ROLE_STUDENT_SERVICES
from matrikel.records.v1 import bank_pb2, catalogue_pb2, person_pb2
from matrikel.records.v1.bank_pb2_grpc import BankServiceStub
from matrikel.records.v1.catalogue_pb2_grpc import CatalogueServiceStub
from matrikel.records.v1.person_pb2_grpc import PersonServiceStub
from records.app.account_desk import charge_at_desk
from records.app.applicant_deadlines import name_later_deadline
from records.app.applicants import Acceptance, ApplicantShown, accept_applicant
from records.app.clearing_desk import return_to_sender
from records.app.deregistration_accounts import account_faults
from records.app.enrolling import EnrolmentOrder, PersonEnrolled
from records.app.preselection import give_preselection_right, take_preselection_right_back
from records.app.prior_studies import PriorStudyEntry, enter_prior_study, remove_prior_study
from records.app.refund_desk import name_account
from records.app.refunds import refund_credit
from records.app.statements import fee_receipt
from records.domain.applications.contents import Deregistration, DeregistrationWhen
from records.domain.applications.personal_details import obstacles_to_name_change
from records.domain.bank_entries import MOST_DAYS_AHEAD, MOST_DAYS_BACK, is_plausible_day
from records.domain.credit_facts import Ground
from records.domain.grounds import GroundAsked, obstacles_to_ground
from records.domain.person import PersonFacts
from records.domain.preselection import PreselectionAsked, PreselectionGround
from records.main import service
from records.store import tables
from sqlalchemy import select

from services.records.tests.bank_factories import OWN_IBAN, Camt, Stated, imported, one
from services.records.tests.credit_factories import RULES, facts, studies
from services.records.tests.enrol_factories import FIRST_NUMBER, NEXT, NOW, University

Enrol = Callable[..., PersonEnrolled]

NOWHERE, FORMER = Semester.parse("2199W"), Semester.parse("2026S")


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


@pytest.mark.parametrize("message", ["camt.053", "camt.054"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2027-11-02", "2016-11-02"])
@pytest.mark.parametrize("which", ["value", "booked"])
def test_an_entry_of_an_impossible_day_is_named_and_the_rest_is_booked(
    here: University, message: str, day: str, which: str
) -> None:
    number = here.student().person.matriculation_number
    wrong = one(f"{number}, A", "10.00", reference="A", **{which: day})
    right = one(f"{number}, B", "20.00", reference="B")
    report = imported(here.database, Camt((Stated((wrong, right)),), message=message).xml())
    [statement] = report.statements
    [problem] = statement.problems
    assert (problem.fault, problem.found, problem.entry) == ("DATE_IMPLAUSIBLE", day, 1)
    assert (statement.entries, statement.broken, statement.booked) == (2, 1, 1)


@pytest.mark.parametrize(
    ("days", "plausible"),
    [
        (MOST_DAYS_AHEAD, True),
        (MOST_DAYS_AHEAD + 1, False),
        (-MOST_DAYS_BACK, True),
        (-MOST_DAYS_BACK - 1, False),
    ],
)
def test_banks_name_days_within_reach(days: int, plausible: bool) -> None:
    today = date(2026, 11, 2)
    assert is_plausible_day(date.fromordinal(today.toordinal() + days), today) is plausible


def elsewhere(university: str = "Universität Hamburg", first: str = "2023W") -> PriorStudyEntry:
    known = frozenset({Semester.parse(first)})
    return PriorStudyEntry(university, "Geschichte", known, 1, False, 0, "gesehen")


def test_the_same_studies_elsewhere_are_entered_once(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    study = within(loaded, enter_prior_study, person_id, elsewhere(), by="clerk")
    again = elsewhere("UNIVERSITÄT  Hamburg")
    with pytest.raises(Failure) as refused:
        within(loaded, enter_prior_study, person_id, again, by="clerk")
    assert (refused.value.code, refused.value.reason) == (Code.ALREADY_EXISTS, "PRIOR_STUDY_KNOWN")
    assert [each.path for each in refused.value.fields] == ["university_name"]
    within(loaded, enter_prior_study, person_id, elsewhere(first="2024S"), by="clerk")
    removed = study.prior_study_id
    within(loaded, remove_prior_study, person_id, removed, reason="a mistake", by="clerk")
    within(loaded, enter_prior_study, person_id, elsewhere(), by="clerk")


def test_nobody_studied_as_a_child(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    with pytest.raises(Failure) as refused:
        within(loaded, enter_prior_study, person_id, elsewhere(first="2018W"), by="clerk")
    assert refused.value.code is Code.INVALID_ARGUMENT
    [field] = refused.value.fields
    assert (field.path, field.reason) == ("known_semesters", "SEMESTER_BEFORE_STUDY_AGE")
    assert "15" in field.message.de
    within(loaded, enter_prior_study, person_id, elsewhere(first="2019S"), by="clerk")


def test_a_form_that_is_sent_twice_accepts_once(here: University) -> None:
    first = here.applicant().applicant
    with pytest.raises(Failure) as refused:
        here.applicant(given_names="JOHN")
    assert (refused.value.code, refused.value.reason) == (Code.ALREADY_EXISTS, "ALREADY_ACCEPTED")
    assert first.applicant_number in refused.value.message.en
    assert refused.value.metadata["applicant_number"] == first.applicant_number
    here.applicant(given_names="Jane")
    here.applicant(programme="DATA-MSC")


async def test_two_clerks_at_once_accept_somebody_new_once(loaded: Database) -> None:
    person = PersonFacts(PersonName("John", "Smith"), date(2003, 5, 17), "Leeds", "GB")
    order = EnrolmentOrder(person, "HIST-BA", "", NEXT)
    acceptance = Acceptance("", order, "john@example.com", False, 0, None)
    outcomes = await asyncio.gather(
        *(loaded.write(accept_applicant, acceptance, "clerk", FIRST_NUMBER) for _ in range(6)),
        return_exceptions=True,
    )
    refused = [each for each in outcomes if isinstance(each, Failure)]
    assert sum(isinstance(each, ApplicantShown) for each in outcomes) == 1, outcomes
    assert [each.reason for each in refused] == ["ALREADY_ACCEPTED"] * 5


def test_a_payment_deadline_lies_within_the_first_semester(here: University) -> None:
    with pytest.raises(Failure) as refused:
        here.applicant(deadline=date(2027, 10, 1))
    assert refused.value.reason == "DEADLINE_IMPLAUSIBLE"
    assert "30 September 2027" in refused.value.message.en
    applicant_id = here.applicant().applicant.applicant_id
    with pytest.raises(Failure) as refused:
        here.do(name_later_deadline, applicant_id, date(2127, 3, 1), 0, "clerk")
    assert refused.value.reason == "DEADLINE_IMPLAUSIBLE"
    assert [each.path for each in refused.value.fields] == ["payment_deadline_date"]
    here.do(name_later_deadline, applicant_id, date(2027, 9, 30), 0, "clerk")


def test_a_semester_that_the_calendar_does_not_have_is_unknown(here: University) -> None:
    person_id = here.student().person.person_id
    asked = PreselectionAsked(NOWHERE, PreselectionGround.PART_TIME)
    charging = (person_id, "card-replacement", "lost", NOWHERE, None)
    for call in (
        lambda: here.do(charge_at_desk, *charging, validate_only=False, by="clerk"),
        lambda: here.do(fee_receipt, person_id, NOWHERE),
        lambda: here.do(give_preselection_right, person_id, asked, reason="x", by="clerk"),
        lambda: here.do(take_preselection_right_back, person_id, asked, reason="x", by="clerk"),
    ):
        with pytest.raises(Failure) as refused:
            call()
        assert (refused.value.code, refused.value.reason) == (Code.NOT_FOUND, "SEMESTER_UNKNOWN")


def test_rights_of_a_semester_that_is_over_stay_as_they_were(here: University) -> None:
    person_id = here.student(first=Semester.parse("2025W")).person.person_id
    asked = PreselectionAsked(FORMER, PreselectionGround.CHILD_CARE, date(2020, 5, 17))
    against = here.do(give_preselection_right, person_id, asked, reason="x", by="clerk")
    assert isinstance(against, tuple)
    assert "SEMESTER_OVER" in {each.reason for each in against}
    with pytest.raises(Failure) as refused:
        here.do(take_preselection_right_back, person_id, asked, reason="x", by="clerk")
    assert refused.value.code is Code.FAILED_PRECONDITION
    assert refused.value.reason == "SEMESTER_OVER"


def test_no_money_is_transferred_to_the_university_itself(here: University) -> None:
    person_id = here.student().person.person_id
    here.pays(person_id, 50_000, date(2026, 11, 2))
    refund_id = here.do(refund_credit, person_id, 1_000, by="clerk")
    with pytest.raises(Failure) as refused:
        here.do(name_account, refund_id, "DE26 2505 0000 0199 9169 17", "A B")
    assert (refused.value.code, refused.value.reason) == (Code.INVALID_ARGUMENT, "OWN_ACCOUNT")
    assert [each.path for each in refused.value.fields] == ["iban"]


def test_nor_is_the_university_a_sender_or_a_student(here: University) -> None:
    imported(here.database, Camt((Stated((one("Miete"),)),)).xml())
    item_id = within(
        here.database,
        lambda tx: tx.execute(select(tables.clearing_items.c.clearing_item_id)).scalar_one(),
    )
    with pytest.raises(Failure) as refused:
        here.do(return_to_sender, item_id, OWN_IBAN, "A B", "", by="clerk")
    assert (refused.value.code, refused.value.reason) == (Code.INVALID_ARGUMENT, "OWN_ACCOUNT")
    content = Deregistration(
        DeregistrationWhen.END_OF_SEMESTER, iban=OWN_IBAN, account_holder="A B"
    )
    [fault] = within(here.database, account_faults, content)
    assert (fault.reason, fault.field) == ("OWN_ACCOUNT", "iban")


def test_a_name_holds_from_the_day_of_birth_at_the_earliest() -> None:
    born, present = date(2004, 5, 17), PersonName("Ayşe", "Öztürk")
    new = PersonName("Ayşe", "Yılmaz")
    [found] = obstacles_to_name_change(
        new, present, date(2004, 5, 16), birth_date=born, today=date(2026, 11, 2)
    )
    assert (found.reason, found.field) == ("NAME_DAY_BEFORE_BIRTH", "valid_from_date")


async def test_a_page_token_of_another_list_is_refused(loaded: Database, enrol: Enrol) -> None:
    enrol(), enrol(given_names="Berta")
    async with running(service, loaded) as records:
        desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
        persons = PersonServiceStub(records.channel)
        request = person_pb2.ListPersonsRequest(family_name_prefix="Ö", page_size=1)
        token = (await persons.ListPersons(request, metadata=desk)).next_page_token
        request.page_token = token
        assert len((await persons.ListPersons(request, metadata=desk)).persons) == 1
        for call in (
            BankServiceStub(records.channel).ListClearingItems(
                bank_pb2.ListClearingItemsRequest(page_token=token), metadata=desk
            ),
            CatalogueServiceStub(records.channel).ListProgrammes(
                catalogue_pb2.ListProgrammesRequest(page_token=token)
            ),
        ):
            with pytest.raises(grpc.aio.AioRpcError) as error:
                await call
            assert error.value.code() is grpc.StatusCode.INVALID_ARGUMENT
            assert "PAGE_TOKEN_INVALID" in str(error.value.trailing_metadata())


def test_a_childs_birth_date_belongs_to_child_care_alone() -> None:
    asked = GroundAsked(NOW, Ground.RELATIVE_CARE, child_birth_date=date(2020, 5, 17))
    known = facts(studies("2025W", 3))
    found = obstacles_to_ground(asked, known, RULES, child_under_years=14, today=date(2026, 11, 2))
    assert [(each.reason, each.field) for each in found] == [
        ("CHILD_BIRTH_DATE_NOT_NEEDED", "child_birth_date")
    ]
