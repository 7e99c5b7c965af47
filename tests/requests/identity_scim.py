"""Requests to identity: the users of personnel systems."""

from matrikel.identity.v1 import scim_pb2

from tests.requests.named import Named, new_id, of


@of("identity.v1.ScimUserService", "ListScimUsers")
def list_scim_users(named: Named) -> scim_pb2.ListScimUsersRequest:
    """The user of that name."""
    comparison = scim_pb2.ScimComparison(
        attribute=scim_pb2.SCIM_ATTRIBUTE_USER_NAME,
        operator=scim_pb2.SCIM_OPERATOR_EQUAL,
        text=named.user_name,
    )
    return scim_pb2.ListScimUsersRequest(filter=scim_pb2.ScimFilter(comparison=comparison), count=5)


@of("identity.v1.ScimUserService", "GetScimUser")
def get_scim_user(named: Named) -> scim_pb2.GetScimUserRequest:
    """The person as a user."""
    return scim_pb2.GetScimUserRequest(person_id=named.person_id)


@of("identity.v1.ScimUserService", "CreateScimUser")
def create_scim_user(named: Named) -> scim_pb2.CreateScimUserRequest:
    """One more member of staff."""
    del named
    return scim_pb2.CreateScimUserRequest(facts=_facts(), request_id=new_id())


@of("identity.v1.ScimUserService", "ReplaceScimUser")
def replace_scim_user(named: Named) -> scim_pb2.ReplaceScimUserRequest:
    """Other facts, by an outdated version."""
    return scim_pb2.ReplaceScimUserRequest(
        person_id=named.person_id,
        facts=_facts(),
        expected_version="outdated",
        request_id=new_id(),
    )


@of("identity.v1.ScimUserService", "DeleteScimUser")
def delete_scim_user(named: Named) -> scim_pb2.DeleteScimUserRequest:
    """What deleting an outdated version would do."""
    return scim_pb2.DeleteScimUserRequest(
        person_id=named.person_id,
        expected_version="outdated",
        validate_only=True,
        request_id=new_id(),
    )


def _facts() -> scim_pb2.ScimUserFacts:
    return scim_pb2.ScimUserFacts(
        user_name="scimuser",
        given_names="Ada",
        family_name="Brandt",
        mailbox="ada.brandt@leuphana.example",
        active=True,
    )
