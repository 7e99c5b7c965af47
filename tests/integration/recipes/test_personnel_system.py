"""A personnel system provisions accounts of staff by SCIM 2.0."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from scim2_tester import check_server
from scim2_tester.utils import Status

from services.identity.tests.services_factories import enrol
from tests.integration.recipes.personnel_system import ScimClient, describe
from tests.integration.recipes.university import RecipeUniversity

pytestmark = pytest.mark.asyncio(loop_scope="session")

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
MEMBER = "urn:matrikel:scim:schemas:extension:university:2.0:User"


def a_user(user_name: str, **more: Any) -> dict[str, Any]:
    """A new member of staff."""
    return {
        "schemas": [USER],
        "userName": user_name,
        "name": {"givenName": "Ada", "familyName": "Brandt"},
        "emails": [{"value": f"{user_name}@leuphana.example", "type": "work", "primary": True}],
        **more,
    }


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    """A PATCH request."""
    return {"schemas": [PATCH], "Operations": list(operations)}


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def access_token(university: RecipeUniversity) -> str:
    """The access token of the registered personnel system."""
    client = university.register(scopes=frozenset({"scim"}), audiences=("gateway",))
    async with httpx.AsyncClient(verify=university.provider.trust) as http:
        answer = await http.post(
            f"{university.url}/oauth2/token",
            data={"grant_type": "client_credentials", "scope": "scim"},
            auth=(client.client_id, client.secret),
        )
    token: str = answer.raise_for_status().json()["access_token"]
    return token


@pytest_asyncio.fixture(loop_scope="session")
async def scim(university: RecipeUniversity, access_token: str) -> AsyncIterator[httpx.AsyncClient]:
    """Calls the SCIM interface."""
    async with httpx.AsyncClient(
        base_url=f"{university.url}/scim/v2",
        headers={"authorization": f"Bearer {access_token}"},
        verify=university.provider.trust,
        timeout=30,
    ) as http:
        yield http


async def test_scim2_tester_is_content_with_everything(
    university: RecipeUniversity, access_token: str
) -> None:
    results = await asyncio.to_thread(check_everything, university, access_token)
    assert len(results) > 30
    assert [str(one) for one in results if one.status is not Status.SUCCESS] == []


def check_everything(university: RecipeUniversity, access_token: str) -> list[Any]:
    """Runs scim2-tester against what the server publishes of itself."""
    with httpx.Client(
        base_url=f"{university.url}/scim/v2",
        headers={"authorization": f"Bearer {access_token}"},
        verify=university.provider.trust,
        timeout=30,
    ) as http:
        client = ScimClient(http)
        client.discover()
        describe(client.provider)
        return check_server(client)


async def test_a_new_user_is_active_once_the_account_is(scim: httpx.AsyncClient) -> None:
    made = await scim.post("/Users", json=a_user("abrandt", externalId="P-1"))
    assert made.status_code == 201
    assert made.headers["location"] == made.json()["meta"]["location"]
    assert made.headers["content-type"] == "application/scim+json"
    user = made.json()
    assert (user["active"], user[MEMBER]["accountState"]) == (True, "assigned")
    assert user[MEMBER]["personId"] == user["id"]
    assert "password" not in made.text
    found = await scim.get("/Users", params={"filter": 'externalId eq "P-1"'})
    assert [one["userName"] for one in found.json()["Resources"]] == ["abrandt"]


async def test_users_are_found_and_changed_as_entra_and_okta_do(scim: httpx.AsyncClient) -> None:
    made = (await scim.post("/Users", json=a_user("bmeier"))).json()
    here = f"/Users/{made['id']}"
    address = {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "b@uni.example"}
    names = {"op": "replace", "value": {"name.familyName": "Meier-Ölçer", "active": False}}
    changed = await scim.patch(here, json=patch(address, names), params={"attributes": "emails"})
    assert changed.json()["emails"] == [{"value": "b@uni.example", "type": "work"}]
    search = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]}
    for wanted in (
        'userName eq "BMEIER"',
        'emails co "@UNI." and not (active eq true)',
        'emails[value sw "b@"] and name.familyName ew "ölçer"',
        'userType eq "staff" and meta.created gt "2020-01-01T00:00:00Z" and userName sw "bme"',
    ):
        found = await scim.post("/Users/.search", json={**search, "filter": wanted})
        assert [one["id"] for one in found.json()["Resources"]] == [made["id"]], wanted


async def test_an_outdated_version_changes_nothing(scim: httpx.AsyncClient) -> None:
    made = await scim.post("/Users", json=a_user("cweber"))
    here, version = f"/Users/{made.json()['id']}", made.headers["etag"]
    assert (await scim.get(here, headers={"if-none-match": version})).status_code == 304
    rename = patch({"op": "replace", "path": "name.givenName", "value": "Bo"})
    assert (await scim.patch(here, json=rename, headers={"if-match": version})).status_code == 204
    refused = await scim.delete(here, headers={"if-match": version})
    assert (refused.status_code, refused.json()["schemas"]) == (412, [ERROR])


@pytest.mark.parametrize(
    "change",
    [
        a_user("dpeters", active=True, password="Vier Laternen am Deich"),
        patch({"op": "replace", "path": "password", "value": "Vier Laternen am Deich"}),
        patch({"op": "add", "value": {"password": "Vier Laternen am Deich"}}),
        patch({"op": "add", "path": "roles", "value": [{"value": "system_administrator"}]}),
        patch({"op": "replace", "path": "userName", "value": "another"}),
        patch({"op": "replace", "path": f"{MEMBER}:accountState", "value": "active"}),
    ],
)
async def test_what_is_not_the_personnel_systems_is_refused(
    scim: httpx.AsyncClient, change: dict[str, Any]
) -> None:
    found = await scim.get("/Users", params={"filter": 'userName eq "dpeters"'})
    users = found.json().get("Resources") or [
        (await scim.post("/Users", json=a_user("dpeters"))).json()
    ]
    verb = "PATCH" if "Operations" in change else "PUT"
    refused = await scim.request(verb, f"/Users/{users[0]['id']}", json=change)
    assert (refused.status_code, refused.json()["scimType"]) == (400, "mutability")


async def test_roles_in_a_new_user_give_none(scim: httpx.AsyncClient) -> None:
    wanted = a_user("efuchs", roles=[{"value": "system_administrator"}])
    made = await scim.post("/Users", json=wanted)
    assert (made.status_code, "roles" in made.json()) == (201, False)


async def test_students_are_seen_and_left_alone(
    scim: httpx.AsyncClient, university: RecipeUniversity
) -> None:
    person_id = await asyncio.to_thread(enrol, university.provider.database)
    here = f"/Users/{person_id}"
    student = (await scim.get(here)).json()
    assert (student["userType"], student["roles"]) == ("student", [{"value": "student"}])
    assert student[MEMBER]["eduPersonAffiliation"] == ["member", "student"]
    away = patch({"op": "replace", "path": "active", "value": False})
    for refused in (await scim.patch(here, json=away), await scim.delete(here)):
        error = refused.json()
        assert (refused.status_code, error["scimType"]) == (400, "mutability")
        assert "student records" in error["detail"]


async def test_errors_name_what_to_change_in_scims_words(scim: httpx.AsyncClient) -> None:
    taken = await scim.post("/Users", json=a_user("lg100001"))
    assert (taken.status_code, taken.json()["scimType"]) == (400, "invalidValue")
    no_address = a_user("gklein") | {"emails": [{"value": "nobody"}]}
    refused = await scim.post("/Users", json=no_address)
    assert refused.json()["detail"].startswith("emails.value: ")
    unknown = await scim.get("/Users", params={"filter": 'nickName eq "x"'})
    assert unknown.json()["scimType"] == "invalidFilter"
    unsuitable = await scim.get("/Users", params={"filter": 'externalId sw "P"'})
    assert unsuitable.json()["scimType"] == "invalidFilter"


async def test_users_need_a_token_for_scim_and_the_description_needs_none(
    scim: httpx.AsyncClient, university: RecipeUniversity
) -> None:
    other = university.register(scopes=frozenset({"library"}), audiences=("gateway",))
    async with httpx.AsyncClient(verify=university.provider.trust) as http:
        base = f"{university.url}/scim/v2"
        assert (await http.get(f"{base}/ServiceProviderConfig")).status_code == 200
        nobody = await http.get(f"{base}/Users")
        assert (nobody.status_code, nobody.json()["schemas"]) == (401, [ERROR])
        assert nobody.headers["www-authenticate"] == 'Bearer realm="SCIM"'
        answer = await http.post(
            f"{university.url}/oauth2/token",
            data={"grant_type": "client_credentials"},
            auth=(other.client_id, other.secret),
        )
        bearer = {"authorization": f"Bearer {answer.json()['access_token']}"}
        wrong = await http.get(f"{base}/Users", headers=bearer)
        assert (wrong.status_code, wrong.json()["schemas"]) == (403, [ERROR])
        spoilt = await http.get(f"{base}/Users", headers={"authorization": "Basic eDp5"})
        assert (spoilt.status_code, spoilt.json()["schemas"]) == (401, [ERROR])
