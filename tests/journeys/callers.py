"""Calls to the services' methods in the name of people who have the demo password."""

from threading import Lock

import grpc
from chassis.rpc import bearer
from matrikel.identity.v1 import session_pb2, session_pb2_grpc, token_pb2, token_pb2_grpc

from tests.suite import Suite

Metadata = tuple[tuple[str, str | bytes], ...]


class Callers:
    """Channels to the services, and sessions of whoever calls; each signs in once."""

    def __init__(self, suite: Suite) -> None:
        self._password = suite.password
        self.identity, self.records, self.exams, self.certificates = (
            grpc.insecure_channel(suite.target(service))
            for service in ("identity", "records", "exams", "certificates")
        )
        self._sessions: dict[str, str] = {}
        self._one_at_a_time = Lock()

    def close(self) -> None:
        """Closes the channels."""
        for channel in (self.identity, self.records, self.exams, self.certificates):
            channel.close()

    def metadata(self, user_name: str, audience: str, proven_now: bool = False) -> Metadata:
        """What a call to a service carries: a fresh token of the caller's session.

        A caller whose session was idle for too long signs in again; so does one who has to have
        proven the password a moment ago.
        """
        if proven_now:
            self._sessions.pop(user_name, None)
        try:
            token = self._token(user_name, audience)
        except grpc.RpcError as error:
            if error.code() is not grpc.StatusCode.UNAUTHENTICATED:
                raise
            self._sessions.pop(user_name, None)
            token = self._token(user_name, audience)
        return tuple(bearer(token))

    def _token(self, user_name: str, audience: str) -> str:
        tokens = token_pb2_grpc.TokenServiceStub(self.identity)
        issued = tokens.IssueToken(
            token_pb2.IssueTokenRequest(session_token=self._session(user_name), audience=audience)
        )
        return issued.access_token

    def _session(self, user_name: str) -> str:
        with self._one_at_a_time:
            if user_name not in self._sessions:
                sessions = session_pb2_grpc.SessionServiceStub(self.identity)
                answer = sessions.SignIn(
                    session_pb2.SignInRequest(user_name=user_name, password=self._password)
                )
                self._sessions[user_name] = answer.session_token
            return self._sessions[user_name]
