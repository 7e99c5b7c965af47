"""Calls through the REST interface, from HTTP to the service and back."""

import base64
from uuid import uuid4

import httpx
import pytest
from google.api.httpbody_pb2 import HttpBody
from matrikel.exams.v1 import calendar_feed_pb2, registration_pb2, sick_note_pb2, sitting_pb2
from matrikel.records.v1 import person_pb2

pytestmark = pytest.mark.asyncio(loop_scope="session")

PERSON = "11111111-1111-4111-8111-111111111111"
REGISTRATIONS = f"/v1/students/{PERSON}/registrations"


def registered(request, _):
    return registration_pb2.CreateRegistrationResponse(
        status=registration_pb2.OUTCOME_STATUS_OK,
        registration=registration_pb2.Registration(person_id=request.person_id, version=3),
    )


async def test_path_and_body_fill_the_request_and_the_answer_comes_as_json(http, services, bearer):
    services.on("RegistrationService/CreateRegistration", registered)
    sitting, request_id = str(uuid4()), str(uuid4())
    response = await http.post(
        REGISTRATIONS, json={"sittingId": sitting, "request_id": request_id}, headers=bearer
    )
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    answer = response.json()
    assert answer["status"] == "OUTCOME_STATUS_OK"
    assert answer["registration"]["personId"] == PERSON
    assert answer["registration"]["version"] == "3"
    assert answer["registration"]["canWithdraw"] is False
    [call] = services.calls_of("RegistrationService/CreateRegistration")
    assert call.request == registration_pb2.CreateRegistrationRequest(
        person_id=PERSON, sitting_id=sitting, request_id=request_id
    )


async def test_query_parameters_reach_nested_fields(http, services, bearer):
    services.on("SittingService/ListSittings", sitting_pb2.ListSittingsResponse())
    response = await http.get("/v1/sittings?semester.code=2026W&pageSize=7", headers=bearer)
    assert response.json() == {"sittings": [], "nextPageToken": ""}
    [call] = services.calls_of("SittingService/ListSittings")
    assert call.request.semester.code == "2026W"
    assert call.request.page_size == 7


async def test_a_custom_verb_is_a_route_of_its_own(http, services, bearer):
    services.on(
        "RegistrationService/WithdrawRegistration",
        registration_pb2.WithdrawRegistrationResponse(status=1),
    )
    response = await http.post("/v1/registrations/abc:withdraw", json={}, headers=bearer)
    assert response.status_code == 200
    [call] = services.calls_of("RegistrationService/WithdrawRegistration")
    assert call.request.registration_id == "abc"


async def test_each_segment_is_decoded_by_itself(http, services, bearer):
    services.on("PersonService/GetPerson", person_pb2.GetPersonResponse())
    await http.get("/v1/persons/a%2Fb%3Ac%20%C3%BC", headers=bearer)
    [call] = services.calls_of("PersonService/GetPerson")
    assert call.request.person_id == "a/b:c ü"


async def test_the_response_body_is_the_field_that_the_contract_names(http, services, bearer):
    services.on(
        "RegistrationService/GetRegistration",
        registration_pb2.GetRegistrationResponse(
            registration=registration_pb2.Registration(status_code="AN")
        ),
    )
    response = await http.get("/v1/registrations/abc", headers=bearer)
    assert response.json()["statusCode"] == "AN"


async def test_an_empty_body_is_an_empty_message(http, services, bearer):
    from matrikel.identity.v1 import session_pb2

    services.on("SessionService/SignOut", session_pb2.SignOutResponse())
    response = await http.post("/v1/sessions:signOut", headers=bearer)
    assert (response.status_code, response.json()) == (200, {"resumedSessionToken": ""})


@pytest.mark.parametrize(
    "path",
    ["/v1/nothing", "/v1/registrations/", "/v1/registrations/abc:unknown", "/v1/registrations/a/b"],
)
async def test_an_unknown_path_is_404(http, bearer, path):
    response = await http.get(path, headers=bearer)
    assert response.status_code == 404
    assert reason(response) == "ROUTE_UNKNOWN"


async def test_a_method_without_a_route_is_not_reachable(http, bearer):
    for path in ("/v1/tokens:exchange", "/matrikel.identity.v1.TokenService/ExchangeToken"):
        headers = {**bearer, "sec-fetch-site": "same-origin"}
        response = await http.post(path, json={}, headers=headers)
        assert response.status_code == 404


async def test_another_http_method_is_405_with_the_allowed_ones(http, bearer):
    response = await http.delete(REGISTRATIONS, headers=bearer)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert reason(response) == "HTTP_METHOD_NOT_ALLOWED"


async def test_options_names_the_allowed_methods(http):
    response = await http.options("/v1/registrations/abc:withdraw")
    assert (response.status_code, response.headers["allow"]) == (204, "OPTIONS, POST")


async def test_head_answers_as_get_without_content(http, services, bearer):
    services.on("SittingService/ListSittings", sitting_pb2.ListSittingsResponse())
    whole = await http.get("/v1/sittings", headers=bearer)
    head = await http.head("/v1/sittings", headers=bearer)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]


async def test_an_idempotency_key_becomes_the_request_id(http, services, bearer):
    services.on("RegistrationService/CreateRegistration", registered)
    key = str(uuid4())
    for written in (key, f'"{key}"'):
        response = await http.post(
            REGISTRATIONS, json={}, headers={**bearer, "idempotency-key": written}
        )
        assert response.status_code == 200
    calls = services.calls_of("RegistrationService/CreateRegistration")
    assert [call.request.request_id for call in calls] == [key, key]


async def test_an_idempotency_key_may_repeat_the_request_id_but_not_differ(http, services, bearer):
    services.on("RegistrationService/CreateRegistration", registered)
    key = str(uuid4())
    headers = {**bearer, "idempotency-key": key}
    same = await http.post(REGISTRATIONS, json={"requestId": key}, headers=headers)
    other = await http.post(REGISTRATIONS, json={"requestId": str(uuid4())}, headers=headers)
    assert same.status_code == 200
    assert (other.status_code, reason(other)) == (400, "IDEMPOTENCY_KEY_DIFFERS")


async def test_an_idempotency_key_is_ignored_where_nothing_is_replayed(http, services, bearer):
    services.on("SittingService/ListSittings", sitting_pb2.ListSittingsResponse())
    response = await http.get("/v1/sittings", headers={**bearer, "idempotency-key": "k"})
    assert response.status_code == 200


async def test_a_body_above_the_limit_is_413(http, services, bearer):
    async def endless():
        for _ in range(20):
            yield b"x" * 65536

    announced = await http.post(REGISTRATIONS, content=b"x" * (1024 * 1024 + 1), headers=bearer)
    streamed = await http.post(REGISTRATIONS, content=endless(), headers=bearer)
    for response in (announced, streamed):
        assert (response.status_code, reason(response)) == (413, "BODY_TOO_LARGE")
    assert not services.calls


async def test_a_page_says_in_its_own_language_that_a_file_is_too_large(http):
    headers = {
        "content-type": "multipart/form-data; boundary=x",
        "accept-language": "en",
        "origin": "http://portal.example",
    }
    response = await http.post("/de/exams", content=b"x" * (15 * 1024 * 1024 + 1), headers=headers)
    assert response.status_code == 413
    assert 'lang="de"' in response.text
    assert "Senden Sie weniger auf einmal." in response.text


async def test_a_document_may_be_larger_where_the_contract_takes_one(http, services, bearer):
    services.on("SickNoteService/FileSickNote", sick_note_pb2.FileSickNoteResponse())
    document = {"content": base64.b64encode(b"x" * 2 * 1024 * 1024).decode()}
    address = f"/v1/registrations/{uuid4()}/sickNotes"
    taken = await http.post(address, json=document, headers=bearer)
    larger = await http.post(address, content=b"x" * (15 * 1024 * 1024 + 1), headers=bearer)
    assert taken.status_code == 200
    assert (larger.status_code, reason(larger)) == (413, "BODY_TOO_LARGE")


async def test_a_body_that_is_not_json_is_415(http, services, bearer):
    response = await http.post(
        REGISTRATIONS, content=b"{}", headers={**bearer, "content-type": "text/plain"}
    )
    assert (response.status_code, reason(response)) == (415, "CONTENT_TYPE_UNSUPPORTED")


async def test_a_get_with_a_body_is_refused(http, bearer):
    response = await http.request("GET", "/v1/sittings", json={}, headers=bearer)
    assert (response.status_code, reason(response)) == (400, "BODY_UNEXPECTED")


async def test_language_address_and_trace_are_passed_on(http, services, bearer):
    services.on("SittingService/ListSittings", sitting_pb2.ListSittingsResponse())
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    await http.get(
        "/v1/sittings",
        headers={
            **bearer,
            "accept-language": "fr, en-GB;q=0.8, de;q=0.2",
            "traceparent": trace,
            "matrikel-client-address": "6.6.6.6",
            "matrikel-service-credential": "forged",
        },
    )
    [call] = services.calls_of("SittingService/ListSittings")
    assert call.metadata["accept-language"] == "en"
    assert call.metadata["traceparent"] == trace
    assert call.metadata["matrikel-client-address"] == "127.0.0.1"
    assert call.metadata["matrikel-service-credential"] == "credential-of-the-gateway"


async def test_a_request_without_a_trace_starts_one(http, services, bearer):
    services.on("SittingService/ListSittings", sitting_pb2.ListSittingsResponse())
    await http.get("/v1/sittings", headers={**bearer, "traceparent": "00-zz"})
    [call] = services.calls_of("SittingService/ListSittings")
    assert len(call.metadata["traceparent"]) == 55


def reason(response: httpx.Response) -> str:
    return response.json()["error"]["details"][0]["reason"]


async def test_a_calendar_is_served_as_one_and_kept_by_nobody(http, services):
    services.on(
        "CalendarFeedService/DownloadCalendar",
        calendar_feed_pb2.DownloadCalendarResponse(
            body=HttpBody(content_type="text/calendar; charset=utf-8", data=b"BEGIN:VCALENDAR\r\n")
        ),
    )
    response = await http.get("/v1/calendars/no-calendar-has-this-secret")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-robots-tag"] == "noindex"
    assert response.content == b"BEGIN:VCALENDAR\r\n"
    [call] = services.calls_of("CalendarFeedService/DownloadCalendar")
    assert call.request.secret == "no-calendar-has-this-secret"
