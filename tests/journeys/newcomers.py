"""Students of one test only, enrolled by Student Services through the contracts."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import grpc
from chassis.values import Semester, local_date
from google.type.date_pb2 import Date
from matrikel.exams.v1 import exam_tree_pb2, exam_tree_pb2_grpc
from matrikel.identity.v1 import (
    account_pb2,
    account_pb2_grpc,
    terms_of_use_pb2,
    terms_of_use_pb2_grpc,
)
from matrikel.records.v1 import enrolment_pb2, enrolment_pb2_grpc
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

from tests.journeys.callers import Callers
from tests.journeys.patience import patiently
from tests.suite import Suite

AT_ONCE = 4


@dataclass(frozen=True)
class Newcomer:
    """Somebody who was enrolled just now."""

    person_id: str
    enrolment_id: str
    user_name: str
    family_name: str
    matriculation_number: str

    @property
    def mailbox(self) -> str:
        """Where the university's mail goes."""
        return f"{self.user_name}@stud.leuphana.example"


class Newcomers:
    """Enrols students; each call makes a new person."""

    def __init__(self, suite: Suite, callers: Callers) -> None:
        self._clerk = suite.user_names("student_services")[0]
        self._password = suite.password
        self._callers = callers

    def enrol(self, family_name: str, programme_code: str = "KUWI-BA") -> Newcomer:
        """Enrols a new student from the current semester on and waits for the account."""
        today = local_date(datetime.now(UTC))
        stub = enrolment_pb2_grpc.EnrolmentServiceStub(self._callers.records)
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
            metadata=self._callers.metadata(self._clerk, "records"),
        )
        accounts = account_pb2_grpc.AccountServiceStub(self._callers.identity)
        request = account_pb2.GetAccountRequest(person_id=done.person.person_id)
        clerk = self._callers.metadata(self._clerk, "identity")
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
        accounts = account_pb2_grpc.AccountServiceStub(self._callers.identity)
        code = accounts.IssueInitialCode(
            account_pb2.IssueInitialCodeRequest(person_id=newcomer.person_id),
            metadata=self._callers.metadata(self._clerk, "identity", proven_now=True),
        )
        accounts.ActivateAccount(
            account_pb2.ActivateAccountRequest(
                user_name=code.user_name, initial_code=code.initial_code, password=self._password
            )
        )
        self._accept_terms_of_use(newcomer)
        trees = exam_tree_pb2_grpc.ExamTreeServiceStub(self._callers.exams)
        request = exam_tree_pb2.GetExamTreeRequest(person_id=newcomer.person_id)
        own = self._callers.metadata(newcomer.user_name, "exams")
        patiently(
            lambda: trees.GetExamTree(request, metadata=own).enrolments[0],
            grpc.RpcError,
            IndexError,
        )
        return newcomer

    def _accept_terms_of_use(self, newcomer: Newcomer) -> None:
        terms = terms_of_use_pb2_grpc.TermsOfUseServiceStub(self._callers.identity)
        version = terms.GetTermsOfUse(terms_of_use_pb2.GetTermsOfUseRequest()).terms_of_use.version
        terms.AcceptTermsOfUse(
            terms_of_use_pb2.AcceptTermsOfUseRequest(person_id=newcomer.person_id, version=version),
            metadata=self._callers.metadata(newcomer.user_name, "identity"),
        )

    def welcome_all(self, family_names: Iterable[str], programme_code: str) -> list[Newcomer]:
        """Welcomes several, some at once, which is faster; in the order of their names."""
        with ThreadPoolExecutor(AT_ONCE) as several:
            return list(several.map(lambda name: self.welcome(name, programme_code), family_names))
