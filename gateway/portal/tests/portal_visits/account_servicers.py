"""Accounts in the hands of persons and offices, over the tests' small university."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

import grpc
from chassis.errors import Code
from google.api.httpbody_pb2 import HttpBody
from google.type.date_pb2 import Date
from matrikel.identity.v1 import (
    account_administration_pb2,
    account_administration_pb2_grpc,
    account_pb2,
    account_pb2_grpc,
    initial_code_letter_pb2,
    initial_code_letter_pb2_grpc,
    own_data_pb2,
    own_data_pb2_grpc,
    second_factor_pb2,
    second_factor_pb2_grpc,
    terms_of_use_pb2,
    terms_of_use_pb2_grpc,
)
from matrikel.identity.v1.affiliation_pb2 import AFFILIATION_ALUM, AFFILIATION_STUDENT

from . import portal_world as w
from .servicer import Servicer

PDF = b"%PDF-1.7 a letter"
OWN_DATA = b'{"account": []}'
CODE = "M3NW-5RTK-0QZB-8HJC"
TERMS = terms_of_use_pb2.TermsOfUse(
    version=2,
    title=w.both("Nutzungsordnung für den Account", "Terms of use of the account"),
    paragraphs=[
        w.both("Geben Sie Ihr Passwort nicht weiter.", "Do not pass on your password."),
        w.both("Lesen Sie Ihr Postfach.", "Read your mailbox."),
    ],
)


def overview(world: w.World, person_id: str) -> account_pb2.AccountOverview:
    """An account with what follows from it; that of the examiner is disabled."""
    account = w.account(person_id)
    found = account_pb2.AccountOverview(
        account=account,
        eduperson_affiliations=["member", "student"],
        eduperson_scoped_affiliations=["member@leuphana.example", "student@leuphana.example"],
        schac_home_organization="leuphana.example",
        current_terms_version=TERMS.version,
        accepted_terms_version=world.accepted_terms.get(person_id, 2),
        terms_accept_time=w.moment("2026-10-05T09:00:00+02:00"),
    )
    if person_id in world.winding_down:
        found.account.wind_down.CopyFrom(
            account_pb2.WindDown(
                from_date=Date(year=2026, month=9, day=30),
                stage_code="mailbox",
                stage_name=w.both("Postfach und Bescheinigungen", "Mailbox and certificates"),
                stage_last_date=Date(year=2027, month=3, day=31),
                last_date=Date(year=2027, month=9, day=30),
            )
        )
        found.account.affiliations.add(affiliation=AFFILIATION_ALUM)
    elif person_id in (w.STUDENT, w.NEWCOMER):
        found.account.affiliations.add(affiliation=AFFILIATION_STUDENT)
        found.european_student_identifier = (
            "urn:schac:personalUniqueCode:int:esi:leuphana.example:000102030405060708090a0b0c0d0e0f"
        )
        found.enrolments.add(
            enrolment_id=w.ENROLMENT,
            affiliation=AFFILIATION_STUDENT,
            programme_name=w.both("Kulturwissenschaften", "Cultural Studies"),
        )
    else:
        found.account.employed = True
    if person_id in world.disabled:
        found.account.state = account_pb2.ACCOUNT_STATE_DISABLED
        found.account.disable_reason = account_pb2.DISABLE_REASON_ADMINISTRATOR
        found.disable_note = world.disabled[person_id]
    return found


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

    async def GetAccountOverview(self, request, context):
        await self.up(context, "GetAccountOverview")
        if not w.has_account(request.person_id):
            sentence = w.both("Diesen Account gibt es nicht.", "There is no such account.")
            await w.fail(context, Code.NOT_FOUND, "ACCOUNT_UNKNOWN", sentence)
        return account_pb2.GetAccountOverviewResponse(
            overview=overview(self.world, request.person_id)
        )


class Administration(
    Servicer, account_administration_pb2_grpc.AccountAdministrationServiceServicer
):
    service = "identity"

    async def ListAccounts(self, request, context):
        await self.up(context, "ListAccounts")
        people = (w.STUDENT, w.NEWCOMER, w.EXAMINER, w.CLERK, w.ADMINISTRATOR)
        found = [overview(self.world, each).account for each in people]
        word = request.query.lower()
        return account_administration_pb2.ListAccountsResponse(
            accounts=[
                each
                for each in found
                if each.user_name.startswith(word)
                and request.state in (0, each.state)
                and (not request.role or request.role in each.roles)
            ]
        )

    async def CreateStaffAccount(self, request, context):
        await self.up(context, "CreateStaffAccount")
        if request.user_name.startswith("lg"):
            sentence = w.both("Bitte wählen Sie einen anderen.", "Please choose another one.")
            await w.fail(
                context, Code.INVALID_ARGUMENT, "USER_NAME_UNSUITABLE", sentence, "user_name"
            )
        self.world.created_staff.append(request)
        return account_administration_pb2.CreateStaffAccountResponse(account=w.account(w.EXAMINER))

    async def UpdateStaffAccount(self, request, context):
        await self.up(context, "UpdateStaffAccount")
        self.world.updated_staff.append(request)
        return account_administration_pb2.UpdateStaffAccountResponse(
            account=w.account(request.person_id)
        )

    async def DisableAccount(self, request, context):
        await self.up(context, "DisableAccount")
        self.world.disabled[request.person_id] = request.note
        return account_administration_pb2.DisableAccountResponse()

    async def EnableAccount(self, request, context):
        await self.up(context, "EnableAccount")
        self.world.disabled.pop(request.person_id)
        return account_administration_pb2.EnableAccountResponse()

    async def RestartAccount(self, request, context):
        await self.up(context, "RestartAccount")
        answer = account_administration_pb2.RestartAccountResponse(
            account=w.account(request.person_id), initial_code=CODE
        )
        answer.expire_time.CopyFrom(w.moment("2026-12-05T09:00:00+01:00"))
        return answer


class Letters(Servicer, initial_code_letter_pb2_grpc.InitialCodeLetterServiceServicer):
    service = "identity"

    async def DrawInitialCodeLetter(self, request, context):
        await self.up(context, "DrawInitialCodeLetter")
        yield initial_code_letter_pb2.DrawInitialCodeLetterResponse(
            body=HttpBody(content_type="application/pdf", data=PDF),
            file_name="initial-code-lg100002.pdf",
        )

    async def ListAccountsWithoutCode(self, request, context):
        await self.up(context, "ListAccountsWithoutCode")
        return initial_code_letter_pb2.ListAccountsWithoutCodeResponse(
            accounts=[w.account(w.NEWCOMER)], total_size=1
        )

    async def DrawInitialCodeLetters(self, request, context):
        await self.up(context, "DrawInitialCodeLetters")
        yield initial_code_letter_pb2.DrawInitialCodeLettersResponse(
            body=HttpBody(content_type="application/pdf", data=PDF),
            file_name=f"initial-codes-{request.limit}.pdf",
        )


class Terms(Servicer, terms_of_use_pb2_grpc.TermsOfUseServiceServicer):
    service = "identity"

    async def GetTermsOfUse(self, request, context):
        await self.up(context, "GetTermsOfUse")
        return terms_of_use_pb2.GetTermsOfUseResponse(terms_of_use=TERMS)

    async def AcceptTermsOfUse(self, request, context):
        await self.up(context, "AcceptTermsOfUse")
        self.world.accepted_terms[request.person_id] = request.version
        return terms_of_use_pb2.AcceptTermsOfUseResponse(version=request.version)


class OwnData(Servicer, own_data_pb2_grpc.OwnDataServiceServicer):
    service = "identity"

    async def DownloadOwnData(self, request, context):
        await self.up(context, "DownloadOwnData")
        yield own_data_pb2.DownloadOwnDataResponse(
            body=HttpBody(content_type="application/json", data=OWN_DATA),
            file_name="account-lg100001.json",
        )


class SecondFactors(Servicer, second_factor_pb2_grpc.SecondFactorServiceServicer):
    service = "identity"

    async def GetAccountSecurity(self, request, context):
        await self.up(context, "GetAccountSecurity")
        return second_factor_pb2.GetAccountSecurityResponse(
            account_security=second_factor_pb2.AccountSecurity()
        )


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Serves them."""
    account_pb2_grpc.add_AccountServiceServicer_to_server(Accounts(world), server)
    account_administration_pb2_grpc.add_AccountAdministrationServiceServicer_to_server(
        Administration(world), server
    )
    initial_code_letter_pb2_grpc.add_InitialCodeLetterServiceServicer_to_server(
        Letters(world), server
    )
    terms_of_use_pb2_grpc.add_TermsOfUseServiceServicer_to_server(Terms(world), server)
    own_data_pb2_grpc.add_OwnDataServiceServicer_to_server(OwnData(world), server)
    second_factor_pb2_grpc.add_SecondFactorServiceServicer_to_server(SecondFactors(world), server)
