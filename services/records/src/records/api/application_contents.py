"""What is asked for in an application, as messages of the contract, and back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from chassis.packing import (
    pack_date,
    pack_name,
    pack_semester,
    unpack_name,
    unpack_semester,
)
from matrikel.records.v1 import application_content_pb2 as messages
from matrikel.records.v1 import events_pb2

from records.api.days import day_in
from records.domain.addresses import MailingAddress
from records.domain.applications import contents
from records.domain.applications.contents import Content
from records.domain.preselection import PreselectionGround
from records.domain.rules import LeaveGround, PartTimeReason
from records.domain.student_cards import CardDelivery, CardLoss

# The contract's enums carry the names of the domain's, behind their own name.
_LEAVE_GROUNDS = {
    one: messages.LeaveGround.Value(f"LEAVE_GROUND_{one.name}") for one in LeaveGround
}
_PART_TIME_REASONS = {
    one: messages.PartTimeReason.Value(f"PART_TIME_REASON_{one.name}") for one in PartTimeReason
}
_WHENS = {
    one: messages.DeregistrationWhen.Value(f"DEREGISTRATION_WHEN_{one.name}")
    for one in contents.DeregistrationWhen
}
_EXEMPTION_GROUNDS = {
    one: messages.FeeExemptionGround.Value(f"FEE_EXEMPTION_GROUND_{one.name}")
    for one in contents.FeeExemptionGround
}
_LOSSES = {one: messages.CardLoss.Value(f"CARD_LOSS_{one.name}") for one in CardLoss}
_DELIVERIES = {
    one: messages.CardDelivery.Value(f"CARD_DELIVERY_{one.name}") for one in CardDelivery
}
_ERROR_SUBJECTS = {
    one: messages.ErrorSubject.Value(f"ERROR_SUBJECT_{one.name}") for one in contents.ErrorSubject
}
_PRESELECTION_GROUNDS = {
    one: events_pb2.PreselectionGround.Value(f"PRESELECTION_GROUND_{one.name}")
    for one in PreselectionGround
}


def unpack_content(packed: messages.ApplicationContent) -> Content:
    """What is asked for. Raises DATE_WRONG."""
    name = packed.WhichOneof("content")
    if name is None:
        raise ValueError("the contract lets no application without a content in")
    return _UNPACK[name](getattr(packed, name))


def pack_content(content: Content) -> messages.ApplicationContent:
    """What is asked for."""
    name = content.kind.value
    return messages.ApplicationContent(**{name: _PACK[name](content)})


def _domain(known: dict[Any, Any], value: int) -> Any:
    return next(one for one, packed in known.items() if packed == value)


def _unpack_leave(one: messages.LeaveOfAbsence) -> contents.Leave:
    # In order and each once, however they were sent.
    semesters = tuple(sorted({unpack_semester(each) for each in one.semesters}))
    return contents.Leave(semesters, _domain(_LEAVE_GROUNDS, one.ground), one.explanation.strip())


def _pack_leave(one: contents.Leave) -> messages.LeaveOfAbsence:
    return messages.LeaveOfAbsence(
        semesters=[pack_semester(each) for each in one.semesters],
        ground=_LEAVE_GROUNDS[one.ground],
        explanation=one.explanation,
    )


def _unpack_leave_withdrawal(one: messages.LeaveWithdrawal) -> contents.LeaveWithdrawal:
    return contents.LeaveWithdrawal(unpack_semester(one.semester), one.explanation.strip())


def _pack_leave_withdrawal(one: contents.LeaveWithdrawal) -> messages.LeaveWithdrawal:
    return messages.LeaveWithdrawal(
        semester=pack_semester(one.semester), explanation=one.explanation
    )


def _unpack_part_time(one: messages.PartTimeStudy) -> contents.PartTime:
    return contents.PartTime(
        to_part_time=one.to_part_time,
        from_semester=unpack_semester(one.from_semester),
        reason=_domain(_PART_TIME_REASONS, one.reason) if one.reason else None,
        explanation=one.explanation.strip(),
        consultation_confirmed_by=one.consultation_confirmed_by.strip(),
        bafoeg_loss_acknowledged=one.bafoeg_loss_acknowledged,
    )


def _pack_part_time(one: contents.PartTime) -> messages.PartTimeStudy:
    return messages.PartTimeStudy(
        to_part_time=one.to_part_time,
        from_semester=pack_semester(one.from_semester),
        reason=(
            _PART_TIME_REASONS[one.reason] if one.reason else messages.PART_TIME_REASON_UNSPECIFIED
        ),
        explanation=one.explanation,
        consultation_confirmed_by=one.consultation_confirmed_by,
        bafoeg_loss_acknowledged=one.bafoeg_loss_acknowledged,
    )


def _unpack_semester_abroad(one: messages.SemesterAbroad) -> contents.SemesterAbroad:
    return contents.SemesterAbroad(
        semester=unpack_semester(one.semester),
        host_university=one.host_university.strip(),
        country=one.country,
        recognised_work_planned=one.recognised_work_planned,
    )


def _pack_semester_abroad(one: contents.SemesterAbroad) -> messages.SemesterAbroad:
    return messages.SemesterAbroad(
        semester=pack_semester(one.semester),
        host_university=one.host_university,
        country=one.country,
        recognised_work_planned=one.recognised_work_planned,
    )


def _unpack_deregistration(one: messages.Deregistration) -> contents.Deregistration:
    return contents.Deregistration(
        when=_domain(_WHENS, one.when),
        day=day_in(one.date, "content.deregistration.date") if one.HasField("date") else None,
        everything_done_but_results=one.everything_done_but_results,
        card_returned=one.card_returned,
        iban=one.iban.strip(),
        account_holder=one.account_holder.strip(),
    )


def _pack_deregistration(one: contents.Deregistration) -> messages.Deregistration:
    return messages.Deregistration(
        when=_WHENS[one.when],
        date=pack_date(one.day),
        everything_done_but_results=one.everything_done_but_results,
        card_returned=one.card_returned,
        iban=one.iban,
        account_holder=one.account_holder,
    )


def _unpack_focus_change(one: messages.FocusChange) -> contents.FocusChange:
    return contents.FocusChange(
        one.new_major.strip(), one.new_minor.strip(), one.justification.strip()
    )


def _pack_focus_change(one: contents.FocusChange) -> messages.FocusChange:
    return messages.FocusChange(
        new_major=one.new_major, new_minor=one.new_minor, justification=one.justification
    )


def _unpack_second_degree(one: messages.SecondDegree) -> contents.SecondDegree:
    return contents.SecondDegree(
        programme_code=one.programme_code,
        regulations_version_code=one.regulations_version_code,
        first_semester=unpack_semester(one.first_semester),
        major=one.major.strip(),
        minor=one.minor.strip(),
        justification=one.justification.strip(),
    )


def _pack_second_degree(one: contents.SecondDegree) -> messages.SecondDegree:
    return messages.SecondDegree(
        programme_code=one.programme_code,
        regulations_version_code=one.regulations_version_code,
        first_semester=pack_semester(one.first_semester),
        major=one.major,
        minor=one.minor,
        justification=one.justification,
    )


def _unpack_address(one: messages.MailingAddress) -> MailingAddress:
    return MailingAddress(one.care_of, one.street_address, one.postal_code, one.city, one.country)


def _pack_address(one: MailingAddress) -> messages.MailingAddress:
    return messages.MailingAddress(
        care_of=one.care_of,
        street_address=one.street_address,
        postal_code=one.postal_code,
        city=one.city,
        country=one.country,
    )


def _unpack_address_change(one: messages.AddressChange) -> contents.AddressChange:
    field = "content.address_change.valid_from_date"
    return contents.AddressChange(_unpack_address(one.address), day_in(one.valid_from_date, field))


def _pack_address_change(one: contents.AddressChange) -> messages.AddressChange:
    return messages.AddressChange(
        address=_pack_address(one.address), valid_from_date=pack_date(one.valid_from)
    )


def _unpack_name_change(one: messages.NameChange) -> contents.NameChange:
    field = "content.name_change.valid_from_date"
    return contents.NameChange(unpack_name(one.name), day_in(one.valid_from_date, field))


def _pack_name_change(one: contents.NameChange) -> messages.NameChange:
    return messages.NameChange(name=pack_name(one.name), valid_from_date=pack_date(one.valid_from))


def _unpack_fee_exemption(one: messages.FeeExemption) -> contents.FeeExemption:
    return contents.FeeExemption(
        unpack_semester(one.semester),
        _domain(_EXEMPTION_GROUNDS, one.ground),
        one.waived_cents,
        one.explanation.strip(),
        _birth_date(one, "content.fee_exemption.child_birth_date"),
    )


def _pack_fee_exemption(one: contents.FeeExemption) -> messages.FeeExemption:
    return messages.FeeExemption(
        semester=pack_semester(one.semester),
        ground=_EXEMPTION_GROUNDS[one.ground],
        waived_cents=one.waived_cents,
        explanation=one.explanation,
        child_birth_date=pack_date(one.child_birth_date),
    )


def _unpack_card_replacement(one: messages.CardReplacement) -> contents.CardReplacement:
    return contents.CardReplacement(
        loss=_domain(_LOSSES, one.loss),
        explanation=one.explanation.strip(),
        delivery=_domain(_DELIVERIES, one.delivery),
        address=_unpack_address(one.address) if one.HasField("address") else None,
    )


def _pack_card_replacement(one: contents.CardReplacement) -> messages.CardReplacement:
    return messages.CardReplacement(
        loss=_LOSSES[one.loss],
        explanation=one.explanation,
        delivery=_DELIVERIES[one.delivery],
        address=_pack_address(one.address) if one.address else None,
    )


def _unpack_error_report(one: messages.ErrorReport) -> contents.ErrorReport:
    subject = _domain(_ERROR_SUBJECTS, one.subject)
    return contents.ErrorReport(subject, one.reference.strip(), one.text.strip())


def _pack_error_report(one: contents.ErrorReport) -> messages.ErrorReport:
    return messages.ErrorReport(
        subject=_ERROR_SUBJECTS[one.subject], reference=one.reference, text=one.text
    )


def _unpack_preselection(one: messages.Preselection) -> contents.Preselection:
    ground = _domain(_PRESELECTION_GROUNDS, one.ground)
    return contents.Preselection(
        unpack_semester(one.semester),
        ground,
        one.explanation.strip(),
        _birth_date(one, "content.preselection.child_birth_date"),
    )


def _pack_preselection(one: contents.Preselection) -> messages.Preselection:
    return messages.Preselection(
        semester=pack_semester(one.semester),
        ground=_PRESELECTION_GROUNDS[one.ground],
        explanation=one.explanation,
        child_birth_date=pack_date(one.child_birth_date),
    )


def _birth_date(one: messages.FeeExemption | messages.Preselection, field: str) -> date | None:
    """A child's day of birth; None where none was given."""
    return day_in(one.child_birth_date, field) if one.HasField("child_birth_date") else None


# The contract names each content as its kind is stored.
_UNPACK: dict[str, Callable[[Any], Content]] = {
    "leave_of_absence": _unpack_leave,
    "leave_withdrawal": _unpack_leave_withdrawal,
    "part_time": _unpack_part_time,
    "semester_abroad": _unpack_semester_abroad,
    "deregistration": _unpack_deregistration,
    "focus_change": _unpack_focus_change,
    "second_degree": _unpack_second_degree,
    "address_change": _unpack_address_change,
    "name_change": _unpack_name_change,
    "fee_exemption": _unpack_fee_exemption,
    "card_replacement": _unpack_card_replacement,
    "error_report": _unpack_error_report,
    "preselection": _unpack_preselection,
}
_PACK: dict[str, Callable[[Any], Any]] = {
    "leave_of_absence": _pack_leave,
    "leave_withdrawal": _pack_leave_withdrawal,
    "part_time": _pack_part_time,
    "semester_abroad": _pack_semester_abroad,
    "deregistration": _pack_deregistration,
    "focus_change": _pack_focus_change,
    "second_degree": _pack_second_degree,
    "address_change": _pack_address_change,
    "name_change": _pack_name_change,
    "fee_exemption": _pack_fee_exemption,
    "card_replacement": _pack_card_replacement,
    "error_report": _pack_error_report,
    "preselection": _pack_preselection,
}
