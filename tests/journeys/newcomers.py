"""Students of one test only, enrolled by Student Services through the contracts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import grpc
from chassis.rpc import bearer
from chassis.values import Semester, local_date
from google.type.date_pb2 import Date
from matrikel.exams.v1 import exam_tree_pb2, exam_tree_pb2_grpc
from matrikel.identity.v1 import (
    account_pb2,
    account_pb2_grpc,
    session_pb2,
    session_pb2_grpc,
    token_pb2,
    token_pb2_grpc,
)
from matrikel.records.v1 import enrolment_pb2, enrolment_pb2_grpc
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

from tests.journeys.patience import patiently
from tests.suite import Suite


@dataclass(frozen=True)
class Newcomer:
    """Somebody who was enrolled just now."""

    person_id: str
    enrolment_id: str
    user_name: str
    family_name: str
    matriculation_number: str


class Newcomers:
    """Enrols students; each call makes a new person."""

    def __init__(self, suite: Suite) -> None:
        self._clerk = suite.user_names("student_services")[0]
        self._password = suite.password
        self._channels = {
            service: grpc.insecure_channel(suite.target(service))
            for service in ("identity", "records", "exams")
        }

    def close(self) -> None:
        """Closes the channels."""
        for channel in self._channels.values():
            channel.close()

    def enrol(self, family_name: str, programme_code: str = "KUWI-BA") -> Newcomer:
        """Enrols a new student from the current semester on and waits for the account."""
        today = local_date(datetime.now(UTC))
        stub = enrolment_pb2_grpc.EnrolmentServiceStub(self._channels["records"])
        done = stub.EnrolPerson(
            enrolment_pb2.EnrolPersonRequest(
                request_id=str(uuid4()),
                new_person=enrolment_pb2.EnrolPersonRequest.NewPerson(
                    name=PersonName(given_names="Mechthild Ümmühan", family_name=family_name),
                    birth_date=Date(year=2005, month=2, day=28),
                    birth_place="Lüneburg",
                    citizenship="DE",
                ),
                programme_code=programme_code,
                first_semester=SemesterMessage(code=Semester.of(today).code),
            ),
            metadata=self._token(self._clerk, "records"),
        )
        accounts = account_pb2_grpc.AccountServiceStub(self._channels["identity"])
        request = account_pb2.GetAccountRequest(person_id=done.person.person_id)
        clerk = self._token(self._clerk, "identity")
        account = patiently(
            lambda: accounts.GetAccount(request, metadata=clerk).account, grpc.RpcError
        )
        return Newcomer(
            done.person.person_id,
            done.enrolment.enrolment_id,
            account.user_name,
            family_name,
            done.person.matriculation_number,
        )

    def welcome(self, family_name: str, programme_code: str = "KUWI-BA") -> Newcomer:
        """Enrols a new student with the demo password whom exams knows already."""
        newcomer = self.enrol(family_name, programme_code)
        accounts = account_pb2_grpc.AccountServiceStub(self._channels["identity"])
        code = accounts.IssueInitialCode(
            account_pb2.IssueInitialCodeRequest(person_id=newcomer.person_id),
            metadata=self._token(self._clerk, "identity"),
        )
        accounts.ActivateAccount(
            account_pb2.ActivateAccountRequest(
                user_name=code.user_name, initial_code=code.initial_code, password=self._password
            )
        )
        trees = exam_tree_pb2_grpc.ExamTreeServiceStub(self._channels["exams"])
        request = exam_tree_pb2.GetExamTreeRequest(person_id=newcomer.person_id)
        own = self._token(newcomer.user_name, "exams")
        patiently(
            lambda: trees.GetExamTree(request, metadata=own).enrolments[0],
            grpc.RpcError,
            IndexError,
        )
        return newcomer

    def _token(self, user_name: str, audience: str) -> tuple[tuple[str, str | bytes], ...]:
        sessions = session_pb2_grpc.SessionServiceStub(self._channels["identity"])
        tokens = token_pb2_grpc.TokenServiceStub(self._channels["identity"])
        session = sessions.SignIn(
            session_pb2.SignInRequest(user_name=user_name, password=self._password)
        )
        issued = tokens.IssueToken(
            token_pb2.IssueTokenRequest(session_token=session.session_token, audience=audience)
        )
        return tuple(bearer(issued.access_token))
