"""The part of the tour that shows records: the student's pages, and those of the offices."""

from collections.abc import Mapping

from portal.pages.applications.forms import FORMS

from tests.journeys.newcomers import Newcomer
from tests.journeys.records_scene import RecordsScene
from tests.journeys.student_services import coming_semester

Addresses = Mapping[str, str]

# Students see the forms of all kinds; those of the offices are made of the same fields.
FILED = ("deregistration", "fee_exemption")


def of_student(student: Newcomer, scene: RecordsScene) -> Addresses:
    """The pages of My studies."""
    fees, contact = "studies/fees", "studies/contact-data"
    applications, draft = "studies/applications", f"studies/applications/{scene.draft}"
    enrolment = f"enrolment={student.enrolment_id}"
    return {
        "studies": "studies",
        "enrolment": "studies/enrolments",
        "credit": "studies/credit",
        "in-charge": "studies/contacts",
        "fees": fees,
        "statement": f"{fees}/statement",
        "receipts": f"{fees}/receipts",
        "refunds": f"{fees}/refunds",
        "refund": f"{fees}/refunds/{scene.refund}",
        "contact-data": f"{contact}?done=added",
        "semester-address": f"{contact}/semester-address",
        "remove-address": f"{contact}/semester-address/remove",
        "contact-entry": f"{contact}/entries/{scene.contact_entry}",
        "contact-history": f"{contact}/history",
        "photo": f"{contact}/photo",
        "card": "studies/card",
        "block-card": f"studies/card/{scene.card}/block",
        "appointments": "studies/appointments?done=booked",
        "cancel-appointment": f"studies/appointments/{scene.appointment}/cancel",
        "applications": applications,
        "apply": f"{applications}/new",
        **{f"apply-{kind}": f"{applications}/new/{kind}?{enrolment}" for kind in FORMS},
        "draft": f"{draft}?done=created",
        "change-draft": f"{draft}/change",
        "check-draft": f"{draft}/check",
        "discard-draft": f"{draft}/withdraw",
        "asked": f"{applications}/{scene.asked}",
        "withdraw-application": f"{applications}/{scene.asked}/withdraw",
        "rejected": f"{applications}/{scene.rejected}",
        "unknown-application": f"{applications}/new/no-such-kind",
        "no-application": f"{applications}/{scene.abroad}",
    }


def of_student_services(student: Newcomer, scene: RecordsScene) -> Addresses:
    """The record of the student of the scene, and what concerns all students."""
    return {**_record(student, scene), **_applications(scene), **_all_together(scene)}


def _record(student: Newcomer, scene: RecordsScene) -> Addresses:
    record = f"students/{student.person_id}"
    contact, fees, credit = f"{record}/contact", f"{record}/fees", f"{record}/credit"
    charge, refund = f"{fees}/charges/{scene.charge}", f"{fees}/refunds/{scene.refund}"
    card = f"{record}/card/{scene.card}"
    return {
        "record": record,
        "correct": f"{record}/correct",
        "contact": contact,
        "home-address": f"{contact}/home-address",
        "semester-address": f"{contact}/semester-address",
        "contact-entry": f"{contact}/entries",
        "enrolments": f"{record}/enrolments",
        "deregister": f"{record}/deregister",
        "cards": f"{record}/card",
        "issue-card": f"{record}/card/issue",
        "deliver-card": f"{card}/deliver",
        "block-card": f"{card}/block",
        "return-card": f"{card}/return",
        "card-check": "card-check",
        "credit": credit,
        "prior-study": f"{credit}/prior-studies",
        "remove-study": f"{credit}/prior-studies/{scene.prior_study}/remove",
        "ground": f"{credit}/grounds",
        "take-ground-back": f"{credit}/grounds/{scene.ground}/take-back",
        "preselection": f"{credit}/preselection",
        "fees": fees,
        "receipt": f"{fees}/receipts/{scene.receipt}",
        "charge": f"{fees}/charge",
        "cash": f"{fees}/cash",
        "new-refund": f"{fees}/refund",
        "waive": f"{charge}/waive",
        "cancel-charge": f"{charge}/cancel",
        "reverse": f"{fees}/bookings/{scene.booking}/reverse",
        "refund-account": f"{refund}/account",
        "cancel-refund": f"{refund}/cancel",
        "student-applications": f"{record}/applications",
        **{f"file-{kind}": f"{record}/applications/new/{kind}" for kind in FILED},
    }


def _applications(scene: RecordsScene) -> Addresses:
    return {
        "inbox": "applications",
        "inbox-decided": "applications?state=rejected",
        "filed": f"applications/{scene.filed}",
        "change-filed": f"applications/{scene.filed}/change",
        "asked": f"applications/{scene.asked}",
        "rejected": f"applications/{scene.rejected}",
    }


def _all_together(scene: RecordsScene) -> Addresses:
    applicant, item = f"applicants/{scene.applicant}", "bank/clearing"
    return {
        "applicants": "applicants",
        "accept": "applicants/accept",
        "accept-known": "applicants/accept-known",
        "applicant": applicant,
        "extend": f"{applicant}/extend",
        "withdraw-acceptance": f"{applicant}/withdraw",
        "enrol": f"{applicant}/enrol",
        "bank": "bank",
        "import": "bank/import",
        "statement": f"bank/statements/{scene.statement}",
        "clearing": item,
        "cleared": f"{item}?show=settled",
        "clear": f"{item}/{scene.clearing_item}",
        "reopen": f"{item}/{scene.settled_item}",
        "reregistration": f"reregistration?semester={coming_semester().code}",
        **{
            f"preview-{kind}": f"reregistration/preview/{kind}?semester={coming_semester().code}"
            for kind in ("open", "remind", "close")
        },
        "job": f"reregistration/jobs/{scene.job}",
        "owing": "money",
        "credit-balances": "money/credit",
        "balance": "money/balance",
        "refunds": "money/refunds",
        "order": "money/refunds/order",
        "appointments": "appointments",
        "offer": "appointments/offer",
    }


def of_adviser(scene: RecordsScene) -> Addresses:
    """What advisers have besides the records of exams."""
    return {
        "inbox": "applications",
        "appointments": "appointments",
        "offer": "appointments/offer",
        "cancel-appointment": f"appointments/{scene.free_appointment}/cancel",
    }


def of_international_center(scene: RecordsScene) -> Addresses:
    """Semesters abroad: applications, and what was recognised of them."""
    application = f"applications/{scene.abroad}"
    return {
        "start": "",
        "inbox": "applications",
        "abroad": "abroad",
        "application": application,
        "recognition": f"{application}/recognition",
        "cancel-abroad": f"{application}/cancel-abroad",
    }
