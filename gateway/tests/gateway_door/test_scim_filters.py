"""Filters of personnel systems in the contract's form."""

from typing import Any

import pytest
from gateway.scim.filters import attribute_at, packed_filter
from gateway.scim.storage import UsersOfIdentity
from google.protobuf import text_format
from matrikel.identity.v1 import scim_pb2
from scim2_models import InvalidFilterException, SearchRequest


def packed(text: str) -> str:
    """The filter as one line of protobuf's text form."""
    chosen = packed_filter(text)
    assert chosen is not None
    return text_format.MessageToString(chosen, as_one_line=True).replace("SCIM_ATTRIBUTE_", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'userName eq "abrandt"',
            'comparison { attribute: USER_NAME operator: SCIM_OPERATOR_EQUAL text: "abrandt" }',
        ),
        (
            'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName sw "Br"',
            'comparison { attribute: FAMILY_NAME operator: SCIM_OPERATOR_STARTS_WITH text: "Br" }',
        ),
        (
            "active eq false",
            "comparison { attribute: ACTIVE operator: SCIM_OPERATOR_EQUAL truth: false }",
        ),
        (
            'meta.lastModified gt "2026-11-02T10:00:00+01:00"',
            "comparison { attribute: CHANGE_TIME operator: SCIM_OPERATOR_GREATER"
            " moment { seconds: 1793610000 } }",
        ),
        (
            'emails[value co "@leuphana"]',
            'comparison { attribute: MAILBOX operator: SCIM_OPERATOR_CONTAINS text: "@leuphana" }',
        ),
        ("externalId pr", "present: EXTERNAL_ID"),
        ("externalId eq null", "not { present: EXTERNAL_ID }"),
        ("externalId ne null", "present: EXTERNAL_ID"),
        (
            "not (title pr) and (externalId pr or roles pr)".replace(
                "title", "name.honorificPrefix"
            ),
            "all_of { filters { not { present: TITLE } } filters { any_of {"
            " filters { present: EXTERNAL_ID } filters { present: ROLE } } } }",
        ),
    ],
)
def test_a_filter_says_the_same_in_the_contracts_form(text: str, expected: str) -> None:
    assert packed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'displayName eq "Ada Brandt"',
        'emails.type eq "work"',
        'nickName eq "x"',
        "active gt true",
        "userName gt null",
        "userName eq",
    ],
)
def test_what_cannot_be_searched_is_refused(text: str) -> None:
    with pytest.raises(InvalidFilterException):
        packed_filter(text)


def test_nothing_is_chosen_without_a_filter() -> None:
    assert packed_filter(None) is None


def test_lists_are_sorted_by_the_same_names() -> None:
    assert attribute_at("name.familyName") == scim_pb2.SCIM_ATTRIBUTE_FAMILY_NAME
    extension = "urn:matrikel:scim:schemas:extension:university:2.0:User:accountState"
    assert attribute_at(extension) == scim_pb2.SCIM_ATTRIBUTE_STATE


@pytest.mark.asyncio
async def test_a_position_beyond_every_user_is_behind_the_last_one() -> None:
    asked = []

    class Users:
        async def ListScimUsers(self, request: scim_pb2.ListScimUsersRequest) -> object:
            asked.append(request.start_index)
            return scim_pb2.ListScimUsersResponse(total=3)

    users: Any = Users()
    wanted: SearchRequest[Any] = SearchRequest(start_index=10**20)
    page = await UsersOfIdentity(users).search([], wanted)
    assert (page.total, page.resources, asked) == (3, [], [2**31 - 1])
