"""Servicers of signing in, sessions, devices and passwords over the tests' world."""

# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg, abstract"

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import grpc
from chassis.errors import Code
from google.protobuf.timestamp_pb2 import Timestamp
from matrikel.identity.v1 import (
    password_pb2,
    password_pb2_grpc,
    session_pb2,
    session_pb2_grpc,
)

from . import portal_world as w
from .servicer import Servicer

CHALLENGE = "a-challenge-of-many-letters"
CODE = "123456"
THIS_SESSION = "019aa000-0000-7000-8000-00000000f001"
OTHER_SESSION = "019aa000-0000-7000-8000-00000000f002"
DEVICE = "019aa000-0000-7000-8000-00000000f003"
NEW_PASSWORD = "Sieben Möwen im Nebel"


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicers."""
    session_pb2_grpc.add_SessionServiceServicer_to_server(Sessions(world), server)
    password_pb2_grpc.add_PasswordServiceServicer_to_server(Passwords(world), server)


def moment(hour: int) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(datetime(2026, 11, 21, hour, tzinfo=UTC))
    return stamp


class Sessions(Servicer, session_pb2_grpc.SessionServiceServicer):
    """Signing in with a second factor where the world wants it."""

    service = "identity"

    async def SignIn(self, request, context):
        self.world.calls.append(f"device:{request.device_token}")
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
        if self.world.second_factor:
            return session_pb2.SignInResponse(
                second_factor_challenge=CHALLENGE,
                second_factor_kinds=[session_pb2.SECOND_FACTOR_KIND_TOTP],
            )
        token = uuid4().hex
        self.world.sessions[token] = person_id
        answer = session_pb2.SignInResponse(
            session_token=token,
            account=w.account(person_id),
            device_token="a-token-of-the-device",
            second_factor_needed=self.world.second_factor_needed,
            terms_needed=self.world.terms_needed,
        )
        answer.expire_time.FromDatetime(datetime(2030, 1, 1, tzinfo=UTC))
        return answer

    async def SignOut(self, request, context):
        await self.up(context, "SignOut")
        return session_pb2.SignOutResponse()

    async def CompleteSignIn(self, request, context):
        await self.up(context, "CompleteSignIn")
        if request.second_factor_challenge != CHALLENGE:
            sentence = w.both("Abgelaufen.", "Expired.")
            await w.fail(context, Code.UNAUTHENTICATED, "SIGN_IN_EXPIRED", sentence)
        if request.code != CODE:
            sentence = w.both("Der Code stimmt nicht.", "The code is not right.")
            await w.fail(context, Code.UNAUTHENTICATED, "SECOND_FACTOR_REFUSED", sentence)
        token = "a-session-of-two-factors"
        self.world.sessions[token] = w.STUDENT
        started = session_pb2.SignedIn(
            session_token=token, expire_time=moment(20), device_token="a-token-of-the-device"
        )
        return session_pb2.CompleteSignInResponse(signed_in=started)

    async def ProveAgain(self, request, context):
        await self.up(context, "ProveAgain")
        if request.password != w.PASSWORD and request.code != CODE:
            sentence = w.both("Das stimmt nicht.", "That is not right.")
            field = request.WhichOneof("proof")
            await w.fail(context, Code.UNAUTHENTICATED, "PROOF_REFUSED", sentence, field)
        self.world.asks_for_proof = False
        return session_pb2.ProveAgainResponse(authenticate_time=moment(12))

    async def ListSessions(self, request, context):
        await self.up(context, "ListSessions")
        common = {"start_time": moment(8), "last_used_time": moment(9), "expire_time": moment(20)}
        return session_pb2.ListSessionsResponse(
            sessions=[
                session_pb2.Session(
                    session_id=THIS_SESSION,
                    browser="Firefox",
                    operating_system="Linux",
                    network="192.0.2.0/24",
                    amr=["pwd", "otp"],
                    current=True,
                    **common,
                ),
                session_pb2.Session(session_id=OTHER_SESSION, amr=["pwd"], **common),
            ]
        )

    async def EndSession(self, request, context):
        await self.up(context, f"EndSession:{request.session_id}")
        return session_pb2.EndSessionResponse()

    async def EndOtherSessions(self, request, context):
        await self.up(context, "EndOtherSessions")
        return session_pb2.EndOtherSessionsResponse(ended=1)

    async def ListDevices(self, request, context):
        await self.up(context, "ListDevices")
        return session_pb2.ListDevicesResponse(
            devices=[
                session_pb2.Device(
                    device_id=DEVICE,
                    browser="Chrome",
                    operating_system="Android",
                    network="192.0.2.0/24",
                    create_time=moment(8),
                    last_used_time=moment(9),
                )
            ]
        )

    async def RemoveDevice(self, request, context):
        await self.up(context, f"RemoveDevice:{request.device_id}")
        return session_pb2.RemoveDeviceResponse()


class Passwords(Servicer, password_pb2_grpc.PasswordServiceServicer):
    """Takes one new password and objects to all others."""

    service = "identity"

    async def ChangePassword(self, request, context):
        await self.up(context, "ChangePassword")
        if self.world.asks_for_proof:
            sentence = w.both("Bitte bestätigen Sie.", "Please confirm.")
            await w.fail(context, Code.PERMISSION_DENIED, "STEP_UP_REQUIRED", sentence)
        if request.current_password != w.PASSWORD:
            sentence = w.both("Das stimmt nicht.", "That is not right.")
            await w.fail(
                context, Code.UNAUTHENTICATED, "PROOF_REFUSED", sentence, "current_password"
            )
        if request.new_password != NEW_PASSWORD:
            sentence = w.both("Zu kurz.", "Too short.")
            await w.fail(
                context, Code.INVALID_ARGUMENT, "PASSWORD_TOO_WEAK", sentence, "new_password"
            )
        return password_pb2.ChangePasswordResponse(ended_sessions=int(request.end_other_sessions))

    async def ListPasswordBlocks(self, request, context):
        await self.up(context, "ListPasswordBlocks")
        blocks = [
            password_pb2.PasswordBlock(
                person_id=each,
                user_name=w.account(each).user_name,
                failures=1100,
                block_time=moment(9),
            )
            for each in sorted(self.world.blocked)
        ]
        # One block to a page.
        place = int(request.page_token or 0)
        return password_pb2.ListPasswordBlocksResponse(
            password_blocks=blocks[place : place + 1],
            next_page_token=str(place + 1) if place + 1 < len(blocks) else "",
        )

    async def LiftPasswordBlock(self, request, context):
        await self.up(context, "LiftPasswordBlock")
        if self.world.asks_for_proof:
            sentence = w.both("Bitte bestätigen Sie.", "Please confirm.")
            await w.fail(context, Code.PERMISSION_DENIED, "STEP_UP_REQUIRED", sentence)
        self.world.blocked.discard(request.person_id)
        return password_pb2.LiftPasswordBlockResponse()

    async def CheckPassword(self, request, context):
        await self.up(context, "CheckPassword")
        if request.password == NEW_PASSWORD:
            return password_pb2.CheckPasswordResponse(
                strength=password_pb2.PASSWORD_STRENGTH_STRONG
            )
        objection = password_pb2.PasswordObjection(reason="PASSWORD_TOO_SHORT", text="Zu kurz.")
        return password_pb2.CheckPasswordResponse(
            strength=password_pb2.PASSWORD_STRENGTH_WEAK, objections=[objection]
        )
