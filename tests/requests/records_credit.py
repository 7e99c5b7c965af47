"""Requests to records about study credit, what it depends on, and rights of pre-selection."""

from google.type.date_pb2 import Date
from matrikel.records.v1 import application_content_pb2, events_pb2, study_credit_pb2
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests.named import Named, new_id, of


@of("records.v1.StudyCreditService", "GetStudyCredit")
def get_study_credit(named: Named) -> study_credit_pb2.GetStudyCreditRequest:
    """The credit of the person."""
    return study_credit_pb2.GetStudyCreditRequest(person_id=named.person_id)


@of("records.v1.StudyCreditService", "GetStudyHistory")
def get_study_history(named: Named) -> study_credit_pb2.GetStudyHistoryRequest:
    """The history of the person."""
    return study_credit_pb2.GetStudyHistoryRequest(person_id=named.person_id)


@of("records.v1.StudyCreditService", "ListPriorStudies")
def list_prior_studies(named: Named) -> study_credit_pb2.ListPriorStudiesRequest:
    """The person's studies elsewhere."""
    return study_credit_pb2.ListPriorStudiesRequest(person_id=named.person_id)


@of("records.v1.StudyCreditService", "AddPriorStudy")
def add_prior_study(named: Named) -> study_credit_pb2.AddPriorStudyRequest:
    """Two semesters elsewhere."""
    return study_credit_pb2.AddPriorStudyRequest(
        person_id=named.person_id,
        university_name="Universität Hamburg",
        programme_name="Geschichte",
        semesters=2,
        reason="Exmatrikulationsbescheinigung gesehen",
        request_id=new_id(),
    )


@of("records.v1.StudyCreditService", "RemovePriorStudy")
def remove_prior_study(named: Named) -> study_credit_pb2.RemovePriorStudyRequest:
    """Studies elsewhere that were entered by mistake."""
    return study_credit_pb2.RemovePriorStudyRequest(
        person_id=named.person_id,
        prior_study_id=named.prior_study_id,
        reason="für eine andere Person erfasst",
        request_id=new_id(),
    )


@of("records.v1.StudyCreditService", "ListSemesterGrounds")
def list_semester_grounds(named: Named) -> study_credit_pb2.ListSemesterGroundsRequest:
    """The person's grounds."""
    return study_credit_pb2.ListSemesterGroundsRequest(person_id=named.person_id)


@of("records.v1.StudyCreditService", "AddSemesterGround")
def add_semester_ground(named: Named) -> study_credit_pb2.AddSemesterGroundRequest:
    """The care of a child in the semester."""
    return study_credit_pb2.AddSemesterGroundRequest(
        person_id=named.person_id,
        semester=Semester(code=named.semester),
        ground=application_content_pb2.FEE_EXEMPTION_GROUND_CHILD_CARE,
        child_birth_date=Date(year=2020, month=5, day=17),
        reason="Geburtsurkunde und Meldebescheinigung gesehen",
        request_id=new_id(),
    )


@of("records.v1.StudyCreditService", "TakeBackSemesterGround")
def take_back_semester_ground(named: Named) -> study_credit_pb2.TakeBackSemesterGroundRequest:
    """A ground that was entered by mistake."""
    return study_credit_pb2.TakeBackSemesterGroundRequest(
        person_id=named.person_id,
        semester_ground_id=named.semester_ground_id,
        reason="für eine andere Person erfasst",
        request_id=new_id(),
    )


@of("records.v1.StudyCreditService", "ListPreselectionRights")
def list_preselection_rights(named: Named) -> study_credit_pb2.ListPreselectionRightsRequest:
    """The person's rights."""
    return study_credit_pb2.ListPreselectionRightsRequest(person_id=named.person_id)


@of("records.v1.StudyCreditService", "ListPreselectionHolders")
def list_preselection_holders(named: Named) -> study_credit_pb2.ListPreselectionHoldersRequest:
    """Who holds the right in the semester."""
    return study_credit_pb2.ListPreselectionHoldersRequest(
        semester=Semester(code=named.semester), page_size=5
    )


@of("records.v1.StudyCreditService", "SetPreselectionRight")
def set_preselection_right(named: Named) -> study_credit_pb2.SetPreselectionRightRequest:
    """The right for the semester, with a child."""
    return study_credit_pb2.SetPreselectionRightRequest(
        person_id=named.person_id,
        semester=Semester(code=named.semester),
        ground=events_pb2.PRESELECTION_GROUND_CHILD_CARE,
        holds=True,
        child_birth_date=Date(year=2020, month=5, day=17),
        reason="Geburtsurkunde und Meldebescheinigung gesehen",
        request_id=new_id(),
    )
