"""The addresses of all pages, below the language: "exams/tree" is /de/exams/tree."""

from portal.addresses.everybody import EVERYBODY
from portal.addresses.staff import STAFF
from portal.addresses.students import STUDENTS

PAGES = (*EVERYBODY, *STUDENTS, *STAFF)
