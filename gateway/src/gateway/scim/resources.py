"""What the SCIM interface serves: its one resource type, and what it can do."""

from typing import Annotated

from pydantic import Field
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Required,
    Resource,
    ResourceType,
    Returned,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

USERS_PER_PAGE = 100
# The contract counts positions with 32 bits; nobody is behind the last one.
LAST_POSITION = 2**31 - 1


class UserName(ComplexAttribute):
    """The parts of a person's name."""

    family_name: Annotated[str | None, Required.true] = None
    """The family name."""

    given_name: Annotated[str | None, Required.true] = None
    """All given names."""

    honorific_prefix: str | None = None
    """The academic title: 'Dr.'."""


class UserEmail(ComplexAttribute):
    """The one mailbox of an account."""

    value: Annotated[str | None, Required.true] = None
    """Where mail about the account goes."""

    type: str | None = Field(None, examples=["work"])
    """Always 'work'."""

    primary: Annotated[bool | None, Mutability.read_only, Returned.never] = None
    """There is one address, so this says nothing; it may be sent and is left out."""


class UserRole(ComplexAttribute):
    """A role that a system administrator granted."""

    value: Annotated[str | None, Mutability.read_only] = None
    """The role: 'library_desk'."""


class User(Resource[AnyExtension]):
    """An account.

    Stricter than the schema that RFC 7643 prints in section 8.7.1, as section 7 allows: a user name
    never changes, nothing that decides about access is guessed from what a request leaves out, and
    roles are granted elsewhere.
    """

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true, Mutability.immutable] = None
    """Small letters and digits, beginning with a letter; never changes and is never given out
    again."""

    name: Annotated[UserName | None, Required.true] = None
    """The person's name."""

    display_name: Annotated[str | None, Mutability.read_only] = None
    """The name as it is shown."""

    emails: Annotated[list[UserEmail] | None, Required.true] = None
    """The one mailbox of the account."""

    active: Annotated[bool | None, Required.true] = None
    """Whether the account can be used. False ends every session at once."""

    user_type: Annotated[str | None, Mutability.read_only] = Field(
        None, examples=["staff", "student"]
    )
    """Who keeps the user: 'staff' are provisioned here, 'student' can be read only."""

    roles: Annotated[list[UserRole] | None, Mutability.read_only] = None
    """What system administrators granted."""


class UniversityMember(Extension):
    """How a person belongs to the university, in the words of eduPerson."""

    __schema__ = URN("urn:matrikel:scim:schemas:extension:university:2.0:User")

    person_id: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    """The id that every part of the university knows the person by."""

    account_state: Annotated[str | None, Mutability.read_only] = Field(
        None, examples=["assigned", "active", "disabled"]
    )
    """'assigned' accounts wait for their initial code."""

    edu_person_affiliation: Annotated[list[str] | None, Mutability.read_only] = None
    """'staff', 'member', 'student', …"""

    edu_person_scoped_affiliation: Annotated[list[str] | None, Mutability.read_only] = None
    """The same with the university's domain: 'staff@leuphana.example'."""


UniversityUser = User[UniversityMember]
USERS = ResourceType.from_resource(UniversityUser)

CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=USERS_PER_PAGE),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="OAuth 2.0 client credentials",
            description="An access token for a client that is registered for the scope 'scim'",
            primary=True,
        )
    ],
)


def scim_provider() -> ScimProvider:
    """The service as its discovery endpoints describe it."""
    return ScimProvider(models=[User, UniversityMember], resource_types=[USERS], config=CONFIG)
