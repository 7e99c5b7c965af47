"""How soon nobody takes a session any more whose person signed out, with the bus up."""

import asyncio
import statistics
import time
from collections.abc import Iterator

import grpc
import httpx
from chassis.rpc import bearer
from matrikel.exams.v1 import terms_pb2, terms_pb2_grpc
from matrikel.identity.v1 import (
    session_pb2,
    session_pb2_grpc,
    token_pb2,
    token_pb2_grpc,
)

from tests.load.measuring import Figure, at_most
from tests.load.suite_figures import running_suite
from tests.suite import Suite

MILLISECONDS = 1000
LONGEST_SECONDS = 10
UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED


def sign_outs(quick: bool) -> Iterator[Figure]:
    """From the answer to SignOut until the cookie and an access token are refused."""
    with running_suite() as suite:
        yield from asyncio.run(_sign_outs(suite, 3 if quick else 20))


async def _sign_outs(suite: Suite, count: int) -> list[Figure]:
    user_names = suite.user_names("student")
    chosen = [user_names[number % len(user_names)] for number in range(count)]
    cookies = [await _cookie_refused(suite, name) for name in chosen]
    tokens = [await _token_refused(suite, name) for name in chosen]
    return [
        Figure("sign_out_cookie", statistics.median(cookies), "ms", goal=at_most(1000)),
        Figure("sign_out_token", max(tokens), "ms", goal=at_most(1000)),
    ]


async def _cookie_refused(suite: Suite, user_name: str) -> float:
    """Until the gateway answers 401 to the cookie of the session: with the next request."""
    async with httpx.AsyncClient(base_url=suite.base_url, timeout=30) as http:
        login = {"userName": user_name, "password": suite.password}
        signed_in = (await http.post("/v1/sessions:signIn", json=login)).json()
        headers = {"cookie": f"__Host-sid={signed_in['sessionToken']}", "origin": suite.base_url}
        (await http.get("/v1/sessions", headers=headers)).raise_for_status()
        out = await http.post("/v1/sessions:signOut", headers=headers)
        out.raise_for_status()
        began = time.perf_counter()
        answer = await http.get("/v1/sessions", headers=headers)
        if answer.status_code != httpx.codes.UNAUTHORIZED:
            raise AssertionError(f"the cookie of an ended session was answered {answer}")
        return (time.perf_counter() - began) * MILLISECONDS


async def _token_refused(suite: Suite, user_name: str) -> float:
    """Until exams refuses an access token of the session."""
    async with (
        grpc.aio.insecure_channel(suite.target("identity")) as identity,
        grpc.aio.insecure_channel(suite.target("exams")) as exams,
    ):
        sessions = session_pb2_grpc.SessionServiceStub(identity)
        tokens = token_pb2_grpc.TokenServiceStub(identity)
        terms = terms_pb2_grpc.TermsServiceStub(exams)
        signed_in = await sessions.SignIn(
            session_pb2.SignInRequest(user_name=user_name, password=suite.password)
        )

        async def metadata(audience: str) -> tuple[tuple[str, str], ...]:
            request = token_pb2.IssueTokenRequest(
                session_token=signed_in.session_token, audience=audience
            )
            return tuple(bearer((await tokens.IssueToken(request)).access_token))

        own, at_exams = await metadata("identity"), await metadata("exams")
        asked = terms_pb2.GetTermsRequest(person_id=signed_in.account.person_id)
        await terms.GetTerms(asked, metadata=at_exams)
        await sessions.SignOut(session_pb2.SignOutRequest(), metadata=own)
        began = time.perf_counter()
        while time.perf_counter() - began < LONGEST_SECONDS:
            try:
                await terms.GetTerms(asked, metadata=at_exams)
            except grpc.aio.AioRpcError as error:
                if error.code() is UNAUTHENTICATED:
                    return (time.perf_counter() - began) * MILLISECONDS
                raise
            await asyncio.sleep(0.01)
    raise AssertionError(f"exams took a token {LONGEST_SECONDS} s after its session had ended")
