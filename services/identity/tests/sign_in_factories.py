"""What tests of signing in are made of: sign-ins from devices, proofs, mails, failures."""

from typing import Any

from chassis.database import Transaction
from chassis.database.tables import mails
from chassis.testing import within
from identity.app.sign_in.attempts import attempt_failed, begin_attempt
from matrikel.identity.v1 import password_pb2, password_pb2_grpc, session_pb2
from sqlalchemy import select

from services.identity.tests.factors_factories import FactorsDesk, Someone

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36"
)
WRONG = "Fünf Laternen am Deich"
HOME = "192.0.2.7"


class SignInDesk(FactorsDesk):
    """Acts on the running service as people at their browsers do, and as guessers."""

    def __init__(self, identity: Any) -> None:
        super().__init__(identity)
        self.sessions = identity.sessions
        self.passwords = password_pb2_grpc.PasswordServiceStub(identity.under_test.channel)

    async def sign_in(
        self,
        someone: Someone,
        password: str,
        *,
        address: str = HOME,
        device: str = "",
        browser: str = FIREFOX,
    ) -> session_pb2.SignInResponse:
        """The first step, through the gateway."""
        request = session_pb2.SignInRequest(
            user_name=someone.user_name,
            password=password,
            device_token=device,
            user_agent=browser,
        )
        metadata = self.identity.calling_service("gateway", address)
        answer: session_pb2.SignInResponse = await self.sessions.SignIn(request, metadata=metadata)
        return answer

    async def complete(
        self, challenge: str, code: str, *, address: str = HOME, device: str = ""
    ) -> session_pb2.SignedIn:
        """The second step, through the gateway."""
        request = session_pb2.CompleteSignInRequest(
            second_factor_challenge=challenge, code=code, device_token=device, user_agent=FIREFOX
        )
        metadata = self.identity.calling_service("gateway", address)
        answer = await self.sessions.CompleteSignIn(request, metadata=metadata)
        signed_in: session_pb2.SignedIn = answer.signed_in
        return signed_in

    async def prove(self, metadata: Any, **proof: str) -> Any:
        """Proves again who is signed in."""
        request = session_pb2.ProveAgainRequest(**proof)
        return await self.sessions.ProveAgain(request, metadata=metadata)

    async def change_password(
        self, metadata: Any, current: str, new: str, *, end_others: bool = False
    ) -> password_pb2.ChangePasswordResponse:
        """Changes a password."""
        request = password_pb2.ChangePasswordRequest(
            current_password=current, new_password=new, end_other_sessions=end_others
        )
        answer: password_pb2.ChangePasswordResponse = await self.passwords.ChangePassword(
            request, metadata=metadata
        )
        return answer

    async def own_session(self, metadata: Any) -> session_pb2.Session:
        """The session that asks."""
        answer = await self.sessions.GetOwnSession(
            session_pb2.GetOwnSessionRequest(), metadata=metadata
        )
        session: session_pb2.Session = answer.session
        return session

    def fail(self, user_name: str, times: int) -> None:
        """Wrong passwords for a user name, each from another network."""
        within(self.identity.database, _fail, user_name, times)

    def mails_of_kind(self, kind: str) -> list[str]:
        """The texts of the queued mails of a kind."""

        def read(tx: Transaction) -> list[str]:
            rows = tx.execute(select(mails.c.body).where(mails.c.kind == kind))
            return list(rows.scalars())

        return within(self.identity.database, read)


def _fail(tx: Transaction, user_name: str, times: int) -> None:
    for number in range(times):
        address = f"10.{number // 250}.{number % 250}.1"
        attempt_failed(tx, begin_attempt(tx, user_name, address))
