"""The reference of the interface, health, and the headers on everything."""

import json

import pytest
from gateway.contract.methods import read_contract
from gateway.health import Readiness
from gateway.reference.document import openapi_document
from openapi_spec_validator import validate
from starlette.requests import Request

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def document():
    return openapi_document(read_contract(), "http://portal.example")


async def test_the_document_is_valid_openapi(http):
    document = (await http.get("/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "http://portal.example"}]
    validate(document)


async def test_every_route_of_the_contracts_is_in_the_document(document):
    documented = sum(
        len(set(operations) & {"get", "put", "post", "delete", "patch"})
        for operations in document["paths"].values()
    )
    assert documented == sum(len(method.bindings) for method in read_contract())
    assert "ExchangeToken" not in json.dumps(document["paths"])


async def test_a_route_tells_access_roles_constraints_and_comments(document):
    operation = document["paths"]["/v1/students/{personId}/registrations"]["post"]
    assert operation["summary"] == "Registers a student for a sitting."
    assert operation["x-roles"] == ["ROLE_DOCTORAL_STUDENT", "ROLE_STUDENT"]
    assert operation["x-access"]["grants"][0]["relation"] == "RELATION_OWN"
    assert operation["security"] == [{"session": []}, {"bearer": []}]
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    assert "personId" not in body["properties"]
    assert body["required"] == ["sittingId"]
    assert body["properties"]["sittingId"]["format"] == "uuid"


async def test_a_query_parameter_tells_its_limits(document):
    operation = document["paths"]["/v1/students/{personId}/registrations"]["get"]
    by_name = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert by_name["pageSize"]["schema"]["maximum"] == 100
    assert by_name["semester.code"]["schema"]["pattern"] == "^[12][0-9]{3}[SW]$"


async def test_a_public_route_asks_for_no_credential(document):
    operation = document["paths"]["/v1/certificates:verify"]["post"]
    assert operation["security"] == []
    assert "403" not in operation["responses"]


async def test_the_page_lists_every_method_in_both_languages(http):
    for language, word in (("de", "Zugang"), ("en", "Access")):
        response = await http.get("/api", headers={"accept-language": language})
        assert f'<html lang="{language}">' in response.text
        assert word in response.text
        for method in read_contract():
            if method.bindings:
                assert method.full_name in response.text
        assert "<script" not in response.text
        assert "style=" not in response.text
    assert (await http.get("/api/style.css")).headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(("path", "word"), [("/healthz", "ok"), ("/readyz", "ready")])
async def test_a_running_gateway_lives_and_is_ready(http, path, word):
    response = await http.get(path)
    assert (response.status_code, response.text) == (200, word)


async def test_a_gateway_that_has_not_started_is_not_ready():
    request = Request({"type": "http", "method": "GET", "headers": []})
    assert (await Readiness().ready(request)).status_code == 503


@pytest.mark.parametrize("path", ["/", "/v1/sittings", "/api", "/nothing", "/healthz"])
async def test_every_answer_keeps_browsers_careful(http, services, path):
    headers = (await http.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in headers
    assert "server" not in headers
