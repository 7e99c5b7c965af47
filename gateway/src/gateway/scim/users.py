"""Users between SCIM's form and the contract's."""

from datetime import UTC
from typing import Any

from chassis.values import PersonName
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import account_pb2, scim_pb2
from scim2_models import InvalidValueException, Meta

from gateway.scim.resources import (
    UniversityMember,
    UniversityUser,
    User,
    UserEmail,
    UserName,
    UserRole,
)

WORK = "work"


def packed_facts(user: User[Any]) -> scim_pb2.ScimUserFacts:
    """What a personnel system says of a user. Raises `InvalidValueException`.

    What the schema requires is there: the request was checked against it.
    """
    name = user.name or UserName()
    return scim_pb2.ScimUserFacts(
        external_id=user.external_id or "",
        user_name=user.user_name or "",
        given_names=name.given_name or "",
        family_name=name.family_name or "",
        title=name.honorific_prefix or "",
        mailbox=_mailbox_of(user.emails or []),
        active=bool(user.active),
    )


def _mailbox_of(emails: list[UserEmail]) -> str:
    others = sorted({email.type for email in emails if email.type} - {WORK})
    if len(emails) != 1 or others:
        raise InvalidValueException(
            attribute="emails",
            reason="an account has exactly one e-mail address, of the type 'work'",
            detail="An account has exactly one e-mail address, of the type 'work'.",
        )
    return str(emails[0].value or "")


def unpacked_user(packed: scim_pb2.ScimUser) -> UniversityUser:
    """A user as SCIM shows it. Its location is left to the server, which knows the addresses."""
    facts = packed.facts
    name = PersonName(facts.given_names, facts.family_name, title=facts.title)
    user: UniversityUser = UniversityUser(
        id=packed.person_id,
        external_id=facts.external_id or None,
        user_name=facts.user_name,
        name=UserName(
            family_name=facts.family_name,
            given_name=facts.given_names,
            honorific_prefix=facts.title or None,
        ),
        display_name=name.full,
        emails=[UserEmail(value=facts.mailbox, type=WORK)],
        active=facts.active,
        user_type=_small(scim_pb2.ScimUserType.Name(packed.type), "SCIM_USER_TYPE_"),
        roles=[UserRole(value=_small(access_pb2.Role.Name(role), "ROLE_")) for role in packed.roles]
        or None,
        meta=Meta(
            resource_type="User",
            created=packed.create_time.ToDatetime(UTC),
            last_modified=packed.change_time.ToDatetime(UTC),
            version=f'W/"{packed.version}"',
        ),
    )
    user[UniversityMember] = UniversityMember(
        person_id=packed.person_id,
        account_state=_small(account_pb2.AccountState.Name(packed.state), "ACCOUNT_STATE_"),
        edu_person_affiliation=list(packed.affiliations) or None,
        edu_person_scoped_affiliation=list(packed.scoped_affiliations) or None,
    )
    return user


def version_in(entity_tag: str | None) -> str:
    """The version that an entity tag of ours carries; empty for none."""
    return (entity_tag or "").removeprefix("W/").strip('"')


def _small(name: str, prefix: str) -> str:
    return name.removeprefix(prefix).lower()
