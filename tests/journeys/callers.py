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
        self.identity, self.records, self.exams = (
            grpc.insecure_channel(suite.target(service))
            for service in ("identity", "records", "exams")
        )
        self._sessions: dict[str, str] = {}
        self._one_at_a_time = Lock()

    def close(self) -> None:
        """Closes the channels."""
        for channel in (self.identity, self.records, self.exams):
            channel.close()

    def metadata(self, user_name: str, audience: str) -> Metadata:
        """What a call to a service carries: a fresh token of the caller's session."""
        tokens = token_pb2_grpc.TokenServiceStub(self.identity)
        issued = tokens.IssueToken(
            token_pb2.IssueTokenRequest(session_token=self._session(user_name), audience=audience)
        )
        return tuple(bearer(issued.access_token))

    def _session(self, user_name: str) -> str:
        with self._one_at_a_time:
            if user_name not in self._sessions:
                sessions = session_pb2_grpc.SessionServiceStub(self.identity)
                answer = sessions.SignIn(
                    session_pb2.SignInRequest(user_name=user_name, password=self._password)
                )
                self._sessions[user_name] = answer.session_token
            return self._sessions[user_name]
