"""What each kind of application asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matrikel.records.v1 import application_content_pb2 as content
from matrikel.records.v1.application_pb2 import ApplicationKind
from matrikel.records.v1.events_pb2 import PreselectionGround

from portal.contract_names import value_name
from portal.fields import Field, Shape, address_fields

_EXPLANATION = Field("explanation", Shape.LINES, required=False, most_characters=2000)
_CHILD = Field("child_birth_date", Shape.DATE, required=False, has_hint=True)
_JUSTIFICATION = Field("justification", Shape.LINES, most_characters=4000)


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """The fields of one kind, named as the content is in the contract.

    Where it is about one enrolment, that one is chosen first.
    """

    fields: Sequence[Field]
    of_enrolment: bool = False


FORMS: Mapping[str, ApplicationForm] = {
    "leave_of_absence": ApplicationForm(
        (
            Field("semesters", Shape.SEMESTERS),
            Field("ground", Shape.CHOICE, label="leave_ground", enum=content.LeaveGround),
            _EXPLANATION,
        ),
        of_enrolment=True,
    ),
    "leave_withdrawal": ApplicationForm(
        (Field("semester", Shape.SEMESTER, label="leave_semester"), _EXPLANATION),
        of_enrolment=True,
    ),
    "part_time": ApplicationForm(
        (
            Field("to_part_time", Shape.EITHER),
            Field("from_semester", Shape.SEMESTER),
            Field(
                "reason",
                Shape.CHOICE,
                required=False,
                label="part_time_reason",
                has_hint=True,
                enum=content.PartTimeReason,
            ),
            _EXPLANATION,
            Field("consultation_confirmed_by", required=False, has_hint=True),
            Field("bafoeg_loss_acknowledged", Shape.CHECK, required=False),
        ),
        of_enrolment=True,
    ),
    "semester_abroad": ApplicationForm(
        (
            Field("semester", Shape.SEMESTER),
            Field("host_university"),
            Field("country", Shape.COUNTRY, label="host_country"),
            Field("recognised_work_planned", Shape.CHECK, required=False),
        ),
        of_enrolment=True,
    ),
    "deregistration": ApplicationForm(
        (
            Field("when", Shape.CHOICE, enum=content.DeregistrationWhen),
            Field("date", Shape.DATE, required=False, label="deregistration_date", has_hint=True),
            Field("everything_done_but_results", Shape.CHECK, required=False),
            Field("card_returned", Shape.CHECK, required=False),
            Field("iban", required=False, has_hint=True, most_characters=42),
            Field("account_holder", required=False, most_characters=140),
        ),
        of_enrolment=True,
    ),
    "focus_change": ApplicationForm(
        (
            Field("new_major", Shape.OFFERED, required=False),
            Field("new_minor", Shape.OFFERED, required=False),
            _JUSTIFICATION,
        ),
        of_enrolment=True,
    ),
    "second_degree": ApplicationForm(
        (
            Field("programme_code", Shape.OFFERED, label="second_programme"),
            Field("first_semester", Shape.SEMESTER),
            Field("major", Shape.OFFERED, required=False, has_hint=True),
            Field("minor", Shape.OFFERED, required=False),
            Field(
                "justification",
                Shape.LINES,
                label="second_degree_justification",
                most_characters=4000,
            ),
        ),
        of_enrolment=True,
    ),
    "address_change": ApplicationForm((*address_fields(), Field("valid_from_date", Shape.DATE))),
    "name_change": ApplicationForm(
        (
            Field("name.title", required=False, label="name_title", most_characters=40),
            Field("name.given_names", most_characters=120),
            Field("name.family_name", most_characters=120),
            Field("name.birth_name", required=False, most_characters=120),
            Field("valid_from_date", Shape.DATE),
        )
    ),
    "fee_exemption": ApplicationForm(
        (
            Field("semester", Shape.SEMESTER),
            Field("ground", Shape.CHOICE, label="fee_ground", enum=content.FeeExemptionGround),
            Field("waived_cents", Shape.MONEY, required=False, has_hint=True),
            _CHILD,
            Field("explanation", Shape.LINES, required=False, most_characters=4000),
        )
    ),
    "card_replacement": ApplicationForm(
        (
            Field("loss", Shape.CHOICE, enum=content.CardLoss),
            Field(
                "explanation",
                Shape.LINES,
                required=False,
                label="loss_explanation",
                has_hint=True,
                most_characters=2000,
            ),
            Field("delivery", Shape.CHOICE, has_hint=True, enum=content.CardDelivery),
            *address_fields(required=False),
        )
    ),
    "error_report": ApplicationForm(
        (
            Field("subject", Shape.CHOICE, enum=content.ErrorSubject),
            Field("reference", required=False, has_hint=True),
            Field("text", Shape.LINES, label="report", most_characters=4000),
        )
    ),
    "preselection": ApplicationForm(
        (
            Field("semester", Shape.SEMESTER),
            Field("ground", Shape.CHOICE, label="preselection_for", enum=PreselectionGround),
            _CHILD,
            _EXPLANATION,
        )
    ),
}

# As the page to choose on groups them.
GROUPS: Mapping[str, Sequence[str]] = {
    "semester": ("leave_of_absence", "leave_withdrawal", "part_time", "semester_abroad"),
    "programme": ("focus_change", "second_degree", "deregistration"),
    "fees": ("fee_exemption", "preselection"),
    "details": ("address_change", "name_change", "card_replacement", "error_report"),
}


def kind_name(kind: "ApplicationKind.ValueType") -> str:
    """The kind's name in addresses, texts and contents: "leave_of_absence"."""
    return value_name(ApplicationKind, kind)
