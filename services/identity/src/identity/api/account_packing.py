"""Accounts with what follows from them, for answers."""

from chassis.packing import pack_date, pack_moment, pack_text
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import account_pb2

from identity.api.callers import caller
from identity.app.accounts.overviews import AccountOverview
from identity.domain.account_view import AccountView
from identity.domain.affiliation_names import Affiliation
from identity.domain.enrolments import EnrolmentKind, HeardEnrolment
from identity.events.packing import pack_affiliation, pack_view

_AFFILIATIONS = {
    EnrolmentKind.STUDENT: Affiliation.STUDENT,
    EnrolmentKind.DOCTORAL: Affiliation.DOCTORAL_STUDENT,
}


def pack_for_caller(view: AccountView) -> account_pb2.Account:
    """The account as the caller may see it.

    Why and when an account ends is between its person and the offices: systems do not get it.
    """
    packed = pack_view(view)
    if access_pb2.ROLE_SYSTEM in caller().roles:
        packed.ClearField("disable_reason")
        packed.ClearField("wind_down")
        packed.ClearField("employed_until_date")
    return packed


def pack_overview(overview: AccountOverview, *, with_note: bool) -> account_pb2.AccountOverview:
    """The overview; the administrator's note is for the offices, not for the person."""
    accepted = overview.accepted_terms
    return account_pb2.AccountOverview(
        account=pack_view(overview.view),
        enrolments=[_pack_enrolment(each) for each in overview.enrolments],
        eduperson_affiliations=overview.eduperson_affiliations,
        eduperson_scoped_affiliations=overview.scoped_affiliations,
        eduperson_assurance=overview.assurance,
        schac_home_organization=overview.home_organization,
        european_student_identifier=overview.european_student_identifier,
        accepted_terms_version=accepted.version if accepted else 0,
        terms_accept_time=pack_moment(accepted.accepted_at) if accepted else None,
        current_terms_version=overview.current_terms_version,
        initial_code_expire_time=pack_moment(overview.initial_code_expires_at)
        if overview.initial_code_expires_at
        else None,
        disable_note=overview.view.account.disable_note if with_note else "",
    )


def _pack_enrolment(enrolment: HeardEnrolment) -> account_pb2.HeardEnrolment:
    return account_pb2.HeardEnrolment(
        enrolment_id=str(enrolment.enrolment_id),
        affiliation=pack_affiliation(_AFFILIATIONS[enrolment.kind]),
        programme_name=pack_text(enrolment.programme_name),
        school_code=enrolment.school_code,
        end_date=pack_date(enrolment.end_date),
    )
