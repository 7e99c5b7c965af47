"""Requests to records about applicants, re-registration, semester jobs and de-registration."""

from chassis import values
from google.type.date_pb2 import Date
from matrikel.records.v1 import applicant_pb2, deregistration_pb2, person_pb2, reregistration_pb2
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests.named import Named, new_id, of


@of("records.v1.ApplicantService", "AcceptApplicant")
def accept_applicant(named: Named) -> applicant_pb2.AcceptApplicantRequest:
    """Somebody new for the programme from the semester on."""
    return applicant_pb2.AcceptApplicantRequest(
        request_id=new_id(),
        new_person=applicant_pb2.AcceptApplicantRequest.NewPerson(
            name=PersonName(given_names="Jane", family_name="Smith"),
            birth_date=Date(year=2003, month=5, day=17),
            birth_place="Leeds",
            citizenship="GB",
            sex_entry=person_pb2.SEX_ENTRY_FEMALE,
            email="jane@example.com",
        ),
        programme_code=named.programme_code,
        first_semester=Semester(code=named.semester),
    )


@of("records.v1.ApplicantService", "GetApplicant")
def get_applicant(named: Named) -> applicant_pb2.GetApplicantRequest:
    """The applicant."""
    return applicant_pb2.GetApplicantRequest(applicant_id=named.applicant_id)


@of("records.v1.ApplicantService", "ListApplicants")
def list_applicants(_named: Named) -> applicant_pb2.ListApplicantsRequest:
    """Accepted applicants whose names begin alike."""
    return applicant_pb2.ListApplicantsRequest(
        family_name_prefix="Smi",
        state=applicant_pb2.APPLICANT_STATE_ACCEPTED,
        page_size=5,
    )


@of("records.v1.ApplicantService", "WithdrawApplicant")
def withdraw_applicant(named: Named) -> applicant_pb2.WithdrawApplicantRequest:
    """The applicant does not come."""
    return applicant_pb2.WithdrawApplicantRequest(
        applicant_id=named.leaving_applicant_id, request_id=new_id()
    )


@of("records.v1.ApplicantService", "ExtendApplicantDeadline")
def extend_applicant_deadline(named: Named) -> applicant_pb2.ExtendApplicantDeadlineRequest:
    """Until the end of the first semester."""
    last = values.Semester.parse(named.semester).last_date
    return applicant_pb2.ExtendApplicantDeadlineRequest(
        applicant_id=named.applicant_id,
        payment_deadline_date=Date(year=last.year, month=last.month, day=last.day),
        request_id=new_id(),
    )


@of("records.v1.ApplicantService", "EnrolApplicant")
def enrol_applicant(named: Named) -> applicant_pb2.EnrolApplicantRequest:
    """Whether the applicant can be enrolled."""
    return applicant_pb2.EnrolApplicantRequest(
        applicant_id=named.applicant_id, validate_only=True, request_id=new_id()
    )


@of("records.v1.ReregistrationService", "GetReregistration")
def get_reregistration(named: Named) -> reregistration_pb2.GetReregistrationRequest:
    """How the person's stands for the semester."""
    return reregistration_pb2.GetReregistrationRequest(
        person_id=named.person_id, semester=Semester(code=named.semester)
    )


@of("records.v1.ReregistrationService", "ListReregistrations")
def list_reregistrations(named: Named) -> reregistration_pb2.ListReregistrationsRequest:
    """Who has not, for the semester."""
    return reregistration_pb2.ListReregistrationsRequest(
        semester=Semester(code=named.semester),
        states=[
            reregistration_pb2.REREGISTRATION_STATE_CALLED,
            reregistration_pb2.REREGISTRATION_STATE_REMINDED,
        ],
        page_size=5,
    )


@of("records.v1.SemesterJobService", "PreviewSemesterJob")
def preview_semester_job(named: Named) -> reregistration_pb2.PreviewSemesterJobRequest:
    """Who would be called."""
    return reregistration_pb2.PreviewSemesterJobRequest(
        kind=reregistration_pb2.SEMESTER_JOB_KIND_OPEN,
        semester=Semester(code=named.semester),
        page_size=5,
    )


@of("records.v1.SemesterJobService", "StartSemesterJob")
def start_semester_job(named: Named) -> reregistration_pb2.StartSemesterJobRequest:
    """Calling everybody for the semester."""
    return reregistration_pb2.StartSemesterJobRequest(
        kind=reregistration_pb2.SEMESTER_JOB_KIND_OPEN,
        semester=Semester(code=named.semester),
        request_id=new_id(),
    )


@of("records.v1.SemesterJobService", "GetSemesterJob")
def get_semester_job(named: Named) -> reregistration_pb2.GetSemesterJobRequest:
    """The job."""
    return reregistration_pb2.GetSemesterJobRequest(semester_job_id=named.semester_job_id)


@of("records.v1.SemesterJobService", "ListSemesterJobs")
def list_semester_jobs(_named: Named) -> reregistration_pb2.ListSemesterJobsRequest:
    """The newest jobs."""
    return reregistration_pb2.ListSemesterJobsRequest(page_size=5)


@of("records.v1.DeregistrationService", "DeregisterPerson")
def deregister_person(named: Named) -> deregistration_pb2.DeregisterPersonRequest:
    """What would follow for the person."""
    return deregistration_pb2.DeregisterPersonRequest(
        person_id=named.person_id,
        end_date=Date(year=2027, month=3, day=31),
        reason="Studienplatz nicht angetreten",
        validate_only=True,
        request_id=new_id(),
    )


@of("records.v1.DeregistrationService", "TakeBackDeregistration")
def take_back_deregistration(named: Named) -> deregistration_pb2.TakeBackDeregistrationRequest:
    """A mistaken end of the enrolment."""
    return deregistration_pb2.TakeBackDeregistrationRequest(
        enrolment_id=named.enrolment_id, request_id=new_id()
    )
