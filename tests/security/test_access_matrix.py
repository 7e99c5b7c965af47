"""Every method in the hands of every role, on what is theirs and what is not.

The expectation is read from the contracts alone, without the code that the services decide with.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from chassis.rpc import Relation, admission, bearer
from chassis.rpc import relations as chassis_relations
from chassis.rpc.admission import Admission
from chassis.rpc.call import Call
from chassis.rpc.contract import MethodContract
from exams.api import relations as exams_relations
from exams.app.relations import Standing as ExamStandings
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import sitting_pb2
from matrikel.exams.v1.sitting_pb2_grpc import SittingServiceStub
from matrikel.type.v1.semester_pb2 import Semester
from records.api import application_relations
from records.api import relations as records_relations
from records.app.applications.standing import Standing as ApplicationStandings

from tests.security.access_cells import (
    METHODS,
    OK,
    ROLES,
    Cell,
    Method,
    cells_of_people,
    cells_of_services,
)
from tests.security.proof_cells import (
    WITH_SESSION_CHECK,
    WITH_STEP_UP,
    cells_of_ended_sessions,
    cells_of_old_proofs,
)
from tests.security.running_services import RunningServices, running_services

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("access")]

# Methods that let a caller in and then cannot do it here, with what they answer: there is no other
# service to ask, the owner is registered already, the request names an outdated version, or the
# matter is at another stage.
CANNOT_SUCCEED = {
    # There is nothing to decide about, to confirm or to redeem.
    "ActivateAccount": "UNAUTHENTICATED INITIAL_CODE_REFUSED",
    "DecideConsent": "NOT_FOUND AUTHORIZATION_REQUEST_UNKNOWN",
    "DecideLogout": "NOT_FOUND LOGOUT_REQUEST_UNKNOWN",
    "CompleteSignIn": "UNAUTHENTICATED SIGN_IN_EXPIRED",
    "ConfirmTotp": "INVALID_ARGUMENT TOTP_CODE_WRONG",
    "ConfirmRecoveryAddress": "INVALID_ARGUMENT RECOVERY_CODE_WRONG",
    "ProvePasswordReset": "UNAUTHENTICATED RESET_REFUSED",
    "FinishPasswordReset": "UNAUTHENTICATED RESET_ENDED",
    "FinishPasskeyRegistration": "INVALID_ARGUMENT PASSKEY_REFUSED",
    "RenamePasskey": "NOT_FOUND PASSKEY_UNKNOWN",
    "RemovePasskey": "NOT_FOUND PASSKEY_UNKNOWN",
    "FinishPasskeySignIn": "UNAUTHENTICATED PASSKEY_SIGN_IN_REFUSED",
    "StartPasskeyProof": "FAILED_PRECONDITION NO_PASSKEY",
    "FinishPasskeyProof": "UNAUTHENTICATED PROOF_REFUSED",
    # The owner's account is active, records looks after it, and the owner holds a library card.
    "EnableAccount": "FAILED_PRECONDITION ACCOUNT_NOT_DISABLED",
    "IssueInitialCode": "FAILED_PRECONDITION ACCOUNT_ALREADY_ACTIVATED",
    "DrawInitialCodeLetter": "FAILED_PRECONDITION ACCOUNT_ALREADY_ACTIVATED",
    "ReplaceScimUser": "FAILED_PRECONDITION USER_KEPT_BY_RECORDS",
    "DeleteScimUser": "FAILED_PRECONDITION USER_KEPT_BY_RECORDS",
    "CreateHandoverList": "FAILED_PRECONDITION HANDOVER_NOBODY",
    "PreregisterLibraryAccount": "FAILED_PRECONDITION LIBRARY_ACCOUNT_EXISTS",
    "WithdrawLibraryRegistration": "FAILED_PRECONDITION LIBRARY_REGISTRATION_OVER",
    "IssueLibraryCard": "FAILED_PRECONDITION LIBRARY_CARD_THERE",
    "SetLibrarySecret": "UNAUTHENTICATED LIBRARY_PROOF_REFUSED",
    "CheckLibraryCard": "UNAUTHENTICATED LIBRARY_CHECK_REFUSED",
    "CheckServicePassword": "PERMISSION_DENIED IT_SERVICE_NOT_OF_CLIENT",
    "IssueCertificate": "UNAVAILABLE IDENTITY_UNAVAILABLE",
    "CreateRegistration": "FAILED_PRECONDITION REGISTRATION_REFUSED",
    "DeregisterStudent": "FAILED_PRECONDITION REGISTRATION_ENDED",
    "FileSickNote": "FAILED_PRECONDITION SICK_NOTE_REFUSED",
    "ApplyForThesis": "FAILED_PRECONDITION THESIS_REFUSED",
    "AdmitThesis": "FAILED_PRECONDITION THESIS_DECIDED",
    "RefuseThesis": "FAILED_PRECONDITION THESIS_DECIDED",
    "UpdateSitting": "ABORTED SITTING_CHANGED",
    "CancelSitting": "ABORTED SITTING_CHANGED",
    "CreateLottery": "FAILED_PRECONDITION WINDOW_OPEN",
    "DrawLottery": "NOT_FOUND LOTTERY_UNKNOWN",
    "PublishRegulations": "FAILED_PRECONDITION ALREADY_PUBLISHED",
    "DeleteRegulationsDraft": "FAILED_PRECONDITION ALREADY_PUBLISHED",
    "SaveExaminationPeriod": "ABORTED PERIOD_CHANGED",
    "EnterResults": "FAILED_PRECONDITION SITTING_NOT_OVER",
    "ImportResults": "FAILED_PRECONDITION SITTING_NOT_OVER",
    "ReleaseResults": "FAILED_PRECONDITION NOTHING_TO_RELEASE",
    "ProposeCorrection": "FAILED_PRECONDITION CORRECTION_OPEN",
    "GetGradeDistribution": "FAILED_PRECONDITION TOO_FEW_RESULTS",
    "EnrolApplicant": "FAILED_PRECONDITION CONTRIBUTION_INCOMPLETE",
    "UpdateApplication": "FAILED_PRECONDITION APPLICATION_NOT_A_DRAFT",
    "SubmitApplication": "FAILED_PRECONDITION APPLICATION_NOT_A_DRAFT",
    "RemoveDocument": "FAILED_PRECONDITION DOCUMENT_WAS_SUBMITTED",
    "IssueStudentCard": "FAILED_PRECONDITION STUDENT_CARD_REFUSED",
    "CancelBooking": "FAILED_PRECONDITION APPOINTMENT_OVER",
    "TakeBackDeregistration": "FAILED_PRECONDITION NOT_DEREGISTERED",
    "BookCashPayment": "FAILED_PRECONDITION CASH_BEYOND_OPEN",
    "RecordAbroadRecognition": "FAILED_PRECONDITION NOT_ABROAD",
    "CancelSemesterAbroad": "FAILED_PRECONDITION NOT_ABROAD",
    "RefuseRole": "FAILED_PRECONDITION ROLE_REQUEST_DECIDED",
    "RevokeRole": "FAILED_PRECONDITION ROLE_NOT_HELD",
    "StartSupportAccess": "FAILED_PRECONDITION SUPPORT_NOT_FROM_HERE",
    "AddCosignature": "FAILED_PRECONDITION CHECKPOINT_NOT_OURS",
    "PreviewCertificateJob": "UNAVAILABLE RECORDS_UNAVAILABLE",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningServices]:
    async with running_services(tmp_path_factory.mktemp("access")) as all_four:
        yield all_four


async def test_nobody_comes_in_whom_the_contract_does_not_let_in(
    services: RunningServices, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [cell for method in METHODS for cell in await cells_of_people(services, method)]
    _judge("people", cells, capsys)
    _require_every_method_to_work(cells)


async def test_an_old_proof_is_not_enough_where_the_contract_wants_a_fresh_one(
    services: RunningServices, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [cell for one in WITH_STEP_UP for cell in await cells_of_old_proofs(services, one)]
    assert {cell.method.service for cell in cells} == {"identity", "certificates"}
    _judge("people with an old proof", cells, capsys)


async def test_nobody_comes_in_after_signing_out_where_the_contract_has_the_session_checked(
    services: RunningServices, capsys: pytest.CaptureFixture[str]
) -> None:
    checked = WITH_SESSION_CHECK
    cells = [cell for one in checked for cell in await cells_of_ended_sessions(services, one)]
    assert {cell.method.service for cell in cells} == {"identity", "exams", "certificates"}
    _judge("people who signed out", cells, capsys)


async def test_a_service_comes_in_only_where_the_contract_names_it(
    services: RunningServices, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [cell for method in METHODS for cell in await cells_of_services(services, method)]
    _judge("services", cells, capsys)
    assert {
        cell.method.descriptor.name
        for cell in cells
        if cell.answered == CANNOT_SUCCEED.get(cell.method.descriptor.name, OK)
        and not cell.method.access.public
    } == {method.descriptor.name for method in METHODS if method.access.callers}


async def test_an_examiner_lists_only_the_sittings_that_are_assigned(
    services: RunningServices,
) -> None:
    stub = SittingServiceStub(services.channels["exams"])
    request = sitting_pb2.ListSittingsRequest(
        semester=Semester(code=services.named.semester), page_size=100
    )

    async def listed(person_id: UUID, role: int) -> set[str]:
        token = services.mints["exams"].mint(person_id, [role])
        answer = await stub.ListSittings(request, metadata=bearer(token))
        return {sitting.sitting_id for sitting in answer.sittings}

    assigned = await listed(services.people.examiner, access_pb2.ROLE_EXAMINER)
    assert services.named.sitting_id in assigned
    assert not await listed(uuid4(), access_pb2.ROLE_EXAMINER)
    assert await listed(uuid4(), access_pb2.ROLE_EXAMINATIONS_OFFICE) - assigned


def _everybody_owns_registrations(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(exams_relations._RELATIONS, ExamStandings.NEITHER, Relation.OWN)


def _every_role_opens_everything(patch: pytest.MonkeyPatch) -> None:
    opened = MethodContract.opened_relations

    def with_every_role(contract: MethodContract, _roles: object) -> frozenset[Relation]:
        return opened(contract, frozenset(ROLES))

    patch.setattr(MethodContract, "opened_relations", with_every_role)


def _everybody_owns_records(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(records_relations, "_own_or_any", lambda _caller, _owner: Relation.OWN)


def _applications_are_everybodys(patch: pytest.MonkeyPatch) -> None:
    standings = application_relations._RELATIONS
    patch.setitem(standings, ApplicationStandings.NEITHER, Relation.OWN)
    patch.setattr("records.api.application_callers.is_seen", lambda *_: True)


def _relations_are_not_checked(patch: pytest.MonkeyPatch) -> None:
    def admit(call: Call, _relation: Relation | None) -> None:
        call.used_relation = call.relation
        call.admitted = True

    patch.setattr(chassis_relations, "_admit", admit)


def _bounds_are_not_checked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(admission, "_check_bounds", lambda *_: None)


def _every_proof_is_fresh(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(admission, "STEP_UP_AGE", timedelta(days=1))


def _sessions_are_not_checked(patch: pytest.MonkeyPatch) -> None:
    async def admit(self: Admission, call: Call) -> None:
        self._check_access(call)

    patch.setattr(Admission, "admit", admit)


@pytest.mark.parametrize(
    ("plant", "method_name"),
    [
        (_everybody_owns_registrations, "GetRegistration"),
        (_every_role_opens_everything, "GetRegistration"),
        (_every_role_opens_everything, "SetHomeAddress"),
        (_everybody_owns_records, "GetPerson"),
        (_everybody_owns_records, "GetEnrolment"),
        (_everybody_owns_records, "GetStudentCard"),
        (_applications_are_everybodys, "GetApplication"),
        (_applications_are_everybodys, "DownloadDocument"),
        (_relations_are_not_checked, "GetContactData"),
        (_relations_are_not_checked, "GetAccountStatement"),
        (_relations_are_not_checked, "SetRefundAccount"),
        (_relations_are_not_checked, "CancelBooking"),
        (_relations_are_not_checked, "ListSemesterDecisions"),
        (_relations_are_not_checked, "GetStudyCredit"),
        # Support access that changes something, and a system with another scope.
        (_bounds_are_not_checked, "SetSemesterAddress"),
        (_bounds_are_not_checked, "CheckStudentCard"),
        # The same in identity, and other people's sessions, cards, passwords and accounts.
        (_bounds_are_not_checked, "ActivateItService"),
        (_bounds_are_not_checked, "CheckServicePassword"),
        (_bounds_are_not_checked, "CreateScimUser"),
        (_every_role_opens_everything, "ApproveRole"),
        (_every_role_opens_everything, "IssueLibraryCard"),
        (_every_role_opens_everything, "CreateClient"),
        (_relations_are_not_checked, "GetAccountOverview"),
        (_relations_are_not_checked, "RemoveTotp"),
        (_relations_are_not_checked, "EndSession"),
        (_relations_are_not_checked, "RevokeServicePassword"),
        (_relations_are_not_checked, "BlockLibraryCard"),
        (_relations_are_not_checked, "DownloadOwnData"),
        # Other people's certificates, and what offices alone do with them.
        (_relations_are_not_checked, "GetCertificate"),
        (_relations_are_not_checked, "DownloadCertificate"),
        (_relations_are_not_checked, "SetLookupRule"),
        (_every_role_opens_everything, "WithdrawCertificate"),
        (_every_role_opens_everything, "FindCertificate"),
        (_every_role_opens_everything, "DownloadCertificateJob"),
    ],
)
async def test_a_planted_fault_lets_somebody_in_and_is_found(
    services: RunningServices,
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None],
    method_name: str,
) -> None:
    plant(monkeypatch)
    [method] = [one for one in METHODS if one.descriptor.name == method_name]
    assert any(cell.wrongly_allowed for cell in await cells_of_people(services, method))


@pytest.mark.parametrize(
    ("plant", "cells_of", "method_name"),
    [
        (_every_proof_is_fresh, cells_of_old_proofs, "RemoveTotp"),
        (_every_proof_is_fresh, cells_of_old_proofs, "RequestRole"),
        (_sessions_are_not_checked, cells_of_ended_sessions, "RequestRole"),
        (_sessions_are_not_checked, cells_of_ended_sessions, "EnterResults"),
        (_every_proof_is_fresh, cells_of_old_proofs, "WithdrawCertificate"),
        (_sessions_are_not_checked, cells_of_ended_sessions, "WithdrawCertificate"),
    ],
)
async def test_a_proof_that_is_not_asked_for_is_found(
    services: RunningServices,
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None],
    cells_of: Callable[[RunningServices, Method], Awaitable[list[Cell]]],
    method_name: str,
) -> None:
    plant(monkeypatch)
    [method] = [one for one in METHODS if one.descriptor.name == method_name]
    assert any(cell.wrongly_allowed for cell in await cells_of(services, method))


def _judge(who: str, cells: list[Cell], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        allowed = sum(cell.wrongly_allowed for cell in cells)
        print(f"\naccess matrix of {who}: {len(cells)} cells, {allowed} wrong allows")
    wrong = sorted(
        (cell for cell in cells if not cell.right), key=lambda one: not one.wrongly_allowed
    )
    assert not wrong, "\n".join(map(str, wrong))


def _require_every_method_to_work(cells: list[Cell]) -> None:
    """A method that never succeeds would pass for allowed whatever it answers."""
    answers: dict[str, set[str]] = {
        method.descriptor.name: set()
        for method in METHODS
        if method.access.grants or method.access.public
    }
    for cell in cells:
        if cell.allowed and cell.method.descriptor.name in answers:
            answers[cell.method.descriptor.name].add(cell.answered)
    failing = {
        name: found for name, found in answers.items() if CANNOT_SUCCEED.get(name, OK) not in found
    }
    assert not failing, "\n".join(map(str, failing.items()))
