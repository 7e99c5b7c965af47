"""What Student Services do at the desk for the tour: money, earlier studies, the bank."""

from uuid import uuid4

from google.type.date_pb2 import Date
from matrikel.records.v1 import (
    applicant_pb2,
    applicant_pb2_grpc,
    bank_pb2,
    bank_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
    refund_pb2,
    refund_pb2_grpc,
    study_credit_pb2,
    study_credit_pb2_grpc,
)
from matrikel.records.v1 import application_content_pb2 as contents
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

from tests.journeys.bank_files import Transfer
from tests.journeys.callers import Callers
from tests.journeys.newcomers import Newcomer
from tests.journeys.student_services import StudentServices, present_semester
from tests.suite import Suite

FEE = "student-card-replacement"
PURPOSES = ("Beitrag für meine Enkelin Mechthild", "Beitrag für meinen Enkel")


class Desk:
    """The desk of Student Services with one student at it."""

    def __init__(self, suite: Suite, callers: Callers, student: Newcomer) -> None:
        self._clerk = callers.metadata(suite.user_names("student_services")[0], "records")
        self._person_id = student.person_id
        self._applicants = applicant_pb2_grpc.ApplicantServiceStub(callers.records)
        self._bank = bank_pb2_grpc.BankServiceStub(callers.records)
        self._credit = study_credit_pb2_grpc.StudyCreditServiceStub(callers.records)
        self._ledger = ledger_pb2_grpc.LedgerServiceStub(callers.records)
        self._refunds = refund_pb2_grpc.RefundServiceStub(callers.records)

    def pay_what_is_waived(self) -> tuple[str, str, str]:
        """Cash for a fee that is waived afterwards; returns receipt, booking and refund."""
        charged = self._ledger.ChargeFee(
            ledger_pb2.ChargeFeeRequest(
                person_id=self._person_id,
                fee_code=FEE,
                occasion="Zweiter Ausweis",
                request_id=str(uuid4()),
            ),
            metadata=self._clerk,
        )
        paid = self._ledger.BookCashPayment(
            ledger_pb2.BookCashPaymentRequest(
                person_id=self._person_id,
                amount_cents=charged.statement.open_cents,
                request_id=str(uuid4()),
            ),
            metadata=self._clerk,
        )
        self._ledger.WaiveCharge(
            ledger_pb2.WaiveChargeRequest(
                person_id=self._person_id,
                charge_id=charged.charge_id,
                reason="Der Ausweis war schon beim Ausstellen beschädigt.",
                request_id=str(uuid4()),
            ),
            metadata=self._clerk,
        )
        refund = self._refunds.CreateRefund(
            refund_pb2.CreateRefundRequest(person_id=self._person_id, request_id=str(uuid4())),
            metadata=self._clerk,
        )
        receipt = paid.receipt
        return receipt.receipt_number, receipt.booking_id, refund.refund.refund_id

    def charge(self) -> str:
        """The first charge that is open."""
        statement = self._ledger.GetAccountStatement(
            ledger_pb2.GetAccountStatementRequest(person_id=self._person_id), metadata=self._clerk
        ).statement
        return next(one.charge_id for one in statement.charges if one.open_cents)

    def prove(self) -> tuple[str, str]:
        """Earlier studies, and a semester that uses no credit up; returns both ids."""
        added = self._credit.AddPriorStudy(
            study_credit_pb2.AddPriorStudyRequest(
                person_id=self._person_id,
                university_name="Technische Universität Carolo-Wilhelmina zu Braunschweig",
                programme_name="Wirtschaftsinformatik",
                semesters=7,
                completed_degree=True,
                standard_duration_semesters=6,
                reason="Exmatrikulationsbescheinigung lag vor.",
                request_id=str(uuid4()),
            ),
            metadata=self._clerk,
        )
        ground = self._credit.AddSemesterGround(
            study_credit_pb2.AddSemesterGroundRequest(
                person_id=self._person_id,
                semester=SemesterMessage(code=present_semester().code),
                ground=contents.FEE_EXEMPTION_GROUND_CHILD_CARE,
                child_birth_date=Date(year=2024, month=5, day=17),
                reason="Geburtsurkunde und Meldebescheinigung lagen vor.",
                request_id=str(uuid4()),
            ),
            metadata=self._clerk,
        )
        return added.prior_study.prior_study_id, ground.ground.semester_ground_id

    def applicant(self) -> str:
        """Somebody who was accepted."""
        answer = self._applicants.ListApplicants(
            applicant_pb2.ListApplicantsRequest(), metadata=self._clerk
        )
        return answer.applicants[0].applicant_id

    def statement(self) -> str:
        """The demonstration's statement, which has something of everything."""
        answer = self._bank.ListBankStatements(
            bank_pb2.ListBankStatementsRequest(), metadata=self._clerk
        )
        return answer.statements[-1].bank_statement_id

    def clearing_items(self, services: StudentServices) -> tuple[str, str]:
        """Payments that nobody can tell: one that is open, and one that was settled."""
        payment = self._ledger.GetPaymentInstructions(
            ledger_pb2.GetPaymentInstructionsRequest(person_id=self._person_id),
            metadata=self._clerk,
        ).instructions
        unknown = [Transfer(318_15, "Hildegard Ohnenam", purpose) for purpose in PURPOSES]
        services.receive(payment.iban, *unknown)
        listed = self._bank.ListClearingItems(
            bank_pb2.ListClearingItemsRequest(page_size=100), metadata=self._clerk
        )
        items = {one.entry.remittance: one.clearing_item_id for one in listed.clearing_items}
        still_open, settled = (items[purpose] for purpose in PURPOSES)
        self._bank.SettleClearingItem(
            bank_pb2.SettleClearingItemRequest(
                clearing_item_id=settled,
                dismiss=bank_pb2.SettleClearingItemRequest.Dismissal(),
                remark="Die Überweisende meldet sich nicht.",
                request_id=str(uuid4()),
            ),
            metadata=self._clerk,
        )
        return still_open, settled
