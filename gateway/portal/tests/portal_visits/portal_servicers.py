"""Servicers of the contracts over the tests' world; the real ones are other deployables."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import grpc
from chassis.errors import Code
from google.api.httpbody_pb2 import HttpBody
from google.type.date_pb2 import Date
from matrikel.certificates.v1 import certificate_pb2 as certificates
from matrikel.certificates.v1 import certificate_pb2_grpc, verification_pb2, verification_pb2_grpc
from matrikel.exams.v1 import (
    exam_tree_pb2,
    exam_tree_pb2_grpc,
    obstacle_pb2,
    registration_pb2,
    registration_pb2_grpc,
    sitting_pb2,
    sitting_pb2_grpc,
    status_pb2,
    terms_pb2,
    terms_pb2_grpc,
)
from matrikel.identity.v1 import (
    account_pb2,
    account_pb2_grpc,
    directory_pb2,
    directory_pb2_grpc,
    session_pb2,
    session_pb2_grpc,
)
from matrikel.records.v1 import (
    calendar_pb2,
    calendar_pb2_grpc,
    enrolment_pb2,
    enrolment_pb2_grpc,
    person_pb2,
    person_pb2_grpc,
    university_pb2,
    university_pb2_grpc,
)

from . import portal_world as w


class Servicer:
    """Knows the world and refuses while its service is down."""

    service = ""

    def __init__(self, world: w.World) -> None:
        self.world = world

    async def up(self, context, name: str) -> None:
        self.world.calls.append(name)
        if self.service in self.world.down:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "down")
        if self.service in self.world.refusing_tokens:
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, "token refused")


class Sessions(Servicer, session_pb2_grpc.SessionServiceServicer):
    service = "identity"

    async def SignIn(self, request, context):
        await self.up(context, "SignIn")
        if request.user_name == "locked":
            sentence = w.both(
                "Zu viele Versuche. Warten Sie 60 Sekunden.", "Too many attempts. Wait 60 seconds."
            )
            await w.fail(
                context,
                Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_ATTEMPTS",
                sentence,
                retry_after=timedelta(seconds=60),
            )
        person_id = w.USER_NAMES.get(request.user_name)
        if person_id is None or request.password != w.PASSWORD:
            sentence = w.both(
                "Nutzername oder Passwort stimmt nicht.", "User name or password is wrong."
            )
            await w.fail(context, Code.UNAUTHENTICATED, "SIGN_IN_REFUSED", sentence)
        token = uuid4().hex
        self.world.sessions[token] = person_id
        answer = session_pb2.SignInResponse(session_token=token, account=w.account(person_id))
        answer.expire_time.FromDatetime(datetime(2030, 1, 1, tzinfo=UTC))
        return answer

    async def SignOut(self, request, context):
        await self.up(context, "SignOut")
        return session_pb2.SignOutResponse()


class Accounts(Servicer, account_pb2_grpc.AccountServiceServicer):
    service = "identity"

    async def GetAccount(self, request, context):
        await self.up(context, "GetAccount")
        if not w.has_account(request.person_id):
            sentence = w.both("Es gibt keinen Account.", "There is no account.")
            await w.fail(context, Code.NOT_FOUND, "ACCOUNT_UNKNOWN", sentence)
        return account_pb2.GetAccountResponse(account=w.account(request.person_id))

    async def IssueInitialCode(self, request, context):
        await self.up(context, "IssueInitialCode")
        answer = account_pb2.IssueInitialCodeResponse(
            user_name=w.account(request.person_id).user_name, initial_code="K7QM-2XTD-9RWP-4HJC"
        )
        answer.expire_time.CopyFrom(w.moment("2026-12-05T09:00:00+01:00"))
        return answer

    async def ActivateAccount(self, request, context):
        await self.up(context, "ActivateAccount")
        if request.initial_code != "K7QM-2XTD-9RWP-4HJC":
            sentence = w.both(
                "Nutzername oder Initialcode stimmt nicht.", "User name or initial code is wrong."
            )
            await w.fail(context, Code.UNAUTHENTICATED, "INITIAL_CODE_REFUSED", sentence)
        if len(request.password) < 15:
            sentence = w.both("Nehmen Sie mindestens 15 Zeichen.", "Take at least 15 characters.")
            await w.fail(context, Code.INVALID_ARGUMENT, "PASSWORD_TOO_WEAK", sentence, "password")
        return account_pb2.ActivateAccountResponse(account=w.account(w.NEWCOMER))


class Directory(Servicer, directory_pb2_grpc.DirectoryServiceServicer):
    service = "identity"

    async def ListItServices(self, request, context):
        await self.up(context, "ListItServices")
        return directory_pb2.ListItServicesResponse(it_services=w.it_services())


class University(Servicer, university_pb2_grpc.UniversityServiceServicer):
    service = "records"

    async def GetUniversity(self, request, context):
        await self.up(context, "GetUniversity")
        return university_pb2.GetUniversityResponse(university=w.facts())


class Calendar(Servicer, calendar_pb2_grpc.CalendarServiceServicer):
    service = "records"

    async def ListSemesters(self, request, context):
        await self.up(context, "ListSemesters")
        return calendar_pb2.ListSemestersResponse(semesters=w.semesters())


class Persons(Servicer, person_pb2_grpc.PersonServiceServicer):
    service = "records"

    async def GetPerson(self, request, context):
        await self.up(context, "GetPerson")
        if request.person_id not in (w.STUDENT, w.NEWCOMER):
            sentence = w.both("Diese Person ist nicht bekannt.", "This person is not known.")
            await w.fail(context, Code.NOT_FOUND, "PERSON_UNKNOWN", sentence)
        return person_pb2.GetPersonResponse(person=w.person(request.person_id))

    async def ListFormerNames(self, request, context):
        await self.up(context, "ListFormerNames")
        return person_pb2.ListFormerNamesResponse()

    async def ListPersonCorrections(self, request, context):
        await self.up(context, "ListPersonCorrections")
        return person_pb2.ListPersonCorrectionsResponse()

    async def ListMemberships(self, request, context):
        await self.up(context, "ListMemberships")
        return person_pb2.ListMembershipsResponse()

    async def ListPersons(self, request, context):
        await self.up(context, "ListPersons")
        number = request.matriculation_number
        if number and (len(number) != 7 or not number.isdigit()):
            sentence = w.both(
                "Eine Matrikelnummer hat sieben Ziffern.",
                "A matriculation number has seven digits.",
            )
            await w.fail(
                context, Code.INVALID_ARGUMENT, "REQUEST_INVALID", sentence, "matriculation_number"
            )
        found = [
            known
            for known in (w.person(w.STUDENT), w.person(w.NEWCOMER))
            if (number and known.matriculation_number == number)
            or (
                not number
                and known.name.family_name.lower().startswith(request.family_name_prefix.lower())
            )
        ]
        return person_pb2.ListPersonsResponse(
            persons=found, next_page_token="more" if found else ""
        )


class Enrolments(Servicer, enrolment_pb2_grpc.EnrolmentServiceServicer):
    service = "records"

    async def ListEnrolments(self, request, context):
        await self.up(context, "ListEnrolments")
        return enrolment_pb2.ListEnrolmentsResponse(enrolments=[w.enrolment()])


class Terms(Servicer, terms_pb2_grpc.TermsServiceServicer):
    service = "exams"

    async def GetTerms(self, request, context):
        await self.up(context, "GetTerms")
        answer = terms_pb2.GetTermsResponse(terms=w.terms())
        if self.world.terms_accepted:
            answer.accept_time.CopyFrom(w.moment("2026-10-13T08:00:00+02:00"))
        return answer

    async def AcceptTerms(self, request, context):
        await self.up(context, "AcceptTerms")
        if request.terms_version != w.terms().terms_version:
            sentence = w.both(
                "Inzwischen gilt eine neue Fassung.", "By now a new version is in force."
            )
            await w.fail(context, Code.FAILED_PRECONDITION, "TERMS_VERSION_OUTDATED", sentence)
        self.world.terms_accepted = True
        return terms_pb2.AcceptTermsResponse()


class ExamTree(Servicer, exam_tree_pb2_grpc.ExamTreeServiceServicer):
    service = "exams"

    async def GetExamTree(self, request, context):
        await self.up(context, "GetExamTree")
        return exam_tree_pb2.GetExamTreeResponse(enrolments=w.exam_tree(self.world))


class Registrations(Servicer, registration_pb2_grpc.RegistrationServiceServicer):
    service = "exams"

    async def CreateRegistration(self, request, context):
        await self.up(context, "CreateRegistration")
        if request.request_id in self.world.answered:
            return self.world.answered[request.request_id]
        if self.world.overloaded:
            sentence = w.both("Zu viele auf einmal.", "Too many at once.")
            await w.fail(
                context,
                Code.RESOURCE_EXHAUSTED,
                "OVERLOADED",
                sentence,
                retry_after=timedelta(seconds=2),
            )
        if not request.sitting_id:
            sentence = w.both("Die Prüfung fehlt.", "The sitting is missing.")
            await w.fail(context, Code.INVALID_ARGUMENT, "REQUEST_INVALID", sentence, "sitting_id")
        if request.sitting_id in (w.REFUSED_SITTING, w.FULL_SITTING):
            refusal = obstacle_pb2.Refusal(obstacles=w.OBSTACLES, attempt_id="019aa000-aaaa")
            sentence = w.both(
                "Die Anmeldung ist nicht möglich.", "The registration is not possible."
            )
            await w.fail(
                context,
                Code.FAILED_PRECONDITION,
                "REGISTRATION_REFUSED",
                sentence,
                details=(refusal,),
            )
        registration = registration_pb2.Registration(
            registration_id=str(uuid4()),
            person_id=request.person_id,
            enrolment_id=request.enrolment_id,
            sitting=w.SITTINGS[request.sitting_id],
            module_code="STAT",
            module_name=w.both("Statistik und Datenanalyse", "Statistics and data analysis"),
            status=self.world.registers_as,
            status_code="AN",
            waiting_place=(
                4 if self.world.registers_as == status_pb2.REGISTRATION_STATUS_WAITING else 0
            ),
            register_time=w.moment("2026-10-20T12:30:00+02:00"),
            can_withdraw=True,
            can_file_sick_note=True,
        )
        self.world.registrations[registration.registration_id] = registration
        answer = registration_pb2.CreateRegistrationResponse(
            status=registration_pb2.OUTCOME_STATUS_OK,
            registration=registration,
            warnings=w.OBSTACLES[:1] if self.world.warns else (),
        )
        self.world.answered[request.request_id] = answer
        return answer

    async def WithdrawRegistration(self, request, context):
        await self.up(context, "WithdrawRegistration")
        registration = await self._known(request.registration_id, context)
        if registration.sitting.sitting_id == w.UNDATED_SITTING:
            refusal = obstacle_pb2.Refusal(obstacles=w.OBSTACLES[:1])
            sentence = w.both("Die Abmeldung ist nicht möglich.", "The withdrawal is not possible.")
            await w.fail(
                context,
                Code.FAILED_PRECONDITION,
                "WITHDRAWAL_REFUSED",
                sentence,
                details=(refusal,),
            )
        registration.status = status_pb2.REGISTRATION_STATUS_WITHDRAWN
        registration.status_code = "RT"
        registration.can_withdraw = False
        registration.withdraw_time.CopyFrom(w.moment("2026-10-21T08:15:00+02:00"))
        answer = registration_pb2.WithdrawRegistrationResponse(
            status=registration_pb2.OUTCOME_STATUS_OK, registration=registration
        )
        if self.world.repeats:
            answer.repeat_registration.CopyFrom(registration)
            repeat = answer.repeat_registration
            repeat.registration_id = str(uuid4())
            repeat.status = status_pb2.REGISTRATION_STATUS_REGISTERED
            repeat.ClearField("withdraw_time")
            self.world.registrations[repeat.registration_id] = repeat
        return answer

    async def GetRegistration(self, request, context):
        await self.up(context, "GetRegistration")
        registration = await self._known(request.registration_id, context)
        return registration_pb2.GetRegistrationResponse(registration=registration)

    async def ListRegistrations(self, request, context):
        await self.up(context, "ListRegistrations")
        return registration_pb2.ListRegistrationsResponse(
            registrations=[
                registration
                for registration in self.world.registrations.values()
                if request.enrolment_id in ("", registration.enrolment_id)
            ]
        )

    async def ListRegistrationAttempts(self, request, context):
        await self.up(context, "ListRegistrationAttempts")
        return registration_pb2.ListRegistrationAttemptsResponse(
            attempts=[
                registration_pb2.RegistrationAttempt(
                    attempt_id=w.ATTEMPT,
                    attempt_time=w.moment("2026-10-20T12:31:00+02:00"),
                    sitting=w.SITTINGS[w.REFUSED_SITTING],
                    obstacles=w.OBSTACLES,
                    receipt="e30.e30.c2ln",
                )
            ]
        )

    async def _known(self, registration_id, context):
        if registration_id not in self.world.registrations:
            sentence = w.both("Diese Anmeldung gibt es nicht.", "This registration does not exist.")
            await w.fail(context, Code.NOT_FOUND, "REGISTRATION_UNKNOWN", sentence)
        return self.world.registrations[registration_id]


class Sittings(Servicer, sitting_pb2_grpc.SittingServiceServicer):
    service = "exams"

    async def ListSittings(self, request, context):
        await self.up(context, "ListSittings")
        return sitting_pb2.ListSittingsResponse(
            sittings=w.SITTINGS.values() if request.semester.code in ("", "2026W") else (),
            next_page_token="more" if request.semester.code == "2026W" else "",
        )


class Certificates(Servicer, certificate_pb2_grpc.CertificateServiceServicer):
    service = "certificates"

    async def IssueCertificate(self, request, context):
        await self.up(context, "IssueCertificate")
        if request.semester.code == "2025W":
            sentence = w.both(
                "In diesem Semester sind Sie nicht eingeschrieben.",
                "You are not enrolled in this semester.",
            )
            await w.fail(context, Code.FAILED_PRECONDITION, "NOT_ENROLLED_IN_SEMESTER", sentence)
        if request.request_id in self.world.answered:
            return self.world.answered[request.request_id]
        certificate = certificates.Certificate(
            certificate_id=str(uuid4()),
            person_id=request.person_id,
            enrolment_id=request.enrolment_id,
            type=request.type,
            language=request.language,
            verification_number=w.NUMBER,
            issue_time=w.moment("2026-11-21T10:00:00+01:00"),
            valid_until_date=Date(year=2027, month=3, day=31),
            file_name="immatrikulationsbescheinigung-2026W.pdf",
        )
        if request.HasField("semester"):
            certificate.semester.CopyFrom(request.semester)
        self.world.certificates[certificate.certificate_id] = certificate
        answer = certificates.IssueCertificateResponse(certificate=certificate)
        self.world.answered[request.request_id] = answer
        return answer

    async def ListCertificates(self, request, context):
        await self.up(context, "ListCertificates")
        return certificates.ListCertificatesResponse(certificates=self.world.certificates.values())

    async def GetCertificate(self, request, context):
        await self.up(context, "GetCertificate")
        return certificates.GetCertificateResponse(
            certificate=self.world.certificates[request.certificate_id]
        )

    async def DownloadCertificate(self, request, context):
        await self.up(context, "DownloadCertificate")
        if request.certificate_id not in self.world.certificates:
            sentence = w.both(
                "Diese Bescheinigung gibt es nicht.", "This certificate does not exist."
            )
            await w.fail(context, Code.NOT_FOUND, "CERTIFICATE_UNKNOWN", sentence)
        yield certificates.DownloadCertificateResponse(
            body=HttpBody(content_type="application/pdf", data=b"%PDF-1.7 "),
            file_name=self.world.certificates[request.certificate_id].file_name,
        )
        yield certificates.DownloadCertificateResponse(body=HttpBody(data=b"the rest"))


class Verification(Servicer, verification_pb2_grpc.VerificationServiceServicer):
    service = "certificates"

    async def VerifyCertificate(self, request, context):
        await self.up(context, "VerifyCertificate")
        digits = request.verification_number.replace(" ", "").replace("-", "")
        if len(digits) != 16:
            sentence = w.both("Die Nummer hat 16 Ziffern.", "The number has 16 digits.")
            await w.fail(
                context,
                Code.INVALID_ARGUMENT,
                "VERIFICATION_NUMBER_MALFORMED",
                sentence,
                "verification_number",
            )
        if digits not in (w.NUMBER, w.NUMBER[::-1]):
            sentence = w.both("Diese Nummer ist nicht bekannt.", "This number is not known.")
            await w.fail(context, Code.NOT_FOUND, "CERTIFICATE_UNKNOWN", sentence)
        return verification_pb2.VerifyCertificateResponse(
            state=(
                verification_pb2.VERIFICATION_STATE_VALID
                if digits == w.NUMBER
                else verification_pb2.VERIFICATION_STATE_EXPIRED
            ),
            type=certificates.CERTIFICATE_TYPE_ENROLMENT,
            language=certificates.DOCUMENT_LANGUAGE_GERMAN,
            issue_time=w.moment("2026-11-21T10:00:00+01:00"),
            valid_until_date=Date(year=2027, month=3, day=31),
            fields=[
                verification_pb2.PrintedField(label=w.both("Name", "Name"), value="Ayşe Öztürk"),
                verification_pb2.PrintedField(
                    label=w.both("Studiengang", "Degree programme"),
                    value="Betriebswirtschaftslehre",
                ),
            ],
        )
