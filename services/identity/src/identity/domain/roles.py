"""What an account may be."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """A role as access tokens name it; `ROLE_` and capitals make the name in the contract.

    The contract's `ROLE_ACCOUNT` is missing on purpose: every account holds it by being one.
    """

    STUDENT = "student"
    DOCTORAL_STUDENT = "doctoral_student"
    FORMER_STUDENT = "former_student"
    EXAMINER = "examiner"
    EXAMINATIONS_OFFICE = "examinations_office"
    STUDENT_SERVICES = "student_services"
    INTERNATIONAL_CENTER = "international_center"
    PROGRAMME_ADVISER = "programme_adviser"
    LIBRARY_DESK = "library_desk"
    SYSTEM_ADMINISTRATOR = "system_administrator"


# They follow from enrolments and are given to nobody otherwise.
STUDENT_ROLES = frozenset({Role.STUDENT, Role.DOCTORAL_STUDENT, Role.FORMER_STUDENT})


def is_staff(roles: Iterable[Role]) -> bool:
    """Whether any of the roles opens other people's data, which asks for shorter sessions."""
    return not STUDENT_ROLES.issuperset(roles)
