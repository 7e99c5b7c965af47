"""The names of what somebody can be to the university."""

from enum import StrEnum


class Affiliation(StrEnum):
    """What somebody is to the university."""

    STUDENT = "student"
    DOCTORAL_STUDENT = "doctoral_student"
    EMPLOYEE = "employee"
    LIBRARY_USER = "library_user"
    ALUM = "alum"
