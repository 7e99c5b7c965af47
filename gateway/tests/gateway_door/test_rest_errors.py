"""Errors as callers see them."""

from datetime import timedelta

import grpc
import pytest
from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText
from matrikel.exams.v1 import obstacle_pb2

pytestmark = pytest.mark.asyncio(loop_scope="session")

SITTINGS = "/v1/sittings"
TEXT = LocalizedText(de="Das Anmeldefenster ist geschlossen.", en="The window is closed.")


def failing(failure):
    def answer(request, context):
        raise failure

    return answer


def detail(response, kind: str) -> list[dict]:
    details = response.json()["error"]["details"]
    return [one for one in details if one["@type"].endswith(f".{kind}")]


async def test_a_refusal_keeps_reason_both_languages_and_the_methods_own_details(
    http, services, bearer
):
    refusal = obstacle_pb2.Refusal(attempt_id="a1")
    refusal.obstacles.add(reason="WINDOW_CLOSED")
    failure = Failure(
        Code.FAILED_PRECONDITION,
        "REGISTRATION_REFUSED",
        TEXT,
        metadata={"sitting_id": "s"},
        details=(refusal,),
    )
    services.on("SittingService/ListSittings", failing(failure))
    response = await http.get(SITTINGS, headers=bearer)
    assert response.status_code == 400
    error = response.json()["error"]
    assert (error["code"], error["status"]) == (400, "FAILED_PRECONDITION")
    assert error["message"] == TEXT.de
    [info] = detail(response, "ErrorInfo")
    assert info["reason"] == "REGISTRATION_REFUSED"
    assert info["metadata"] == {"sitting_id": "s"}
    texts = {one["locale"]: one["message"] for one in detail(response, "LocalizedMessage")}
    assert texts == {"de": TEXT.de, "en": TEXT.en}
    [obstacles] = detail(response, "Refusal")
    assert obstacles["obstacles"] == [{"reason": "WINDOW_CLOSED"}]


@pytest.mark.parametrize(
    ("asked", "message"),
    [("en", TEXT.en), ("de", TEXT.de), ("", TEXT.de), ("fr", TEXT.de), ("de;q=0.1, en", TEXT.en)],
)
async def test_the_message_speaks_the_callers_language_and_german_otherwise(
    http, services, bearer, asked, message
):
    services.on(
        "SittingService/ListSittings", failing(Failure(Code.NOT_FOUND, "SITTING_UNKNOWN", TEXT))
    )
    response = await http.get(SITTINGS, headers={**bearer, "accept-language": asked})
    assert response.json()["error"]["message"] == message


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (Code.INVALID_ARGUMENT, 400),
        (Code.UNAUTHENTICATED, 401),
        (Code.PERMISSION_DENIED, 403),
        (Code.NOT_FOUND, 404),
        (Code.ALREADY_EXISTS, 409),
        (Code.ABORTED, 409),
        (Code.RESOURCE_EXHAUSTED, 429),
        (Code.UNAVAILABLE, 503),
        (Code.DEADLINE_EXCEEDED, 504),
    ],
)
async def test_each_kind_of_failure_has_its_http_status(http, services, bearer, code, status):
    services.on("SittingService/ListSittings", failing(Failure(code, "BECAUSE", TEXT)))
    response = await http.get(SITTINGS, headers=bearer)
    assert (response.status_code, response.json()["error"]["status"]) == (status, code.value)
    assert ("www-authenticate" in response.headers) == (status == 401)


async def test_wrong_fields_are_named(http, services, bearer):
    failure = Failure(
        Code.INVALID_ARGUMENT,
        "REQUEST_MALFORMED",
        TEXT,
        fields=(FieldProblem("page_size", "LTE", TEXT),),
    )
    services.on("SittingService/ListSittings", failing(failure))
    response = await http.get(SITTINGS, headers=bearer)
    [bad] = detail(response, "BadRequest")
    assert bad["fieldViolations"][0]["field"] == "page_size"


@pytest.mark.parametrize(("wait", "header"), [(30, "30"), (1.2, "2")])
async def test_too_many_attempts_say_how_long_to_wait(http, services, bearer, wait, header):
    failure = Failure(
        Code.RESOURCE_EXHAUSTED, "TOO_MANY_ATTEMPTS", TEXT, retry_after=timedelta(seconds=wait)
    )
    services.on("SittingService/ListSittings", failing(failure))
    response = await http.get(SITTINGS, headers=bearer)
    assert (response.status_code, response.headers["retry-after"]) == (429, header)


async def test_a_fault_inside_shows_an_error_id_and_nothing_else(http, services, bearer):
    def broken(request, context):
        raise KeyError("secret")

    services.on("SittingService/ListSittings", broken)
    response = await http.get(SITTINGS, headers={**bearer, "accept-language": "en"})
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "KeyError" not in response.text
    [info] = response.json()["error"]["details"]
    assert info["metadata"]["error_id"] in response.json()["error"]["message"]


async def test_the_error_id_of_a_service_is_kept(http, services, bearer):
    failure = Failure(Code.INTERNAL, "INTERNAL", TEXT, metadata={"error_id": "abc123"})
    services.on("SittingService/ListSittings", failing(failure))
    response = await http.get(SITTINGS, headers=bearer)
    assert response.status_code == 500
    assert response.json()["error"]["details"][0]["metadata"] == {"error_id": "abc123"}


async def test_what_a_service_did_not_word_for_people_is_replaced(http, services, bearer):
    async def bare(request, context):
        await context.abort(grpc.StatusCode.UNAVAILABLE, "10.0.0.7:5432 refused")

    services.on("SittingService/ListSittings", bare)
    response = await http.get(SITTINGS, headers={**bearer, "accept-language": "en"})
    assert response.status_code == 503
    assert "10.0.0.7" not in response.text
    assert detail(response, "ErrorInfo")[0]["reason"] == "SERVICE_UNAVAILABLE"
    assert "cannot be reached" in response.json()["error"]["message"]


async def test_a_method_that_a_service_does_not_know_is_501(http, services, bearer):
    response = await http.get("/v1/persons", headers=bearer)
    assert (response.status_code, response.json()["error"]["status"]) == (501, "UNIMPLEMENTED")


async def test_every_refusal_of_the_gateway_itself_speaks_both_languages(http):
    for path in ("/v1/nothing", SITTINGS):
        response = await http.get(path)
        texts = detail(response, "LocalizedMessage")
        assert {one["locale"] for one in texts} == {"de", "en"}
        assert response.headers["cache-control"] == "no-store"


async def test_a_path_with_a_broken_escape_is_400(http, gateway_address, bearer):
    import asyncio

    host, port = gateway_address.removeprefix("http://").split(":")
    for path in ("/v1/persons/a%zz", "/v1/persons/%ff"):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            "Authorization: Bearer for-gateway\r\n\r\n".encode()
        )
        answer = await reader.read()
        writer.close()
        assert answer.startswith(b"HTTP/1.1 400")
        assert b"PATH_MALFORMED" in answer
